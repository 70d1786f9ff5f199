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

    public async Task<bool> SuggestionAsync(ChangeItem item, CancellationToken ct)
    {
        var mine = new Visible(db, me).MyConversations.Where(c => c.Id == item.ConversationId).Select(c => c.Id);
        return await db.DismissedSuggestions
            .Where(d => mine.Contains(d.ConversationId) && d.RecordId == item.RecordId).ExecuteDeleteAsync(ct) > 0;
    }
}
