using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Messages;

/// <summary>R26, R27, S10, S34: what a message tells its owner stands as long as its reason, and can be put away.</summary>
public sealed class NoticesTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task R26_several_open_goes_once_one_is_linked_and_comes_back_with_undo()
    {
        await SeveralAsync("s", "One", "Two");
        var taken = await app.TakenAsync("s");
        var two = taken.Notice("several_open").GetProperty("records").EnumerateArray().Single(r => r.Text("name") == "Two");
        Assert.Equal("open", two.Text("status"));

        var linked = await app.PutAsync(
            World.Anna, $"conversations/{taken.Conversation}/links/deal", new { recordId = two.Id() });

        Assert.Equal(["Two: by_hand"], (await app.TakenAsync("s")).Links);
        Assert.Empty((await app.TakenAsync("s")).Notices);
        await app.DeleteAsync(World.Anna, $"changes/{linked.GetProperty("change").Id()}");
        Assert.Equal(["several_open"], (await app.TakenAsync("s")).Notices);
    }

    [Fact]
    public async Task R26_several_open_offers_those_that_are_still_open_and_seen_and_goes_with_the_last()
    {
        var deals = await SeveralAsync("s", "One", "Two");
        await CloseAsync(World.Anna, deals["One"]);
        Assert.Equal(["Two"], (await app.TakenAsync("s")).Notice("several_open").GetProperty("records").Names());

        await app.DeleteAsync(World.Anna, $"deals/{deals["Two"]}");

        Assert.Empty((await app.TakenAsync("s")).Notices);
    }

    [Fact]
    public async Task R26_several_deals_and_several_projects_are_both_offered()
    {
        var person = (await app.MakeAsync(World.Anna, "persons", new { name = "P", emails = new[] { "p@both.example" } })).Id();
        foreach (var title in new[] { "D1", "D2" })
        {
            await app.MakeAsync(World.Anna, "deals", new { title, personIds = new[] { person } });
            await app.MakeAsync(World.Anna, "projects", new { title = $"P{title}", personIds = new[] { person } });
        }

        await app.TakeAsync(Letters.Of("both", "p@both.example"));

        var offered = (await app.TakenAsync("both")).Notice("several_open").GetProperty("records").Names();
        Assert.Equal(["D1", "D2", "PD1", "PD2"], offered.Order());
    }

    [Fact]
    public async Task Any_notice_is_put_away_by_its_owner_alone_and_a_repeat_does_not_bring_it_back()
    {
        await SeveralAsync("s", "One", "Two");
        var taken = await app.TakenAsync("s");
        foreach (var who in new[] { World.Ben, World.Chie, World.Dan })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await app.DeleteAsync(who, $"messages/{taken.Id}/notices/several_open")).Status);
        }

        var gone = await app.DeleteAsync(World.Anna, $"messages/{taken.Id}/notices/several_open");
        await app.TakeAsync(Letters.Of("s", "s@several.example"));

        Assert.Empty((await app.TakenAsync("s")).Notices);
        Assert.Equal(JsonValueKind.Null, (await app.DeleteAsync(
            World.Anna, $"messages/{taken.Id}/notices/several_open")).Json.GetProperty("change").ValueKind);
        await app.DeleteAsync(World.Anna, $"changes/{gone.Json.GetProperty("change").Id()}");
        Assert.Equal(["several_open"], (await app.TakenAsync("s")).Notices);
    }

    [Fact]
    public async Task R27_the_other_addresses_offer_their_records_and_go_once_a_hand_has_decided()
    {
        var (a, b) = (await DealAsync(World.Anna, "Deal A"), await DealAsync(World.Anna, "Deal B"));
        var hidden = await DealAsync(World.Ben, "Hidden", "owner");
        await app.TakeAsync(Letters.Of("two"), $"{MailRoom.ContosoAddress},{Address(a)},{Address(b)},{Address(hidden)}");
        var taken = await app.TakenAsync("two");
        Assert.Equal(["Deal A: record_address"], taken.Links);
        var notice = taken.Notice("other_record_addresses");
        Assert.Equal(["Deal B"], notice.GetProperty("records").Names());
        Assert.Equal([Address(b), Address(hidden)], notice.GetProperty("addresses").EnumerateArray().Select(x => x.GetString()));

        await app.PutAsync(World.Anna, $"conversations/{taken.Conversation}/links/deal", new { recordId = b.Id() });

        Assert.Equal(["Deal B: by_hand"], (await app.TakenAsync("two")).Links);
        Assert.Empty((await app.TakenAsync("two")).Notices);
    }

    [Fact]
    public async Task R27_a_later_arrival_adds_its_address_to_the_rest_and_drops_none()
    {
        var (a, b, c) = (await DealAsync(World.Anna, "A"), await DealAsync(World.Anna, "B"), await DealAsync(World.Anna, "C"));
        var letter = Letters.Of("again");
        await app.TakeAsync(letter, $"{Address(a)},{Address(b)}");
        await app.TakeAsync(letter, Address(c));

        var notice = (await app.TakenAsync("again")).Notice("other_record_addresses");

        Assert.Equal(["B", "C"], notice.GetProperty("records").Names());
    }

    [Fact]
    public async Task S34_an_address_that_is_not_available_says_the_same_whatever_becomes_of_the_record()
    {
        var hidden = await DealAsync(World.Ben, "Hidden", "owner");
        var deleted = await DealAsync(World.Anna, "Deleted");
        await app.DeleteAsync(World.Anna, $"deals/{deleted.Id()}");
        await app.TakeAsync(Letters.Of("hidden"), Address(hidden));
        await app.TakeAsync(Letters.Of("deleted"), Address(deleted));
        var before = (await app.TakenAsync("hidden")).Notice("address_not_available").ToString();

        await app.PatchAsync(World.Ben, $"deals/{hidden.Id()}", new { version = 1, visibleTo = "everyone" });

        var now = await app.TakenAsync("hidden");
        Assert.Empty(now.Links);
        Assert.Equal(before, now.Notice("address_not_available").ToString());
        Assert.Equal(
            before.Replace(Address(hidden), ""),
            (await app.TakenAsync("deleted")).Notice("address_not_available").ToString().Replace(Address(deleted), ""));
    }

    [Fact]
    public async Task S10_of_too_many_persons_the_rep_makes_those_she_chooses_and_the_notice_goes_with_the_last()
    {
        var to = string.Join(", ", Enumerable.Range(0, 21).Select(n => $"Q{n} <q{n}@many.example>"));
        await app.TakeAsync(Letters.Of("many", to + ", noreply@many.example, ben@contoso.example"));
        var taken = await app.TakenAsync("many");
        var people = taken.Notice("too_many_persons").GetProperty("people").EnumerateArray().ToList();
        Assert.Equal(21, people.Count);
        Assert.Equal(("Q0", "q0@many.example"), (people[0].Text("name"), people[0].Text("address")));

        var some = await MakePersonsAsync(taken, ["q0@many.example", "Q1@MANY.example", "ben@contoso.example", "other@x.example"]);
        Assert.Equal(["Q0", "Q1"], some.GetProperty("persons").Names());
        Assert.Equal(["Q0", "Q1"], (await app.TakenAsync("many")).Persons);
        Assert.Equal(19, (await app.TakenAsync("many")).Notice("too_many_persons").GetProperty("people").GetArrayLength());

        await MakePersonsAsync(taken, Enumerable.Range(0, 21).Select(n => $"q{n}@many.example"));
        Assert.Empty((await app.TakenAsync("many")).Notices);

        await app.DeleteAsync(World.Anna, $"changes/{some.GetProperty("change").Id()}");
        Assert.Equal(19, (await app.TakenAsync("many")).Persons.Count);
    }

    [Fact]
    public async Task S5_nobody_makes_persons_of_anothers_mail()
    {
        await app.TakeAsync(Letters.Of("mine", "x@mine.example"));
        await app.ShareAsync(await app.TakenAsync("mine"));
        var id = (await app.TakenAsync("mine")).Id;

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.PostAsync(World.Ben, $"messages/{id}/persons", new { addresses = new[] { "x@mine.example" } })).Status);
    }

    private async Task<JsonElement> MakePersonsAsync(Taken taken, IEnumerable<string> addresses)
    {
        var said = await app.PostAsync(World.Anna, $"messages/{taken.Id}/persons", new { addresses });
        Assert.True(said.Status == HttpStatusCode.OK, said.Body);
        return said.Json;
    }

    private async Task<Dictionary<string, Guid>> SeveralAsync(string name, params string[] titles)
    {
        var person = (await app.MakeAsync(World.Anna, "persons", new { name = "S", emails = new[] { "s@several.example" } })).Id();
        var deals = new Dictionary<string, Guid>();
        foreach (var title in titles)
        {
            deals[title] = (await app.MakeAsync(World.Anna, "deals", new { title, personIds = new[] { person } })).Id();
        }

        await app.TakeAsync(Letters.Of(name, "s@several.example"));
        return deals;
    }

    private Task<JsonElement> DealAsync(TestUser who, string title, string visibleTo = "everyone") =>
        app.MakeAsync(who, "deals", new { title, visibleTo });

    private static string Address(JsonElement deal) => deal.Text("smartBccAddress");

    private async Task CloseAsync(TestUser who, Guid deal) =>
        Assert.Equal(HttpStatusCode.OK, (await app.PatchAsync(who, $"deals/{deal}", new { version = 1, status = "won" })).Status);
}
