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

    private sealed record Offered(Guid PublicId, PlacedBy By, long OneId, long TwoId);

    private static readonly PreparedQuery<Asked, Offered> Standing = new((db, asked) => (
        from offer in db.JoinOffers
        where offer.DismissedAt == null
        join one in Visible.MessagesOf(db, asked.UserId) on offer.MessageId equals one.Id
        join two in Visible.MessagesOf(db, asked.UserId) on offer.OtherMessageId equals two.Id
        where one.ConversationId != two.ConversationId &&
            (one.ConversationId == asked.ConversationId || two.ConversationId == asked.ConversationId)
        orderby offer.Id descending
        select new Offered(offer.PublicId, offer.By, one.ConversationId, two.ConversationId)).Take(Most * Most));

    /// <summary>What could be joined to one of the viewer's own conversations, newest first.</summary>
    public async Task<IReadOnlyList<JoinOfferView>> OfAsync(long conversationId, CancellationToken ct = default)
    {
        var rows = (await Standing.ToListAsync(db, new Asked(visible.ViewerId, conversationId), ct))
            .Select(o => (o.PublicId, o.By, OtherId: o.OneId == conversationId ? o.TwoId : o.OneId)).ToList();
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
