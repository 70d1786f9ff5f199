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

    /// <summary>As long as somebody who looks at a page waits rather than does it again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private int allowed = MostAtOnce;
    private int running;

    /// <summary>Calls that somebody waits for and that have no turn yet: no other begins before them.</summary>
    private int urgent;
    private int goodOnes;

    /// <summary>A timestamp, not a time of day: a clock that is set back would shut the mailbox for as long.</summary>
    private long notBefore = clock.GetTimestamp();

    /// <param name="call">One call.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="attempts">How often it is tried; fewer where there is another way. Throttled, it waits its turn.</param>
    /// <exception cref="MailSourceException">It will not go, or not now: a temporary one says when to come again.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken ct, int attempts = UsualAttempts) =>
        RunAsync(call, until: null, attempts, ct);

    /// <summary>The same for somebody who waits for it: before all others, and over within a few seconds, well or not.</summary>
    /// <exception cref="MailSourceException">It will not go, or not in that time.</exception>
    public Task<T> RunSoonAsync<T>(Func<Task<T>> call, CancellationToken ct) =>
        RunAsync(call, clock.GetTimestamp() + TicksOf(Patience), UsualAttempts, ct);

    private async Task<T> RunAsync<T>(Func<Task<T>> call, long? until, int attempts, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await EnterAsync(until, ct);
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
                if (attempt >= (failed.IsThrottling ? UsualAttempts : attempts) || wait > LongestWaitOf(until))
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

    private long TicksOf(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    private TimeSpan LongestWaitOf(long? until) =>
        until is { } end ? clock.GetElapsedTime(clock.GetTimestamp(), end) : LongestWait;

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

            notBefore = Math.Max(notBefore, clock.GetTimestamp() + TicksOf(wait));
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

    private async Task EnterAsync(long? until, CancellationToken ct)
    {
        if (until is null)
        {
            await WaitForTurnAsync(until, ct);
            return;
        }

        lock (gate)
        {
            urgent++;
        }

        try
        {
            await WaitForTurnAsync(until, ct);
        }
        finally
        {
            lock (gate)
            {
                urgent--;
                WakeAll();
            }
        }
    }

    private async Task WaitForTurnAsync(long? until, CancellationToken ct)
    {
        while (true)
        {
            TimeSpan wait;
            TaskCompletionSource? turn = null;
            var longest = LongestWaitOf(until);
            lock (gate)
            {
                wait = clock.GetElapsedTime(clock.GetTimestamp(), notBefore);
                if (wait > longest || longest <= TimeSpan.Zero)
                {
                    throw NotNow(wait);
                }

                if (wait <= TimeSpan.Zero)
                {
                    if (running < allowed && (until is not null || urgent == 0))
                    {
                        running++;
                        return;
                    }

                    turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    waiting.Enqueue(turn);
                }
            }

            try
            {
                await (turn?.Task.WaitAsync(until is null ? Timeout.InfiniteTimeSpan : longest, clock, ct) ?? Task.Delay(wait, clock, ct));
            }
            catch (TimeoutException)
            {
                throw NotNow(TimeSpan.Zero);
            }
        }
    }

    /// <summary>Who waits here holds a place that another mailbox has use for, or somebody's attention.</summary>
    private static MailSourceException NotNow(TimeSpan wait) => new(
        MailSourceFailure.Temporary, "The mailbox asked to be left alone for a while.", wait > TimeSpan.Zero ? wait : null)
    {
        Code = MailSourceException.Throttled,
    };

    private void Leave()
    {
        lock (gate)
        {
            running--;
            WakeAll();
        }
    }

    /// <summary>All of them: one that has given up would swallow the turn. Called with the gate held.</summary>
    private void WakeAll()
    {
        while (waiting.TryDequeue(out var next))
        {
            next.TrySetResult();
        }
    }
}
