using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>
/// The part of an undo that puts conversations back: their links, what was decided for them, and which messages are in
/// them (S55, S76). A conversation that went into another one since is followed there.
/// </summary>
internal sealed class UndoConversations(Write write, CurrentUser me, UndoLinks links)
{
    private readonly CompanionDb db = write.Db;
    private readonly List<ChangeItem> followed = [];
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
        undone.Items.AddRange(followed);
        foreach (var (left, entered) in moves)
        {
            var (from, into) = ((await MineAsync(left, ct))!, (await MineAsync(entered, ct))!);
            if (!await db.Messages.AnyAsync(m => m.ConversationId == left, ct))
            {
                new ConversationMoves(write, undone).Empty(from, into);
            }
            else
            {
                await TakeFollowedAsync(from, into, undone, ct);
            }

            if (from.JoinedIntoId is null && undone.Items.Any(i => i.Field == ChangeField.KeptApart && i.ConversationId == left && i.After is null))
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
        if (!(item.After is null ? await IsFreeAsync(standing, ct) : $"{standing?.RecordId}" == item.After))
        {
            return false;
        }

        // Also where its mail is now: a join brought this very link along, or found the slot as free.
        var alike = new List<(Conversation Place, ConversationLink? Link)>();
        var way = await WayAsync(conversation, ct);
        foreach (var place in way)
        {
            var there = await StandingAsync(place.Id, slot, ct);
            if (item.After is null ? await IsFreeAsync(there, ct) : (there?.RecordId, there?.At) == (standing!.RecordId, standing.At))
            {
                alike.Add((place, there));
            }
        }

        if (alike.All(one => one.Place != way[^1]) || (item.Before is not null && await links.BackAsync(item, ct) is null))
        {
            return false;
        }

        foreach (var (place, link) in alike)
        {
            await PutLinkAsync(place, slot, link, item, ct);
            if (place != conversation)
            {
                var undone = links.UndoneOf(item);
                undone.ConversationId = place.Id;
                followed.Add(undone);
            }
        }

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

        if (item.Before is not null)
        {
            var link = LinkState.Parse(links.UndoneOf(item).After!).ToConversation(conversation.Id, slot);
            db.ConversationLinks.Add(link);
            await links.ForgetRemovedAsync(conversation.Id, null, item, ct);
            touched.Add(link.RecordId);
        }

        write.Announce(new LiveEvent("conversation", conversation.PublicId, [me.Id]));
        var anyShared = await db.Messages.AnyAsync(
            m => m.ConversationId == conversation.Id && m.Visibility == Visibility.Shared && m.DeletedAt == null, ct);
        await LinkedMail.AnnounceRecordsAsync(write, touched, anyShared ? null : [me.Id], ct);
    }

    /// <summary>
    /// An undo meanwhile put a link on both, since the mail of the one was in the other: it goes back with that mail alone.
    /// </summary>
    private async Task TakeFollowedAsync(Conversation left, Conversation entered, Change undone, CancellationToken ct)
    {
        var both = await (
            from here in db.ChangeItems
            where here.ConversationId == left.Id && here.Field == ChangeField.ConversationLink && here.After != null
            join there in db.ChangeItems on here.ChangeId equals there.ChangeId
            where there.ConversationId == entered.Id && there.Field == here.Field && there.After == here.After
            join change in db.Changes on here.ChangeId equals change.Id
            where change.Kind == ChangeKind.Undone
            select here.RecordId).ToListAsync(ct);
        foreach (var link in await db.ConversationLinks.Where(l => l.ConversationId == left.Id && both.Contains(l.RecordId) &&
            db.ConversationLinks.Any(other => other.ConversationId == entered.Id && other.RecordId == l.RecordId && other.At == l.At))
            .ToListAsync(ct))
        {
            db.ConversationLinks.Remove(link);
            undone.Items.Add(new ChangeItem
            {
                ConversationId = left.Id, RecordId = link.RecordId, Field = ChangeField.ConversationLink, Before = LinkState.Of(link),
            });
        }
    }

    /// <summary>It and, one after another, those that it went into since: the last has its mail.</summary>
    private async Task<List<Conversation>> WayAsync(Conversation conversation, CancellationToken ct)
    {
        var way = new List<Conversation> { conversation };
        while (way[^1].JoinedIntoId is { } into && await MineAsync(into, ct) is { } next)
        {
            way.Add(next);
        }

        return way;
    }

    private async Task<bool> IsFreeAsync(ConversationLink? standing, CancellationToken ct) =>
        standing is null || !await db.Records.AnyAsync(r => r.Id == standing.RecordId && r.DeletedAt == null, ct);

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
