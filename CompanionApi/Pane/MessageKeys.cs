using CompanionApi.Data;
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
    public async Task<Message?> FindAsync(string? internetMessageId, string? itemId, string? sender, CancellationToken ct)
    {
        if (itemId is not null)
        {
            var byItem = await (
                from item in db.MailboxItems
                where item.OwnerId == me.Id && item.ItemId == itemId
                join message in visible.Mine on item.MessageId equals message.Id
                select message).AsNoTracking().FirstOrDefaultAsync(ct);
            if (byItem is not null)
            {
                return byItem;
            }
        }

        var id = MessageIds.Normalize(internetMessageId);
        var from = Addresses.Normalize(sender);
        return id is null
            ? null
            : await visible.Mine.AsNoTracking()
                .Where(m => m.InternetMessageId == id && (from == "" || m.FromAddress == from))
                .OrderByDescending(m => m.Variant).FirstOrDefaultAsync(ct) ?? await ForwardedByAsync(id, from, ct);
    }

    /// <summary>What the rep forwarded, while the forward itself is open: it is no message of its own (S37).</summary>
    private Task<Message?> ForwardedByAsync(string id, string sender, CancellationToken ct) => (
        from forward in db.Forwards
        where forward.OwnerId == me.Id && forward.OuterMessageId == id && (sender == "" || sender == me.Email ||
            db.SenderAddresses.Any(a => a.UserId == me.Id && a.Address == sender && a.ConfirmedAt != null))
        join message in visible.Mine on forward.MessageId equals message.Id
        orderby forward.Number
        select message).AsNoTracking().FirstOrDefaultAsync(ct);

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
        var buried = Identity.HashOf(id, from);
        return await db.Messages.AnyAsync(
                m => m.OwnerId == me.Id && m.InternetMessageId == id && m.DeletedAt != null &&
                    (from == "" || m.FromAddress == from), ct) ||
            await db.Tombstones.AnyAsync(t => t.OwnerId == me.Id && t.IdentityHash == buried, ct);
    }
}
