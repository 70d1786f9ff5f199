using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// Where a rule would have joined two conversations and may not (S35, S52): told on both, as long as it is true. By
/// reading, so that nothing has to be taken back when they are joined, or told apart by a hand.
/// </summary>
public sealed class JoinOffers(CompanionDb db, Visible visible, ConversationViews views)
{
    private const int Most = 5;

    private sealed record Asked(long UserId, long ConversationId);

    private sealed record Offered(long Id, Guid PublicId, PlacedBy By, long OtherId);

    // Each side by itself, so that it is entered by the conversation's messages and not by all offers.
    private static readonly PreparedQuery<Asked, Offered> FromHere = new((db, asked) =>
        from one in Visible.MessagesOf(db, asked.UserId)
        where one.ConversationId == asked.ConversationId
        join offer in db.JoinOffers on one.Id equals offer.MessageId
        join two in Visible.MessagesOf(db, asked.UserId) on offer.OtherMessageId equals two.Id
        where offer.DismissedAt == null && two.ConversationId != asked.ConversationId
        select new Offered(offer.Id, offer.PublicId, offer.By, two.ConversationId));

    private static readonly PreparedQuery<Asked, Offered> ToHere = new((db, asked) =>
        from two in Visible.MessagesOf(db, asked.UserId)
        where two.ConversationId == asked.ConversationId
        join offer in db.JoinOffers on two.Id equals offer.OtherMessageId
        join one in Visible.MessagesOf(db, asked.UserId) on offer.MessageId equals one.Id
        where offer.DismissedAt == null && one.ConversationId != asked.ConversationId
        select new Offered(offer.Id, offer.PublicId, offer.By, one.ConversationId));

    /// <summary>What could be joined to one of the viewer's own conversations, newest first.</summary>
    public async Task<IReadOnlyList<JoinOfferView>> OfAsync(long conversationId, CancellationToken ct = default)
    {
        var asked = new Asked(visible.ViewerId, conversationId);
        var rows = (await FromHere.ToListAsync(db, asked, ct)).Concat(await ToHere.ToListAsync(db, asked, ct))
            .OrderByDescending(offer => offer.Id).Take(Most * Most).ToList();
        if (rows.Count == 0)
        {
            return [];
        }

        var others = rows.Select(r => r.OtherId).Distinct().ToList();
        var sides = await ConversationSides.LoadAsync(db, [.. others, conversationId], ct);
        var shown = rows.DistinctBy(r => r.OtherId).Where(r => !sides.AreKeptApart(conversationId, r.OtherId)).Take(Most).ToList();
        others = [.. shown.Select(r => r.OtherId)];
        var mine = await visible.MyConversations.AsNoTracking().Where(c => others.Contains(c.Id)).ToListAsync(ct);
        var seen = (await views.OfAsync(mine, ct)).ToDictionary(v => v.Id);
        var ids = mine.ToDictionary(c => c.Id, c => c.PublicId);
        return [.. shown.Where(r => seen.ContainsKey(ids[r.OtherId])).Select(r => new JoinOfferView(
            r.PublicId, r.By, seen[ids[r.OtherId]], sides.MayJoin(conversationId, r.OtherId)))];
    }
}

/// <summary>
/// The conversation that this one looks to be part of, and the rule that says so. <c>CanJoin</c> false: both are linked,
/// and one link has to go first.
/// </summary>
public sealed record JoinOfferView(Guid Id, PlacedBy Rule, ConversationView Conversation, bool CanJoin);
