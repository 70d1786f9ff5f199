using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Linking;

/// <summary>R25, R26, S7, S9, S36, S38: whose a captured letter is. Each test has customers of its own.</summary>
public sealed class AutoLinkTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task R25_addresses_are_matched_or_become_persons_but_never_our_own_and_never_machines()
    {
        await PersonAsync("Known", "known@r25.example");

        await app.TakeAsync(Letters.Of(
            "r25",
            "KNOWN@r25.example, New One <new@r25.example>, nameless@r25.example, ben@contoso.example, " +
            $"office@contoso.example, no-reply@r25.example, {MailRoom.ContosoAddress}"));

        Assert.Equal(["Known", "New One", "nameless@r25.example"], (await app.TakenAsync("r25")).Persons);
        Assert.Empty((await app.GetAsync(World.Ben, "persons?q=New+One")).Names);
    }

    [Fact]
    public async Task S10_with_more_than_twenty_new_addresses_none_is_made_and_the_message_says_so()
    {
        var to = string.Join(", ", Enumerable.Range(0, 20).Select(n => $"p{n}@many.example"));
        await app.TakeAsync(Letters.Of("twenty", to + ", noreply@many.example"));
        await app.TakeAsync(Letters.Of("more", string.Join(", ", Enumerable.Range(0, 21).Select(n => $"q{n}@many.example"))));

        Assert.Equal(20, (await app.TakenAsync("twenty")).Persons.Count);
        var more = await app.TakenAsync("more");
        Assert.Empty(more.Persons);
        Assert.Contains("too_many_persons", more.Notices);
    }

    [Fact]
    public async Task S36_addresses_that_only_machines_answer_make_nobody_and_people_with_such_names_are_somebody()
    {
        string[] machines =
        [
            "noreply+abc", "jira-noreply", "no-reply-crm", "sales.no_reply", "do-not-reply", "donotreply2", "bounce+anna=x", "bounces-17",
            "bounce.news", "bounce12", "mailer-daemon", "MAILER-DAEMON+1", "github-notifications", "notification+k3", "order.notification",
            "notify", "price-alerts", "postmaster", "auto-reply", "dont-reply",
        ];
        string[] people = ["bouncer", "noor", "norep.lyon", "notary", "alert.einstein", "reply", "anna+news", "b.ounce", "mailer"];

        await app.TakeAsync(Letters.Of(
            "machines", string.Join(", ", machines.Concat(people).Select(local => $"{local}@s36.example"))));

        Assert.Equal(people.Select(local => $"{local}@s36.example"), (await app.TakenAsync("machines")).Persons);
    }

    [Fact]
    public async Task S10_how_many_new_persons_one_mail_makes_is_a_setting()
    {
        await using var small = await MailRoom.StartAsync(null, null, ("SmartBcc:MaxNewPersons", "2"));
        await small.TakeAsync(Letters.Of("two", "a@many.example, b@many.example"));
        await small.TakeAsync(Letters.Of("three", "c@many.example, d@many.example, e@many.example"));

        Assert.Equal(2, (await small.TakenAsync("two")).Persons.Count);
        Assert.Equal(["too_many_persons"], (await small.TakenAsync("three")).Notices);
    }

    [Fact]
    public async Task R26_the_only_open_deal_lead_and_project_of_the_person_are_linked()
    {
        var deal = await PersonAsync("D", "d@only.example");
        var lead = await PersonAsync("L", "l@only.example");
        await MakeAsync("deals", "Only deal", deal);
        await MakeAsync("projects", "Only project", deal);
        await app.MakeAsync(World.Anna, "deals", new { title = "Lost", personIds = new[] { deal }, status = "lost" });
        await app.MakeAsync(World.Anna, "leads", new { title = "Only lead", personId = lead });
        await app.MakeAsync(World.Anna, "leads", new { title = "By address", emails = new[] { "a@only.example" } });

        await app.TakeAsync(Letters.Of("d", "d@only.example"));
        await app.TakeAsync(Letters.Of("l", "l@only.example"));
        await app.TakeAsync(Letters.Of("a", "a@only.example"));

        Assert.Equal(["Only deal: only_open", "Only project: only_open"], (await app.TakenAsync("d")).Links);
        Assert.Equal(["Only lead: only_open"], (await app.TakenAsync("l")).Links);
        Assert.Equal(["By address: only_open"], (await app.TakenAsync("a")).Links);
    }

    [Fact]
    public async Task R26_of_several_open_ones_none_is_linked_and_they_are_offered()
    {
        var person = await PersonAsync("S", "s@several.example");
        await MakeAsync("deals", "One", person);
        await MakeAsync("deals", "Two", person);
        await MakeAsync("projects", "P1", person);

        await app.TakeAsync(Letters.Of("several", "s@several.example"));

        var taken = await app.TakenAsync("several");
        Assert.Equal(["P1: only_open"], taken.Links);
        Assert.Equal(["One", "Two"], taken.Notice("several_open").GetProperty("records").Names());
    }

    [Fact]
    public async Task S38_one_deal_beside_one_lead_the_deal_is_linked_and_all_people_count_together()
    {
        var (one, two) = (await PersonAsync("B1", "b1@both.example"), await PersonAsync("B2", "b2@both.example"));
        await MakeAsync("deals", "The deal", one);
        await app.MakeAsync(World.Anna, "leads", new { title = "The lead", personId = two });
        await app.TakeAsync(Letters.Of("both", "b1@both.example, b2@both.example"));
        Assert.Equal(["The deal: only_open"], (await app.TakenAsync("both")).Links);

        await MakeAsync("deals", "Another", two);
        await app.TakeAsync(Letters.Of("together", "b1@both.example, b2@both.example"));
        Assert.Empty((await app.TakenAsync("together")).Links);
    }

    [Fact]
    public async Task S38_one_deal_that_two_people_share_is_one()
    {
        var (one, two) = (await PersonAsync("C1", "c1@common.example"), await PersonAsync("C2", "c2@common.example"));
        await app.MakeAsync(World.Anna, "deals", new { title = "Common", personIds = new[] { one, two } });

        await app.TakeAsync(Letters.Of("common", "c1@common.example, c2@common.example"));

        Assert.Equal(["Common: only_open"], (await app.TakenAsync("common")).Links);
    }

    [Fact]
    public async Task R26_each_kind_has_its_own_switch()
    {
        var person = await PersonAsync("W", "w@switch.example");
        await MakeAsync("deals", "Switched deal", person);
        await MakeAsync("projects", "Switched project", person);
        await app.MakeAsync(World.Anna, "leads", new { title = "Switched lead", personId = person });
        var expected = new Dictionary<string, string[]>
        {
            ["deals"] = ["Switched lead: only_open", "Switched project: only_open"],
            ["leads"] = ["Switched deal: only_open", "Switched project: only_open"],
            ["projects"] = ["Switched deal: only_open"],
        };
        foreach (var (off, links) in expected)
        {
            await app.SettingsAsync(new { autoLink = new { deals = off != "deals", leads = off != "leads", projects = off != "projects" } });
            await app.TakeAsync(Letters.Of($"no-{off}", "w@switch.example"));
            Assert.Equal(links, (await app.TakenAsync($"no-{off}")).Links);
        }

        await app.SettingsAsync(new { autoLink = new { deals = true, leads = true, projects = true } });
    }

    [Fact]
    public async Task S9_a_hidden_record_neither_links_nor_counts()
    {
        var person = await PersonAsync("H", "h@hidden.example");
        await MakeAsync("deals", "Seen", person);
        await app.MakeAsync(World.Ben, "deals", new { title = "Hidden", personIds = new[] { person }, visibleTo = "owner" });
        await app.MakeAsync(World.Ben, "persons", new { name = "Bens H", emails = new[] { "only@hidden.example" }, visibleTo = "owner" });

        await app.TakeAsync(Letters.Of("seen", "h@hidden.example"));
        await app.TakeAsync(Letters.Of("own", "Hers <only@hidden.example>"));

        Assert.Equal(["Seen: only_open"], (await app.TakenAsync("seen")).Links);
        Assert.Empty((await app.TakenAsync("seen")).Notices);
        Assert.Equal(["Hers"], (await app.TakenAsync("own")).Persons);
    }

    [Fact]
    public async Task S7_what_a_hand_removed_no_rule_puts_back()
    {
        var person = await PersonAsync("R", "r@removed.example");
        await MakeAsync("deals", "Removed", person);
        var letter = Letters.Of("removed", "r@removed.example", subject: "The removal of roasters");
        await app.TakeAsync(letter);
        var taken = await app.TakenAsync("removed");
        await app.DeleteAsync(World.Anna, $"conversations/{taken.Conversation}/links/deal");
        await app.DeleteAsync(World.Anna, $"messages/{taken.Id}/links/persons/{person}");

        await app.TakeAsync(letter);
        await app.TakeAsync(Letters.Of("later", "r@removed.example", more: "In-Reply-To: <removed@contoso.example>\r\n"));

        var again = await app.TakenAsync("removed");
        Assert.Empty(again.Links);
        Assert.Empty(again.Persons);
        var later = await app.TakenAsync("later");
        Assert.Equal(taken.Conversation, later.Conversation);
        Assert.Empty(later.Links);
        Assert.Equal(["R"], later.Persons);
    }

    [Fact]
    public async Task S7_a_late_unlink_of_one_record_leaves_another_that_was_linked_since()
    {
        var (one, two) = (await app.MakeAsync(World.Anna, "deals", new { title = "One" }), await app.MakeAsync(World.Anna, "deals", new { title = "Two" }));
        await app.TakeAsync(Letters.Of("late", "l@late.example", subject: "The late roasters"));
        var link = $"conversations/{(await app.TakenAsync("late")).Conversation}/links/deal";
        await app.PutAsync(World.Anna, link, new { recordId = one.Id() });
        var unlinked = await app.DeleteAsync(World.Anna, $"{link}?recordId={one.Id()}");
        await app.PutAsync(World.Anna, link, new { recordId = two.Id() });

        var again = await app.DeleteAsync(World.Anna, $"{link}?recordId={one.Id()}");

        Assert.Equal("unlinked", unlinked.Json.GetProperty("change").Text("kind"));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(JsonValueKind.Null, again.Json.GetProperty("change").ValueKind);
        Assert.Equal(["Two: by_hand"], (await app.TakenAsync("late")).Links);
    }

    [Fact]
    public async Task S7_what_a_hand_linked_no_rule_replaces()
    {
        var person = await PersonAsync("X", "x@hand.example");
        var chosen = await app.MakeAsync(World.Anna, "deals", new { title = "Chosen", status = "won" });
        await app.TakeAsync(Letters.Of("x1", "x@hand.example", subject: "The choice of roasters"));
        var taken = await app.TakenAsync("x1");
        await app.PutAsync(World.Anna, $"conversations/{taken.Conversation}/links/deal", new { recordId = chosen.Id() });
        await MakeAsync("deals", "Open", person);

        await app.TakeAsync(Letters.Of("x2", "x@hand.example", more: "In-Reply-To: <x1@contoso.example>\r\n"));

        Assert.Equal(["Chosen: by_hand"], (await app.TakenAsync("x2")).Links);
    }

    [Fact]
    public async Task R26_a_deleted_deal_leaves_its_place_to_the_only_open_one_and_coming_back_does_not_take_it()
    {
        var person = await PersonAsync("G", "g@gone.example");
        var old = (await app.MakeAsync(World.Anna, "deals", new { title = "Old", personIds = new[] { person } })).Id();
        await app.TakeAsync(Letters.Of("g1", "g@gone.example"));
        var deleted = (await app.DeleteAsync(World.Anna, $"deals/{old}")).Json;
        await MakeAsync("deals", "New", person);
        Assert.Equal(
            ["New"], (await app.TakenAsync("g1")).Open.GetProperty("suggestions").EnumerateArray().Select(s => s.GetProperty("record").Text("name")));

        await app.TakeAsync(Letters.Of("g2", "g@gone.example", more: "In-Reply-To: <g1@contoso.example>\r\n"));

        Assert.Equal(["New: only_open"], (await app.TakenAsync("g1")).Links);
        var undone = await app.DeleteAsync(World.Anna, $"changes/{deleted.GetProperty("change").Id()}");
        Assert.Equal(1, undone.Json.GetProperty("reverted").GetInt32());
        Assert.Equal(["New: only_open"], (await app.TakenAsync("g2")).Links);
        Assert.Empty((await app.GetAsync(World.Anna, $"deals/{old}/messages")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task R27_a_deleted_deal_leaves_its_place_to_the_addressed_one_and_to_the_choice_of_several()
    {
        var person = await PersonAsync("V", "v@gone.example");
        var old = await app.MakeAsync(World.Anna, "deals", new { title = "First" });
        await app.TakeAsync(Letters.Of("v1", "v@gone.example"), old.Text("smartBccAddress"));
        await MakeAsync("deals", "One", person);
        await MakeAsync("deals", "Two", person);
        await app.DeleteAsync(World.Anna, $"deals/{old.Id()}");

        await app.TakeAsync(Letters.Of("v2", "v@gone.example", more: "In-Reply-To: <v1@contoso.example>\r\n"));
        Assert.Equal(["One", "Two"], (await app.TakenAsync("v2")).Notice("several_open").GetProperty("records").Names());

        var addressed = await app.MakeAsync(World.Anna, "deals", new { title = "Addressed" });
        await app.TakeAsync(
            Letters.Of("v3", "v@gone.example", more: "In-Reply-To: <v1@contoso.example>\r\n"), addressed.Text("smartBccAddress"));
        var taken = await app.TakenAsync("v3");
        Assert.Equal(["Addressed: record_address"], taken.Links);
        Assert.DoesNotContain("other_record_addresses", taken.Notices);
    }

    private async Task<Guid> PersonAsync(string name, string address) =>
        (await app.MakeAsync(World.Anna, "persons", new { name, emails = new[] { address } })).Id();

    private Task MakeAsync(string path, string title, Guid person) =>
        app.MakeAsync(World.Anna, path, new { title, personIds = new[] { person } });
}
