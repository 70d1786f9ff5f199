using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// Who is in which team decides who sees the records for it (S12), so a change there is sharing: it stands on each of
/// these records, and so in the trail of the mail on them (S6). Nobody who changes a team is shown which they are (S11).
/// </summary>
public static class TeamSight
{
    /// <summary>The records for their owner's team whose owner is in the team, or will be.</summary>
    public static IQueryable<Record> RecordsOf(CompanionDb db, long teamId, IReadOnlyCollection<long> coming) =>
        db.Records.Where(r => r.VisibleTo == VisibleTo.Team && r.DeletedAt == null &&
            (coming.Contains(r.OwnerId) || db.TeamMembers.Any(m => m.TeamId == teamId && m.UserId == r.OwnerId)));

    /// <summary>
    /// Adds the items to a change that is saved: one for each record with mail whose audience changed.
    /// </summary>
    public static async Task NoteAsync(
        CompanionDb db, long changeId, Audiences before, Audiences after, IReadOnlyCollection<long> owners,
        CancellationToken ct = default)
    {
        foreach (var owner in owners)
        {
            var record = new SeenRecord(0, owner, VisibleTo.Team, false);
            var (was, now) = (before.Of(record).ToHashSet(), after.Of(record).ToHashSet());
            if (was.SetEquals(now))
            {
                continue;
            }

            var (one, other) = ($"{was.Count}", $"{now.Count}");
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "ChangeItems" ("CompanyId", "ChangeId", "RecordId", "Field", "Before", "After")
                SELECT r."CompanyId", {changeId}, r."Id", {(int)ChangeField.RecordTeam}, {one}, {other}
                FROM "Records" r
                WHERE r."CompanyId" = {db.CompanyId} AND r."OwnerId" = {owner} AND r."DeletedAt" IS NULL
                  AND r."VisibleTo" = {(int)VisibleTo.Team}
                  AND (EXISTS (SELECT 1 FROM "MessageLinks" l WHERE l."CompanyId" = r."CompanyId" AND l."RecordId" = r."Id")
                    OR EXISTS (SELECT 1 FROM "ConversationLinks" l
                        WHERE l."CompanyId" = r."CompanyId" AND l."RecordId" = r."Id"))
                """,
                ct);
        }
    }
}
