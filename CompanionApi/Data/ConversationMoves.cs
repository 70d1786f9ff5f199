using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// Messages from one conversation to another, by a hand or a rule: as items of the caller's change, so that the trail
/// tells it and undo puts it back. What hands decided goes with them (S7, S55). Who may do it, and who sees more by
/// it, is the caller's to know.
/// </summary>
public sealed class ConversationMoves(Write write, Change change)
{
    private readonly CompanionDb db = write.Db;

    /// <summary>
    /// All of <paramref name="from"/> goes into <paramref name="into"/>, with its links and what a hand removed. Where
    /// the two differ on later messages, the narrower holds. What began it is placed by <paramref name="by"/> now.
    /// </summary>
    public async Task JoinAsync(
        Conversation into, Conversation from, PlacedBy by, string? rule, CancellationToken ct = default)
    {
        await TakeLinksAsync(into, from, rule, ct);
        await TakeRemovedAsync(into, from, ct);
        await TakeApartAsync(into, from, ct);
        var later = Narrower(into.LaterVisibility, from.LaterVisibility);
        if (later != into.LaterVisibility)
        {
            change.Items.Add(new ChangeItem
            {
                ConversationId = into.Id, Field = ChangeField.LaterVisibility, Rule = rule,
                Before = into.LaterVisibility?.ToString(), After = later?.ToString(),
            });
            into.LaterVisibility = later;
        }

        into.LaterSince = from.LaterSince > into.LaterSince ? from.LaterSince : into.LaterSince;

        // The deleted ones too: undoing the delete brings them back where the others are.
        var moved = await db.Messages.Where(m => m.ConversationId == from.Id).Select(m => new { m.Id, m.PlacedBy })
            .ToListAsync(ct);
        change.Items.AddRange(moved.Select(m => new ChangeItem
        {
            MessageId = m.Id, Field = ChangeField.Placed, Rule = rule, Before = Message.PlaceOf(from.Id, m.PlacedBy),
            After = Message.PlaceOf(into.Id, Begins(m.PlacedBy) ? by : m.PlacedBy),
        }));
        await db.SaveChangesAsync(ct);
        await db.Messages.Where(m => m.ConversationId == from.Id).ExecuteUpdateAsync(
            m => m.SetProperty(row => row.PlacedBy, row =>
                    row.PlacedBy == PlacedBy.First || row.PlacedBy == PlacedBy.RecordAddress ? by : row.PlacedBy)
                .SetProperty(row => row.ConversationId, into.Id),
            ct);
        into.LastEnteredAt = from.LastEnteredAt > into.LastEnteredAt ? from.LastEnteredAt : into.LastEnteredAt;
        Empty(from, into);
        await AnnounceAsync(into, from, ct);
    }

    /// <summary>
    /// These messages of <paramref name="from"/> become a conversation of their own, with the same links and decisions,
    /// and no rule joins the two again. The first of them is placed by hand.
    /// </summary>
    public async Task<Conversation> SplitAsync(
        Conversation from, IReadOnlyList<Message> messages, CancellationToken ct = default)
    {
        var own = new Conversation
        {
            OwnerId = from.OwnerId, LaterVisibility = from.LaterVisibility, LaterSince = from.LaterSince,
            LastEnteredAt = messages.Max(m => m.EnteredAt),
        };
        db.Conversations.Add(own);
        await db.SaveChangesAsync(ct);
        await CopyLinksAsync(own, from, ct);
        foreach (var message in messages)
        {
            var before = message.Place;
            message.ConversationId = own.Id;
            message.PlacedBy = message == messages[0] ? PlacedBy.Hand : message.PlacedBy;
            change.Items.Add(new ChangeItem
            {
                MessageId = message.Id, Field = ChangeField.Placed, Before = before, After = message.Place,
            });
        }

        foreach (var other in (await ApartOfAsync(from.Id, ct)).Append(from.Id))
        {
            KeepApart(own.Id, other);
        }

        await db.SaveChangesAsync(ct);
        await SettleAsync(db, from, ct);
        await AnnounceAsync(own, from, ct);
        return own;
    }

    /// <summary>When the newest of its messages entered (S53).</summary>
    public static async Task SettleAsync(CompanionDb db, Conversation conversation, CancellationToken ct = default)
    {
        var newest = await db.Messages.Where(m => m.ConversationId == conversation.Id && m.DeletedAt == null)
            .MaxAsync(m => (DateTimeOffset?)m.EnteredAt, ct);
        conversation.LastEnteredAt = newest ?? conversation.LastEnteredAt;
    }

    /// <summary>Its messages are all in another one: it goes when the undo time is over.</summary>
    public void Empty(Conversation conversation, Conversation into)
    {
        conversation.JoinedIntoId = into.Id;
        conversation.LastEnteredAt = write.Now;
    }

    // A message that began a conversation has a reason to be here only since the join.
    private static bool Begins(PlacedBy by) => by is PlacedBy.First or PlacedBy.RecordAddress;

    private static Visibility? Narrower(Visibility? one, Visibility? other) =>
        one == Visibility.Private || other == Visibility.Private ? Visibility.Private
        : one == other ? one
        : null;

