using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>Keeps the folders of an account as the mailbox has them: new, renamed, moved, gone.</summary>
internal sealed class FolderTree(SyncedAccount account, SyncTools tools)
{
    /// <summary>What never holds a rep's mail, even where all folders are taken.</summary>
    private static readonly string[] NeverOfThemselves = ["drafts", "outbox", "deleteditems", "junkemail"];

    public async Task RefreshAsync(CancellationToken ct)
    {
        try
        {
            await RefreshFromAsync(account.Row.FoldersCursor, ct);
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

        await account.Writer.WriteAsync(
            account.CompanyId, write => SaveAsync(write, folders, removed, isWhole, link), ct);
    }

    private async Task SaveAsync(
        Write write, Dictionary<string, SourceFolder> folders, HashSet<string> removed, bool isWhole, string? cursor)
    {
        if (await write.Db.MailAccounts.FirstOrDefaultAsync(a => a.Id == account.Row.Id) is not { } row)
        {
            return;
        }

        var known = await write.Db.Folders.Where(f => f.MailAccountId == row.Id).ToDictionaryAsync(f => f.ExternalId);
        foreach (var shown in folders.Values)
        {
            if (!known.TryGetValue(shown.Id, out var folder))
            {
                folder = new Folder { MailAccountId = row.Id, ExternalId = shown.Id, Name = shown.Name };
                write.Db.Folders.Add(folder);
                folder.WellKnown = shown.WellKnown;
                if (row is { State: not MailAccountState.Choosing, TakesAllFolders: true } && IsTakenOfItself(folder))
                {
                    (folder.IsChosen, folder.IsDue) = (true, true);
                }
            }

            folder.ParentExternalId = shown.ParentId;
            folder.Name = shown.Name;
            folder.WellKnown = shown.WellKnown ?? folder.WellKnown;
            folder.IsHidden = shown.IsHidden;
            (folder.TotalItems, folder.UnreadItems) = (shown.TotalItems, shown.UnreadItems);
            folder.GoneAt = null;
        }

        foreach (var folder in known.Values.Where(f =>
            f.GoneAt is null && !folders.ContainsKey(f.ExternalId) && (isWhole || removed.Contains(f.ExternalId))))
        {
            folder.GoneAt = write.Now;
        }

        (row.FoldersCursor, row.FoldersAt) = (cursor, write.Now);
        write.Announce(new LiveEvent("mail_account", row.PublicId, [row.UserId]));
    }

    /// <summary>Whether "all folders" means this one, too.</summary>
    public static bool IsTakenOfItself(Folder folder) =>
        !folder.IsHidden && (folder.WellKnown is null || !NeverOfThemselves.Contains(folder.WellKnown));
}
