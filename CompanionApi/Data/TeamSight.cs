using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// Who is in which team decides who sees the records for it (S12), so a change there is sharing: it stands on each of
/// these records, and so in the trail of the mail on them (S6). Nobody who changes a team is shown which they are (S11).
/// </summary>
public sealed class TeamSight
{
    private readonly Audiences audiences;
    private readonly IReadOnlyList<long> members;

    private TeamSight(Audiences audiences, IReadOnlyList<long> members)
    {
        this.audiences = audiences;
        this.members = members;
    }

    /// <summary>The records for their owner's team whose owner is in the team, or will be.</summary>
    public static IQueryable<Record> RecordsOf(CompanionDb db, long teamId, IReadOnlyCollection<long> coming) =>
        db.Records.Where(r => r.VisibleTo == VisibleTo.Team && r.DeletedAt == null &&
            (coming.Contains(r.OwnerId) || db.TeamMembers.Any(m => m.TeamId == teamId && m.UserId == r.OwnerId)));

    /// <summary>As things stand before the team is changed.</summary>
    public static async Task<TeamSight> LoadAsync(CompanionDb db, long teamId) => new(
        await Audiences.LoadAsync(db),
        await db.TeamMembers.Where(m => m.TeamId == teamId).Select(m => m.UserId).ToListAsync());

    /// <summary>Adds an item to the saved change for each record with mail whose audience is another now.</summary>
    public async Task NoteAsync(CompanionDb db, long teamId, Guid change)
    {
        var now = await LoadAsync(db, teamId);
        var changeId = await db.Changes.Where(c => c.PublicId == change).Select(c => c.Id).SingleAsync();
        foreach (var owner in members.Union(now.members))
        {
            var record = new SeenRecord(0, owner, VisibleTo.Team, false);
            var (before, after) = (audiences.Of(record).ToHashSet(), now.audiences.Of(record).ToHashSet());
            if (!before.SetEquals(after))
            {
                await NoteAsync(db, changeId, owner, $"{before.Count}", $"{after.Count}");
            }
        }
    }

    private static Task NoteAsync(CompanionDb db, long changeId, long owner, string before, string after) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "ChangeItems" ("CompanyId", "ChangeId", "RecordId", "Field", "Before", "After")
            SELECT r."CompanyId", {changeId}, r."Id", {(int)ChangeField.RecordTeam}, {before}, {after}
            FROM "Records" r
            WHERE r."CompanyId" = {db.CompanyId} AND r."OwnerId" = {owner} AND r."DeletedAt" IS NULL
              AND r."VisibleTo" = {(int)VisibleTo.Team}
              AND (EXISTS (SELECT 1 FROM "MessageLinks" l WHERE l."CompanyId" = r."CompanyId" AND l."RecordId" = r."Id")
                OR EXISTS (SELECT 1 FROM "ConversationLinks" l
                    WHERE l."CompanyId" = r."CompanyId" AND l."RecordId" = r."Id"))
            """);
}
