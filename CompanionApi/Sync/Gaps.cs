using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// What a page left open: mails that could not be stored (R69), tried again at growing intervals or by the rep's hand, and mails
/// that a list kept out which has changed since.
/// </summary>
internal sealed class Gaps(SyncedAccount account, SyncTools tools)
{
    /// <summary>After these the rep's hand is asked for.</summary>
    private const int MostAttempts = 8;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(2);

    /// <summary>What is not allowed now may be later: that counts as no attempt.</summary>
    private static readonly TimeSpan RefusedWait = TimeSpan.FromHours(1);

    public static TimeSpan Wait(int attempts) => FirstWait * Math.Pow(2, Math.Min(attempts, MostAttempts) - 1);

    /// <param name="mayGoOn">Asked before each portion.</param>
    /// <param name="askedByHand">Those that the rep wants now, and no others: they were not tried since.</param>
    /// <param name="ct">Gives up.</param>
    public async Task FetchAsync(Func<bool> mayGoOn, bool askedByHand, CancellationToken ct)
    {
        var now = tools.Clock.GetUtcNow();
        var due = await account.ReadAsync(db => db.MailboxItems.AsNoTracking()
            .Where(i => i.MailAccountId == account.Row.Id && (i.State == ItemState.Failed || i.State == ItemState.NeverCapture) &&
                i.GoneAt == null && i.TryAt != null && i.TryAt <= now &&
                (!askedByHand || (i.State == ItemState.Failed && i.Attempts == 0)) &&
                // Of a folder that is no longer chosen nothing more is taken; chosen again, it shows them anew.
                db.Folders.Any(f => f.Id == i.FolderId && f.IsChosen)).ToListAsync(ct));
        foreach (var rows in due.GroupBy(row => row.FolderId!.Value).SelectMany(rows => rows.Chunk(tools.Options.MailsAtOnce)))
        {
            if (!mayGoOn())
            {
                return;
            }

            await FetchAsync(rows, ct);
        }
    }

    private async Task FetchAsync(IReadOnlyList<MailboxItem> rows, CancellationToken ct)
    {
        var folder = await account.ReadAsync(db => db.Folders.AsNoTracking().FirstOrDefaultAsync(f => f.Id == rows[0].FolderId, ct));
        if (folder is null)
        {
            return;
        }

        var store = new PageStore(account, folder, tools);
        var shown = rows.Select(row => new SourceItem(row.ItemId) { Subject = row.Subject, ReceivedAt = row.ReceivedAt });
        try
        {
            await store.StoreAsync(new ItemPage([.. shown], [], null, null), advance: null, ct);
        }
        catch (MailSourceException failed)
        {
            // Not tried in truth, and not to be asked for before all else again.
            await PutOffAsync(rows, failed.Code == MailSourceException.AccessDenied ? RefusedWait : FirstWait, ct);
            if (failed.Code != MailSourceException.AccessDenied)
            {
                throw;
            }
        }

        await account.Writer.WriteAsync(
            account.CompanyId,
            write =>
            {
                var ids = rows.Select(row => row.Id).ToList();
                return write.Db.MailboxItems
                    .Where(i => ids.Contains(i.Id) && i.State == ItemState.Failed && i.Attempts >= MostAttempts)
                    .ExecuteUpdateAsync(i => i.SetProperty(row => row.TryAt, (DateTimeOffset?)null), ct);
            },
            ct);
    }

    private Task PutOffAsync(IReadOnlyList<MailboxItem> rows, TimeSpan wait, CancellationToken ct) => account.Writer.WriteAsync(
        account.CompanyId,
        write =>
        {
            var ids = rows.Select(row => row.Id).ToList();
            return write.Db.MailboxItems.Where(i => ids.Contains(i.Id) && i.State == ItemState.Failed)
                .ExecuteUpdateAsync(
                    i => i.SetProperty(row => row.TryAt, write.Now + wait)
                        .SetProperty(row => row.Attempts, row => row.Attempts == 0 ? 1 : row.Attempts),
                    ct);
        },
        ct);
}
