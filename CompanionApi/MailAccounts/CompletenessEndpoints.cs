using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.MailAccounts;

/// <summary>R69: what the mailbox holds and what is here, folder by folder, and what is missing mail by mail.</summary>
public static class CompletenessEndpoints
{
    private const int MostGaps = 200;
    private const int MostWrites = 50;

    /// <summary>An account that has had no good turn for so many of its usual pauses is not healthy, whatever its folders say.</summary>
    private const int MostPauses = 3;

    public static void MapCompleteness(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/mail-accounts/{id:guid}").WithTags("Mail accounts").AddEndpointFilter<NoStore>();
        accounts.MapGet("/completeness", GetAsync);
        accounts.MapPost("/fetches", FetchAsync);
    }

    /// <summary>
    /// For each chosen folder how many mails the mailbox holds, how many of them are here, how many are kept out and why; then
    /// the gaps, the newest first, 200 at most, and what waits to be carried over to the mailbox, the oldest first, 50 at most.
    /// Never healthy over a gap, nor where nothing was heard of the mailbox for long.
    /// </summary>
    private static async Task<Results<Ok<Completeness>, ProblemHttpResult>> GetAsync(
        Guid id, CurrentUser me, CompanionDb db, Visible visible, SyncOptions options, TimeProvider clock, CancellationToken ct)
    {
        var account = await db.MailAccountsOf(me).AsNoTracking().FirstOrDefaultAsync(a => a.PublicId == id, ct);
        if (account is null)
        {
            return Problems.NotFound();
        }

        var folders = await db.Folders.AsNoTracking()
            .Where(f => f.MailAccountId == account.Id && f.IsChosen && f.GoneAt == null).OrderBy(f => f.Name).ToListAsync(ct);
        var counts = await db.MailboxItems
            .Where(i => i.MailAccountId == account.Id && i.GoneAt == null && i.FolderId != null)
            .GroupBy(i => new { i.FolderId, i.State })
            .Select(g => new { g.Key.FolderId, g.Key.State, Count = g.Count() }).ToListAsync(ct);
        var mine = visible.Mine;
        var deleted = await db.MailboxItems
            .Where(i => i.MailAccountId == account.Id && i.GoneAt == null && i.MessageId != null &&
                !mine.Any(m => m.Id == i.MessageId))
            .GroupBy(i => i.FolderId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var gaps = await db.MailboxItems.AsNoTracking()
            .Where(i => i.MailAccountId == account.Id && i.GoneAt == null && i.State == ItemState.Failed)
            .OrderByDescending(i => i.ReceivedAt).Take(MostGaps).ToListAsync(ct);
        var writes = await WritesAsync(db, mine, account.Id, ct);
        var views = folders.Select(folder => FolderCompleteness.Of(
            folder,
            counts.Where(c => c.FolderId == folder.Id).ToDictionary(c => c.State, c => c.Count),
            deleted.FirstOrDefault(d => d.Key == folder.Id)?.Count ?? 0)).ToList();
        var ids = folders.ToDictionary(f => f.Id, f => f.PublicId);
        var pause = options.PollWhenTold > options.PollWhenNot ? options.PollWhenTold : options.PollWhenNot;
        var isHeardOf = account.LastSuccessAt + (MostPauses * pause) >= clock.GetUtcNow();
        return TypedResults.Ok(new Completeness(
            MailAccountView.Of(account),
            isHeardOf && account is { State: MailAccountState.Syncing, Trouble: null } &&
                views.All(v => v is { Gaps: 0, UpToDate: true }),
            views, [.. gaps.Where(g => ids.ContainsKey(g.FolderId ?? 0)).Select(g => Gap.Of(g, ids[g.FolderId!.Value]))],
            await db.WriteBacks.CountAsync(b => b.MailAccountId == account.Id, ct), writes));
    }

    /// <summary>Of what is deleted here nothing is left but that the mailbox has to follow (S54).</summary>
    private static Task<List<WaitingWrite>> WritesAsync(
        CompanionDb db, IQueryable<Message> mine, long accountId, CancellationToken ct) => (
            from back in db.WriteBacks.AsNoTracking()
            where back.MailAccountId == accountId
            join item in db.MailboxItems on back.MailboxItemId equals item.Id
            orderby back.Id
            select new WaitingWrite(
                back.Kind,
                mine.Where(m => m.Id == item.MessageId).Select(m => (Guid?)m.PublicId).FirstOrDefault(),
                mine.Where(m => m.Id == item.MessageId).Select(m => m.Subject).FirstOrDefault(),
                back.At, back.Attempts, back.Reason, back.TryAt)).Take(MostWrites).ToListAsync(ct);

    /// <summary>Tries to fetch these missing mails now, before all else, and counts their attempts anew.</summary>
    private static async Task<Results<Accepted<Fetching>, ProblemHttpResult>> FetchAsync(
        Guid id, Fetch wanted, CurrentUser me, Writer writer, SyncHints hints, CancellationToken ct)
    {
        if (wanted.ItemIds is not { } itemIds)
        {
            return Problems.Required("itemIds", $"1 to {MostGaps} items of the gaps.");
        }

        if (itemIds.Count is 0 or > MostGaps)
        {
            return Problems.Invalid("itemIds", "count", $"1 to {MostGaps} items of the gaps.");
        }

        var count = await writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var account = await write.Db.MailAccountsOf(me).FirstOrDefaultAsync(a => a.PublicId == id, ct);
                if (account is null)
                {
                    return (int?)null;
                }

                account.DueAt = account.State == MailAccountState.Syncing ? write.Now : account.DueAt;
                return await write.Db.MailboxItems
                    .Where(i => i.MailAccountId == account.Id && i.State == ItemState.Failed && itemIds.Contains(i.ItemId))
                    .ExecuteUpdateAsync(i => i.SetProperty(row => row.TryAt, write.Now).SetProperty(row => row.Attempts, 0), ct);
            },
            ct);
        hints.Wake();
        return count is { } due ? TypedResults.Accepted($"/api/mail-accounts/{id}/completeness", new Fetching(due)) : Problems.NotFound();
    }
}

