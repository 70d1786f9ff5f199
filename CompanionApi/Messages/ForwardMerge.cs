using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Search;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// The mail itself arrives after a forward of it: the message takes its id, and its content where nobody else sees the
/// message. A shared one keeps what the owner forwarded: she may have left something out.
/// </summary>
internal sealed class ForwardMerge(Write write, IncomingMessage incoming, NewMail made)
{
    private readonly CompanionDb db = write.Db;

    public async Task ApplyAsync(Message message, Known known)
    {
        var isItself = incoming.Forward is null && !await IsCarrierAsync(known.Identity);
        if (message.SenderReadFrom is null || incoming.Forward is { IsIdCertain: false } || (incoming.Forward is null && !isItself))
        {
            return;
        }

        await TakeIdAsync(message, known);
        if (isItself && !message.IsShared)
        {
            await TakeContentAsync(message);
        }
    }

    /// <summary>It is the forward, out of the Sent folder, not what was forwarded.</summary>
    private Task<bool> IsCarrierAsync(Identity identity) => db.Forwards.AnyAsync(f =>
        f.OwnerId == incoming.OwnerId && f.OuterMessageId == identity.InternetMessageId);

    private async Task TakeIdAsync(Message message, Known known)
    {
        if (message.InternetMessageId != known.Identity.InternetMessageId)
        {
            message.InternetMessageId = known.Identity.InternetMessageId;
            message.Variant = known.Variant;
        }

        foreach (var forward in await db.Forwards.Where(f => f.MessageId == message.Id).ToListAsync())
        {
            forward.IsIdCertain = true;
        }

        await db.SaveChangesAsync();
    }

    private async Task TakeContentAsync(Message message)
    {
        // It goes a day later, by ContentSweep: a backup under way, or a reader, may know the row of before.
        db.UnnamedContents.Add(new UnnamedContent { Key = message.ContentKey, Since = write.Now });
        await db.Entry(message).Reference(m => m.Body).LoadAsync();
        await db.Entry(message).Collection(m => m.Participants).LoadAsync();
        await db.Entry(message).Collection(m => m.Parts).LoadAsync();
        var mail = made.Message;
        message.SenderReadFrom = null;
        (message.ContentKey, message.ContentHash) = (mail.ContentKey, mail.ContentHash);
        message.FromName = mail.FromName;
        message.Subject = mail.Subject;
        message.SentAt = mail.SentAt;
        message.IsAutomatic = mail.IsAutomatic;
        message.Snippet = mail.Snippet;
        message.HasAttachments = mail.HasAttachments;
        message.QuotesEarlierMail = mail.QuotesEarlierMail;
        message.SizeBytes = mail.SizeBytes;
        (message.Body!.Text, message.Body.Html) = (mail.Body!.Text, mail.Body.Html);
        db.Participants.RemoveRange(message.Participants);
        db.MessageParts.RemoveRange(message.Parts);
        (message.Participants, message.Parts) = (mail.Participants, mail.Parts);
        await db.SaveChangesAsync();

        await db.MessageReferences.Where(r => r.MessageId == message.Id).ExecuteDeleteAsync();
        db.MessageReferences.AddRange(MessageRows.References(incoming.Mail, message));
        await db.MessageLinks.Where(l => l.MessageId == message.Id)
            .ExecuteUpdateAsync(l => l.SetProperty(link => link.SentAt, message.SentAt));
        MailIndex.Put(db, message.Id, MailIndex.WordsOf(message, incoming.Mail.ReadableText));
    }
}
