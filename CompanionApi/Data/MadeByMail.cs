using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// Records that mail made may be taken away as easily as they came, as long as nobody has put a hand to them (S10).
/// </summary>
public static class MadeByMail
{
    public const string Edited = "edited";
    public const string LinkedByHand = "linked_by_hand";
    public const string InUse = "in_use";

    /// <summary>
    /// Why each of these, the owner's own, may no longer be taken away: a hand edited it, the owner's hand linked mail to it, or it
    /// stands in records, notes or a colleague's shared mail (which is told by one word, whatever and whose it is). What the
    /// owner does not see is no reason: that it is there would be told (R2, S9). Absent: it may.
    /// </summary>
    public static async Task<IReadOnlyDictionary<long, string>> InUseAsync(
        CompanionDb db, long ownerId, IReadOnlyCollection<long> recordIds, CancellationToken ct = default)
    {
        var edited = await (
            from item in db.ChangeItems
            where item.RecordId != null && recordIds.Contains(item.RecordId.Value) && item.Rule == null &&
                (item.Field == ChangeField.RecordFields || item.Field == ChangeField.RecordOwner ||
                 item.Field == ChangeField.RecordVisibleTo || item.Field == ChangeField.RecordTookOver)
            join change in db.Changes on item.ChangeId equals change.Id
            where change.UndoneAt == null && change.Kind != ChangeKind.Undone
            select item.RecordId!.Value).Distinct().ToListAsync(ct);
        var byHand = await db.MessageLinks.Where(l => recordIds.Contains(l.RecordId) && l.ByUserId == ownerId)
            .Select(l => l.RecordId)
            .Concat(db.ConversationLinks.Where(l => recordIds.Contains(l.RecordId) && l.ByUserId == ownerId)
                .Select(l => l.RecordId))
            .Distinct().ToListAsync(ct);
        var reasons = (await InOthersAsync(db, ownerId, recordIds, ct)).ToDictionary(id => id, _ => InUse);
        byHand.ForEach(id => reasons[id] = LinkedByHand);
        edited.ForEach(id => reasons[id] = Edited);
        return reasons;
    }

    private static async Task<IReadOnlyList<long>> InOthersAsync(
        CompanionDb db, long ownerId, IReadOnlyCollection<long> recordIds, CancellationToken ct)
    {
        var seen = Visible.RecordsOf(db, ownerId);
        var inRecords = db.RecordPersons.Where(p => recordIds.Contains(p.PersonId) && seen.Any(r => r.Id == p.RecordId))
            .Select(p => p.PersonId);
        var inNotes = db.Notes.Where(n => recordIds.Contains(n.RecordId)).Select(n => n.RecordId);
        var inMail = db.MessageLinks.Where(l => recordIds.Contains(l.RecordId) &&
            db.Messages.Any(m => m.Id == l.MessageId && m.OwnerId != ownerId && m.DeletedAt == null &&
                m.Visibility == Visibility.Shared)).Select(l => l.RecordId);
        var inConversations = db.ConversationLinks.Where(l => recordIds.Contains(l.RecordId) &&
            db.Messages.Any(m => m.ConversationId == l.ConversationId && m.OwnerId != ownerId && m.DeletedAt == null &&
                m.Visibility == Visibility.Shared)).Select(l => l.RecordId);
        return await inRecords.Concat(inNotes).Concat(inMail).Concat(inConversations).Distinct().ToListAsync(ct);
    }
}
