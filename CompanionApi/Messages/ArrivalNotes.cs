using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// One coming of a message beside it: the door and its envelope, the forward, the mailbox's item (S50, S51). Of comings that
/// are alike only so many: whoever has a signed mail may send it for ever.
/// </summary>
internal sealed class ArrivalNotes(Write write, IncomingMessage incoming)
{
    private const int MostAlike = 20;

    private sealed record AskedItem(long OwnerId, string ItemId);

    private static readonly PreparedQuery<AskedItem, long> Items = new((db, asked) =>
        db.MailboxItems.Where(i => i.OwnerId == asked.OwnerId && i.ItemId == asked.ItemId).Select(i => i.Id));

    private readonly CompanionDb db = write.Db;

    public async Task AddAsync(Message message, bool isNew)
    {
        var arrival = new Arrival
        {
            MessageId = message.Id,
            Door = incoming.Door,
            At = write.Now,
            Proof = incoming.Envelope?.Proof,
            IsForward = incoming.Forward is not null,
            MailFrom = incoming.Envelope?.MailFrom,
            Recipients = incoming.Envelope is { } envelope ? string.Join('\n', envelope.Recipients) : null,
            ClientAddress = incoming.Envelope?.ClientAddress,
            Helo = incoming.Envelope?.Helo,
            Tls = incoming.Envelope?.Tls ?? false,
        };
        if (isNew || !await IsOneOfManyAsync(arrival))
        {
            db.Put(arrival);
        }

        await NoteForwardAsync(message);
        if (incoming.Item is var (mailbox, itemId) && incoming.Item is not null &&
            await Items.FirstAsync(db, new AskedItem(incoming.OwnerId, itemId)) == 0)
        {
            db.Put(new MailboxItem
            {
                OwnerId = incoming.OwnerId, MessageId = message.Id, Mailbox = mailbox, ItemId = itemId,
                State = incoming.IsWithoutAttachments ? ItemState.WithoutAttachments : ItemState.Complete,
            });
        }

        if (incoming.Again)
        {
            await TakeBackItemsAsync(message);
        }
    }

    /// <summary>
    /// What synced mailboxes hold of it is its own again, and not to be deleted there any more. That it came whole is for the
    /// queue of attachments to say.
    /// </summary>
    private async Task TakeBackItemsAsync(Message message)
    {
        var identity = Identity.HashOf(message.InternetMessageId, message.FromAddress);
        await db.MailboxItems
            .Where(i => i.OwnerId == incoming.OwnerId && i.State == ItemState.DeletedHere && i.IdentityHash == identity)
            .ExecuteUpdateAsync(i => i
                .SetProperty(row => row.MessageId, message.Id).SetProperty(row => row.State, ItemState.AttachmentsPending)
                .SetProperty(row => row.IdentityHash, (byte[]?)null).SetProperty(row => row.TryAt, (DateTimeOffset?)null));
        await db.WriteBacks.Where(b => b.Kind == WriteBackKind.Deleted &&
            db.MailboxItems.Any(i => i.Id == b.MailboxItemId && i.MessageId == message.Id)).ExecuteDeleteAsync();
    }

    private Task<bool> IsOneOfManyAsync(Arrival arrival) => db.Arrivals
        .Where(a => a.MessageId == arrival.MessageId && a.Door == arrival.Door && a.IsForward == arrival.IsForward &&
            a.Proof == arrival.Proof)
        .OrderBy(a => a.Id).Skip(MostAlike - 1).AnyAsync();

    private async Task NoteForwardAsync(Message message)
    {
        if (incoming.Forward is { } forward && !await db.Forwards.AnyAsync(f => f.OwnerId == incoming.OwnerId &&
            f.OuterMessageId == forward.OuterMessageId && f.Number == forward.Number))
        {
            db.Forwards.Add(MessageRows.Forward(forward, message));
        }
    }
}
