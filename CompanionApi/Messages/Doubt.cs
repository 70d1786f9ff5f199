using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// A mail that stands private and alone because an old signature alone vouches for it (S30), until its owner says that it
/// is hers or it comes again with proof. Then it is placed like any other; it is linked by <see cref="CaptureLinks"/>.
/// </summary>
internal sealed class Doubt(Write write, Message message, Change change)
{
    private readonly CompanionDb db = write.Db;

    /// <summary>False: there is none.</summary>
    public async Task<bool> EndAsync(OwnAddresses own)
    {
        var asked = await db.Notices.FirstOrDefaultAsync(n =>
            n.MessageId == message.Id && n.Code == NoticeCodes.IsThisYours && n.DismissedAt == null);
        if (asked is null)
        {
            return false;
        }

        asked.DismissedAt = write.Now;
        change.Items.Add(new ChangeItem
        {
            MessageId = message.Id, Field = ChangeField.Notice, Before = NoticeCodes.IsThisYours,
        });
        await PlaceAsync(own);
        return true;
    }

    /// <summary>As the default has it for mail of that time (S8), unless a hand has decided (S7).</summary>
    public async Task TakeDefaultVisibilityAsync()
    {
        var conversation = await db.Conversations.FirstAsync(c => c.Id == message.ConversationId);
        var settings = await db.Users.AsNoTracking().Where(u => u.Id == message.OwnerId)
            .Select(u => u.MailSettings).FirstAsync();
        var usual = message.EnteredAt < settings.DefaultVisibilitySince ? Visibility.Private : settings.DefaultVisibility;
        var decided = Conversation.Decided(conversation.LaterVisibility, conversation.LaterSince, message.EnteredAt);
        if (message.IsShared || (decided ?? usual) == Visibility.Private)
        {
            return;
        }

        message.Visibility = Visibility.Shared;
        change.Items.Add(new ChangeItem
        {
            MessageId = message.Id, Field = ChangeField.Visibility, Before = nameof(Visibility.Private),
            After = nameof(Visibility.Shared),
        });
    }

    /// <summary>Its own conversation goes where the rules know a better one; what a hand did with it keeps it there (S7).</summary>
    private async Task PlaceAsync(OwnAddresses own)
    {
        var alone = await db.Conversations.FirstAsync(c => c.Id == message.ConversationId);
        if (alone.LaterVisibility is not null || await IsHandledAsync(alone))
        {
            return;
        }

        var mentions = await db.MessageReferences.Where(r => r.MessageId == message.Id).OrderBy(r => r.Id)
            .Select(r => r.InternetMessageId).ToListAsync();
        await new Threading(write, message.OwnerId, change, own).SettleAsync(message, mentions);
    }

    private async Task<bool> IsHandledAsync(Conversation alone) =>
        await db.ConversationLinks.AnyAsync(l => l.ConversationId == alone.Id) ||
        await db.RemovedLinks.AnyAsync(l => l.ConversationId == alone.Id) ||
        await db.KeptApart.AnyAsync(a => a.ConversationId == alone.Id || a.OtherId == alone.Id) ||
        await db.Messages.AnyAsync(m => m.ConversationId == alone.Id && m.Id != message.Id);
}
