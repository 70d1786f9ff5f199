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
    /// taking it back would show what was never meant for who gave it (S5).
    /// </summary>
    public async Task<bool> OthersActedSinceAsync(ChangeItem given, CancellationToken ct)
    {
        var at = await db.Changes.Where(c => c.Id == given.ChangeId).Select(c => c.At).FirstAsync(ct);
        return await db.Notes.AnyAsync(n => n.RecordId == given.RecordId && n.AuthorId != me.Id && n.At >= at, ct) ||
            await (
                from item in db.ChangeItems
                where item.RecordId == given.RecordId && item.ChangeId > given.ChangeId
                join change in db.Changes on item.ChangeId equals change.Id
                // What a rule did is whose mail it did it to.
                where change.ActorId != null ? change.ActorId != me.Id
                    : db.Messages.Any(m => m.Id == item.MessageId && m.OwnerId != me.Id) ||
                      db.Conversations.Any(c => c.Id == item.ConversationId && c.OwnerId != me.Id)
                select item.Id).AnyAsync(ct);
    }
}
