using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Pane;

/// <summary>
/// Finds my message of the mail that Outlook shows: by the mailbox's item, else by Message-ID and sender. Anyone can write a
/// mail under the Message-ID of another; it is another mail, and must not show the first one's state (R86).
/// </summary>
internal sealed class MessageKeys(CompanionDb db, Visible visible, CurrentUser me)
{
    private sealed record AskedItem(long UserId, string ItemId);

    private sealed record AskedId(long UserId, string Id, string Sender);

    private static readonly PreparedQuery<AskedItem, Message> ByItem = new((db, asked) =>
        from item in db.MailboxItems
        where item.OwnerId == asked.UserId && item.ItemId == asked.ItemId
        join message in Visible.MessagesOf(db, asked.UserId) on item.MessageId equals message.Id
        select message);

    private static readonly PreparedQuery<AskedId, Message> ById = new((db, asked) =>
        Visible.MessagesOf(db, asked.UserId).Where(m => m.InternetMessageId == asked.Id).OrderByDescending(m => m.Variant));

    private sealed record AskedForward(long UserId, string Id);

    private static readonly PreparedQuery<AskedForward, long> Forwarded = new((db, asked) =>
        db.Forwards.Where(f => f.OwnerId == asked.UserId && f.OuterMessageId == asked.Id).Select(f => f.Id));

    private sealed record AskedGone(long UserId, string Id, byte[] Buried);

    private static readonly PreparedQuery<AskedId, string> Deleted = new((db, asked) =>
        from message in db.Messages
        where message.OwnerId == asked.UserId && message.InternetMessageId == asked.Id && message.DeletedAt != null
        select message.FromAddress);

    private static readonly PreparedQuery<AskedGone, long> Buried = new((db, asked) =>
        db.Tombstones.Where(t => t.OwnerId == asked.UserId && t.IdentityHash == asked.Buried).Select(t => t.Id));

    private static readonly PreparedQuery<AskedId, Message> BySender = new((db, asked) =>
        Visible.MessagesOf(db, asked.UserId).Where(m => m.InternetMessageId == asked.Id && m.FromAddress == asked.Sender)
            .OrderByDescending(m => m.Variant));

    public async Task<Message?> FindAsync(string? internetMessageId, string? itemId, string? sender, CancellationToken ct)
    {
        if (itemId is not null)
        {
            if (await ByItem.FirstAsync(db, new AskedItem(me.Id, itemId), ct) is { } byItem)
            {
                return byItem;
            }
        }

        var id = MessageIds.Normalize(internetMessageId);
        var from = Addresses.Normalize(sender);
        return id is null
            ? null
            : await (from == "" ? ById : BySender).FirstAsync(db, new AskedId(me.Id, id, from), ct) ??
              await ForwardedByAsync(id, from, ct);
    }

    /// <summary>What the rep forwarded, while the forward itself is open: it is no message of its own (S37).</summary>
    private async Task<Message?> ForwardedByAsync(string id, string sender, CancellationToken ct)
    {
        // Asked first, since hardly any mail is one.
        if (await Forwarded.FirstAsync(db, new AskedForward(me.Id, id), ct) == 0)
        {
            return null;
        }

        return await (
            from forward in db.Forwards
            where forward.OwnerId == me.Id && forward.OuterMessageId == id && (sender == "" || sender == me.Email ||
                db.SenderAddresses.Any(a => a.UserId == me.Id && a.Address == sender && a.ConfirmedAt != null))
            join message in visible.Mine on forward.MessageId equals message.Id
            orderby forward.Number
            select message).AsNoTracking().FirstOrDefaultAsync(ct);
    }

    /// <summary>Whether the mailbox's item is known to be this message already; without an item there is nothing to learn.</summary>
    public async Task<bool> HasItemAsync(Message mine, string? itemId, CancellationToken ct) =>
        itemId is null || await db.MailboxItems.AnyAsync(
            i => i.OwnerId == me.Id && i.ItemId == itemId && i.MessageId == mine.Id, ct);

    /// <summary>
    /// Whether the rep deleted this mail here (S54): its row while the undo time lasts, its tombstone afterwards, which
    /// answers only where the sender is told.
    /// </summary>
    public async Task<bool> IsDeletedAsync(string? internetMessageId, string? sender, CancellationToken ct)
    {
        if (MessageIds.Normalize(internetMessageId) is not { } id)
        {
            return false;
        }

        var from = Addresses.Normalize(sender);
        return (await Deleted.ToListAsync(db, new AskedId(me.Id, id, from), ct)).Any(sentBy => from == "" || sentBy == from) ||
            await Buried.FirstAsync(db, new AskedGone(me.Id, id, Identity.HashOf(id, from)), ct) != 0;
    }
}
