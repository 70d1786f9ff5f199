using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// The records of one who has left, by number: an admin gives them to another blind (S11, S57). Mail stays whose it is.
/// </summary>
public static class LeaverRecords
{
    public static Task<Dictionary<RecordKind, int>> CountAsync(CompanionDb db, long userId, CancellationToken ct) =>
        Of(db, userId).GroupBy(r => r.Kind).Select(kind => new { kind.Key, Count = kind.Count() })
            .ToDictionaryAsync(kind => kind.Key, kind => kind.Count, ct);

    public static Task<Dictionary<long, int>> CountByOwnerAsync(
        CompanionDb db, IReadOnlyCollection<long> userIds, CancellationToken ct) =>
        GivenOn(db, db.Records.Where(r => userIds.Contains(r.OwnerId) && r.DeletedAt == null))
            .GroupBy(r => r.OwnerId).Select(owner => new { owner.Key, Count = owner.Count() })
            .ToDictionaryAsync(owner => owner.Key, owner => owner.Count, ct);

    /// <summary>
    /// Makes them <paramref name="to"/>'s, with an item of the saved change for each: the trail of the mail on it says so.
    /// </summary>
    public static async Task<int> ReassignAsync(
        CompanionDb db, long changeId, long from, long to, CancellationToken ct)
    {
        var (before, after) = ($"{from}", $"{to}");
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "ChangeItems" ("CompanyId", "ChangeId", "RecordId", "Field", "Before", "After")
            SELECT r."CompanyId", {changeId}, r."Id", {(int)ChangeField.RecordOwner}, {before}, {after}
            FROM "Records" r
            WHERE r."CompanyId" = {db.CompanyId} AND r."OwnerId" = {from} AND r."DeletedAt" IS NULL
              AND (NOT r."IsNewByMail"
                OR EXISTS (SELECT 1 FROM "MessageLinks" l JOIN "Messages" m ON m."CompanyId" = l."CompanyId"
                    AND m."Id" = l."MessageId"
                    WHERE l."CompanyId" = r."CompanyId" AND l."RecordId" = r."Id"
                      AND m."DeletedAt" IS NULL AND m."Visibility" = {(int)Visibility.Shared})
                OR EXISTS (SELECT 1 FROM "ConversationLinks" l JOIN "Messages" m ON m."CompanyId" = l."CompanyId"
                    AND m."ConversationId" = l."ConversationId"
                    WHERE l."CompanyId" = r."CompanyId" AND l."RecordId" = r."Id"
                      AND m."DeletedAt" IS NULL AND m."Visibility" = {(int)Visibility.Shared}))
            """,
            ct);
        return await Of(db, from).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.OwnerId, to).SetProperty(r => r.Version, r => r.Version + 1), ct);
    }

    /// <summary>
    /// Those to give on. A person whom mail made and no hand has kept is known from that mail alone: while all of it is
    /// private, nobody else ever sees the person (S10), the next owner neither.
    /// </summary>
    public static IQueryable<Record> Of(CompanionDb db, long userId) =>
        GivenOn(db, db.Records.Where(r => r.OwnerId == userId && r.DeletedAt == null));

    private static IQueryable<Record> GivenOn(CompanionDb db, IQueryable<Record> records) => records.Where(r =>
        !r.IsNewByMail || db.MessageLinks.Any(l => l.RecordId == r.Id && db.Messages.Any(m =>
            m.Id == l.MessageId && m.DeletedAt == null && m.Visibility == Visibility.Shared)) ||
         db.ConversationLinks.Any(l => l.RecordId == r.Id && db.Messages.Any(m =>
            m.ConversationId == l.ConversationId && m.DeletedAt == null && m.Visibility == Visibility.Shared)));
}
