using CompanionApi.Http;

namespace CompanionApi.Sync;

/// <summary>
/// The calls of one mailbox: as many at once as it bears, and the one place where they are tried again. Graph allows an app
/// four at once for a mailbox (graph/throttling-limits, Outlook service limits); asked for fewer, we halve, and go back up
/// one by one.
/// </summary>
public sealed class MailboxCalls(TimeProvider clock, Metrics metrics)
{
    public const int MostAtOnce = 4;

    public const int UsualAttempts = 6;

    /// <summary>Told to wait longer, the mailbox gives its turn to another.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private int allowed = MostAtOnce;
    private int running;
    private int goodOnes;

    /// <summary>A timestamp, not a time of day: a clock that is set back would shut the mailbox for as long.</summary>
    private long notBefore = clock.GetTimestamp();

    /// <param name="call">One call.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="attempts">How often it is tried; fewer where there is another way. Throttled, it waits its turn.</param>
    /// <exception cref="MailSourceException">It will not go, or not now: a temporary one says when to come again.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken ct, int attempts = UsualAttempts)
    {
        for (var attempt = 1; ; attempt++)
        {
            await EnterAsync(ct);
            var (begun, outcome) = (clock.GetTimestamp(), "ok");
            try
            {
                var answer = await call();
                Bear();
                return answer;
            }
            catch (MailSourceException failed) when (Noted(failed))
            {
                throw;
            }
            catch (MailSourceException failed) when (failed.Failure == MailSourceFailure.Temporary)
            {
                var wait = Wait(failed, attempt);
                if (attempt >= (failed.IsThrottling ? UsualAttempts : attempts) || wait > LongestWait)
                {
                    throw;
                }
            }
            finally
            {
                metrics.CountMailboxCall(outcome, clock.GetElapsedTime(begun));
                Leave();
            }

            // A filter, so that the exception goes on to where it is decided.
            bool Noted(MailSourceException failed)
            {
                outcome = failed.Code;
                return false;
            }
        }
    }

    private TimeSpan Wait(MailSourceException failed, int attempt)
    {
        var wait = failed.RetryAfter ??
            FirstWait * Math.Pow(2, attempt - 1) * (0.75 + (Random.Shared.NextDouble() / 2));
        lock (gate)
        {
            goodOnes = 0;
            if (failed.IsThrottling)
            {
                allowed = Math.Max(1, allowed / 2);
            }

            notBefore = Math.Max(notBefore, clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency));
        }

        return wait;
    }

    private void Bear()
    {
        const int enough = 50;
        lock (gate)
        {
            if (allowed < MostAtOnce && ++goodOnes >= enough)
            {
                (allowed, goodOnes) = (allowed + 1, 0);
            }
        }
    }

    private async Task EnterAsync(CancellationToken ct)
    {
        while (true)
        {
            TimeSpan wait;
            TaskCompletionSource? turn = null;
            lock (gate)
            {
                wait = clock.GetElapsedTime(clock.GetTimestamp(), notBefore);
                if (wait <= TimeSpan.Zero)
                {
                    if (running < allowed)
                    {
                        running++;
                        return;
                    }

                    turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    waiting.Enqueue(turn);
                }
            }

            await (turn?.Task.WaitAsync(ct) ?? Task.Delay(wait, clock, ct));
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            running--;
            // All of them: one that has given up would swallow the turn.
            while (waiting.TryDequeue(out var next))
            {
                next.TrySetResult();
            }
        }
    }
}