    private async Task TakeLinksAsync(Conversation into, Conversation from, string? rule, CancellationToken ct)
    {
        var sides = await ConversationSides.LoadAsync(db, [into.Id, from.Id], ct);
        var links = await db.ConversationLinks.Where(l => l.ConversationId == from.Id || l.ConversationId == into.Id)
            .ToListAsync(ct);
        foreach (var link in links.Where(l => l.ConversationId == from.Id &&
            sides.Of(from.Id).Links.ContainsKey(l.Slot) && !sides.Of(into.Id).Links.ContainsKey(l.Slot)))
        {
            // One to a deleted record gives way.
            var dead = links.FirstOrDefault(l => l.ConversationId == into.Id && l.Slot == link.Slot);
            if (dead is not null)
            {
                db.ConversationLinks.Remove(dead);
                await db.SaveChangesAsync(ct);
            }

            Copy(link, into.Id);
            change.Items.Add(new ChangeItem
            {
                ConversationId = into.Id, RecordId = link.RecordId, Field = ChangeField.ConversationLink, Rule = rule,
                Before = dead is null ? null : LinkState.Of(dead), After = $"{link.RecordId}",
            });
        }
    }

    private async Task TakeRemovedAsync(Conversation into, Conversation from, CancellationToken ct)
    {
        var linked = db.ConversationLinks.Local.Where(l => l.ConversationId == into.Id).Select(l => l.RecordId).ToHashSet();
        var removed = await db.RemovedLinks.Where(l => l.ConversationId == from.Id || l.ConversationId == into.Id)
            .ToListAsync(ct);
        var there = removed.Where(l => l.ConversationId == into.Id).Select(l => l.RecordId).ToHashSet();
        foreach (var link in removed.Where(l => l.ConversationId == from.Id && !linked.Contains(l.RecordId) && there.Add(l.RecordId)))
        {
            db.RemovedLinks.Add(new RemovedLink { ConversationId = into.Id, RecordId = link.RecordId, Slot = link.Slot });
            change.Items.Add(new ChangeItem
            {
                ConversationId = into.Id, RecordId = link.RecordId, Field = ChangeField.LinkRemoved,
                After = bool.TrueString,
            });
        }
    }

    private async Task TakeApartAsync(Conversation into, Conversation from, CancellationToken ct)
    {
        var rows = await db.KeptApart.Where(a =>
            (a.ConversationId == into.Id && a.OtherId == from.Id) ||
            (a.ConversationId == from.Id && a.OtherId == into.Id)).ToListAsync(ct);
        db.KeptApart.RemoveRange(rows);
        change.Items.AddRange(rows.Select(a => new ChangeItem
        {
            ConversationId = a.ConversationId, Field = ChangeField.KeptApart, Before = $"{a.OtherId}",
        }));
        var there = await ApartOfAsync(into.Id, ct);
        foreach (var other in (await ApartOfAsync(from.Id, ct)).Where(id => id != into.Id && !there.Contains(id)))
        {
            KeepApart(into.Id, other);
        }
    }

    private async Task<List<long>> ApartOfAsync(long id, CancellationToken ct) =>
        await db.KeptApart.Where(a => a.ConversationId == id || a.OtherId == id)
            .Select(a => a.ConversationId == id ? a.OtherId : a.ConversationId).Distinct().ToListAsync(ct);

    private void KeepApart(long id, long other)
    {
        db.KeptApart.Add(new KeptApart { ConversationId = id, OtherId = other });
        change.Items.Add(new ChangeItem { ConversationId = id, Field = ChangeField.KeptApart, After = $"{other}" });
    }

    private async Task CopyLinksAsync(Conversation own, Conversation from, CancellationToken ct)
    {
        var links = await db.ConversationLinks.AsNoTracking().Where(l => l.ConversationId == from.Id).ToListAsync(ct);
        links.ForEach(link => Copy(link, own.Id));
        var removed = await db.RemovedLinks.AsNoTracking().Where(l => l.ConversationId == from.Id).ToListAsync(ct);
        db.RemovedLinks.AddRange(removed.Select(l => new RemovedLink
        {
            ConversationId = own.Id, RecordId = l.RecordId, Slot = l.Slot,
        }));
    }

    // Why and since when it is linked stays as it was.
    private void Copy(ConversationLink link, long conversationId) => db.ConversationLinks.Add(new ConversationLink
    {
        ConversationId = conversationId, RecordId = link.RecordId, Slot = link.Slot, Rule = link.Rule,
        ByUserId = link.ByUserId, PersonId = link.PersonId, Address = link.Address, At = link.At,
    });

    private async Task AnnounceAsync(Conversation one, Conversation other, CancellationToken ct)
    {
        write.Announce(new LiveEvent("conversation", one.PublicId, [one.OwnerId]));
        write.Announce(new LiveEvent("conversation", other.PublicId, [other.OwnerId]));
        var anyShared = await db.Messages.AnyAsync(m => m.DeletedAt == null && m.Visibility == Visibility.Shared &&
            (m.ConversationId == one.Id || m.ConversationId == other.Id), ct);
        var records = await db.ConversationLinks.Where(l => l.ConversationId == one.Id || l.ConversationId == other.Id)
            .Select(l => l.RecordId).Distinct().ToListAsync(ct);
        await LinkedMail.AnnounceRecordsAsync(write, records, anyShared ? null : [one.OwnerId], ct);
    }
}
