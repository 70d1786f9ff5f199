using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>Takes back what the rep answered: a notice put away, a doubtful mail confirmed, a suggestion refused.</summary>
internal sealed class UndoAnswers(CompanionDb db, CurrentUser me)
{
    private IQueryable<Message> Mine => new Visible(db, me).Mine;

    /// <summary>The message whose notice stands again; null: nothing to take back.</summary>
    public async Task<Message?> NoticeAsync(ChangeItem item, CancellationToken ct)
    {
        var message = await Mine.FirstOrDefaultAsync(m => m.Id == item.MessageId, ct);
        var notice = await db.Notices.FirstOrDefaultAsync(
            n => n.MessageId == item.MessageId && n.Code == item.Before && n.DismissedAt != null, ct);
        if (message is null || notice is null)
        {
            return null;
        }

        notice.DismissedAt = null;
        return message;
    }

    /// <summary>The message, back in a conversation of its own; null: it has gone elsewhere since.</summary>
    public async Task<Message?> PlacedAsync(ChangeItem item, CancellationToken ct)
    {
        var message = await Mine.FirstOrDefaultAsync(m => m.Id == item.MessageId, ct);
        if (message is null || $"{message.ConversationId}" != item.After)
        {
            return null;
        }

        var own = new Conversation
        {
            OwnerId = me.Id, NormalizedSubject = item.Before ?? "", LastEnteredAt = message.EnteredAt,
        };
        db.Add(own);
        await db.SaveChangesAsync(ct);
        message.ConversationId = own.Id;
        message.PlacedBy = PlacedBy.First;
        return message;
    }

    public async Task<bool> SuggestionAsync(ChangeItem item, CancellationToken ct)
    {
        var mine = new Visible(db, me).MyConversations.Where(c => c.Id == item.ConversationId).Select(c => c.Id);
        return await db.DismissedSuggestions
            .Where(d => mine.Contains(d.ConversationId) && d.RecordId == item.RecordId).ExecuteDeleteAsync(ct) > 0;
    }
}
