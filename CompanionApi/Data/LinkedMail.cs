using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>What follows on the records when mail that is linked to them changes hands.</summary>
public static class LinkedMail
{
    /// <summary>The rule by which a person that mail made becomes visible (S10).</summary>
    public const string MailShared = "mail_shared";

    /// <summary>Whether any shared message hangs on these records, whoever's.</summary>
    public static async Task<bool> HasSharedAsync(
        CompanionDb db, IReadOnlyCollection<long> recordIds, CancellationToken ct = default) =>
        await db.MessageLinks.AnyAsync(l => recordIds.Contains(l.RecordId) && db.Messages.Any(m =>
            m.Id == l.MessageId && m.DeletedAt == null && m.Visibility == Visibility.Shared), ct) ||
        await db.ConversationLinks.AnyAsync(l => recordIds.Contains(l.RecordId) && db.Messages.Any(m =>
            m.ConversationId == l.ConversationId && m.DeletedAt == null && m.Visibility == Visibility.Shared), ct);

    /// <summary>Tells whoever may see a record that the mail on it changed; a private message never does (S77).</summary>
    public static async Task AnnounceAsync(Write write, IReadOnlyCollection<long> messageIds, CancellationToken ct = default)
    {
        var linked = await Audiences.LinksAsync(write.Db, messageIds, ct);
        await AnnounceRecordsAsync(write, linked.Records.Keys.ToList(), null, ct);
    }

    /// <summary>Tells <paramref name="to"/>, or whoever may see them (null), that the records' mail changed.</summary>
    public static async Task AnnounceRecordsAsync(
        Write write, IReadOnlyCollection<long> recordIds, IReadOnlyCollection<long>? to, CancellationToken ct = default)
    {
        var records = await write.Db.Records.Where(r => recordIds.Contains(r.Id))
            .Select(r => new { r.Kind, r.PublicId, r.Id }).ToListAsync(ct);
        foreach (var record in records)
        {
            write.Announce(new LiveEvent(record.Kind.ToString().ToLowerInvariant(), record.PublicId, to));
        }
    }

    /// <summary>
    /// A person that mail made takes the company's default once a message of it is shared (S10); part of the same
    /// change, so that undo takes it back too. <paramref name="messageIds"/> are shared by now.
    /// </summary>
    public static async Task WidenNewPersonsAsync(
        Write write, IReadOnlyCollection<long> messageIds, Change change, CancellationToken ct = default)
    {
        var audiences = await Audiences.LoadAsync(write.Db, ct);
        var linked = await Audiences.LinksAsync(write.Db, messageIds, ct);
        foreach (var record in linked.Records.Values)
        {
            var after = audiences.WhenShared(record);
            if (after.VisibleTo == record.VisibleTo)
            {
                continue;
            }

            var row = await write.Db.Records.FirstAsync(r => r.Id == record.Id, ct);
            change.Items.Add(new ChangeItem
            {
                RecordId = row.Id, Field = ChangeField.RecordVisibleTo, Before = row.VisibleTo.ToString(),
                After = after.VisibleTo.ToString(), Rule = MailShared,
            });
            row.VisibleTo = after.VisibleTo;
            row.Version++;
        }
    }
}
