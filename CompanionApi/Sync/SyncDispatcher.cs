using System.Collections.Concurrent;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Messages;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Gives every account that is due its turn, several side by side, none twice at once. What is due stands in the database, so
/// a start goes on where a crash left off.
/// </summary>
public sealed class SyncDispatcher(
    DatabaseOptions database, Writer writer, MessageIntake intake, IEnumerable<IMailSource> sources, SyncHints hints,
    SyncOptions options, Metrics metrics, TimeProvider clock, ILogger<SyncDispatcher> log) : BackgroundService
{
    private const int MostAtOnce = 1_000;

    /// <summary>Then those of mailboxes that nobody asks for are forgotten.</summary>
    private const int MostCalls = 10_000;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>What somebody else has to mend, such as a permission, is asked for so often.</summary>
    private static readonly TimeSpan RefusedWait = TimeSpan.FromHours(1);

    /// <summary>Who was told of goes before who waits for so long; after that, everybody waits alike.</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(int Company, long Account), Turn> running = new();
    private readonly ConcurrentDictionary<string, MailboxCalls> calls = new();

    /// <summary>The calls of one mailbox, whoever makes them.</summary>
    public MailboxCalls CallsOf(string mailboxId)
    {
        if (calls.Count >= MostCalls)
        {
            // A turn that runs keeps what it has.
            calls.Clear();
        }

        return calls.GetOrAdd(mailboxId, _ => new MailboxCalls(clock, metrics));
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (sources.FirstOrDefault() is not { } source)
        {
            return;
        }

        if (options.NotificationRoot is null)
        {
            log.LogWarning(
                "No address for notifications (Sync:NotificationUrl, PublicUrl:Api): mailboxes are asked for changes " +
                "every {Seconds} s",
                options.PollWhenNot.TotalSeconds);
        }

        try
        {
            while (true)
            {
                await LookAsync(source, stopping);
                await hints.WaitAsync(Look, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Task.WhenAll(running.Values.Select(turn => turn.Ended));
        }
    }

    /// <summary>Ends an account for good; a turn of it that runs is cut off first.</summary>
    public async Task RemoveAsync(int company, long accountId, CancellationToken ct)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var none = new CancellationTokenSource();
        while (!running.TryAdd((company, accountId), new Turn(ended.Task, none)))
        {
            if (running.TryGetValue((company, accountId), out var turn))
            {
                await turn.CutOffAsync();
            }
        }

        try
        {
            if (await SyncedAccount.LoadAsync(database, writer, company, accountId, ct) is { } account)
            {
                await RemovalOf(account).RunAsync(keepsRow: false, ct);
            }
        }
        finally
        {
            running.TryRemove((company, accountId), out _);
            ended.SetResult();
        }
    }

    private AccountRemoval RemovalOf(SyncedAccount account) =>
        new(account, sources.FirstOrDefault(), CallsOf(account.Key.MailboxId), log);

    private async Task LookAsync(IMailSource source, CancellationToken stopping)
    {
        try
        {
            foreach (var due in await DueAsync(stopping))
            {
                if (running.Count >= options.Accounts)
                {
                    return;
                }

                if (!running.ContainsKey(due))
                {
                    Begin(due, source, stopping);
                }
            }
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.LogWarning(trouble, "What is due could not be read now");
        }
    }

    private void Begin((int Company, long Account) due, IMailSource source, CancellationToken stopping)
    {
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cutOff = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var turn = new Turn(TurnAsync(begin.Task, due, source, cutOff.Token), cutOff);
        if (running.TryAdd(due, turn))
        {
            begin.SetResult();
        }
        else
        {
            begin.SetCanceled(stopping);
        }
    }

    /// <summary>
    /// Who has waited longest goes first, whichever company's: as long as there are more than have room, each turn of one is a
    /// turn that another waits for.
    /// </summary>
    private async Task<IReadOnlyList<(int Company, long Account)>> DueAsync(CancellationToken ct)
    {
        var due = hints.Told.ToDictionary(told => told.Account, told => told.Since - HeadStart);
        await using var directory = database.Open();
        var now = clock.GetUtcNow();
        foreach (var company in await directory.Companies.Select(c => c.Id).ToListAsync(ct))
        {
            await using var db = database.Open().Of(company);
            var accounts = await db.MailAccounts.Where(a => a.DueAt != null && a.DueAt <= now)
                .OrderBy(a => a.DueAt).Select(a => new { a.Id, DueAt = a.DueAt!.Value }).Take(MostAtOnce).ToListAsync(ct);
            foreach (var account in accounts)
            {
                var key = (company, account.Id);
                due[key] = due.TryGetValue(key, out var told) && told < account.DueAt ? told : account.DueAt;
            }
        }

        return [.. due.OrderBy(account => account.Value).Select(account => account.Key)];
    }

    private async Task TurnAsync(
        Task begin, (int Company, long Account) due, IMailSource source, CancellationToken stopping)
    {
        try
        {
            await begin;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            var hint = hints.Take(due.Company, due.Account);
            var account = await SyncedAccount.LoadAsync(database, writer, due.Company, due.Account, stopping);
            if (account is { IsOwnerGone: true })
            {
                await RemovalOf(account).RunAsync(keepsRow: account.Row.IsShared, stopping);
            }
            else if (account is { Row.State: MailAccountState.Choosing or MailAccountState.Syncing })
            {
                await TurnAsync(account, hint, source, stopping);
            }
            else if (account is { Row.DueAt: not null })
            {
                await account.ChangeAsync((row, _) => row.DueAt = null, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start goes on, or nobody does.
        }
        catch (Exception trouble)
        {
            log.LogError(trouble, "A turn of account {Account} ended badly", due.Account);
            // Not even that could be noted: it is due as before, and would ask the mailbox again and again.
            await Task.Delay(FirstWait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            hints.Tell(due.Company, due.Account, null);
        }
        finally
        {
            running.TryRemove(due, out _);
            hints.Wake();
        }
    }

    private async Task TurnAsync(SyncedAccount account, SyncHints.Hint? hint, IMailSource source, CancellationToken stopping)
    {
        var (begun, outcome) = (clock.GetTimestamp(), "ok");
        try
        {
            var sync = new AccountSync(
                account, new SyncTools(source, CallsOf(account.Key.MailboxId), intake, options, metrics, clock), log);
            await sync.RunAsync(hint, stopping);
        }
        catch (MailSourceException failed)
        {
            log.LogInformation(
                "Account {Id}: {Failure}, {Code}", account.Row.PublicId, failed.Failure, failed.Code);
            outcome = failed.Code;
            await account.FailAsync((row, now) => Note(row, failed, now), hint, stopping);
        }
        catch (Exception trouble) when (trouble is StorageUnavailableException or IOException)
        {
            log.LogWarning(trouble, "Account {Id}: nothing can be stored now", account.Row.PublicId);
            outcome = "storage";
            await account.FailAsync((row, now) => row.TryAgain(outcome, now + FirstWait), hint, stopping);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.LogError(trouble, "Account {Id}: a turn ended badly", account.Row.PublicId);
            outcome = "our_trouble";
            await account.FailAsync((row, now) => row.TryAgain(outcome, now + Wait(row)), hint, stopping);
        }
        finally
        {
            metrics.CountSyncTurn(outcome, clock.GetElapsedTime(begun));
        }
    }

    private static void Note(MailAccount row, MailSourceException failed, DateTimeOffset now)
    {
        switch (failed.Failure)
        {
            // Nobody signs in to a shared mailbox: it is tried again, with a new token.
            case MailSourceFailure.NeedsReconnect when !row.IsShared:
                row.LoseSignIn(failed.Code, failed.Claims, now);
                break;
            case MailSourceFailure.Permanent when failed.CannotMend:
                row.Stop(failed.Code);
                break;
            default:
                row.TryAgain(TroubleOf(row, failed), now + (failed.RetryAfter ?? Wait(row, failed)));
                break;
        }
    }

    private static string TroubleOf(MailAccount row, MailSourceException failed) => failed switch
    {
        { Code: MailSourceException.AccessDenied } when row.IsShared => MailAccount.PermissionLost,
        { Failure: MailSourceFailure.NotFound } => MailAccount.FolderMissing,
        _ => failed.Code,
    };

    private static TimeSpan Wait(MailAccount row, MailSourceException failed) =>
        failed.Failure == MailSourceFailure.Permanent ? RefusedWait : Wait(row);

    private static TimeSpan Wait(MailAccount row)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(row.Failures, 10));
        return wait < LongestWait ? wait : LongestWait;
    }

    private sealed record Turn(Task Ended, CancellationTokenSource CutOff)
    {
        public async Task CutOffAsync()
        {
            await CutOff.CancelAsync();
            await Ended;
        }
    }
}
