using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Attachments come after all mail, newest first: the text of a mailbox is there long before. A mail whose attachments are
/// larger than the limit keeps them in the mailbox, and its row says so; what the mailbox cannot bring is asked for again and
/// again, at growing intervals.
/// </summary>
internal sealed class Attachments(SyncedAccount account, SyncTools tools)
{
    private const int AtOnce = 50;
    private const int SideBySide = 2;

    /// <summary>True: none is left that could be fetched now.</summary>
    public async Task<bool> FetchAsync(Func<bool> mayGoOn, CancellationToken ct)
    {
        while (mayGoOn())
        {
            var now = tools.Clock.GetUtcNow();
            var due = await account.ReadAsync(db => db.MailboxItems.AsNoTracking()
                .Where(i => i.MailAccountId == account.Row.Id && i.State == ItemState.AttachmentsPending &&
                    i.GoneAt == null && i.MessageId != null && (i.TryAt == null || i.TryAt <= now))
                .OrderByDescending(i => i.ReceivedAt).Take(AtOnce).ToListAsync(ct));
            if (due.Count == 0)
            {
                return true;
            }

            await Parallel.ForEachAsync(
                due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct },
                async (row, stop) => await FetchAsync(row, stop));
        }

        return false;
    }

    private async Task FetchAsync(MailboxItem row, CancellationToken ct)
    {
        if (await account.ReadAsync(db => db.MessageParts.AnyAsync(p => p.MessageId == row.MessageId, ct)))
        {
            // It came whole by another door.
            await SaveAsync(row, ItemState.Complete, null, ct);
            return;
        }

        byte[]? whole;
        try
        {
            whole = await tools.Calls.RunAsync(
                () => tools.Source.SourceAsync(account.Key, row.ItemId, tools.Options.MaxAttachmentBytes, ct), ct);
        }
        catch (MailSourceException failed) when (failed.Failure == MailSourceFailure.NotFound)
        {
            await SaveAsync(row, ItemState.WithoutAttachments, failed.Code, ct);
            return;
        }
        catch (MailSourceException failed) when (failed.IsOfOneItem || failed.Code == MailSourceException.AccessDenied)
        {
            await SaveAsync(row, ItemState.AttachmentsPending, failed.Code, ct);
            return;
        }
        catch (MailSourceException failed) when (failed.Code == MailSourceException.Unreachable)
        {
            // It may be this one alone that never ends: the others go before it next time.
            await SaveAsync(row, ItemState.AttachmentsPending, failed.Code, ct);
            throw;
        }

        if (whole is null)
        {
            await SaveAsync(row, ItemState.WithoutAttachments, "too_large", ct);
            return;
        }

        var item = new SourceItem(row.ItemId) { ReceivedAt = row.ReceivedAt, IsRead = row.IsRead };
        await tools.Intake.EnrichAsync(
            SyncedMail.Of(account, item, whole, tools.Clock.GetUtcNow()), row.MessageId!.Value,
            write => ChangeAsync(write, row, ItemState.Complete, null), ct);
    }

    private Task SaveAsync(MailboxItem row, ItemState state, string? reason, CancellationToken ct) =>
        account.Writer.WriteAsync(account.CompanyId, write => ChangeAsync(write, row, state, reason), ct);

    private static async Task ChangeAsync(Data.Write write, MailboxItem row, ItemState state, string? reason)
    {
        // Another message, or none any more: this one was deleted for good while its source was on the way.
        if (await write.Db.MailboxItems.FirstOrDefaultAsync(i => i.Id == row.Id && i.MessageId == row.MessageId) is { } item)
        {
            (item.State, item.Reason) = (state, reason);
            item.Attempts = state == ItemState.AttachmentsPending ? item.Attempts + 1 : 0;
            item.TryAt = state == ItemState.AttachmentsPending ? write.Now + Gaps.Wait(item.Attempts) : null;
        }
    }
}
