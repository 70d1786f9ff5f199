using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Pane;

/// <summary>R80, S9: what the pane suggests, in which order and why, and what it leaves out.</summary>
public sealed class SuggestionsTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync()
    {
        app = await MailRoom.StartAsync();
        await app.SettingsAsync(new { autoLink = new { deals = false, leads = false, projects = false } });
    }

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task R80_the_senders_open_records_stand_first_then_the_others_the_organizations_last()
    {
        var organization = (await app.MakeAsync(World.Anna, "organizations", new { name = "Yamada" })).Id();
        var sender = await PersonAsync("Sender", "sender@yamada-shoji.example", organization);
        var other = await PersonAsync("Other", "other@partner.example");
        await DealAsync("Of the other", other);
        await DealAsync("Of the sender", sender);
        await app.MakeAsync(World.Anna, "deals", new { title = "Of the organization", organizationId = organization });
        await app.MakeAsync(World.Anna, "deals", new { title = "Closed", personIds = new[] { sender }, status = "won" });

        Assert.Equal(
            ["Of the sender: open_of_person Sender", "Of the other: open_of_person Other",
             "Of the organization: same_organization Yamada"],
            await SuggestedAsync("sender@yamada-shoji.example", "other@partner.example"));
    }

    [Fact]
    public async Task R80_of_equals_the_most_recently_active_stands_first_and_a_colleagues_mail_moves_nothing()
    {
        var person = await PersonAsync("P", "p@active.example");
        var (old, recent, bens) = (await DealAsync("Old", person), await DealAsync("Recent", person), await DealAsync("Bens", person));
        foreach (var (deal, name) in new[] { (old, "a"), (recent, "b") })
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await app.TakeAsync(Letters.Of(name, "x@elsewhere.example"), deal.Text("smartBccAddress"));
        }

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.StartsWith("250", await app.SendAsync(
            World.Ben.Address, bens.Text("smartBccAddress"), Letters.Of("c", from: "Ben <ben@contoso.example>")));

        Assert.Equal(["Recent", "Old", "Bens"], (await SuggestedAsync("p@active.example")).Select(s => s.Split(':')[0]));
    }

    [Fact]
    public async Task R80_an_earlier_conversation_with_them_that_is_linked_suggests_its_record()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Talked about" });
        await app.TakeAsync(Letters.Of("early", "Nobody <someone@early.example>"), deal.Text("smartBccAddress"));

        Assert.Equal(
            ["Talked about: earlier_conversation someone@early.example"], await SuggestedAsync("someone@early.example"));
        await app.PatchAsync(World.Anna, $"deals/{deal.Id()}", new { version = 1, status = "lost" });
        Assert.Empty(await SuggestedAsync("someone@early.example"));
    }

    [Theory]
    [InlineData("acme-works.example", true)]
    [InlineData("gmail.com", false)]
    [InlineData("yahoo.co.jp", false)]
    public async Task R80_an_unknown_address_of_a_known_company_may_be_a_colleague_of_but_not_by_freemail(
        string domain, bool isSuggested)
    {
        var organization = (await app.MakeAsync(World.Anna, "organizations", new { name = "Acme" })).Id();
        await PersonAsync("Known", $"known@{domain}", organization);
        await app.MakeAsync(World.Anna, "deals", new { title = "Acme deal", organizationId = organization });

        var open = await OpenAsync(World.Anna, $"new@{domain}");

        Assert.Equal(isSuggested ? [$"Acme deal: same_domain new@{domain}"] : [], Said(open));
        var participant = open.GetProperty("participants")[0];
        Assert.Equal(isSuggested, participant.TryGetProperty("colleague", out var colleague));
        if (isSuggested)
        {
            Assert.Equal("Known", colleague.GetProperty("person").Text("name"));
            Assert.Equal("Acme", colleague.GetProperty("organization").Text("name"));
        }
    }

    [Fact]
    public async Task S9_what_is_hidden_neither_is_suggested_nor_gives_a_reason()
    {
        var bens = (await app.MakeAsync(World.Ben, "organizations", new { name = "Hidden org", visibleTo = "owner" })).Id();
        await app.MakeAsync(World.Ben, "persons", new
        {
            name = "Hidden person", emails = new[] { "one@hidden-works.example" }, organizationId = bens, visibleTo = "owner",
        });
        var seen = (await app.MakeAsync(World.Ben, "persons", new
        {
            name = "Seen person", emails = new[] { "two@seen-works.example" }, organizationId = bens,
        })).Id();
        await app.MakeAsync(World.Ben, "deals", new { title = "Hidden deal", personIds = new[] { seen }, visibleTo = "owner" });
        await app.MakeAsync(World.Ben, "deals", new { title = "Seen deal of a hidden organization", organizationId = bens });

        foreach (var address in new[] { "one@hidden-works.example", "new@hidden-works.example", "two@seen-works.example" })
        {
            Assert.Empty(await SuggestedAsync(address));
        }

        var open = await OpenAsync(World.Anna, "new@seen-works.example");
        Assert.Equal("Seen person", open.GetProperty("participants")[0].GetProperty("colleague").GetProperty("person").Text("name"));
        Assert.DoesNotContain("Hidden", open.ToString());
        var (hidden, none) = (
            await OpenAsync(World.Anna, "new@hidden-works.example"), await OpenAsync(World.Anna, "new@no-such-works.example"));
        Assert.Equal(hidden.ToString().Replace("hidden-works", ""), none.ToString().Replace("no-such-works", ""));
    }

    [Fact]
    public async Task One_that_was_put_away_does_not_come_back_for_that_conversation_until_undone()
    {
        var person = await PersonAsync("P", "p@away.example");
        var deal = await DealAsync("Away", person);
        await app.TakeAsync(Letters.Of("away", "p@away.example", subject: "The pumps of autumn"));
        var taken = await app.TakenAsync("away");
        Assert.Equal(["Away: open_of_person P"], Said(taken.Open));
        var path = $"conversations/{taken.Conversation}/suggestions/{deal.Id()}";
        Assert.Equal(HttpStatusCode.NotFound, (await app.DeleteAsync(World.Ben, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.DeleteAsync(
            World.Anna, $"conversations/{taken.Conversation}/suggestions/{Guid.NewGuid()}")).Status);

        var away = await app.DeleteAsync(World.Anna, path);
        await app.TakeAsync(Letters.Of("reply", "p@away.example", more: "In-Reply-To: <away@contoso.example>\r\n"));

        Assert.Empty(Said((await app.TakenAsync("away")).Open));
        Assert.Empty(Said((await app.TakenAsync("reply")).Open));
        Assert.Equal(["Away: open_of_person P"], await SuggestedAsync("p@away.example"));
        await app.DeleteAsync(World.Anna, $"changes/{away.Json.GetProperty("change").Id()}");
        Assert.Equal(["Away: open_of_person P"], Said((await app.TakenAsync("away")).Open));
    }

    [Fact]
    public async Task What_is_linked_or_was_unlinked_by_hand_is_not_suggested_and_a_filled_slot_asks_no_more()
    {
        var person = await PersonAsync("P", "p@slot.example");
        var (one, two) = (await DealAsync("One", person), await DealAsync("Two", person));
        await app.MakeAsync(World.Anna, "projects", new { title = "Project", personIds = new[] { person } });
        await app.TakeAsync(Letters.Of("slot", "p@slot.example"));
        var taken = await app.TakenAsync("slot");

        await app.PutAsync(World.Anna, $"conversations/{taken.Conversation}/links/deal", new { recordId = one.Id() });
        Assert.Equal(["Project: open_of_person P"], Said((await app.TakenAsync("slot")).Open));

        await app.DeleteAsync(World.Anna, $"conversations/{taken.Conversation}/links/deal");
        Assert.Equal(["Project: open_of_person P", "Two: open_of_person P"], Said((await app.TakenAsync("slot")).Open));
        Assert.Equal(two.Id(), (await app.TakenAsync("slot")).Open.GetProperty("suggestions")[1].GetProperty("record").Id());
    }

    private async Task<List<string>> SuggestedAsync(params string[] people) => Said(await OpenAsync(World.Anna, people));

    private static List<string> Said(JsonElement open) =>
    [
        .. open.GetProperty("suggestions").EnumerateArray().Select(s =>
        {
            var why = s.GetProperty("why");
            var by = new[] { "person", "address", "organization" }.Where(name => why.TryGetProperty(name, out _))
                .Select(name => name == "address" ? why.Text(name) : why.GetProperty(name).Text("name")).First();
            return $"{s.GetProperty("record").Text("name")}: {why.Text("code")} {by}";
        }),
    ];

    private async Task<JsonElement> OpenAsync(TestUser who, params string[] people)
    {
        var query = string.Concat(people.Skip(1).Select(p => $"&people={Uri.EscapeDataString(p)}"));
        var said = await app.GetAsync(
            who, $"open-message?internetMessageId=none@x.example&from={Uri.EscapeDataString(people[0])}{query}");
        Assert.True(said.Status == HttpStatusCode.OK, said.Body);
        return said.Json;
    }

    private async Task<Guid> PersonAsync(string name, string address, Guid? organizationId = null) =>
        (await app.MakeAsync(World.Anna, "persons", new { name, emails = new[] { address }, organizationId })).Id();

    private Task<JsonElement> DealAsync(string title, Guid person) =>
        app.MakeAsync(World.Anna, "deals", new { title, personIds = new[] { person } });
}
