using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Search;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// The whole source of a message that came without its attachments takes the place of what was stored of it (S50). Who sees
/// the message is not touched. One that is deleted gets it, too: it may be brought back, and nobody would fetch the rest then.
/// </summary>
internal sealed class RicherContent(Write write, IncomingMessage incoming, NewMail made)
{
    private readonly CompanionDb db = write.Db;

    /// <summary>False: the message is gone, or has as much already.</summary>
    public async Task<bool> ApplyAsync(long messageId)
    {
        var message = await db.Messages.Include(m => m.Parts).Include(m => m.Body)
            .FirstOrDefaultAsync(m => m.Id == messageId);
        var mail = made.Message;
        if (message is null || message.Parts.Count > 0 || message.SenderReadFrom is not null)
        {
            return false;
        }

        // It goes a day later, by ContentSweep: a backup under way, or a reader, may know the row of before.
        db.UnnamedContents.Add(new UnnamedContent { Key = message.ContentKey, Since = write.Now });
        (message.ContentKey, message.ContentHash, message.SizeBytes) = (mail.ContentKey, mail.ContentHash, mail.SizeBytes);
        message.HasAttachments = mail.HasAttachments;
        message.QuotesEarlierMail = mail.QuotesEarlierMail;
        (message.Body!.Text, message.Body.Html) = (mail.Body!.Text, mail.Body.Html);
        message.Parts = mail.Parts;
        await db.SaveChangesAsync();
        MailIndex.Put(db, message.Id, MailIndex.WordsOf(message, incoming.Mail.ReadableText));
        if (message.DeletedAt is not null)
        {
            return true;
        }

        write.Announce(new LiveEvent("message", message.PublicId, [message.OwnerId]));
        if (message.IsShared)
        {
            await LinkedMail.AnnounceAsync(write, [message.Id]);
        }

        return true;
    }
}
