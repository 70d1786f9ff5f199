using System.Net;
using CompanionApi.Model;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Records;

/// <summary>R6, S5, S12: every kind, every reader.</summary>
public sealed class WhoSeesRecordsTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    private static readonly Dictionary<string, string> NameField = new()
    {
        ["persons"] = "name", ["organizations"] = "name", ["leads"] = "title", ["deals"] = "title",
        ["projects"] = "title",
    };

    public static TheoryData<string> Kinds => [.. NameField.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task R6_everyone_in_the_company_sees_what_is_for_everyone_and_no_stranger(string path)
    {
        var id = await MakeAsync(path, "everyone");

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Anna, $"{path}/{id}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"{path}/{id}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Chie, $"{path}/{id}")).Status);
        await SeesNothingAsync(World.Dan, path, id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task R6_what_is_for_the_team_is_hidden_from_others_the_admin_too(string path)
    {
        var id = await MakeAsync(path, "team");

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"{path}/{id}")).Status);
        await SeesNothingAsync(World.Chie, path, id);
        await SeesNothingAsync(World.Dan, path, id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task R6_what_is_for_its_owner_is_hidden_from_everyone_else(string path)
    {
        var id = await MakeAsync(path, "owner");

        Assert.True((await app.GetAsync(World.Anna, $"{path}/{id}")).Json.GetProperty("mine").GetBoolean());
        await SeesNothingAsync(World.Ben, path, id);
        await SeesNothingAsync(World.Chie, path, id);
        await SeesNothingAsync(World.Dan, path, id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_record_is_found_under_its_own_kind_alone(string path)
    {
        var id = await MakeAsync(path, "everyone");

        foreach (var other in NameField.Keys.Where(other => other != path))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"{other}/{id}")).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task S5_whoever_sees_it_edits_it_but_only_its_owner_deletes_it_and_says_who_sees_it(string path)
    {
        var id = await MakeAsync(path, "everyone");
        var ben = (await app.UserAsync(World.Ben)).PublicId;

        var edited = await app.PatchAsync(
            World.Ben, $"{path}/{id}",
            new Dictionary<string, object> { ["version"] = 1, [NameField[path]] = "Ben's name" });
        Assert.Equal("Ben's name", edited.Json.Text("name"));
        Assert.False(edited.Json.GetProperty("mine").GetBoolean());
        Assert.Equal("record_edited", edited.Json.GetProperty("change").Text("kind"));

        foreach (var who in new[] { World.Ben, World.Chie })
        {
            Assert.Equal(
                "owner_only",
                (await app.PatchAsync(who, $"{path}/{id}", new { version = 2, visibleTo = "owner" })).Code);
            Assert.Equal(
                "owner_only", (await app.PatchAsync(who, $"{path}/{id}", new { version = 2, owner = ben })).Code);
            var deleted = await app.DeleteAsync(who, $"{path}/{id}");
            Assert.Equal((HttpStatusCode.Forbidden, "owner_only"), (deleted.Status, deleted.Code));
        }

        var same = await app.PatchAsync(World.Ben, $"{path}/{id}", new { version = 2, visibleTo = "everyone" });
        Assert.Equal(HttpStatusCode.OK, same.Status);
        Assert.Equal(2, (await app.GetAsync(World.Anna, $"{path}/{id}")).Json.GetProperty("version").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Its_owner_deletes_it_and_then_nobody_has_it(string path)
    {
        var id = await MakeAsync(path, "everyone");

        var deleted = await app.DeleteAsync(World.Anna, $"{path}/{id}");

        Assert.Equal("record_deleted", deleted.Json.GetProperty("change").Text("kind"));
        await SeesNothingAsync(World.Anna, path, id);
        await SeesNothingAsync(World.Ben, path, id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Its_owner_takes_it_away_from_others_and_gives_it_away(string path)
    {
        var id = await MakeAsync(path, "everyone");
        var ben = (await app.UserAsync(World.Ben)).PublicId;

        var closed = await app.PatchAsync(World.Anna, $"{path}/{id}", new { version = 1, visibleTo = "owner" });
        Assert.Equal("record_visibility_changed", closed.Json.GetProperty("change").Text("kind"));
        await SeesNothingAsync(World.Ben, path, id);

        var given = await app.PatchAsync(World.Anna, $"{path}/{id}", new { version = 2, owner = ben });
        Assert.Equal(["change"], given.Json.EnumerateObject().Select(p => p.Name));
        await SeesNothingAsync(World.Anna, path, id);
        Assert.Equal(
            "Ben Ortiz", (await app.GetAsync(World.Ben, $"{path}/{id}")).Json.GetProperty("owner").Text("displayName"));

        await using var db = await app.OpenAsync(World.Anna);
        var items = await db.ChangeItems.Where(i => db.Records.Any(r => r.PublicId == id && r.Id == i.RecordId))
            .OrderBy(i => i.Id).Select(i => new { i.Field, i.Before, i.After }).ToListAsync();
        var anna = (await app.UserAsync(World.Anna)).Id;
        Assert.Equal(
            [
                (ChangeField.RecordVisibleTo, "Everyone", "Owner"),
                (ChangeField.RecordOwner, $"{anna}", $"{(await app.UserAsync(World.Ben)).Id}"),
            ],
            items.Skip(1).Select(i => (i.Field, i.Before!, i.After!)));
    }

    [Fact]
    public async Task S12_a_team_is_any_team_of_the_owner_judged_when_reading()
    {
        var id = await MakeAsync("deals", "team");
        await SeesNothingAsync(World.Chie, "deals", id);

        await JoinAsync("Key accounts", World.Anna, World.Chie);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Chie, $"deals/{id}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"deals/{id}")).Status);

        await LeaveAsync("Key accounts", World.Anna);
        await SeesNothingAsync(World.Chie, "deals", id);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"deals/{id}")).Status);
    }

    [Fact]
    public async Task S12_the_team_of_an_owner_without_a_team_is_the_owner()
    {
        var id = (await app.MakeAsync(World.Chie, "projects", new { title = "Alone", visibleTo = "team" })).Id();

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Chie, $"projects/{id}")).Status);
        await SeesNothingAsync(World.Anna, "projects", id);
        await SeesNothingAsync(World.Ben, "projects", id);
    }

    [Fact]
    public async Task S12_follows_the_present_owner()
    {
        var id = (await app.MakeAsync(World.Chie, "deals", new { title = "Handed over", visibleTo = "team" })).Id();
        await SeesNothingAsync(World.Ben, "deals", id);

        var anna = (await app.UserAsync(World.Anna)).PublicId;
        await app.PatchAsync(World.Chie, $"deals/{id}", new { version = 1, owner = anna });

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"deals/{id}")).Status);
        await SeesNothingAsync(World.Chie, "deals", id);
    }

    [Fact]
    public async Task A_new_record_is_its_makers_and_visible_as_the_company_has_it()
    {
        var made = await app.MakeAsync(World.Dan, "organizations", new { name = "Globex" });
        Assert.Equal(
            ("everyone", "Dan Novak"), (made.Text("visibleTo"), made.GetProperty("owner").Text("displayName")));

        await app.WriteAsync(World.Dan, async write =>
            (await write.Db.Companies.SingleAsync(c => c.Id == write.Db.CompanyId)).DefaultVisibleTo = VisibleTo.Team);
        Assert.Equal(
            "team", (await app.MakeAsync(World.Dan, "organizations", new { name = "Initech" })).Text("visibleTo"));
    }

    private async Task<Guid> MakeAsync(string path, string visibleTo) => (await app.MakeAsync(
        World.Anna, path,
        new Dictionary<string, object>
        {
            [NameField[path]] = $"Xylo{Guid.NewGuid():N}", ["visibleTo"] = visibleTo,
        })).Id();

    /// <summary>Not there, by any door.</summary>
    private async Task SeesNothingAsync(TestUser who, string path, Guid id)
    {
        var missing = await app.GetAsync(who, $"{path}/{Guid.NewGuid()}");
        var got = await app.GetAsync(who, $"{path}/{id}");
        Assert.Equal(HttpStatusCode.NotFound, got.Status);
        Assert.Equal(missing.Body.Length, got.Body.Length);
        Assert.Equal(HttpStatusCode.NotFound, (await app.PatchAsync(who, $"{path}/{id}", new { version = 1 })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.DeleteAsync(who, $"{path}/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(who, $"{path}/{id}/notes")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound, (await app.PostAsync(who, $"{path}/{id}/notes", new { text = "x" })).Status);
        Assert.DoesNotContain($"{id}", (await app.GetAsync(who, $"{path}?limit=100")).Body);
        Assert.DoesNotContain($"{id}", (await app.GetAsync(who, $"{path}?q=xylo&limit=100")).Body);
        Assert.DoesNotContain($"{id}", (await app.GetAsync(who, "records?q=xylo&limit=100")).Body);
    }

    private Task<bool> JoinAsync(string team, params TestUser[] members) => app.WriteAsync(members[0], async write =>
    {
        var made = new Team { Name = team };
        write.Db.Teams.Add(made);
        await write.Db.SaveChangesAsync();
        var users = await write.Db.Users.ToListAsync();
        write.Db.TeamMembers.AddRange(members.Select(m =>
            new TeamMember { TeamId = made.Id, UserId = users.Single(m.IsOf).Id }));
        return true;
    });

    private Task<int> LeaveAsync(string team, TestUser member) => app.WriteAsync(member, async write =>
    {
        var id = (await app.UserAsync(member)).Id;
        return await write.Db.TeamMembers
            .Where(
                m => m.UserId == id && write.Db.Teams.Any(
                    t => t.Id == m.TeamId && t.Name == team)).ExecuteDeleteAsync();
    });
}
