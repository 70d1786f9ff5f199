using System.Security.Cryptography;
using System.Text;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Companies;

/// <summary>The company's teams (S12): seen by every rep, made by admins.</summary>
public static class TeamsEndpoints
{
    public static void MapTeams(this RouteGroupBuilder api)
    {
        api.MapGet("/teams", ListAsync).WithTags("Users");
        var teams = api.MapGroup("/admin/teams").RequireAdmin().WithTags("Admin");
        teams.MapGet("", ListAsync);
        teams.MapPost("", AddAsync);
        teams.MapPatch("/{id:guid}", PatchAsync);
        teams.MapDelete("/{id:guid}", RemoveAsync);
    }

    /// <summary>The company's teams and their active members, by name.</summary>
    private static async Task<Ok<Page<TeamView>>> ListAsync(CompanionDb db, CancellationToken ct)
    {
        var teams = await db.Teams.AsNoTracking().ToListAsync(ct);
        var members = (await TeamMembership.Active(db).ToListAsync(ct)).ToLookup(m => m.TeamId, m => m.User);
        return TypedResults.Ok(new Page<TeamView>(
            [.. teams.Select(team => TeamView.Of(team, [.. members[team.Id]]))
                .OrderBy(team => team.Name, StringComparer.InvariantCultureIgnoreCase)],
            null));
    }

    /// <summary>Makes a team. Records for a member's team are open to the others of it from then on.</summary>
    private static async Task<Results<Created<TeamWritten>, ProblemHttpResult>> AddAsync(
        TeamChange wanted, CurrentUser me, Writer writer, CancellationToken ct) =>
        await writer.WriteAsync<Results<Created<TeamWritten>, ProblemHttpResult>>(
            me.CompanyId,
            async write =>
            {
                if (await TeamMembership.CheckAsync(write.Db, wanted, null) is { } problem)
                {
                    return problem;
                }

                var team = new Team { Name = wanted.Name!.Trim() };
                write.Db.Teams.Add(team);
                await write.Db.SaveChangesAsync();
                var written = await TeamMembership.ApplyAsync(write, me, team, wanted, isNew: true);
                return TypedResults.Created($"/api/admin/teams/{team.PublicId}", written);
            },
            ct);

    /// <summary>
    /// Changes a team's name or all its members; what is absent stays as it is. Who would gain sight of how much mail,
    /// <c>/audience-previews</c> tells beforehand.
    /// </summary>
    private static async Task<Results<Ok<TeamWritten>, ProblemHttpResult>> PatchAsync(
        Guid id, TeamChange wanted, CurrentUser me, Writer writer, CancellationToken ct) =>
        await writer.WriteAsync<Results<Ok<TeamWritten>, ProblemHttpResult>>(
            me.CompanyId,
            async write =>
            {
                if (await write.Db.Teams.FirstOrDefaultAsync(t => t.PublicId == id) is not { } team)
                {
                    return Problems.NotFound();
                }

                if (await TeamMembership.CheckAsync(write.Db, wanted, team) is { } problem)
                {
                    return problem;
                }

                return TypedResults.Ok(await TeamMembership.ApplyAsync(write, me, team, wanted, isNew: false));
            },
            ct);

    /// <summary>Dissolves a team: what its members saw through it alone they see no longer.</summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> RemoveAsync(
        Guid id, CurrentUser me, Writer writer, CancellationToken ct) =>
        await writer.WriteAsync<Results<Ok<Written>, ProblemHttpResult>>(
            me.CompanyId,
            async write => await write.Db.Teams.FirstOrDefaultAsync(t => t.PublicId == id) is { } team
                ? TypedResults.Ok(new Written(await TeamMembership.DissolveAsync(write, me, team)))
                : Problems.NotFound(),
            ct);
}

/// <summary><c>version</c>: the same name and members have the same.</summary>
public record TeamView(Guid Id, string Version, string Name, IReadOnlyList<UserRef> Members)
{
    internal static TeamView Of(Team team, IReadOnlyCollection<User> members) => new(
        team.PublicId, VersionOf(team, members), team.Name,
        [.. members.Select(UserRef.Of).OrderBy(m => m.DisplayName, StringComparer.InvariantCultureIgnoreCase)]);

    private static string VersionOf(Team team, IEnumerable<User> members)
    {
        var contents = string.Join('\n', members.Select(u => $"{u.Id}").Order(StringComparer.Ordinal).Prepend(team.Name));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(contents)).AsSpan(0, 8));
    }
}

public sealed record TeamWritten : TeamView
{
    internal TeamWritten(TeamView team)
        : base(team)
    {
    }

    public required ChangeRef? Change { get; init; }
}

/// <summary>
/// What is absent stays as it is; <c>memberIds</c> are all the members. With <c>version</c>, a team that was changed
/// since is left as it is: what was previewed would no longer be what happens.
/// </summary>
public sealed record TeamChange(string? Name, IReadOnlyList<Guid>? MemberIds, string? Version = null);