/// <summary>
/// <c>healthy</c>: everything in scope is here or kept out by a rule, and nothing stands in the way. <c>waitingWrites</c>: how
/// many acts wait to be carried over; <c>writes</c> are the oldest of them.
/// </summary>
public sealed record Completeness(
    MailAccountView Account, bool Healthy, IReadOnlyList<FolderCompleteness> Folders, IReadOnlyList<Gap> Gaps,
    int WaitingWrites, IReadOnlyList<WaitingWrite> Writes);

/// <summary>
/// <c>mailbox</c> = <c>stored</c> + what is kept out + <c>gaps</c>; while the first round runs, what the mailbox says that it
/// holds. <c>attachmentsPending</c> and <c>withoutAttachments</c> are among the stored.
/// </summary>
public sealed record FolderCompleteness(
    Guid Id, string Name, string? WellKnown, SyncPhase Phase, bool UpToDate, int Mailbox, int Stored, int AttachmentsPending,
    int WithoutAttachments, int Older, int Drafts, int NeverCapture, int DeletedHere, int Gaps, DateTimeOffset? LastSuccessAt,
    DateTimeOffset? ComparedAt)
{
    internal static FolderCompleteness Of(Folder folder, IReadOnlyDictionary<ItemState, int> counts, int deleted)
    {
        int Count(ItemState state) => counts.GetValueOrDefault(state);
        var held = Count(ItemState.Complete) + Count(ItemState.AttachmentsPending) + Count(ItemState.WithoutAttachments);
        var rows = counts.Values.Sum();
        return new FolderCompleteness(
            folder.PublicId, folder.Name, folder.WellKnown, folder.Phase,
            folder is { Phase: SyncPhase.Following, LastSuccessAt: not null },
            folder.Phase == SyncPhase.Following ? rows : Math.Max(rows, folder.TotalItems),
            held - deleted, Count(ItemState.AttachmentsPending), Count(ItemState.WithoutAttachments), Count(ItemState.Older),
            Count(ItemState.Draft), Count(ItemState.NeverCapture), Count(ItemState.DeletedHere) + deleted,
            Count(ItemState.Failed), folder.LastSuccessAt, folder.ComparedAt);
    }
}

/// <summary>A mail of the mailbox that is not here. <c>nextTryAt</c> null: it waits for the rep.</summary>
public sealed record Gap(
    string ItemId, Guid FolderId, string Subject, DateTimeOffset? ReceivedAt, string? Reason, int Attempts,
    DateTimeOffset? NextTryAt)
{
    internal static Gap Of(MailboxItem item, Guid folderId) => new(
        item.ItemId, folderId, item.Subject ?? "", item.ReceivedAt, item.Reason, item.Attempts, item.TryAt);
}

/// <summary>What was done here and the mailbox has not followed yet (R64). <c>reason</c>: a code of what stood in the way.</summary>
public sealed record WaitingWrite(
    WriteBackKind Kind, Guid? MessageId, string? Subject, DateTimeOffset At, int Attempts, string? Reason,
    DateTimeOffset NextTryAt);

public sealed record Fetch(IReadOnlyList<string?>? ItemIds);

/// <summary>How many of them are tried.</summary>
public sealed record Fetching(int Items);
