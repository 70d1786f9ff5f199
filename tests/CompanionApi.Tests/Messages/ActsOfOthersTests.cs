using System.Net;
using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Messages;

/// <summary>What one rep's or an admin's act tells or does of another's mail: nothing that the gate would not (R2, R4, S5).</summary>
public sealed class ActsOfOthersTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task R2_undoing_a_merge_counts_none_of_a_colleagues_private_mail(int letters)
    {
        var into = (await app.MakeAsync(World.Anna, "persons", Person("one@acme.example"))).Id();
        var from = (await app.MakeAsync(World.Anna, "persons", Person("two@acme.example"))).Id();
        await app.TakeAsync(Letters.Of("annas", "two@acme.example"));
        for (var i = 0; i < letters; i++)
        {
            await BensAsync($"bens-{i}", "two@acme.example");
        }

        // One of them comes back, one does not.
        var merged = (await app.PostAsync(World.Anna, $"persons/{into}/merges", new { personId = from })).Json;
        if (letters > 0)
        {
            var bens = (await app.OpenAsync(World.Ben, "bens-0")).GetProperty("message").Text("id");
            await app.DeleteAsync(World.Ben, $"messages/{bens}/links/persons/{into}");
        }

        var undone = (await UndoAsync(merged)).Json;

        // The record that went, its mail of Anna's; the survivor's addresses.
        Assert.Equal((3, 0), (undone.GetProperty("reverted").GetInt32(), undone.GetProperty("skipped").GetInt32()));
    }

    [Fact]
    public async Task S5_a_record_given_away_is_not_taken_back_by_undo_once_its_new_owner_has_made_it_hers()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Given", visibleTo = "everyone" });
        var given = await app.PatchAsync(
            World.Anna, $"deals/{deal.Id()}", new { version = 1, owner = (await app.UserAsync(World.Ben)).PublicId });
        await app.PatchAsync(World.Ben, $"deals/{deal.Id()}", new { version = 2, visibleTo = "owner" });
        await BensAsync("bens", "office@contoso.example", deal.Text("smartBccAddress"));
        var bens = (await app.OpenAsync(World.Ben, "bens")).GetProperty("message").Text("id");
        await app.PutAsync(World.Ben, $"messages/{bens}/visibility", new { visibility = "shared" });

        var undone = await app.DeleteAsync(World.Anna, $"changes/{given.Json.GetProperty("change").Id()}?expose=true");

        Assert.Equal(HttpStatusCode.OK, undone.Status);
        Assert.Equal(0, undone.Json.GetProperty("reverted").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"deals/{deal.Id()}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"messages/{bens}")).Status);
        Assert.True((await app.GetAsync(World.Ben, $"deals/{deal.Id()}")).Json.GetProperty("mine").GetBoolean());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task R2_a_record_given_away_comes_back_whatever_private_mail_its_new_owner_has_on_it(int letters)
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Given", visibleTo = "everyone" });
        var given = await app.PatchAsync(
            World.Anna, $"deals/{deal.Id()}", new { version = 1, owner = (await app.UserAsync(World.Ben)).PublicId });
        for (var i = 0; i < letters; i++)
        {
            await BensAsync("by-address", "x@acme.example", deal.Text("smartBccAddress"));
            await BensAsync("by-hand", "y@acme.example");
            var conversation = (await app.OpenAsync(World.Ben, "by-hand")).GetProperty("message").Text("conversationId");
            await app.PutAsync(World.Ben, $"conversations/{conversation}/links/deal", new { recordId = deal.Id() });
        }

        var undone = (await UndoAsync(given.Json)).Json;

        Assert.Equal((1, 0), (undone.GetProperty("reverted").GetInt32(), undone.GetProperty("skipped").GetInt32()));
    }

    [Fact]
    public async Task S5_a_record_given_away_by_mistake_comes_back_while_nobody_else_has_touched_it()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Given", visibleTo = "owner" });
        var given = await app.PatchAsync(
            World.Anna, $"deals/{deal.Id()}", new { version = 1, owner = (await app.UserAsync(World.Ben)).PublicId });

        await UndoAsync(given.Json);

        Assert.True((await app.GetAsync(World.Anna, $"deals/{deal.Id()}")).Json.GetProperty("mine").GetBoolean());
    }

    [Fact]
    public async Task S9_undo_links_nothing_to_a_record_that_is_hidden_by_now_and_tells_nothing_of_it()
    {
        var deal = await app.MakeAsync(World.Ben, "deals", new { title = "Bens", visibleTo = "everyone" });
        var person = await app.MakeAsync(World.Ben, "persons", Person("one@acme.example"));
        await app.TakeAsync(Letters.Of("linked", "one@acme.example"), deal.Text("smartBccAddress"));
        var letter = await app.TakenAsync("linked");
        await app.ShareAsync(letter);
        var unlinked = new[]
        {
            (await app.DeleteAsync(World.Anna, $"conversations/{letter.Conversation}/links/deal")).Json,
            (await app.DeleteAsync(World.Anna, $"messages/{letter.Id}/links/persons/{person.Id()}")).Json,
        };
        await app.PatchAsync(World.Ben, $"deals/{deal.Id()}", new { version = deal.GetProperty("version").GetInt32(), visibleTo = "owner" });
        await app.PatchAsync(World.Ben, $"persons/{person.Id()}", new { version = person.GetProperty("version").GetInt32(), visibleTo = "owner" });

        foreach (var change in unlinked)
        {
            var undone = await UndoAsync(change);
            Assert.True(undone.Status == HttpStatusCode.OK, undone.Body);
            Assert.Equal(0, undone.Json.GetProperty("reverted").GetInt32());
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Ben, $"messages/{letter.Id}")).Status);
    }

    [Fact]
    public async Task S77_undoing_a_split_of_private_mail_tells_nobody_who_sees_the_deal()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Beans", visibleTo = "everyone" });
        await app.TakeAsync(Letters.Of("s1", "x@acme.example"), deal.Text("smartBccAddress"));
        await app.TakeAsync(Letters.Of("s2", "x@acme.example", more: $"In-Reply-To: <{Letters.Id("s1")}>\r\n"),
            deal.Text("smartBccAddress"));
        var (one, two) = (await app.TakenAsync("s1"), await app.TakenAsync("s2"));
        Assert.Equal(one.Conversation, two.Conversation);
        using var heard = app.Services.GetRequiredService<LiveEvents>().Listen((await app.UserAsync(World.Anna)).CompanyId);

        var split = await app.PostAsync(World.Anna, $"conversations/{one.Conversation}/splits", new { messageId = two.Id });
        await UndoAsync(split.Json);

        var anna = (await app.UserAsync(World.Anna)).Id;
        while (heard.Events.TryRead(out var happened))
        {
            Assert.True(happened.To is { Count: 1 } to && to.Contains(anna), $"{happened}");
        }
    }

    [Fact]
    public async Task S10_a_person_known_from_a_leavers_private_mail_alone_is_given_to_nobody()
    {
        await app.TakeAsync(Letters.Of("private", "Secret Doctor <secret@doctor.example>"));
        await app.TakeAsync(Letters.Of("shared", "Open Customer <open@customer.example>"));
        await app.ShareAsync(await app.TakenAsync("shared"));
        await app.TakeAsync(Letters.Of("kept", "Kept Customer <kept@customer.example>"));
        var kept = (await app.GetAsync(World.Anna, "persons?limit=100")).Json.GetProperty("items").EnumerateArray()
            .Single(p => p.Text("name") == "Kept Customer");
        await app.PatchAsync(World.Anna, $"persons/{kept.Id()}", new { version = kept.GetProperty("version").GetInt32(), isNewByMail = false });
        var (anna, ben) = ((await app.UserAsync(World.Anna)).PublicId, (await app.UserAsync(World.Ben)).PublicId);
        await app.PatchAsync(World.Chie, $"admin/users/{anna}", new { left = true });

        var counts = (await app.GetAsync(World.Chie, $"admin/users/{anna}/record-counts")).Json;
        var preview = (await app.PostAsync(World.Chie, "audience-previews", new { reassignment = new { from = anna, to = ben } })).Json;
        await app.PostAsync(World.Chie, $"admin/users/{anna}/reassignments", new { to = ben });

        Assert.Equal((2, 2), (counts.GetProperty("persons").GetInt32(), preview.GetProperty("records").GetInt32()));
        var seen = (await app.GetAsync(World.Ben, "persons?limit=100")).Json.GetProperty("items").Names();
        Assert.Equal(["Kept Customer", "Open Customer"], seen.Order());
        Assert.DoesNotContain("doctor", (await app.GetAsync(World.Ben, "records?q=secret")).Body, StringComparison.OrdinalIgnoreCase);
    }

    private static object Person(string address) =>
        new { name = address, emails = new[] { address }, visibleTo = "everyone" };

    private Task<Said> UndoAsync(JsonElement written) =>
        app.DeleteAsync(World.Anna, $"changes/{written.GetProperty("change").Id()}");

    private async Task BensAsync(string name, string people, string to = MailRoom.ContosoAddress) => Assert.StartsWith(
        "250", await app.SendAsync(World.Ben.Address, to, Letters.Of(name, people, from: "Ben Ortiz <ben@contoso.example>")));
}
