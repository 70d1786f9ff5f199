using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>One coming of a message beside it: the door and its envelope, the forward, the mailbox's item (S50, S51).</summary>
internal sealed class ArrivalNotes(Write write, IncomingMessage incoming)
{
    private sealed record AskedItem(long OwnerId, string ItemId);

    private static readonly PreparedQuery<AskedItem, long> Items = new((db, asked) =>
        db.MailboxItems.Where(i => i.OwnerId == asked.OwnerId && i.ItemId == asked.ItemId).Select(i => i.Id));

    private readonly CompanionDb db = write.Db;

    public async Task AddAsync(Message message)
    {
        db.Put(new Arrival
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
        });
        await NoteForwardAsync(message);
        if (incoming.Item is var (mailbox, itemId) && incoming.Item is not null &&
            await Items.FirstAsync(db, new AskedItem(incoming.OwnerId, itemId)) == 0)
        {
            db.Put(new MailboxItem
            {
                OwnerId = incoming.OwnerId, MessageId = message.Id, Mailbox = mailbox, ItemId = itemId,
            });
        }
    }

    private async Task NoteForwardAsync(Message message)
    {
        if (incoming.Forward is { } forward && !await db.Forwards.AnyAsync(f => f.OwnerId == incoming.OwnerId &&
            f.OuterMessageId == forward.OuterMessageId && f.Number == forward.Number))
        {
            db.Forwards.Add(MessageRows.Forward(forward, message));
        }
    }
}
