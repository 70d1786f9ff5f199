using System.Collections.Concurrent;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// One turn of one account: whether it may still be read, its tree, its subscription, the folders that are due, what pages
/// left open, attachments last. Never two turns of an account at once; each may be cut off anywhere and is then begun again.
/// </summary>
internal sealed class AccountSync(SyncedAccount account, SyncTools tools, ILogger log)
{
    private const int PagesAtOnce = 6;

    private readonly long begun = tools.Clock.GetTimestamp();
    private readonly PageRoom room = new(PagesAtOnce);

    /// <summary>What kept a folder from its end; the others, and all else, go on before it is told of.</summary>
    private MailSourceException? folderFailed;

    /// <summary>Folders that the mailbox said it has not: the tree decides.</summary>
    private readonly ConcurrentBag<long> missing = [];

    private bool MayGoOn => tools.Clock.GetElapsedTime(begun) < tools.Options.Turn;

    public async Task RunAsync(SyncHints.Hint? hint, CancellationToken ct)
    {
        if (account.Row.IsShared)
        {
            await RequireSharedAsync(ct);
        }

        // Without a cursor the tree was never read, or is doubted.
        if (account.Row.FoldersCursor is null || account.Row.FoldersAt + tools.Options.Folders <= tools.Clock.GetUtcNow())
        {
            await new FolderTree(account, tools).RefreshAsync(account.Row.FoldersCursor, ct);
        }

        if (account.Row.State != MailAccountState.Syncing)
        {
            await account.ChangeAsync((row, _) => row.WaitForChoice(), ct);
            return;
        }

        var subscriptions = new Subscriptions(account, tools, log);
        await subscriptions.EnsureAsync(hint?.RenewsSubscription ?? false, ct);
        await new WriteBacks(account, tools).RunAsync(ct);
        var gaps = new Gaps(account, tools);
        // A first round takes all of a turn, and many turns: what the rep asked for does not wait for its end.
        await gaps.FetchAsync(() => MayGoOn, askedByHand: true, ct);
        var isDone = await FoldersAsync(hint, ct);
        await gaps.FetchAsync(() => MayGoOn, askedByHand: false, ct);
        isDone &= await new Attachments(account, tools).FetchAsync(() => MayGoOn, ct);
        await LookForMissingAsync(ct);
        if (folderFailed is not null)
        {
            // The others want their turns as before, whatever it was with this one.
            throw new MailSourceException(MailSourceFailure.Temporary, folderFailed.Message, folderFailed.RetryAfter, folderFailed)
            {
                Code = folderFailed.Code,
            };
        }

        await account.ChangeAsync((row, now) => row.Succeed(now, isDone && !account.WasAskedFor(row) ? now + PollOf(row, now) : now), ct);
    }

    /// <summary>
    /// S15: nothing is read from a mailbox that has become somebody's own, not even what its folders are called. Asked in each
    /// turn: its new owner's mail may be there already.
    /// </summary>
    private async Task RequireSharedAsync(CancellationToken ct)
    {
        try
        {
            if (await account.ReadAsync(db => UserAddresses.IsAnyonesAsync(db, account.Row.Address, ct)))
            {
                throw new MailSourceException(MailSourceFailure.Permanent, "Its address is a user's.")
                {
                    Code = MailSourceException.NotShared,
                };
            }

            await tools.Calls.RunAsync(
                async () =>
                {
                    await tools.Source.RequireSharedAsync(account.Key, ct);
                    return true;
                },
                ct);
        }
        catch (MailSourceException failed) when (failed.Code == MailSourceException.NotShared)
        {
            await Subscriptions.EndAsync(account, tools.Source, tools.Calls, log, ct);
            await account.ChangeAsync((row, _) => (row.SubscriptionId, row.SubscriptionUntil) = (null, null), ct);
            throw;
        }
    }

    private async Task<bool> FoldersAsync(SyncHints.Hint? hint, CancellationToken ct)
    {
        var folders = await account.ReadAsync(db => db.Folders.AsNoTracking()
            .Where(f => f.MailAccountId == account.Row.Id && f.IsChosen && f.GoneAt == null).ToListAsync(ct));
        var told = await ToldAsync(hint, ct);
        var due = folders.Where(f => IsDue(f) || told is null || told.Contains(f.ExternalId)).ToList();
        var isDone = true;
        var refused = 0;
        await Parallel.ForEachAsync(
            // The inbox first: it is what the rep looks for.
            due.OrderBy(f => f.WellKnown is "inbox" ? 0 : f.WellKnown is "sentitems" ? 1 : 2),
            new ParallelOptions { MaxDegreeOfParallelism = MailboxCalls.MostAtOnce, CancellationToken = ct },
            async (folder, stop) =>
            {
                if (await TryAsync(folder, () => SyncAsync(folder, stop), stop) is not { } isUpToDate)
                {
                    Interlocked.Increment(ref refused);
                }
                else if (!isUpToDate)
                {
                    isDone = false;
                }
            });
        if (refused > 0 && refused == folders.Count && folderFailed is { Failure: MailSourceFailure.Permanent })
        {
            // Not a folder's trouble but the mailbox's.
            throw folderFailed;
        }

        return isDone && await CompareAsync(ct);
    }

