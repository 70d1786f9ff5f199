using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Companies;

/// <summary>S12: teams, and that "team" means any team of the record's present owner, judged when reading.</summary>
public sealed class TeamsTests : IAsyncLifetime
{
    private const string Path = "/api/admin/teams";
    private readonly CompanionApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Every_rep_sees_the_teams_of_the_company_and_nobody_elses()
    {
        var teams = await app.ClientFor(World.Ben).GetAsync("/api/teams").JsonAsync();

        var sales = teams.GetProperty("items").EnumerateArray().Single();
        Assert.Equal("Sales", sales.GetProperty("name").GetString());
        Assert.Equal(["Anna Keller", "Ben Ortiz"], MembersOf(sales));
        Assert.Empty((await app.ClientFor(World.Dan).GetAsync("/api/teams").JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_admin_makes_changes_and_dissolves_a_team()
    {
        using var chie = app.ClientFor(World.Chie);
        var made = await chie.PostAsJsonAsync(Path, new { name = " North ", memberIds = await IdsAsync(World.Anna) });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var north = await made.JsonAsync();
        Assert.Equal("North", north.GetProperty("name").GetString());
        Assert.Equal("team_changed", north.GetProperty("change").GetProperty("kind").GetString());
        var path = $"{Path}/{north.GetProperty("id").GetString()}";

        var renamed = await chie.PatchAsJsonAsync(path, new { name = "South" }).JsonAsync();
        Assert.Equal(["Anna Keller"], MembersOf(renamed));
        var grown = await chie.PatchAsJsonAsync(path, new { memberIds = await IdsAsync(World.Chie, World.Ben, World.Ben) }).JsonAsync();
        Assert.Equal(["Ben Ortiz", "Chie Tanaka"], MembersOf(grown));

        await chie.DeleteAsync(path).JsonAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await chie.DeleteAsync(path)).StatusCode);
        Assert.Single((await chie.GetAsync(Path).JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S12_Who_joins_the_owners_team_sees_its_records_and_who_leaves_it_does_not()
    {
        var deal = await app.WriteAsync(World.Anna, async write =>
        {
            var anna = await write.Db.Users.SingleAsync(u => u.ObjectId == World.Anna.ObjectId);
            var made = new Deal { Name = "Acme", OwnerId = anna.Id, VisibleTo = VisibleTo.Team, CreatedAt = write.Now };
            write.Db.Add(made);
            return made;
        });
        Assert.True(await SeesAsync(World.Ben, deal));
        Assert.False(await SeesAsync(World.Chie, deal));

        using var chie = app.ClientFor(World.Chie);
        var sales = (await chie.GetAsync(Path).JsonAsync()).GetProperty("items")[0].GetProperty("id").GetString();
        await chie.PatchAsJsonAsync($"{Path}/{sales}", new { memberIds = await IdsAsync(World.Anna, World.Chie) }).JsonAsync();

        Assert.False(await SeesAsync(World.Ben, deal));
        Assert.True(await SeesAsync(World.Chie, deal));
        await chie.DeleteAsync($"{Path}/{sales}").JsonAsync();
        Assert.False(await SeesAsync(World.Chie, deal));
        Assert.True(await SeesAsync(World.Anna, deal));
    }

    [Fact]
    public async Task A_team_needs_a_name_of_its_own_and_members_of_the_company()
    {
        using var chie = app.ClientFor(World.Chie);
        await FailsAsync(chie, new { memberIds = await IdsAsync(World.Anna) }, HttpStatusCode.BadRequest, "name");
        await FailsAsync(chie, new { name = " " }, HttpStatusCode.BadRequest, "name");
        await FailsAsync(chie, new { name = "SALES" }, HttpStatusCode.Conflict, "name_taken");
        await FailsAsync(chie, new { name = "West", memberIds = await IdsAsync(World.Dan) }, HttpStatusCode.BadRequest, "memberIds");
        await FailsAsync(chie, new { name = "West", memberIds = new[] { Guid.NewGuid() } }, HttpStatusCode.BadRequest, "memberIds");

        Assert.Single((await chie.GetAsync(Path).JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S78_a_team_that_was_changed_since_it_was_read_is_not_written_over()
    {
        using var chie = app.ClientFor(World.Chie);
        var read = (await chie.GetAsync(Path).JsonAsync()).GetProperty("items")[0];
        var path = $"{Path}/{read.GetProperty("id").GetString()}";
        var version = read.GetProperty("version").GetString();
        var grown = await chie.PatchAsJsonAsync(
            path, new { version, memberIds = await IdsAsync(World.Anna, World.Ben, World.Chie) }).JsonAsync();

        var late = await chie.PatchAsJsonAsync(path, new { version, memberIds = await IdsAsync(World.Anna) });
        Assert.Equal((HttpStatusCode.Conflict, "version_conflict"), (late.StatusCode, await late.CodeAsync()));

        version = grown.GetProperty("version").GetString();
        var renamed = await chie.PatchAsJsonAsync(path, new { version, name = "Trade" }).JsonAsync();
        Assert.NotEqual(version, renamed.GetProperty("version").GetString());
        Assert.Equal(["Anna Keller", "Ben Ortiz", "Chie Tanaka"], MembersOf(renamed));
    }

    [Fact]
    public async Task R9_Another_companys_team_does_not_exist()
    {
        var sales = (await app.ClientFor(World.Chie).GetAsync(Path).JsonAsync()).GetProperty("items")[0].GetProperty("id").GetString();
        using var dan = app.ClientFor(World.Dan);

        Assert.Equal(HttpStatusCode.NotFound, (await dan.PatchAsJsonAsync($"{Path}/{sales}", new { name = "Mine" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.DeleteAsync($"{Path}/{sales}")).StatusCode);
    }

    private static async Task FailsAsync(HttpClient client, object team, HttpStatusCode status, string word)
    {
        var answer = await client.PostAsJsonAsync(Path, team);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains($"\"{word}\"", await answer.Content.ReadAsStringAsync());
    }

    private async Task<bool> SeesAsync(TestUser viewer, Deal record)
    {
        await using var db = await app.OpenAsync(viewer);
        return await Visible.RecordsOf(db, (await app.UserAsync(viewer)).Id).AnyAsync(r => r.Id == record.Id);
    }

    private async Task<List<Guid>> IdsAsync(params TestUser[] users)
    {
        var ids = new List<Guid>();
        foreach (var user in users)
        {
            ids.Add((await app.UserAsync(user)).PublicId);
        }

        return ids;
    }

    private static List<string?> MembersOf(JsonElement team) =>
        [.. team.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("displayName").GetString())];
}
