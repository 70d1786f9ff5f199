using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>Keeps the folders of an account as the mailbox has them: new, renamed, moved, gone.</summary>
internal sealed class FolderTree(SyncedAccount account, SyncTools tools)
{
    /// <summary>What never holds a rep's mail, even where all folders are taken.</summary>
    private static readonly string[] NeverOfThemselves = ["drafts", "outbox", "deleteditems", "junkemail"];

    /// <param name="cursor">Where the last reading ended; null: all of it is read, and what it does not show is gone.</param>
    /// <param name="ct">Gives up.</param>
    public async Task RefreshAsync(string? cursor, CancellationToken ct)
    {
        try
        {
            await RefreshFromAsync(cursor, ct);
        }
        catch (MailSourceException lost) when (lost.Failure == MailSourceFailure.CursorLost)
        {
            await RefreshFromAsync(null, ct);
        }
    }

    private async Task RefreshFromAsync(string? cursor, CancellationToken ct)
    {
        var isWhole = cursor is null;
        var (folders, removed) = (new Dictionary<string, SourceFolder>(), new HashSet<string>());
        var link = cursor;
        string? next;
        do
        {
            var from = link;
            var page = await tools.Calls.RunAsync(() => tools.Source.FoldersAsync(account.Key, from, ct), ct);
            foreach (var folder in page.Folders)
            {
                folders[folder.Id] = folder;
            }

            removed.UnionWith(page.Removed);
            next = page.NextLink;
            link = next ?? page.Cursor;
        }
        while (next is not null);

        var names = isWhole || await ShowsNewAsync(folders.Keys, ct)
            ? await tools.Calls.RunAsync(() => tools.Source.WellKnownFoldersAsync(account.Key, ct), ct)
            : new Dictionary<string, string>();
        await account.Writer.WriteAsync(
            account.CompanyId, write => SaveAsync(write, new Shown(folders, removed, names, isWhole, link)), ct);
    }

    /// <summary>Whether a folder is new: it may be one with a name of its own that is made when first used.</summary>
    private async Task<bool> ShowsNewAsync(IReadOnlyCollection<string> shown, CancellationToken ct)
    {
        var known = await account.ReadAsync(db => db.Folders
            .CountAsync(f => f.MailAccountId == account.Row.Id && shown.Contains(f.ExternalId), ct));
        return known < shown.Count;
    }

    private async Task SaveAsync(Write write, Shown shown)
    {
        if (await write.Db.MailAccounts.FirstOrDefaultAsync(a => a.Id == account.Row.Id) is not { } row)
        {
            return;
        }

        var known = await write.Db.Folders.Where(f => f.MailAccountId == row.Id).ToDictionaryAsync(f => f.ExternalId);
        var made = new List<Folder>();
        foreach (var (id, now) in shown.Folders)
        {
            if (!known.TryGetValue(id, out var folder))
            {
                known[id] = folder = new Folder { MailAccountId = row.Id, ExternalId = id, Name = now.Name ?? "" };
                made.Add(folder);
            }

            folder.ParentExternalId = now.ParentId ?? folder.ParentExternalId;
            folder.Name = now.Name ?? folder.Name;
            folder.IsHidden = now.IsHidden ?? folder.IsHidden;
            (folder.TotalItems, folder.UnreadItems) = (now.TotalItems ?? folder.TotalItems, now.UnreadItems ?? folder.UnreadItems);
            folder.GoneAt = null;
        }

        foreach (var (id, name) in shown.WellKnown.Where(named => known.ContainsKey(named.Key)))
        {
            known[id].WellKnown = name;
        }

        // Only now: what a folder is may stand with its parents, which come in any order.
        write.Db.Folders.AddRange(made);
        if (row is { State: not MailAccountState.Choosing, TakesAllFolders: true })
        {
            // New ones, and those that lay in the deleted items until now.
            foreach (var folder in TakenOfThemselves([.. known.Values]).Where(f => f.GoneAt is null && !f.IsChosen))
            {
                (folder.IsChosen, folder.IsDue) = (true, true);
                if (folder.Phase == SyncPhase.Following)
                {
                    folder.Restart();
                }
            }
        }

        foreach (var folder in known.Values.Where(f => f.GoneAt is null && !shown.Folders.ContainsKey(f.ExternalId) &&
            (shown.IsWhole || shown.Removed.Contains(f.ExternalId))))
        {
            folder.GoneAt = write.Now;
        }

        (row.FoldersCursor, row.FoldersAt) = (shown.Cursor, write.Now);
        write.Announce(new LiveEvent("mail_account", row.PublicId, [row.UserId]));
    }

    /// <summary>The folders of one mailbox that "all folders" means: not drafts, outbox, deleted items, junk, nor what lies in those.</summary>
    public static IReadOnlySet<Folder> TakenOfThemselves(IReadOnlyCollection<Folder> folders)
    {
        var byId = folders.ToDictionary(folder => folder.ExternalId);
        return folders.Where(folder => !folder.IsHidden && Chain(folder, byId).All(above =>
            above.WellKnown is null || !NeverOfThemselves.Contains(above.WellKnown))).ToHashSet();
    }

    /// <summary>The folder and what it lies in; of a ring, which no mailbox should have, as many as there are folders.</summary>
    private static IEnumerable<Folder> Chain(Folder folder, Dictionary<string, Folder> byId)
    {
        var above = folder;
        for (var depth = 0; above is not null && depth <= byId.Count; depth++)
        {
            yield return above;
            above = above.ParentExternalId is { } parent ? byId.GetValueOrDefault(parent) : null;
        }
    }

    /// <summary>What the pages of one reading showed, and where the next one begins.</summary>
    private sealed record Shown(
        IReadOnlyDictionary<string, SourceFolder> Folders, IReadOnlySet<string> Removed,
        IReadOnlyDictionary<string, string> WellKnown, bool IsWhole, string? Cursor);
}
