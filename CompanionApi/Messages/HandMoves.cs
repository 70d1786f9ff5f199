using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>Both are linked, to different records (S55). Nothing was done.</summary>
internal sealed class LinkedDifferentlyException(long into, long from) : Exception("Both are linked.")
{
    public long Into { get; } = into;

    public long From { get; } = from;
}

/// <summary>What the rep does with her own conversations, each act one change. Null: not hers, or not there.</summary>
internal sealed class HandMoves(Write write, CurrentUser me)
{
    private readonly CompanionDb db = write.Db;
    private readonly Visible gate = new(write.Db, me);

    public async Task<ConversationMoved?> SplitAsync(Guid id, Guid messageId, bool andLater, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } conversation)
        {
            return null;
        }

        var all = gate.Mine.Where(m => m.ConversationId == conversation.Id);
        if (await all.FirstOrDefaultAsync(m => m.PublicId == messageId, ct) is not { } message)
        {
            return null;
        }

        List<Message> apart = andLater
            ? await all.Where(m => m.SentAt > message.SentAt || (m.SentAt == message.SentAt && m.Id >= message.Id))
                .OrderBy(m => m.SentAt).ThenBy(m => m.Id).ToListAsync(ct)
            : [message];
        if (await all.CountAsync(ct) == apart.Count)
        {
            return new ConversationMoved(null, id);
        }

        var change = Begin(ChangeKind.Split);
        var own = await new ConversationMoves(write, change).SplitAsync(conversation, apart, ct);
        return new ConversationMoved(ChangeRef.Of(change), own.PublicId);
    }

    /// <exception cref="LinkedDifferentlyException">Both are linked in one slot, to different records.</exception>
    /// <exception cref="WouldExposeException">Others would see more, and <paramref name="expose"/> does not allow it.</exception>
    public async Task<ConversationMoved?> JoinAsync(Guid id, Guid otherId, bool expose, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } into || await FindAsync(otherId, ct) is not { } from)
        {
            return null;
        }

        var sides = await ConversationSides.LoadAsync(db, [into.Id, from.Id], ct);
        if (!sides.MayJoin(into.Id, from.Id))
        {
            throw new LinkedDifferentlyException(into.Id, from.Id);
        }

        var mail = await gate.Mine.Where(m => m.ConversationId == into.Id || m.ConversationId == from.Id)
            .Select(m => m.Id).ToListAsync(ct);
        var later = into.LaterVisibility;
        var change = Begin(ChangeKind.Joined);
        await Exposure.GuardAsync(
            db, mail, expose,
            async () =>
            {
                await new ConversationMoves(write, change).JoinAsync(into, from, PlacedBy.Hand, null, ct);
                return true;
            },
            ct);
        return new ConversationMoved(
            ChangeRef.Of(change), into.PublicId, into.LaterVisibility == later ? null : into.LaterVisibility);
    }

    public async Task<(bool Found, Change? Change)> DismissAsync(Guid id, CancellationToken ct)
    {
        var offer = await db.JoinOffers.FirstOrDefaultAsync(
            o => o.PublicId == id && gate.Mine.Any(m => m.Id == o.MessageId), ct);
        if (offer is null || offer.DismissedAt is not null)
        {
            return (offer is not null, null);
        }

        offer.DismissedAt = write.Now;
        var change = Begin(ChangeKind.OfferDismissed);
        change.Items.Add(new ChangeItem
        {
            MessageId = offer.MessageId, Field = ChangeField.OfferDismissed, After = $"{offer.Id}",
        });
        var touched = await gate.Mine.Where(m => m.Id == offer.MessageId).Select(m => m.PublicId).FirstAsync(ct);
        write.Announce(new LiveEvent("message", touched, [me.Id]));
        return (true, change);
    }

    // One whose messages are all gone is no more there than one that never was.
    private Task<Conversation?> FindAsync(Guid id, CancellationToken ct) => gate.MyConversations
        .FirstOrDefaultAsync(c => c.PublicId == id && gate.Mine.Any(m => m.ConversationId == c.Id), ct);

    private Change Begin(ChangeKind kind)
    {
        var change = Change.By(me.Id, write.Now, kind, []);
        db.Changes.Add(change);
        return change;
    }
}
