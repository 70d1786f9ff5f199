using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Companies;

/// <summary>
/// Who is in which team. A record for its owner's team is seen by the members of any team of the owner, judged when
/// reading, so a change here changes who sees what at once (S6, S12).
/// </summary>
internal static class TeamMembership
{
    private const int MaxName = 100;
    private const int MaxMembers = 2_000;

    public static IQueryable<ActiveMember> Active(CompanionDb db) =>
        from member in db.TeamMembers
        join user in db.Users on member.UserId equals user.Id
        where user.LeftAt == null
        select new ActiveMember { TeamId = member.TeamId, User = user };

    /// <summary>The teams that these users stand in; who has left stands in none.</summary>
    public static async Task<IReadOnlyList<(long UserId, TeamRef Team)>> OfUsersAsync(
        CompanionDb db, IReadOnlyCollection<long> userIds, CancellationToken ct)
    {
        var found = await (
            from member in Active(db)
            where userIds.Contains(member.User.Id)
            join team in db.Teams on member.TeamId equals team.Id
            select new { UserId = member.User.Id, team.PublicId, team.Name }).ToListAsync(ct);
        return [.. found.Select(f => (f.UserId, new TeamRef(f.PublicId, f.Name)))];
    }

    /// <summary>Null: the change may be made.</summary>
    public static async Task<ProblemHttpResult?> CheckAsync(CompanionDb db, TeamChange wanted, Team? team)
    {
        var name = wanted.Name?.Trim();
        if (name is { Length: 0 or > MaxName } || (name is null && team is null))
        {
            return Problems.Invalid(
                "name", name is null ? "required" : "wrong_length", $"expected 1 to {MaxName} characters.");
        }

        if (name is not null)
        {
            var taken = await db.Teams.Where(t => team == null || t.Id != team.Id).Select(t => t.Name).ToListAsync();
            if (taken.Contains(name, StringComparer.InvariantCultureIgnoreCase))
            {
                return Problems.Conflict("name_taken", "Another team has this name.");
            }
        }

        if (wanted.Version is not null && team is not null)
        {
            var members = await Active(db).Where(m => m.TeamId == team.Id).Select(m => m.User).ToListAsync();
            var now = TeamView.Of(team, members);
            if (wanted.Version != now.Version)
            {
                return Problems.Conflict("version_conflict", "It was changed meanwhile.", now, wanted);
            }
        }

        if (wanted.MemberIds is null)
        {
            return null;
        }

        var ids = wanted.MemberIds.Distinct().ToList();
        return ids.Count <= MaxMembers &&
            await db.Users.CountAsync(u => ids.Contains(u.PublicId) && u.LeftAt == null) == ids.Count
            ? null
            : Problems.Invalid("memberIds", "unknown_user", "expected ids of active users of the company.");
    }

    public static async Task<TeamWritten> ApplyAsync(
        Write write, CurrentUser me, Team team, TeamChange wanted, bool isNew)
    {
        var members = await Active(write.Db).Where(m => m.TeamId == team.Id).Select(m => m.User).ToListAsync();
        var before = isNew ? null : TeamTrail.Of(team, members);
        var sight = await TeamSight.LoadAsync(write.Db, team.Id);
        team.Name = wanted.Name?.Trim() ?? team.Name;
        if (wanted.MemberIds is { } ids)
        {
            var chosen = await write.Db.Users.Where(u => ids.Contains(u.PublicId)).ToListAsync();
            await ReplaceAsync(write, team, members, chosen);
            members = chosen;
        }

        var change = SettingsTrail.Add(write, me, ChangeKind.TeamChanged, before, TeamTrail.Of(team, members));
        await NoteAsync(write, sight, team, change);
        return new TeamWritten(TeamView.Of(team, members)) { Change = change };
    }

    public static async Task<ChangeRef?> DissolveAsync(Write write, CurrentUser me, Team team)
    {
        var members = await Active(write.Db).Where(m => m.TeamId == team.Id).Select(m => m.User).ToListAsync();
        var sight = await TeamSight.LoadAsync(write.Db, team.Id);
        write.Db.Teams.Remove(team);
        Tell(write, members);
        var change = SettingsTrail.Add(write, me, ChangeKind.TeamChanged, TeamTrail.Of(team, members), null);
        await NoteAsync(write, sight, team, change);
        return change;
    }

    /// <summary>What it means for the members' records stands in the trail of the mail on them (S6).</summary>
    private static async Task NoteAsync(Write write, TeamSight before, Team team, ChangeRef? change)
    {
        await write.Db.SaveChangesAsync();
        if (change is not null)
        {
            await before.NoteAsync(write.Db, team.Id, change.Id);
        }
    }

    // Who has left stays a member unseen: the records such a user still owns stay open to the team.
    private static async Task ReplaceAsync(Write write, Team team, List<User> members, List<User> chosen)
    {
        var gone = members.ExceptBy(chosen.Select(u => u.Id), u => u.Id).ToList();
        var come = chosen.ExceptBy(members.Select(u => u.Id), u => u.Id).ToList();
        var goneIds = gone.Select(u => u.Id).ToList();
        write.Db.TeamMembers.RemoveRange(
            await write.Db.TeamMembers.Where(m => m.TeamId == team.Id && goneIds.Contains(m.UserId)).ToListAsync());
        write.Db.TeamMembers.AddRange(come.Select(user => new TeamMember { TeamId = team.Id, UserId = user.Id }));
        Tell(write, gone.Concat(come));
    }

    // What they may see has changed: their open pages ask again.
    private static void Tell(Write write, IEnumerable<User> users)
    {
        foreach (var user in users)
        {
            write.Announce(new LiveEvent("me", user.PublicId, [user.Id]));
        }
    }

    internal sealed class ActiveMember
    {
        public required long TeamId { get; init; }

        public required User User { get; init; }
    }

    private sealed record TeamTrail(Guid Team, string Name, IReadOnlyList<Guid> Members)
    {
        public static TeamTrail Of(Team team, IEnumerable<User> members) =>
            new(team.PublicId, team.Name, [.. members.Select(u => u.PublicId).Order()]);
    }
}
