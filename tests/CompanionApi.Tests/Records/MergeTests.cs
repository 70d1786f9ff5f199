using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

/// <summary>S55: two persons become one, and undo makes them two again.</summary>
public sealed class MergeTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S55_both_addresses_live_on_and_the_survivors_fields_win()
    {
        var acme = (await app.MakeAsync(World.Anna, "organizations", new { name = "Acme" })).Id();
        var (into, from) = await TwoAsync(
            new { name = "Taro Yamada", emails = new[] { "taro@acme.example" } },
            new { firstName = "Tarou", lastName = "Y.", emails = new[] { "t.yamada@acme.example" }, organizationId = acme });
        var deal = (await app.MakeAsync(World.Anna, "deals", new { title = "Beans", personIds = new[] { from } })).Id();
        await app.PostAsync(World.Ben, $"persons/{from}/notes", new { text = "Likes light roasts" });

        var merged = await MergeAsync(into, from);

        Assert.Equal("Taro Yamada", merged.Text("name"));
        Assert.Equal("Tarou", merged.Text("firstName"));
        Assert.Equal("Acme", merged.GetProperty("organization").Text("name"));
        Assert.Equal(["taro@acme.example", "t.yamada@acme.example"], merged.Emails());
        Assert.Equal(["Beans"], merged.GetProperty("deals").Names());
        Assert.Equal(["Taro Yamada"], (await app.GetAsync(World.Ben, $"deals/{deal}")).Json.GetProperty("persons").Names());
        Assert.Contains("Likes light roasts", (await app.GetAsync(World.Ben, $"persons/{into}/notes")).Body);
    }

    [Fact]
    public async Task S55_everyones_mail_goes_along_and_mail_to_either_address_is_the_survivors()
    {
        var (into, from) = await TwoAsync(Person("One", "one@acme.example"), Person("Two", "two@acme.example"));
        await app.TakeAsync(Letters.Of("to-one", "one@acme.example"));
        await app.TakeAsync(Letters.Of("to-two", "two@acme.example"));
        await app.TakeAsync(Letters.Of("to-both", "one@acme.example, two@acme.example"));
        await BensLetterAsync("bens", "two@acme.example");

        await MergeAsync(into, from);
        await app.TakeAsync(Letters.Of("later", "two@acme.example"));

        foreach (var name in new[] { "to-one", "to-two", "to-both", "later" })
        {
            Assert.Equal(["One"], (await app.TakenAsync(name)).Persons);
        }

        Assert.Equal("One", (await app.OpenAsync(World.Ben, "bens")).GetProperty("persons")[0].Text("name"));
        Assert.Equal(4, await CountAsync(World.Anna, into));
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"persons/{into}/messages")).Status);
        Assert.Equal(1, await CountAsync(World.Ben, into));
    }

    [Fact]
    public async Task S34_the_old_id_answers_as_the_person_that_there_is_now_over_any_number_of_merges()
    {
        var (a, b) = await TwoAsync(Person("A", "a@acme.example"), Person("B", "b@acme.example"));
        var c = (await app.MakeAsync(World.Anna, "persons", Person("C", "c@acme.example", "team"))).Id();
        await MergeAsync(b, a);
        await MergeAsync(c, b);

        Assert.Equal(c, (await app.GetAsync(World.Anna, $"persons/{a}")).Json.Id());
        Assert.Equal(c, (await app.GetAsync(World.Ben, $"persons/{a}")).Json.Id());
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Chie, $"persons/{a}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Dan, $"persons/{a}")).Status);
        Assert.DoesNotContain("\"A\"", (await app.GetAsync(World.Anna, "persons?limit=100")).Body);
    }

    [Theory]
    [InlineData("owner", "everyone", "owner")]
    [InlineData("everyone", "team", "team")]
    [InlineData("team", "owner", "owner")]
    [InlineData("everyone", "everyone", "everyone")]
    public async Task S55_the_narrower_visibility_wins(string into, string from, string expected)
    {
        var (one, two) = await TwoAsync(Person("One", "one@acme.example", into), Person("Two", "two@acme.example", from));

        Assert.Equal(expected, (await MergeAsync(one, two)).Text("visibleTo"));
    }

    [Fact]
    public async Task S10_a_person_that_mail_made_does_not_take_shared_mail_out_of_sight()
    {
        var into = (await app.MakeAsync(World.Anna, "persons", Person("Taro", "taro@acme.example"))).Id();
        await app.TakeAsync(Letters.Of("known", "taro@acme.example"));
        await app.ShareAsync(await app.TakenAsync("known"));
        await app.TakeAsync(Letters.Of("new", "Taro <private@acme.example>"));
        var made = (await app.TakenAsync("new")).Open.GetProperty("persons")[0].Id();

        var merged = await MergeAsync(into, made);

        Assert.Equal("everyone", merged.Text("visibleTo"));
        Assert.False(merged.GetProperty("isNewByMail").GetBoolean());
        Assert.Equal(1, await CountAsync(World.Ben, into));
    }

    [Fact]
    public async Task S5_only_who_owns_both_merges_them()
    {
        var annas = (await app.MakeAsync(World.Anna, "persons", Person("One", "one@acme.example"))).Id();
        var bens = (await app.MakeAsync(World.Ben, "persons", Person("Two", "two@acme.example"))).Id();
        var hidden = (await app.MakeAsync(World.Ben, "persons", Person("Three", "three@acme.example", "owner"))).Id();

        foreach (var who in new[] { World.Anna, World.Ben, World.Chie })
        {
            var answer = await app.PostAsync(who, $"persons/{annas}/merges", new { personId = bens });
            Assert.Equal((HttpStatusCode.Forbidden, "owner_only"), (answer.Status, answer.Code));
        }

        foreach (var id in new[] { hidden, Guid.NewGuid(), annas })
        {
            Assert.Equal("not_available", (await app.PostAsync(
                World.Anna, $"persons/{annas}/merges", new { personId = id })).Error("personId"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync(
            World.Anna, $"persons/{hidden}/merges", new { personId = annas })).Status);
    }

    [Fact]
    public async Task S7_what_a_hand_took_off_the_survivor_is_not_put_back_by_a_merge()
    {
        var (into, from) = await TwoAsync(Person("One", "one@acme.example"), Person("Two", "two@acme.example"));
        await app.TakeAsync(Letters.Of("m", "one@acme.example, two@acme.example"));
        var letter = await app.TakenAsync("m");
        await app.DeleteAsync(World.Anna, $"messages/{letter.Id}/links/persons/{into}");

        await MergeAsync(into, from);
        await app.TakeAsync(Letters.Of("m", "one@acme.example, two@acme.example"));

        Assert.Empty((await app.TakenAsync("m")).Persons);
    }

    [Fact]
    public async Task S6_a_merge_stands_in_the_trail_of_every_message_owner_and_says_who_did_it()
    {
        var (into, from) = await TwoAsync(Person("One", "one@acme.example"), Person("Two", "two@acme.example"));
        await BensLetterAsync("bens", "two@acme.example");
        var bens = (await app.OpenAsync(World.Ben, "bens")).GetProperty("message").Id();

        await MergeAsync(into, from);

        var line = (await app.GetAsync(World.Ben, $"messages/{bens}/trail")).Json.GetProperty("items")[0];
        Assert.Equal("persons_merged", line.Text("kind"));
        Assert.Equal("Anna Keller", line.GetProperty("by").Text("displayName"));
        Assert.Equal("One", line.GetProperty("record").Text("name"));
    }

    [Fact]
    public async Task S76_undo_makes_them_two_again_with_what_still_stands()
    {
        var (into, from) = await TwoAsync(
            Person("One", "one@acme.example", "team"), Person("Two", "two@acme.example"));
        var deal = (await app.MakeAsync(World.Anna, "deals", new { title = "Beans", personIds = new[] { from } })).Id();
        await app.PostAsync(World.Ben, $"persons/{from}/notes", new { text = "Stays with Two" });
        await app.TakeAsync(Letters.Of("one", "one@acme.example"));
        await app.TakeAsync(Letters.Of("two", "two@acme.example"));
        await app.TakeAsync(Letters.Of("both", "one@acme.example, two@acme.example"));
        var merged = await MergeAsync(into, from);
        await app.TakeAsync(Letters.Of("since", "two@acme.example"));

        var undone = await UndoAsync(merged);

        Assert.Equal(HttpStatusCode.OK, undone.Status);
        Assert.Equal(0, undone.Json.GetProperty("skipped").GetInt32());
        var (one, two) = ((await app.GetAsync(World.Anna, $"persons/{into}")).Json, (await app.GetAsync(World.Anna, $"persons/{from}")).Json);
        Assert.Equal(["one@acme.example"], one.Emails());
        Assert.Equal(["two@acme.example"], two.Emails());
        Assert.Equal("everyone", two.Text("visibleTo"));
        Assert.Equal(["Beans"], two.GetProperty("deals").Names());
        Assert.Empty(one.GetProperty("deals").Names());
        Assert.Equal(["Two"], (await app.GetAsync(World.Anna, $"deals/{deal}")).Json.GetProperty("persons").Names());
        Assert.Contains("Stays with Two", (await app.GetAsync(World.Ben, $"persons/{from}/notes")).Body);
        Assert.Equal(["Two"], (await app.TakenAsync("two")).Persons);
        Assert.Equal(["One", "Two"], (await app.TakenAsync("both")).Persons.Order());
        // It came while they were one: nobody can say whose it is but the address, and the link stays.
        Assert.Equal(["One"], (await app.TakenAsync("since")).Persons);
    }

    [Fact]
    public async Task S76_undo_that_shows_mail_again_asks_first()
    {
        var (into, from) = await TwoAsync(Person("One", "one@acme.example", "owner"), Person("Two", "two@acme.example"));
        await app.TakeAsync(Letters.Of("two", "two@acme.example"));
        await app.ShareAsync(await app.TakenAsync("two"));
        var merged = await MergeAsync(into, from);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Ben, $"messages/{(await app.TakenAsync("two")).Id}")).Status);

        var asked = await UndoAsync(merged);
        Assert.Equal((HttpStatusCode.Conflict, "would_expose"), (asked.Status, asked.Code));
        Assert.Equal(2, asked.Json.GetProperty("count").GetInt32());
        Assert.Equal(["Ben Ortiz", "Chie Tanaka"], asked.Json.GetProperty("people").EnumerateArray().Select(p => p.Text("displayName")));
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"persons/{from}/messages")).Status);
        var done = await app.DeleteAsync(World.Anna, $"changes/{merged.GetProperty("change").Id()}?expose=true");

        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"messages/{(await app.TakenAsync("two")).Id}")).Status);
    }

    [Fact]
    public async Task S76_undo_is_refused_once_the_survivor_went_on()
    {
        var (a, b) = await TwoAsync(Person("A", "a@acme.example"), Person("B", "b@acme.example"));
        var c = (await app.MakeAsync(World.Anna, "persons", Person("C", "c@acme.example"))).Id();
        var first = await MergeAsync(b, a);
        var second = await MergeAsync(c, b);

        var refused = await UndoAsync(first);
        Assert.Equal((HttpStatusCode.Conflict, "moved_since"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.OK, (await UndoAsync(second)).Status);
        Assert.Equal(HttpStatusCode.OK, (await UndoAsync(first)).Status);
        Assert.Equal("A", (await app.GetAsync(World.Anna, $"persons/{a}")).Json.Text("name"));
    }

    [Fact]
    public async Task S9_duplicates_are_sought_among_visible_persons_only()
    {
        var anna = (await app.MakeAsync(World.Anna, "persons", Person("Taro Yamada", "taro@acme.example"))).Id();
        var same = (await app.MakeAsync(World.Anna, "persons", Person("ＴＡＲＯ yamada", "other@acme.example"))).Id();
        await app.MakeAsync(World.Ben, "persons", Person("Taro Yamada", "hidden@acme.example", "owner"));
        await app.MakeAsync(World.Chie, "persons", Person("Somebody", "sb@acme.example"));

        var found = (await app.GetAsync(World.Anna, $"persons/{anna}/duplicates")).Json.GetProperty("items");

        var only = Assert.Single(found.EnumerateArray());
        Assert.Equal((same, "same_name", true), (only.GetProperty("record").Id(), only.Text("why"), only.GetProperty("mayMerge").GetBoolean()));
        Assert.False((await app.GetAsync(World.Chie, $"persons/{anna}/duplicates")).Json.GetProperty("items")[0].GetProperty("mayMerge").GetBoolean());
    }

    private static object Person(string name, string address, string visibleTo = "everyone") =>
        new { name, emails = new[] { address }, visibleTo };

    private async Task<(Guid Into, Guid From)> TwoAsync(object into, object from) =>
        ((await app.MakeAsync(World.Anna, "persons", into)).Id(), (await app.MakeAsync(World.Anna, "persons", from)).Id());

    private async Task<JsonElement> MergeAsync(Guid into, Guid from)
    {
        var answer = await app.PostAsync(World.Anna, $"persons/{into}/merges", new { personId = from });
        Assert.True(answer.Status == HttpStatusCode.OK, $"{answer.Status} {answer.Body}");
        Assert.Equal(into, answer.Json.Id());
        return answer.Json;
    }

    private Task<Said> UndoAsync(JsonElement written) =>
        app.DeleteAsync(World.Anna, $"changes/{written.GetProperty("change").Id()}");

    private async Task BensLetterAsync(string name, string to) => Assert.StartsWith("250", await app.SendAsync(
        World.Ben.Address, MailRoom.ContosoAddress, Letters.Of(name, to, from: "Ben Ortiz <ben@contoso.example>")));

    private async Task<int> CountAsync(TestUser who, Guid person) =>
        (await app.GetAsync(who, $"persons/{person}/messages")).Json.GetProperty("items").GetArrayLength();
}
