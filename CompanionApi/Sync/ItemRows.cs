using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Messages;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>Writes what became of a folder's items into their rows, inside the transaction that stores them.</summary>
internal sealed class ItemRows(SyncedAccount account, Folder folder)
{
    private const int MaxSubject = 200;

    /// <summary>Answers the state of each item, in their order.</summary>
    public async Task<IReadOnlyList<ItemState>> SaveTakenAsync(
        Write write, IReadOnlyList<SourceItem> items, IReadOnlyList<TakenMail> taken)
    {
        var states = new List<ItemState>(items.Count);
        // Not as they were when the page was planned: the page before it may have been written since.
        var rows = await RowsAsync(write, items.Select(item => item.Id));
        for (var i = 0; i < items.Count; i++)
        {
            var (state, reason) = SyncedMail.Outcome(items[i], taken[i]);
            states.Add(state);
            var row = rows.GetValueOrDefault(items[i].Id);
            if (row is null)
            {
                row = NewRow(items[i], state, reason, taken[i].Intake?.Message?.Id, write.Now);
                row.IdentityHash = taken[i].Intake?.DeletedAs;
                write.Db.Put(row);
                continue;
            }

            Show(row, items[i]);
            row.IdentityHash = taken[i].Intake?.DeletedAs;
            (row.State, row.Reason, row.MessageId) = (state, reason, taken[i].Intake?.Message?.Id);
            if (state == ItemState.Failed)
            {
                row.Attempts++;
                row.TryAt = write.Now + Gaps.Wait(row.Attempts);
                row.Subject = Cut(items[i].Subject);
            }
            else
            {
                (row.TryAt, row.Subject) = (null, null);
            }
        }

        return states;
    }

    public async Task SaveKeptOutAsync(Write write, PagePlan plan)
    {
        var rows = await RowsAsync(write, plan.KeptOut.Select(kept => kept.Item.Id).Concat(plan.Gone));
        foreach (var (item, state) in plan.KeptOut)
        {
            if (rows.TryGetValue(item.Id, out var row))
            {
                Show(row, item);
                (row.State, row.Reason, row.TryAt) = (state, null, null);
            }
            else
            {
                write.Db.Put(NewRow(item, state, null, null, write.Now));
            }
        }

        foreach (var row in plan.Gone.Where(rows.ContainsKey).Select(id => rows[id]))
        {
            row.GoneAt = write.Now;
        }
    }

    public async Task SaveMissedAsync(Write write, IReadOnlyList<(SourceItem Item, string Reason)> missed)
    {
        var rows = await RowsAsync(write, missed.Select(m => m.Item.Id));
        foreach (var (item, reason) in missed)
        {
            if (rows.TryGetValue(item.Id, out var row))
            {
                (row.Attempts, row.Reason, row.TryAt) = (row.Attempts + 1, reason, write.Now + Gaps.Wait(row.Attempts + 1));
                (row.State, row.SeenRound) = (ItemState.Failed, folder.Round);
            }
            else
            {
                write.Db.Put(NewRow(item, ItemState.Failed, reason, null, write.Now));
            }
        }
    }

    /// <summary>Writes where they are now; answers the rows whose read state is another than it was.</summary>
    public async Task<IReadOnlyList<MailboxItem>> SaveMovedAsync(Write write, IReadOnlyList<Moved> moved)
    {
        if (moved.Count == 0)
        {
            return [];
        }

        var places = moved.Select(m => m.Now?.FolderId).OfType<string>().Distinct().ToList();
        var folders = await write.Db.Folders.Where(f => f.MailAccountId == account.Row.Id && places.Contains(f.ExternalId))
            .ToDictionaryAsync(f => f.ExternalId, f => f.Id);
        var rows = await RowsAsync(write, moved.Select(m => m.ItemId));
        var changed = new List<MailboxItem>();
        foreach (var (itemId, now) in moved.Where(m => rows.ContainsKey(m.ItemId)))
        {
            var row = rows[itemId];
            if (now is null)
            {
                row.GoneAt = write.Now;
                continue;
            }

            if (now.IsRead is { } read && read != row.IsRead)
            {
                row.IsRead = read;
                changed.Add(row);
            }

            // Its new folder will show it with this version, and tell nothing more of it.
            row.ChangeKey = now.ChangeKey ?? row.ChangeKey;
            row.FolderId = now.FolderId is { } place && folders.TryGetValue(place, out var id) ? id : null;
            row.SeenRound = row.FolderId == folder.Id ? folder.Round : row.SeenRound;
        }

        return changed;
    }

    public async Task<Dictionary<string, MailboxItem>> RowsAsync(Write write, IEnumerable<string> ids)
    {
        var wanted = ids.ToList();
        return wanted.Count == 0 ? [] : await write.Db.MailboxItems
            .Where(i => i.MailAccountId == account.Row.Id && wanted.Contains(i.ItemId)).ToDictionaryAsync(i => i.ItemId);
    }

    public void Show(MailboxItem row, SourceItem item)
    {
        (row.FolderId, row.GoneAt, row.SeenRound) = (folder.Id, null, folder.Round);
        row.ChangeKey = item.ChangeKey ?? row.ChangeKey;
        row.IsRead = item.IsRead ?? row.IsRead;
        row.ReceivedAt = item.ReceivedAt ?? row.ReceivedAt;
    }

    private MailboxItem NewRow(SourceItem item, ItemState state, string? reason, long? messageId, DateTimeOffset now) => new()
    {
        OwnerId = account.Row.UserId,
        MailAccountId = account.Row.Id,
        FolderId = folder.Id,
        Mailbox = account.Row.Address,
        ItemId = item.Id,
        MessageId = messageId,
        ChangeKey = item.ChangeKey,
        IsRead = item.IsRead ?? false,
        ReceivedAt = item.ReceivedAt,
        State = state,
        Reason = reason,
        SeenRound = folder.Round,
        Attempts = state == ItemState.Failed ? 1 : 0,
        TryAt = state == ItemState.Failed ? now + Gaps.Wait(1) : null,
        Subject = state == ItemState.Failed ? Cut(item.Subject) : null,
    };

    private static string? Cut(string? subject) => subject?.Length > MaxSubject ? subject[..MaxSubject] : subject;
}
