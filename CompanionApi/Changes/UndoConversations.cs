using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>
/// The part of an undo that puts conversations back: their links, what was decided for them, and which messages are in
/// them (S55, S76). A conversation that went into another one since is followed there.
/// </summary>
internal sealed class UndoConversations(Write write, CurrentUser me)
{
    private readonly CompanionDb db = write.Db;
    private readonly HashSet<(long Left, long Entered)> moves = [];
    private readonly Dictionary<long, Conversation?> mine = [];

    public async Task<bool> RevertAsync(ChangeItem item, CancellationToken ct) =>
        item.Field == ChangeField.OfferDismissed ? await OnOfferAsync(item, ct)
        : await MineAsync(item.ConversationId!.Value, ct) is { } conversation && item.Field switch
        {
            ChangeField.LaterVisibility => OnLater(conversation, item),
            ChangeField.ConversationLink => await OnLinkAsync(conversation, item, ct),
            ChangeField.KeptApart => await OnApartAsync(conversation, item, ct),
            _ => await OnRemovedAsync(conversation, item, ct),
        };

    /// <summary>The message goes back to the conversation that it was in.</summary>
    public async Task<bool> PutBackAsync(Message message, ChangeItem item, CancellationToken ct)
    {
        var (before, by) = Message.PlaceOf(item.Before!);
        if (message.Place != item.After || await MineAsync(before, ct) is not { } conversation)
        {
            return false;
        }

        conversation.JoinedIntoId = null;
        moves.Add((message.ConversationId, before));
        message.ConversationId = before;
        message.PlacedBy = by;
        return true;
    }

    /// <summary>
    /// After all is put back and saved: a conversation that was made by a split goes; what entered it since follows.
    /// </summary>
    public async Task SettleAsync(Change undone, CancellationToken ct)
    {
        foreach (var (left, entered) in moves)
        {
            var (from, into) = ((await MineAsync(left, ct))!, (await MineAsync(entered, ct))!);
            if (!await db.Messages.AnyAsync(m => m.ConversationId == left, ct))
            {
                new ConversationMoves(write, undone).Empty(from, into);
            }
            else if (undone.Items.Any(i => i.Field == ChangeField.KeptApart && i.ConversationId == left && i.After is null))
            {
                await FollowAsync(from, into, undone, ct);
            }

            write.Announce(new LiveEvent("conversation", from.PublicId, [me.Id]));
            write.Announce(new LiveEvent("conversation", into.PublicId, [me.Id]));
        }

        await db.SaveChangesAsync(ct);
        foreach (var id in moves.SelectMany(m => new[] { m.Left, m.Entered }).Distinct())
        {
            if (await MineAsync(id, ct) is { JoinedIntoId: null } conversation)
            {
                await ConversationMoves.SettleAsync(db, conversation, ct);
            }
        }

        await AnnounceRecordsAsync(ct);
    }

    // A reply to the split message came meanwhile. It stays behind only where its links are others by now.
    private async Task FollowAsync(Conversation from, Conversation into, Change undone, CancellationToken ct)
    {
        var sides = await ConversationSides.LoadAsync(db, [from.Id, into.Id], ct);
        var (one, other) = (sides.Of(from.Id).Links, sides.Of(into.Id).Links);
        if (one.Count == other.Count && one.All(l => other.TryGetValue(l.Key, out var record) && record == l.Value))
        {
            await new ConversationMoves(write, undone).JoinAsync(into, from, PlacedBy.Hand, null, ct);
        }
    }

    private bool OnLater(Conversation conversation, ChangeItem item)
    {
        if (conversation.JoinedIntoId is not null || conversation.LaterVisibility?.ToString() != item.After)
        {
            return false;
        }

        conversation.LaterVisibility = item.Before is null ? null : Enum.Parse<Visibility>(item.Before);
        // From now on: since when it was so before is not kept.
        conversation.LaterSince = conversation.LaterVisibility == Visibility.Shared ? write.Now : null;
        return true;
    }

