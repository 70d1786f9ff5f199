using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// Where a merged or converted record went, over any number of steps (S34). Answers ids alone, whoever may see them:
/// go on through <see cref="Visible"/>. A record without a successor leads to itself.
/// </summary>
public static class Successors
{
    /// <summary>One statement, the same for a hidden record and for one that does not exist (R9).</summary>
    public static IQueryable<long> Of(CompanionDb db, long recordId) => db.Database.SqlQuery<long>(
        $"""
        WITH RECURSIVE step("Id", "SuccessorId") AS (
            SELECT "Id", "SuccessorId" FROM "Records" WHERE "CompanyId" = {db.CompanyId} AND "Id" = {recordId}
            UNION
            SELECT r."Id", r."SuccessorId" FROM step
            JOIN "Records" r ON r."CompanyId" = {db.CompanyId} AND r."Id" = step."SuccessorId")
        SELECT "Id" AS "Value" FROM step WHERE "SuccessorId" IS NULL
        """);

    public static IQueryable<long> Of(CompanionDb db, Guid publicId)
    {
        var key = publicId.ToByteArray(bigEndian: true);
        return db.Database.SqlQuery<long>(
            $"""
            WITH RECURSIVE step("Id", "SuccessorId") AS (
                SELECT "Id", "SuccessorId" FROM "Records" WHERE "CompanyId" = {db.CompanyId} AND "PublicId" = {key}
                UNION
                SELECT r."Id", r."SuccessorId" FROM step
                JOIN "Records" r ON r."CompanyId" = {db.CompanyId} AND r."Id" = step."SuccessorId")
            SELECT "Id" AS "Value" FROM step WHERE "SuccessorId" IS NULL
            """);
    }

    /// <summary>Of the merged ones among these records, which living one they lead to; the others are absent.</summary>
    public static async Task<Dictionary<long, long>> OfMergedAsync(
        CompanionDb db, IReadOnlyCollection<long> recordIds, CancellationToken ct = default)
    {
        var leads = recordIds.Distinct().ToDictionary(id => id);
        while (leads.Count > 0)
        {
            var ends = leads.Values.Distinct().ToList();
            var steps = await db.Records
                .Where(r => ends.Contains(r.Id) && r.DeletedAt != null && r.SuccessorId != null)
                .ToDictionaryAsync(r => r.Id, r => r.SuccessorId!.Value, ct);
            if (steps.Count == 0)
            {
                break;
            }

            foreach (var (id, end) in leads.ToList())
            {
                leads[id] = steps.GetValueOrDefault(end, end);
            }
        }

        return leads.Where(pair => pair.Key != pair.Value).ToDictionary();
    }
}
