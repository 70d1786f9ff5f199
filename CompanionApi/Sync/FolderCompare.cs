using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Compares all ids of a folder with its rows and mends what differs: changes that no round ever showed, such as an item that
/// went away and came back between two of them (graph docs, issue 72: immutable ids and delta).
/// </summary>
internal sealed class FolderCompare(SyncedAccount account, Folder folder, SyncTools tools)
{
    private const int LookedForAtOnce = 200;

    public async Task RunAsync(CancellationToken ct)
    {
        await account.ChangeAsync(folder.Id, (row, _) => row.BeginCompare(), ct);
        var begun = await account.ReadAsync(db => db.Folders.AsNoTracking().FirstAsync(f => f.Id == folder.Id));
        var store = new PageStore(account, begun, tools);
        string? link = null;
        do
        {
            var from = link;
            var page = await tools.Calls.RunAsync(
                () => tools.Source.IdsAsync(account.Key, begun.ExternalId, from, account.Since, ct), ct);
            await CompareAsync(store, begun, page.Ids, ct);
            link = page.NextLink;
        }
        while (link is not null);

        await LookForUnseenAsync(store, begun, ct);
        await account.ChangeAsync(
            folder.Id,
            (row, at) =>
            {
                // Begun anew meanwhile, with another date it may be, it is compared again.
                if (row.Round == begun.Round)
                {
                    row.EndCompare(at);
                }
            },
            ct);
    }

    private async Task CompareAsync(PageStore store, Folder begun, IReadOnlyList<string> ids, CancellationToken ct)
    {
        var rows = await account.ReadAsync(db => db.MailboxItems
            .Where(i => i.MailAccountId == account.Row.Id && ids.Contains(i.ItemId))
            .Select(i => new { i.ItemId, IsHere = i.FolderId == begun.Id && i.GoneAt == null }).ToListAsync(ct));
        var known = rows.Select(row => row.ItemId).ToList();
        await account.Writer.WriteAsync(
            account.CompanyId,
            write => write.Db.MailboxItems.Where(i => i.MailAccountId == account.Row.Id && known.Contains(i.ItemId))
                .ExecuteUpdateAsync(i => i
                    .SetProperty(row => row.SeenRound, begun.Round).SetProperty(row => row.FolderId, begun.Id)
                    .SetProperty(row => row.GoneAt, (DateTimeOffset?)null)),
            ct);
        // What came from elsewhere unnoticed may have been read there.
        await LookForAsync(store, [.. rows.Where(row => !row.IsHere).Select(row => row.ItemId)], ct);
        foreach (var missing in ids.Except(known).Chunk(tools.Options.MailsAtOnce))
        {
            // Shown by id alone: the rest of each is asked for.
            await store.StoreAsync(
                new ItemPage([.. missing.Select(id => new SourceItem(id))], [], null, null), advance: null, ct);
        }
    }

    private async Task LookForUnseenAsync(PageStore store, Folder begun, CancellationToken ct)
    {
        var asksOlder = account.Since is null;
        var unseen = await account.ReadAsync(db => db.MailboxItems
            .Where(i => i.FolderId == begun.Id && i.GoneAt == null && i.SeenRound < begun.Round &&
                (asksOlder || i.State != ItemState.Older)).Select(i => i.ItemId).ToListAsync(ct));
        await LookForAsync(store, unseen, ct);
    }

    private async Task LookForAsync(PageStore store, IReadOnlyList<string> ids, CancellationToken ct)
    {
        foreach (var some in ids.Chunk(LookedForAtOnce))
        {
            var moved = await store.LookForAsync(some, ct);
            await account.Writer.WriteAsync(account.CompanyId, write => store.SaveMovedAsync(write, moved), ct);
        }
    }
}
