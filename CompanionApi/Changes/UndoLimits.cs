using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>What undo leaves alone because it is another's by now, or is hidden from who undoes.</summary>
internal sealed class UndoLimits(CompanionDb db, CurrentUser me)
{
    /// <summary>
    /// Nobody links mail to a record that she does not see, by undo neither: its owner alone would see the mail there. One
    /// that is deleted shows nothing, and may come back with the same undo.
    /// </summary>
    public async Task<bool> IsHiddenAsync(long recordId, CancellationToken ct) =>
        await db.Records.AnyAsync(r => r.Id == recordId && r.DeletedAt == null, ct) &&
        !await new Visible(db, me).Records.AnyAsync(r => r.Id == recordId, ct);

    /// <summary>
    /// A record that was given away is its new owner's: once anyone else has changed it, put mail on it or written a note,
    /// taking it back would show what was never meant for who gave it (S5). Private mail would not be shown by that, and does
    /// not count: that there is any would be told (R2).
    /// </summary>
    public async Task<bool> OthersActedSinceAsync(ChangeItem given, CancellationToken ct)
    {
        var at = await db.Changes.Where(c => c.Id == given.ChangeId).Select(c => c.At).FirstAsync(ct);
        return await db.Notes.AnyAsync(n => n.RecordId == given.RecordId && n.AuthorId != me.Id && n.At >= at, ct) ||
            await (
                from item in db.ChangeItems
                where item.RecordId == given.RecordId && item.ChangeId > given.ChangeId
                join change in db.Changes on item.ChangeId equals change.Id
                // An act on mail is whose mail it is, by hand or by rule.
                where item.MessageId == null && item.ConversationId == null
                    ? change.ActorId != null && change.ActorId != me.Id
                    : db.Messages.Any(m => (m.Id == item.MessageId || m.ConversationId == item.ConversationId) &&
                        m.OwnerId != me.Id && m.DeletedAt == null && m.Visibility == Visibility.Shared)
                select item.Id).AnyAsync(ct);
    }
}
