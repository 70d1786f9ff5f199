using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Search;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

public static class ConversationsEndpoints
{
    public static void MapConversations(this RouteGroupBuilder api)
    {
        var conversations = api.MapGroup("/conversations").WithTags("Conversations").AddEndpointFilter<NoStore>();
        conversations.MapGet("/", ListAsync);
        conversations.MapGet("/{id:guid}", GetAsync);
    }

    /// <summary>
    /// My conversations in the inbox, in sent, in the archive, or all, newest first (S53). Nobody else's, ever. q: those with a
    /// message that holds every word of it, in: where to look, some of subject,people,body (R100).
    /// </summary>
    private static async Task<Results<Ok<Page<ConversationView>>, ProblemHttpResult>> ListAsync(
        Word<MailBox>? box, bool? unread, string? q, [FromQuery(Name = "in")] string? where, int? limit, string? cursor,
        CompanionDb db, CurrentUser me, Visible visible, ConversationViews views, CancellationToken ct)
    {
        if (q?.Length > MailIndex.MaxQuery)
        {
            return Problems.Invalid("q", "too_long", $"at most {MailIndex.MaxQuery} characters.");
        }

        if (Columns(where) is not { } columns)
        {
            return Problems.Invalid("in", "unknown", "some of subject,people,body.");
        }

        var (from, wanted) = (box?.Value ?? MailBox.Inbox, new PageRequest(limit, cursor));
        var binding = $"conversations/{from}/{unread}/{columns}/{q}";
        var page = string.IsNullOrWhiteSpace(q)
            ? await Paging.PageAsync(
                wanted, binding, c => c.LastEnteredAt,
                publicId => ConversationQueries.Of(from, unread == true).IdAsync(db, me.Id, publicId, ct),
                edge => ConversationQueries.Of(from, unread == true).RowsAsync(db, me.Id, edge, ct))
            : await Holding(q).AsNoTracking().PageAsync(c => c.LastEnteredAt, binding, wanted, ct);
        return page is var (rows, next)
            ? TypedResults.Ok(new Page<ConversationView>(await views.OfAsync(rows, ct), next))
            : Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");

        IQueryable<Conversation> Holding(string words)
        {
            var hits = MailIndex.Find(db, me.Id, words, columns);
            var holding = visible.Mine.Where(m => hits.Contains(m.Id)).Select(m => m.ConversationId);
            return ConversationQueries.In(db, me.Id, from, unread == true).Where(c => holding.Contains(c.Id));
        }
    }

    /// <summary>One conversation of mine with its messages, oldest first.</summary>
    private static async Task<Results<Ok<ConversationDetail>, ProblemHttpResult>> GetAsync(
        Guid id, Visible visible, ConversationViews views, MessageViews messages, JoinOffers offers, CancellationToken ct)
    {
        const int most = 500;
        if (await visible.MyConversations.AsNoTracking().FirstOrDefaultAsync(c => c.PublicId == id, ct) is not { } mine)
        {
            return Problems.NotFound();
        }

        var rows = await visible.Mine.AsNoTracking().Where(m => m.ConversationId == mine.Id)
            .OrderByDescending(m => m.SentAt).Take(most).ToListAsync(ct);
        rows.Reverse();
        var view = (await views.OfAsync([mine], ct)).FirstOrDefault();
        return view is null
            ? Problems.NotFound()
            : TypedResults.Ok(new ConversationDetail(
                view, await messages.OwnAsync(rows, ct), await offers.OfAsync(mine.Id, ct)));
    }

    /// <summary>Null: one of them is no column.</summary>
    private static MailColumns? Columns(string? where)
    {
        if (string.IsNullOrEmpty(where))
        {
            return MailColumns.All;
        }

        MailColumns columns = 0;
        foreach (var name in where.Split(','))
        {
            switch (name)
            {
                case "subject":
                    columns |= MailColumns.Subject;
                    break;
                case "people":
                    columns |= MailColumns.People;
                    break;
                case "body":
                    columns |= MailColumns.Body;
                    break;
                default:
                    return null;
            }
        }

        return columns;
    }
}

public enum MailBox
{
    Inbox,
    Sent,
    Archive,
    All,
}

public sealed record ConversationDetail : ConversationView
{
    public ConversationDetail(
        ConversationView view, IReadOnlyList<OwnMessage> items, IReadOnlyList<JoinOfferView> offers)
        : base(view) => (Items, Offers) = (items, offers);

    public IReadOnlyList<OwnMessage> Items { get; }

    /// <summary>What this looks to be part of.</summary>
    public IReadOnlyList<JoinOfferView> Offers { get; }
}