    private async Task<bool> OnLinkAsync(Conversation conversation, ChangeItem item, CancellationToken ct)
    {
        var kind = await db.Records.Where(r => r.Id == item.RecordId).Select(r => r.Kind).FirstAsync(ct);
        var slot = ConversationLink.SlotOf(kind);
        var standing = await StandingAsync(conversation.Id, slot, ct);
        if (standing?.RecordId.ToString() != item.After || (item.Before is { } was &&
            await new UndoLimits(db, me).IsHiddenAsync(LinkState.Parse(was).RecordId, ct)))
        {
            return false;
        }

        if (conversation.JoinedIntoId is { } joined && await MineAsync(joined, ct) is { } whole &&
            await StandingAsync(joined, slot, ct) is { } taken && taken.RecordId == standing?.RecordId && taken.At == standing.At)
        {
            // The join brought this very link along.
            await PutLinkAsync(whole, slot, taken, item, ct);
        }

        await PutLinkAsync(conversation, slot, standing, item, ct);
        return true;
    }

    private async Task PutLinkAsync(
        Conversation conversation, LinkSlot slot, ConversationLink? standing, ChangeItem item, CancellationToken ct)
    {
        var touched = new List<long>();
        if (standing is not null)
        {
            db.ConversationLinks.Remove(standing);
            touched.Add(standing.RecordId);
            await db.SaveChangesAsync(ct);
        }

        if (item.Before is { } before)
        {
            var link = LinkState.Parse(before).ToConversation(conversation.Id, slot);
            var recordId = link.RecordId;
            db.ConversationLinks.Add(link);
            db.RemovedLinks.RemoveRange(await db.RemovedLinks.Where(
                l => l.ConversationId == conversation.Id && l.RecordId == recordId).ToListAsync(ct));
            touched.Add(recordId);
        }

        write.Announce(new LiveEvent("conversation", conversation.PublicId, [me.Id]));
        var anyShared = await db.Messages.AnyAsync(
            m => m.ConversationId == conversation.Id && m.Visibility == Visibility.Shared && m.DeletedAt == null, ct);
        await LinkedMail.AnnounceRecordsAsync(write, touched, anyShared ? null : [me.Id], ct);
    }

    private async Task<bool> OnApartAsync(Conversation conversation, ChangeItem item, CancellationToken ct)
    {
        var other = long.Parse(item.After ?? item.Before!);
        var standing = await db.KeptApart.FirstOrDefaultAsync(
            a => a.ConversationId == conversation.Id && a.OtherId == other, ct);
        if ((standing is null) != (item.After is null) || await MineAsync(other, ct) is null)
        {
            return false;
        }

        if (standing is not null)
        {
            db.KeptApart.Remove(standing);
        }
        else
        {
            db.KeptApart.Add(new KeptApart { ConversationId = conversation.Id, OtherId = other });
        }

        return true;
    }

    private async Task<bool> OnRemovedAsync(Conversation conversation, ChangeItem item, CancellationToken ct)
    {
        var standing = await db.RemovedLinks.FirstOrDefaultAsync(
            l => l.ConversationId == conversation.Id && l.RecordId == item.RecordId, ct);
        if (standing is not null)
        {
            db.RemovedLinks.Remove(standing);
        }

        return standing is not null;
    }

    private async Task<bool> OnOfferAsync(ChangeItem item, CancellationToken ct)
    {
        var id = long.Parse(item.After!);
        var offer = await db.JoinOffers.FirstOrDefaultAsync(o => o.Id == id && o.MessageId == item.MessageId, ct);
        if (offer?.DismissedAt is null)
        {
            return false;
        }

        offer.DismissedAt = null;
        return true;
    }

    private Task<ConversationLink?> StandingAsync(long conversationId, LinkSlot slot, CancellationToken ct) =>
        db.ConversationLinks.FirstOrDefaultAsync(l => l.ConversationId == conversationId && l.Slot == slot, ct);

    private async Task<Conversation?> MineAsync(long id, CancellationToken ct)
    {
        if (!mine.TryGetValue(id, out var conversation))
        {
            mine[id] = conversation = await db.Conversations.FirstOrDefaultAsync(c => c.Id == id && c.OwnerId == me.Id, ct);
        }

        return conversation;
    }

    private async Task AnnounceRecordsAsync(CancellationToken ct)
    {
        var ids = moves.SelectMany(m => new[] { m.Left, m.Entered }).Distinct().ToList();
        var records = await db.ConversationLinks.Where(l => ids.Contains(l.ConversationId)).Select(l => l.RecordId)
            .Distinct().ToListAsync(ct);
        var anyShared = await db.Messages.AnyAsync(
            m => ids.Contains(m.ConversationId) && m.Visibility == Visibility.Shared && m.DeletedAt == null, ct);
        await LinkedMail.AnnounceRecordsAsync(write, records, anyShared ? null : [me.Id], ct);
    }
}
