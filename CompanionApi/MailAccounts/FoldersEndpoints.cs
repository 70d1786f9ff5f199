using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.MailAccounts;

/// <summary>Which folders of a mailbox are synced, and from when (R61).</summary>
public static class FoldersEndpoints
{
    private const int MostFolders = 5_000;

    /// <summary>As far as a rep's own clock may run ahead of ours, or stand in another zone by mistake.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    public static void MapFolders(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/mail-accounts/{id:guid}").WithTags("Mail accounts").AddEndpointFilter<NoStore>();
        accounts.MapGet("/folders", ListAsync);
        accounts.MapPut("/scope", ChooseAsync);
    }

    /// <summary>The folders of my mailbox, nested by <c>parentId</c>, with the mailbox's own counts.</summary>
    private static async Task<Results<Ok<Page<FolderView>>, ProblemHttpResult>> ListAsync(
        Guid id, CurrentUser me, CompanionDb db, CancellationToken ct)
    {
        var account = await db.MailAccountsOf(me).AsNoTracking().FirstOrDefaultAsync(a => a.PublicId == id, ct);
        if (account is null)
        {
            return Problems.NotFound();
        }

        var folders = await db.Folders.AsNoTracking()
            .Where(f => f.MailAccountId == account.Id && f.GoneAt == null && !f.IsHidden).OrderBy(f => f.Name).ToListAsync(ct);
        var ids = folders.ToDictionary(f => f.ExternalId, f => f.PublicId);
        var withAll = FolderTree.TakenOfThemselves(folders);
        return TypedResults.Ok(new Page<FolderView>([.. folders.Select(f => FolderView.Of(f, ids, withAll.Contains(f)))], null));
    }

    /// <summary>
    /// Chooses all folders, new ones too, or some, and from when: nothing older is taken. <c>since</c> absent, or up to a day
    /// ahead of us: now. Folders
    /// that are no longer chosen keep what came from them. An earlier date reads the folders anew.
    /// </summary>
    private static async Task<Results<Ok<MailAccountWritten>, ProblemHttpResult>> ChooseAsync(
        Guid id, ScopeChoice wanted, CurrentUser me, Writer writer, SyncHints hints, CancellationToken ct)
    {
        if (wanted.Scope is null)
        {
            return Problems.Required("scope", "all or selected.");
        }

        if (wanted.Scope == SyncScope.Selected && wanted.FolderIds is not { Count: > 0 and <= MostFolders })
        {
            return Problems.Invalid(
                "folderIds", wanted.FolderIds is null ? "required" : "count",
                $"1 to {MostFolders} ids of folders of this mailbox.");
        }

        var answer = await writer.WriteAsync(me.CompanyId, write => SetAsync(write, me, id, wanted), ct);
        hints.Wake();
        return answer;
    }

    private static async Task<Results<Ok<MailAccountWritten>, ProblemHttpResult>> SetAsync(
        Write write, CurrentUser me, Guid id, ScopeChoice wanted)
    {
        if (await write.Db.MailAccountsOf(me).FirstOrDefaultAsync(a => a.PublicId == id) is not { } account)
        {
            return Problems.NotFound();
        }

        if (wanted.Since > write.Now + MostAhead)
        {
            return Problems.Invalid("since", "in_future", "now, or a date back.");
        }

        if (account.FoldersAt is null)
        {
            return Problems.Conflict("folders_not_known", "The folders of this mailbox are not read yet: try again.");
        }

        var folders = await write.Db.Folders.Where(f => f.MailAccountId == account.Id && f.GoneAt == null).ToListAsync();
        var chosen = wanted.Scope == SyncScope.All
            ? FolderTree.TakenOfThemselves(folders)
            : folders.Where(f => wanted.FolderIds!.Contains(f.PublicId)).ToHashSet();
        if (wanted.Scope == SyncScope.Selected && chosen.Count < wanted.FolderIds!.Distinct().Count())
        {
            return Problems.Invalid("folderIds", "unknown", "ids of folders of this mailbox.");
        }

        // Before all mail is the same as all mail; the default of a time would mean that none was chosen.
        var asked = wanted.Since < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch
            : wanted.Since > write.Now ? write.Now
            : wanted.Since;
        var since = asked ?? (account.State == MailAccountState.Choosing ? write.Now : account.Since);
        var isEarlier = account.State != MailAccountState.Choosing && since < account.Since;
        var before = MailAccountTrail.Of(account, folders.Count(f => f.IsChosen));
        var isOther = folders.Any(f => f.IsChosen != chosen.Contains(f));
        foreach (var folder in folders)
        {
            var isNew = chosen.Contains(folder) && !folder.IsChosen;
            folder.IsChosen = chosen.Contains(folder);
            if (folder.IsChosen && (isEarlier || (isNew && folder.Phase == SyncPhase.Following)))
            {
                folder.Restart();
            }

            folder.IsDue |= folder.IsChosen;
        }

        (account.TakesAllFolders, account.Since) = (wanted.Scope == SyncScope.All, since);
        account.Start(write.Now);
        write.Announce(new LiveEvent("mail_account", account.PublicId, [me.Id]));
        var after = MailAccountTrail.Of(account, chosen.Count);
        var change = isOther || before != after ? MailAccountTrail.Note(write, me, before, after) : null;
        return TypedResults.Ok(MailAccountWritten.Of(account, change));
    }
}

public enum SyncScope
{
    All,
    Selected,
}

public sealed record ScopeChoice(SyncScope? Scope, IReadOnlyList<Guid>? FolderIds, DateTimeOffset? Since);

/// <summary><c>items</c> is what the mailbox counts, mail or not. <c>wellKnown</c>: such as inbox, for the page's own word.</summary>
public sealed record FolderView(
    Guid Id, Guid? ParentId, string Name, string? WellKnown, int Items, int Unread, bool Chosen, bool WithAll)
{
    internal static FolderView Of(Folder folder, IReadOnlyDictionary<string, Guid> ids, bool withAll) => new(
        folder.PublicId,
        folder.ParentExternalId is { } parent && ids.TryGetValue(parent, out var parentId) ? parentId : null,
        folder.Name, folder.WellKnown, folder.TotalItems, folder.UnreadItems, folder.IsChosen, withAll);
}
