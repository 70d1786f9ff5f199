using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Carries over to the mailbox what the rep did here (R64), before the folders are read, so that what they still show of before
/// is not taken for news. What will not go is tried again at growing intervals, and its row says why.
/// </summary>
internal sealed class WriteBacks(SyncedAccount account, SyncTools tools)
{
    /// <summary>The reason where a mailbox has no archive: its owner makes one by using it once in Outlook.</summary>
    private const string NoArchive = "no_archive";

    private const int AtOnce = 100;

    private sealed record Due(
        WriteBack Back, string ItemId, bool IsItemRead, string? Place, string? ArchivedFrom, bool? IsRead, bool? IsArchived);

    /// <summary>Where an item is after it was moved, and where it was taken from if that was to archive it.</summary>
    private sealed record Moved(string? FolderId, string? ArchivedFrom);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = tools.Clock.GetUtcNow();
        while (true)
        {
            var due = await account.ReadAsync(db => DueAsync(db, now, ct));
            foreach (var back in due)
            {
                await RunAsync(back, ct);
            }

            if (due.Count < AtOnce)
            {
                return;
            }
        }
    }

    private Task<List<Due>> DueAsync(CompanionDb db, DateTimeOffset now, CancellationToken ct)
    {
        var mine = Visible.MessagesOf(db, account.Row.UserId);
        return (
            from back in db.WriteBacks.AsNoTracking()
            where back.MailAccountId == account.Row.Id && back.TryAt <= now
            join item in db.MailboxItems on back.MailboxItemId equals item.Id
            orderby back.Id
            select new Due(
                back, item.ItemId, item.IsRead,
                db.Folders.Where(f => f.Id == item.FolderId).Select(f => f.WellKnown).FirstOrDefault(), item.ArchivedFrom,
                mine.Where(m => m.Id == item.MessageId).Select(m => (bool?)m.IsRead).FirstOrDefault(),
                mine.Where(m => m.Id == item.MessageId).Select(m => (bool?)(m.ArchivedAt != null)).FirstOrDefault()))
            .Take(AtOnce).ToListAsync(ct);
    }

    private async Task RunAsync(Due due, CancellationToken ct)
    {
        try
        {
            var moved = await ActAsync(due, ct);
            await account.Writer.WriteAsync(account.CompanyId, write => DoneAsync(write, due, moved), ct);
        }
        catch (MailSourceException failed) when (failed.Failure == MailSourceFailure.NotFound)
        {
            if (await ItemAsync(due, ct) is null)
            {
                // It is gone there: nothing is left to follow.
                await account.Writer.WriteAsync(account.CompanyId, write => DoneAsync(write, due, null), ct);
                return;
            }

            // What is not there is the place that it was to go to.
            var reason = due.Back.Kind == WriteBackKind.Archived ? NoArchive : failed.Code;
            await account.Writer.WriteAsync(account.CompanyId, write => PutOffAsync(write, due, reason), ct);
        }
        catch (MailSourceException failed) when (failed.IsOfOneItem || failed.Code == MailSourceException.AccessDenied)
        {
            // Where writing is not allowed, reading may be: that decides by itself.
            await account.Writer.WriteAsync(account.CompanyId, write => PutOffAsync(write, due, failed.Code), ct);
        }
    }

    /// <summary>Answers where the item was moved to; null: nowhere.</summary>
    private async Task<Moved?> ActAsync(Due due, CancellationToken ct)
    {
        switch (due)
        {
            case { Back.Kind: WriteBackKind.Read, IsRead: { } read } when read != due.IsItemRead:
                await CallAsync(() => tools.Source.SetReadAsync(account.Key, due.ItemId, read, ct), ct);
                return null;
            case { Back.Kind: WriteBackKind.Archived, IsArchived: true, ArchivedFrom: null }:
                return await ArchiveAsync(due, ct);
            case { Back.Kind: WriteBackKind.Archived, IsArchived: false, ArchivedFrom: { } from }:
                return await BringBackAsync(due, from, ct);
            case { Back.Kind: WriteBackKind.Deleted } when due.Place != Folder.DeletedItems:
                // Moved and not deleted: said twice, a deletion takes it out of the deleted items, too.
                await CallAsync(() => tools.Source.MoveAsync(account.Key, due.ItemId, Folder.DeletedItems, ct), ct);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Out of the inbox alone, and asked at the last moment: the rep may have put it elsewhere by now.</summary>
    private async Task<Moved?> ArchiveAsync(Due due, CancellationToken ct)
    {
        var inbox = await IdOfAsync(Folder.Inbox, ct);
        if (inbox is null || (await ItemAsync(due, ct))?.FolderId != inbox)
        {
            return null;
        }

        await CallAsync(() => tools.Source.MoveAsync(account.Key, due.ItemId, Folder.Archive, ct), ct);
        return new Moved(await IdOfAsync(Folder.Archive, ct), inbox);
    }

    /// <summary>Where it still lies in the archive: moved on by the rep's own hand since, it stays there.</summary>
    private async Task<Moved?> BringBackAsync(Due due, string from, CancellationToken ct)
    {
        var archive = await IdOfAsync(Folder.Archive, ct);
        if (await ItemAsync(due, ct) is not { FolderId: { } now } || (archive is not null && now != archive))
        {
            return new Moved(null, null);
        }

        await CallAsync(() => tools.Source.MoveAsync(account.Key, due.ItemId, from, ct), ct);
        return new Moved(from, null);
    }

    private Task<string?> IdOfAsync(string wellKnown, CancellationToken ct) => account.ReadAsync(db => db.Folders
        .Where(f => f.MailAccountId == account.Row.Id && f.WellKnown == wellKnown && f.GoneAt == null)
        .Select(f => f.ExternalId).FirstOrDefaultAsync(ct));

    private Task<SourceItem?> ItemAsync(Due due, CancellationToken ct) => tools.Calls.RunAsync(
        () => tools.Source.ItemAsync(account.Key, due.ItemId, withContent: false, ct), ct);

    private Task CallAsync(Func<Task> call, CancellationToken ct) => tools.Calls.RunAsync(
        async () =>
        {
            await call();
            return true;
        },
        ct);

    private async Task PutOffAsync(Write write, Due due, string reason)
    {
        if (await write.Db.WriteBacks.FirstOrDefaultAsync(b => b.Id == due.Back.Id) is { } back)
        {
            back.Attempts++;
            (back.Reason, back.TryAt) = (reason, write.Now + Gaps.Wait(back.Attempts));
            Tell(write);
        }
    }

    /// <summary>Asked for again meanwhile, it stays.</summary>
    private async Task DoneAsync(Write write, Due due, Moved? moved)
    {
        await write.Db.WriteBacks.Where(b => b.Id == due.Back.Id && b.At == due.Back.At).ExecuteDeleteAsync();
        Tell(write);
        if (await write.Db.MailboxItems.FirstOrDefaultAsync(i => i.Id == due.Back.MailboxItemId) is not { } item)
        {
            return;
        }

        // The mailbox's echo is no news, and what is asked for before it comes starts from here.
        if (due is { Back.Kind: WriteBackKind.Read, IsRead: { } read })
        {
            item.IsRead = read;
        }
        else if (moved is not null)
        {
            item.ArchivedFrom = moved.ArchivedFrom;
            item.FolderId = moved.FolderId is null && moved.ArchivedFrom is null ? item.FolderId
                : await write.Db.Folders.Where(f => f.MailAccountId == due.Back.MailAccountId && f.ExternalId == moved.FolderId)
                    .Select(f => (long?)f.Id).FirstOrDefaultAsync();
        }
    }

    private void Tell(Write write) => write.Announce(new LiveEvent("mail_account", account.Row.PublicId, [account.Row.UserId]));
}