    private async Task<bool> SyncAsync(Folder folder, CancellationToken ct)
    {
        if (await new FolderSync(account, folder, room, tools).RunAsync(() => MayGoOn, ct))
        {
            return true;
        }

        // What told of it will not tell again.
        await account.ChangeAsync(folder.Id, (row, _) => row.IsDue = true, ct);
        return false;
    }

    /// <summary>Null: the folder failed by itself, and stays due.</summary>
    private async Task<bool?> TryAsync(Folder folder, Func<Task<bool>> act, CancellationToken ct)
    {
        try
        {
            return await act();
        }
        catch (MailSourceException gone) when (gone.Failure == MailSourceFailure.NotFound)
        {
            missing.Add(folder.Id);
            await account.ChangeAsync((row, _) => row.DoubtFolders(), ct);
        }
        catch (MailSourceException failed) when (failed.MayBeOfOneFolder)
        {
            folderFailed = failed;
        }

        await account.ChangeAsync(folder.Id, (row, _) => row.IsDue = true, ct);
        return null;
    }

    /// <summary>
    /// One answer that there is no such folder says little: a mailbox that is being moved gives it, too. Gone is what the whole
    /// tree does not show; what it still shows is trouble, until it can be read.
    /// </summary>
    private async Task LookForMissingAsync(CancellationToken ct)
    {
        if (missing.IsEmpty)
        {
            return;
        }

        await new FolderTree(account, tools).RefreshAsync(cursor: null, ct);
        var ids = missing.ToList();
        if (await account.ReadAsync(db => db.Folders.AnyAsync(f => ids.Contains(f.Id) && f.GoneAt == null, ct)))
        {
            folderFailed ??= new MailSourceException(MailSourceFailure.Temporary, "The mailbox shows a folder and has it not.")
            {
                Code = MailAccount.FolderMissing,
            };
        }
    }

    private async Task<bool> CompareAsync(CancellationToken ct)
    {
        var before = tools.Clock.GetUtcNow() - tools.Options.Compare;
        var lost = missing.ToList();
        var old = await account.ReadAsync(db => db.Folders.AsNoTracking()
            .Where(f => f.MailAccountId == account.Row.Id && f.IsChosen && f.GoneAt == null && !lost.Contains(f.Id) &&
                f.Phase == SyncPhase.Following && (f.ComparedAt == null || f.ComparedAt <= before)).ToListAsync(ct));
        foreach (var folder in old)
        {
            if (!MayGoOn)
            {
                return false;
            }

            await TryAsync(
                folder,
                async () =>
                {
                    await new FolderCompare(account, folder, tools).RunAsync(ct);
                    return true;
                },
                ct);
        }

        return true;
    }

    private bool IsDue(Folder folder)
    {
        var now = tools.Clock.GetUtcNow();
        return folder.IsDue || folder.Phase != SyncPhase.Following || folder.LastSuccessAt is null ||
            folder.LastSuccessAt + PollOf(account.Row, now) <= now;
    }

    private TimeSpan PollOf(MailAccount row, DateTimeOffset now) =>
        Subscriptions.IsLive(row, now) ? tools.Options.PollWhenTold : tools.Options.PollWhenNot;

    /// <summary>The folders that something was told of; null: all.</summary>
    private async Task<IReadOnlySet<string>?> ToldAsync(SyncHints.Hint? hint, CancellationToken ct)
    {
        if (hint is null || hint.IsAnything)
        {
            return hint is null ? new HashSet<string>() : null;
        }

        var items = hint.Items;
        // Where they were, and where they are now.
        var before = await account.ReadAsync(db => (
            from item in db.MailboxItems
            where item.MailAccountId == account.Row.Id && items.Contains(item.ItemId)
            join folder in db.Folders on item.FolderId equals folder.Id
            select folder.ExternalId).Distinct().ToListAsync(ct));
        try
        {
            var now = await Task.WhenAll(items.Select(id => tools.Calls.RunAsync(
                () => tools.Source.ItemAsync(account.Key, id, withContent: false, ct), ct, attempts: 1)));
            return now.Select(item => item?.FolderId).OfType<string>().Concat(before).ToHashSet();
        }
        catch (MailSourceException failed)
            when (failed.MayBeOfOneFolder || failed.Failure is MailSourceFailure.NotFound or MailSourceFailure.Temporary)
        {
            // Where it is now the mailbox does not say: it may be anywhere.
            return null;
        }
    }
}
