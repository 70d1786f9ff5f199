using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Companies;

/// <summary>S57: who has left. S11: what the admin does to that user's records, by number and blind. S6: teams are sharing.</summary>
public sealed class LeaversTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S57_shared_mail_stays_and_says_that_she_left_private_mail_stays_unseen_and_her_address_is_refused()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Beans" });
        var shared = await LetterAsync("shared", deal, share: true);
        var hidden = await LetterAsync("hidden", deal, share: false);

        await LeaveAsync(World.Anna);

        var mail = (await app.GetAsync(World.Ben, $"deals/{deal.Id()}/messages")).Json.GetProperty("items");
        var row = Assert.Single(mail.EnumerateArray());
        Assert.Equal(("Anna Keller", true), (row.GetProperty("owner").Text("displayName"), row.GetProperty("owner").GetProperty("left").GetBoolean()));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"messages/{shared.Id}/body")).Status);
        Assert.True((await app.GetAsync(World.Ben, $"deals/{deal.Id()}")).Json.GetProperty("owner").GetProperty("left").GetBoolean());
        foreach (var who in new[] { World.Ben, World.Chie })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(who, $"messages/{hidden.Id}")).Status);
        }

        Assert.StartsWith("550", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of("late")));
        Assert.StartsWith("550", await app.SendAsync(World.Anna.Address, deal.Text("smartBccAddress"), Letters.Of("later")));
    }

    [Fact]
    public async Task S11_a_leavers_records_are_counted_previewed_and_given_on_without_being_seen()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Belladonna", visibleTo = "owner" });
        await app.MakeAsync(World.Anna, "leads", new { title = "Nightshade", visibleTo = "owner" });
        await LetterAsync("shared", deal, share: true);
        await LetterAsync("hidden", deal, share: false);
        var (anna, ben) = ((await app.UserAsync(World.Anna)).PublicId, (await app.UserAsync(World.Ben)).PublicId);
        var still = await app.PostAsync(World.Chie, $"admin/users/{anna}/reassignments", new { to = ben });
        Assert.Equal((HttpStatusCode.Conflict, "not_left"), (still.Status, still.Code));
        await LeaveAsync(World.Anna);

        var counts = await app.GetAsync(World.Chie, $"admin/users/{anna}/record-counts");
        var preview = await app.PostAsync(World.Chie, "audience-previews", new { reassignment = new { from = anna, to = ben } });
        var done = await app.PostAsync(World.Chie, $"admin/users/{anna}/reassignments", new { to = ben });

        Assert.Equal((0, 1, 1), Counts(counts.Json));
        Assert.Equal((1, 1, 2), (preview.Json.GetProperty("count").GetInt32(), preview.Json.GetProperty("messages").GetInt32(), preview.Json.GetProperty("records").GetInt32()));
        Assert.Equal((0, 1, 1), Counts(done.Json.GetProperty("records")));
        Assert.Single((await app.GetAsync(World.Ben, $"deals/{deal.Id()}/messages")).Json.GetProperty("items").EnumerateArray());
        Assert.True((await app.GetAsync(World.Ben, $"deals/{deal.Id()}")).Json.GetProperty("mine").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Chie, $"deals/{deal.Id()}")).Status);
        foreach (var told in new[] { counts, preview, done })
        {
            Assert.DoesNotContain("Belladonna", told.Body);
            Assert.DoesNotContain("Letter", told.Body);
        }
    }

    [Fact]
    public async Task S11_only_admins_reassign_and_ask_what_a_team_would_show()
    {
        var anna = (await app.UserAsync(World.Anna)).PublicId;
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(World.Ben, $"admin/users/{anna}/record-counts")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.PostAsync(World.Ben, $"admin/users/{anna}/reassignments", new { to = anna })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync(World.Dan, $"admin/users/{anna}/reassignments", new { to = anna })).Status);
        foreach (var body in new object[]
        {
            new { team = new { memberIds = Array.Empty<Guid>() } }, new { reassignment = new { from = anna, to = anna } },
            new Dictionary<string, object> { ["return"] = new { userId = anna } },
        })
        {
            Assert.Equal("admin_only", (await app.PostAsync(World.Ben, "audience-previews", body)).Code);
        }
    }

    [Fact]
    public async Task S6_a_team_change_is_previewed_by_number_and_stands_in_the_owners_trail_and_shared_mail()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Belladonna", visibleTo = "team" });
        var letter = await LetterAsync("shared", deal, share: true);
        var team = (await app.GetAsync(World.Chie, "teams")).Json.GetProperty("items")[0].Id();
        var ids = new List<Guid>();
        foreach (var member in new[] { World.Anna, World.Ben, World.Chie })
        {
            ids.Add((await app.UserAsync(member)).PublicId);
        }

        var preview = await app.PostAsync(World.Chie, "audience-previews", new { team = new { teamId = team, memberIds = ids } });
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        await app.PatchAsync(World.Chie, $"admin/teams/{team}", new { memberIds = ids });

        Assert.Equal((1, 1), (preview.Json.GetProperty("count").GetInt32(), preview.Json.GetProperty("messages").GetInt32()));
        Assert.Equal("Chie Tanaka", preview.Json.GetProperty("people")[0].Text("displayName"));
        Assert.DoesNotContain("Belladonna", preview.Body);
        var line = (await app.GetAsync(World.Anna, $"messages/{letter.Id}/trail")).Json.GetProperty("items")[0];
        Assert.Equal(("team_changed", "Chie Tanaka"), (line.Text("kind"), line.GetProperty("by").Text("displayName")));
        var through = (await app.GetAsync(World.Anna, "me/shared-messages")).Json.GetProperty("items")[0]
            .GetProperty("audience").GetProperty("through")[0];
        Assert.Equal("team_changed", through.GetProperty("widened").Text("kind"));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Chie, $"messages/{letter.Id}")).Status);

        var losing = await app.PostAsync(World.Chie, "audience-previews", new { team = new { teamId = team, memberIds = ids[..1] } });
        Assert.Equal((0, 2), (losing.Json.GetProperty("count").GetInt32(), losing.Json.GetProperty("losingCount").GetInt32()));
    }

    [Fact]
    public async Task S6_to_take_a_leaver_back_is_previewed_by_number_as_it_then_is()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Belladonna", visibleTo = "team" });
        var hidden = await app.MakeAsync(World.Anna, "deals", new { title = "Nightshade", visibleTo = "owner" });
        var letter = await LetterAsync("shared", deal, share: true);
        await LetterAsync("private", deal, share: false);
        await LetterAsync("elsewhere", hidden, share: true);
        var ben = (await app.UserAsync(World.Ben)).PublicId;
        var body = new Dictionary<string, object> { ["return"] = new { userId = ben } };
        Assert.Equal("invalid", (await app.PostAsync(World.Chie, "audience-previews", body)).Code);
        await LeaveAsync(World.Ben);

        var preview = await app.PostAsync(World.Chie, "audience-previews", body);
        var back = await app.PatchAsync(World.Chie, $"admin/users/{ben}", new { left = false });

        Assert.Equal((1, 1), (preview.Json.GetProperty("count").GetInt32(), preview.Json.GetProperty("messages").GetInt32()));
        Assert.Equal("Ben Ortiz", preview.Json.GetProperty("people")[0].Text("displayName"));
        Assert.DoesNotContain("Belladonna", preview.Body);
        Assert.Equal(HttpStatusCode.OK, back.Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"messages/{letter.Id}")).Status);
    }

    [Fact]
    public async Task S11_the_list_of_users_says_their_teams_and_how_many_records_they_own_and_no_more()
    {
        await app.MakeAsync(World.Anna, "deals", new { title = "Belladonna", visibleTo = "owner" });
        await app.MakeAsync(World.Anna, "leads", new { title = "Nightshade" });
        await LeaveAsync(World.Ben);

        var list = await app.GetAsync(World.Chie, "admin/users");
        var users = list.Json.GetProperty("items").EnumerateArray().ToDictionary(u => u.Text("displayName"));

        Assert.Equal(2, users["Anna Keller"].GetProperty("records").GetInt32());
        Assert.Equal("Sales", users["Anna Keller"].GetProperty("teams")[0].Text("name"));
        Assert.Empty(users["Ben Ortiz"].GetProperty("teams").EnumerateArray());
        Assert.Equal(0, users["Chie Tanaka"].GetProperty("records").GetInt32());
        Assert.DoesNotContain("Belladonna", list.Body);
    }

    private static (int Persons, int Leads, int Deals) Counts(JsonElement counts) => (
        counts.GetProperty("persons").GetInt32(), counts.GetProperty("leads").GetInt32(), counts.GetProperty("deals").GetInt32());

    private async Task<Taken> LetterAsync(string name, JsonElement deal, bool share)
    {
        // To a colleague: no person is made, and the deal alone decides.
        await app.TakeAsync(Letters.Of(name, "office@contoso.example"), deal.Text("smartBccAddress"));
        var taken = await app.TakenAsync(name);
        if (share)
        {
            await app.ShareAsync(taken);
        }

        return taken;
    }

    private async Task LeaveAsync(TestUser who)
    {
        var left = await app.PatchAsync(World.Chie, $"admin/users/{(await app.UserAsync(who)).PublicId}", new { left = true });
        Assert.Equal(HttpStatusCode.OK, left.Status);
    }
}
