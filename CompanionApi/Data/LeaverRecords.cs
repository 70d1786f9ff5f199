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
        db.Records.Where(r => userIds.Contains(r.OwnerId) && r.DeletedAt == null)
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
            """,
            ct);
        return await Of(db, from).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.OwnerId, to).SetProperty(r => r.Version, r => r.Version + 1), ct);
    }

    private static IQueryable<Record> Of(CompanionDb db, long userId) =>
        db.Records.Where(r => r.OwnerId == userId && r.DeletedAt == null);
}
