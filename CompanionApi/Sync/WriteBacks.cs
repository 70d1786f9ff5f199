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
    private const int AtOnce = 100;
    private const string Archive = "archive";
    private const string Inbox = "inbox";
    private const string DeletedItems = "deleteditems";

    private sealed record Due(
        WriteBack Back, string ItemId, bool IsItemRead, string? Place, bool? IsRead, bool? IsArchived);

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
                db.Folders.Where(f => f.Id == item.FolderId).Select(f => f.WellKnown).FirstOrDefault(),
                mine.Where(m => m.Id == item.MessageId).Select(m => (bool?)m.IsRead).FirstOrDefault(),
                mine.Where(m => m.Id == item.MessageId).Select(m => (bool?)(m.ArchivedAt != null)).FirstOrDefault()))
            .Take(AtOnce).ToListAsync(ct);
    }

    private async Task RunAsync(Due due, CancellationToken ct)
    {
        try
        {
            await tools.Calls.RunAsync(
                async () =>
                {
                    await (due switch
                    {
                        { Back.Kind: WriteBackKind.Read, IsRead: { } read } when read != due.IsItemRead =>
                            tools.Source.SetReadAsync(account.Key, due.ItemId, read, ct),
                        { Back.Kind: WriteBackKind.Archived, IsArchived: true } when due.Place != Archive =>
                            tools.Source.MoveAsync(account.Key, due.ItemId, Archive, ct),
                        { Back.Kind: WriteBackKind.Archived, IsArchived: false, Place: Archive } =>
                            tools.Source.MoveAsync(account.Key, due.ItemId, Inbox, ct),
                        // Moved and not deleted: said twice, a deletion takes it out of the deleted items, too.
                        { Back.Kind: WriteBackKind.Deleted } when due.Place != DeletedItems =>
                            tools.Source.MoveAsync(account.Key, due.ItemId, DeletedItems, ct),
                        _ => Task.CompletedTask,
                    });
                    return true;
                },
                ct);
        }
        catch (MailSourceException failed) when (failed.Failure == MailSourceFailure.NotFound)
        {
            // It is gone there: nothing is left to follow.
        }
        catch (MailSourceException failed) when (failed.IsOfOneItem || failed.Code == MailSourceException.AccessDenied)
        {
            // Where writing is not allowed, reading may be: that decides by itself.
            await account.Writer.WriteAsync(account.CompanyId, write => PutOffAsync(write, due, failed.Code), ct);
            return;
        }

        await account.Writer.WriteAsync(account.CompanyId, write => DoneAsync(write, due), ct);
    }

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
    private async Task DoneAsync(Write write, Due due)
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
        else if (due is { Back.Kind: WriteBackKind.Archived, IsArchived: { } archived } && (archived || due.Place == Archive))
        {
            var place = archived ? Archive : Inbox;
            item.FolderId = await write.Db.Folders.Where(f => f.MailAccountId == due.Back.MailAccountId && f.WellKnown == place)
                .Select(f => (long?)f.Id).FirstOrDefaultAsync();
        }
    }

    private void Tell(Write write) => write.Announce(new LiveEvent("mail_account", account.Row.PublicId, [account.Row.UserId]));
}
