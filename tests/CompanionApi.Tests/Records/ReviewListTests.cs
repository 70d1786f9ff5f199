using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

/// <summary>S10, R62: persons that mail made stand on their owner's review list until a hand keeps or removes them.</summary>
public sealed class ReviewListTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S10_each_stands_on_its_owners_list_with_the_mail_that_made_it()
    {
        await app.TakeAsync(Letters.Of("first", "One <one@new.example>", subject: "About ones"));
        await app.TakeAsync(Letters.Of("second", "Two <two@new.example>, one@new.example", subject: "About twos"));
        await app.MakeAsync(World.Anna, "persons", new { name = "By hand", emails = new[] { "hand@new.example" } });

        var list = await ListAsync();

        Assert.Equal(["Two", "One"], list.Select(Name));
        Assert.Equal(["About twos", "About ones"], list.Select(i => i.GetProperty("mail").Text("subject")));
        Assert.Equal((await app.TakenAsync("first")).Id, list[1].GetProperty("mail").Text("messageId"));
        Assert.Equal(2, (await app.GetAsync(World.Anna, "me/review-list/count")).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task S10_nobody_else_has_them_on_the_list_nor_its_mail_also_when_everyone_sees_the_person()
    {
        await app.TakeAsync(Letters.Of("seen", "Seen <seen@new.example>"));
        await app.ShareAsync(await app.TakenAsync("seen"));
        Assert.Equal(["Seen"], (await app.GetAsync(World.Ben, "persons?q=Seen")).Names);

        foreach (var who in new[] { World.Ben, World.Chie, World.Dan })
        {
            Assert.Empty((await app.GetAsync(who, "me/review-list")).Json.GetProperty("items").EnumerateArray());
            Assert.Equal(0, (await app.GetAsync(who, "me/review-list/count")).Json.GetProperty("count").GetInt32());
            var id = (await ListAsync())[0].GetProperty("record").Id();
            Assert.Equal([(id, "not_found")], Skipped(await ChangeAsync(who, "remove", [id])));
        }
    }

    [Fact]
    public async Task S10_the_list_pages()
    {
        for (var n = 0; n < 5; n++)
        {
            await app.TakeAsync(Letters.Of($"p{n}", $"P{n} <p{n}@page.example>"));
        }

        var seen = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var page = await app.GetAsync(World.Anna, $"me/review-list?limit=2&cursor={next}");
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(Name));
            next = page.Next;
        }

        Assert.Equal(["P4", "P3", "P2", "P1", "P0"], seen);
        Assert.Equal("invalid", (await app.GetAsync(World.Anna, "me/review-list?cursor=AAAA")).Code);
    }

    [Fact]
    public async Task S10_several_are_kept_in_one_change_and_undo_puts_them_back_on_the_list()
    {
        await app.TakeAsync(Letters.Of("k", "K1 <k1@new.example>, K2 <k2@new.example>, K3 <k3@new.example>"));
        var ids = (await ListAsync()).Select(i => i.GetProperty("record").Id()).ToList();

        var kept = await ChangeAsync(World.Anna, "keep", [ids[0], ids[1], Guid.NewGuid()]);

        Assert.Equal(2, kept.GetProperty("changed").GetArrayLength());
        Assert.Equal("not_found", Assert.Single(Skipped(kept)).Code);
        Assert.Single(await ListAsync());
        await UndoAsync(kept);
        Assert.Equal(3, (await ListAsync()).Count);
    }

    [Fact]
    public async Task S10_removed_ones_are_gone_with_their_links_and_undo_brings_both_back_with_the_reason()
    {
        await app.TakeAsync(Letters.Of("r1", "R1 <r1@new.example>, R2 <r2@new.example>"));
        await app.TakeAsync(Letters.Of("r2", "r1@new.example"));
        var ids = (await ListAsync()).Select(i => i.GetProperty("record").Id()).ToList();

        var removed = await ChangeAsync(World.Anna, "remove", ids);

        Assert.Equal(2, removed.GetProperty("changed").GetArrayLength());
        Assert.Empty(await ListAsync());
        Assert.Empty((await app.TakenAsync("r1")).Persons);
        Assert.Empty((await app.TakenAsync("r2")).Persons);
        Assert.All(ids, async id =>
            Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"persons/{id}")).Status));

        await UndoAsync(removed);
        Assert.Equal(2, (await ListAsync()).Count);
        Assert.Equal(["R1: made_by_mail", "R2: made_by_mail"], Whys(await app.TakenAsync("r1")));
        Assert.Equal(["R1: participant"], Whys(await app.TakenAsync("r2")));
        Assert.Empty(Skipped(await ChangeAsync(World.Anna, "remove", ids)));
    }

    [Fact]
    public async Task S7_an_address_that_a_hand_removed_makes_no_person_again()
    {
        var letter = Letters.Of("once", "Once <once@new.example>");
        await app.TakeAsync(letter);
        await ChangeAsync(World.Anna, "remove", [(await ListAsync())[0].GetProperty("record").Id()]);

        await app.TakeAsync(letter);
        await app.TakeAsync(Letters.Of("again", "Once <ONCE@new.example>, Other <other@new.example>"));

        Assert.Empty((await app.TakenAsync("once")).Persons);
        Assert.Equal(["Other"], (await app.TakenAsync("again")).Persons);
    }

    [Fact]
    public async Task S10_what_a_hand_has_touched_is_not_removed_and_it_says_why()
    {
        await app.TakeAsync(Letters.Of(
            "used", "Edited <e@used.example>, Linked <l@used.example>, Dealt <d@used.example>, Noted <n@used.example>, Free <f@used.example>"));
        var ids = (await ListAsync()).ToDictionary(Name, i => i.GetProperty("record").Id());
        await app.TakeAsync(Letters.Of("other", "somebody@else.example"));
        var edited = (await app.GetAsync(World.Anna, $"persons/{ids["Edited"]}")).Json;
        await app.PatchAsync(World.Anna, $"persons/{ids["Edited"]}", new
        {
            version = edited.GetProperty("version").GetInt32(), name = "Edited by hand",
        });
        await app.PutAsync(World.Anna, $"messages/{(await app.TakenAsync("other")).Id}/links/persons/{ids["Linked"]}", new { });
        await app.MakeAsync(World.Anna, "deals", new { title = "Deal", personIds = new[] { ids["Dealt"] } });
        await app.MakeAsync(World.Anna, $"persons/{ids["Noted"]}/notes", new { text = "Likes beans" });

        var removed = await ChangeAsync(World.Anna, "remove", ids.Values);

        Assert.Equal(
            new HashSet<(Guid, string)>
            {
                (ids["Edited"], "edited"), (ids["Linked"], "linked_by_hand"), (ids["Dealt"], "in_use"), (ids["Noted"], "in_use"),
            },
            Skipped(removed).ToHashSet());
        var left = (await ListAsync()).ToDictionary(Name, i => i.TryGetProperty("inUse", out var code) ? code.GetString() : null);
        Assert.Equal("edited", left["Edited by hand"]);
        Assert.Equal("linked_by_hand", left["Linked"]);
        Assert.False(left.ContainsKey("Free"));
        Assert.Equal("somebody@else.example", left.Keys.Single(name => left[name] is null));
    }

    [Fact]
    public async Task R2_a_person_in_a_colleagues_private_mail_goes_as_if_there_were_none_and_that_mail_keeps_its_link()
    {
        await CommonAsync();
        var item = Assert.Single(await ListAsync());
        Assert.False(item.TryGetProperty("inUse", out _));

        var removed = await ChangeAsync(World.Anna, "remove", [item.GetProperty("record").Id()]);

        Assert.Empty(Skipped(removed));
        Assert.Empty((await app.OpenAsync(World.Ben, "bens")).GetProperty("links").EnumerateArray());
        await UndoAsync(removed, "?expose=true");
        Assert.Single((await app.OpenAsync(World.Ben, "bens")).GetProperty("links").EnumerateArray());
    }

    [Fact]
    public async Task S10_a_person_in_a_colleagues_shared_mail_stays_and_the_reason_tells_nothing_of_it()
    {
        var bens = await CommonAsync();
        await app.PutAsync(World.Ben, $"messages/{bens}/visibility", new { visibility = "shared" });

        var item = Assert.Single(await ListAsync());

        Assert.Equal("in_use", item.Text("inUse"));
        Assert.Equal("in_use", Assert.Single(Skipped(await ChangeAsync(World.Anna, "remove", [item.GetProperty("record").Id()]))).Code);
    }

    [Fact]
    public async Task S9_a_person_in_a_colleagues_hidden_deal_goes_as_if_there_were_none()
    {
        await CommonAsync();
        var id = Assert.Single(await ListAsync()).GetProperty("record").Id();
        await app.MakeAsync(World.Ben, "deals", new { title = "Hidden", personIds = new[] { id }, visibleTo = "owner" });

        Assert.Empty(Skipped(await ChangeAsync(World.Anna, "remove", [id])));
    }

    [Fact]
    public async Task R62_an_address_goes_to_a_person_that_is_there_with_its_mail_and_back()
    {
        var taro = (await app.MakeAsync(World.Anna, "persons", new { name = "Taro", emails = new[] { "taro@work.example" } })).Id();
        await app.TakeAsync(Letters.Of("home", "Taro at home <taro@home.example>"));
        var made = (await ListAsync())[0].GetProperty("record").Id();

        var moved = await ChangeAsync(World.Anna, "move_address", [made], taro);

        Assert.Equal(["Taro"], (await app.TakenAsync("home")).Persons);
        Assert.Equal(
            ["taro@work.example", "taro@home.example"], (await app.GetAsync(World.Anna, $"persons/{taro}")).Json.Emails());
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"persons/{made}")).Status);
        await app.TakeAsync(Letters.Of("later", "taro@home.example"));
        Assert.Equal(["Taro"], (await app.TakenAsync("later")).Persons);

        await UndoAsync(moved);
        Assert.Equal(["Taro at home"], (await app.TakenAsync("home")).Persons);
        Assert.Equal(["taro@work.example"], (await app.GetAsync(World.Anna, $"persons/{taro}")).Json.Emails());
    }

    [Fact]
    public async Task R11_an_address_that_would_take_shared_mail_to_others_asks_first_and_names_them()
    {
        await app.PatchAsync(World.Chie, "admin/company", new { defaultVisibleTo = "owner" });
        var taro = (await app.MakeAsync(World.Anna, "persons", new
        {
            name = "Taro", emails = new[] { "taro@work.example" }, visibleTo = "team",
        })).Id();
        await app.TakeAsync(Letters.Of("home", "Taro at home <taro@home.example>"));
        await app.ShareAsync(await app.TakenAsync("home"));
        var made = (await ListAsync())[0].GetProperty("record").Id();

        var asked = await app.PostAsync(World.Anna, "me/review-list/changes", new
        {
            recordIds = new[] { made }, change = "move_address", personId = taro,
        });

        Assert.Equal(HttpStatusCode.Conflict, asked.Status);
        Assert.Equal("would_expose", asked.Code);
        Assert.Equal(["Ben Ortiz"], asked.Json.GetProperty("people").EnumerateArray().Select(p => p.Text("displayName")));
        Assert.Equal(["Taro at home"], (await app.TakenAsync("home")).Persons);
        Assert.Empty((await app.GetAsync(World.Ben, $"persons/{taro}/messages")).Json.GetProperty("items").EnumerateArray());

        var agreed = await app.PostAsync(World.Anna, "me/review-list/changes?expose=true", new
        {
            recordIds = new[] { made }, change = "move_address", personId = taro,
        });
        Assert.Equal(HttpStatusCode.OK, agreed.Status);
        Assert.Single((await app.GetAsync(World.Ben, $"persons/{taro}/messages")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S9_a_hidden_person_and_none_are_one_answer()
    {
        var hidden = (await app.MakeAsync(World.Ben, "persons", new { name = "Bens", visibleTo = "owner" })).Id();
        await app.TakeAsync(Letters.Of("x", "X <x@new.example>"));
        var made = (await ListAsync())[0].GetProperty("record").Id();
        var told = new List<string>();
        foreach (var person in new[] { hidden, Guid.NewGuid(), made })
        {
            var said = await app.PostAsync(World.Anna, "me/review-list/changes", new
            {
                recordIds = new[] { made }, change = "move_address", personId = person,
            });
            Assert.Equal("not_available", said.Error("personId"));
            told.Add(System.Text.RegularExpressions.Regex.Replace(said.Body, "\"traceId\":\"[^\"]*\"", ""));
        }

        Assert.Single(told.Distinct());
    }

    /// <summary>A person that Anna's mail made and everyone sees, and that a private mail of Ben's is linked to: his mail's id.</summary>
    private async Task<string> CommonAsync()
    {
        await app.TakeAsync(Letters.Of("mine", "Common <common@new.example>"));
        await app.ShareAsync(await app.TakenAsync("mine"));
        Assert.StartsWith("250", await app.SendAsync(
            World.Ben.Address, MailRoom.ContosoAddress,
            Letters.Of("bens", "common@new.example", from: "Ben Ortiz <ben@contoso.example>")));
        return (await app.OpenAsync(World.Ben, "bens")).GetProperty("message").Text("id");
    }

    private static string Name(JsonElement item) => item.GetProperty("record").Text("name");

    private static List<string> Whys(Taken taken) =>
    [
        .. taken.Open.GetProperty("links").EnumerateArray().Where(l => l.Text("kind") == "person")
            .Select(l => $"{l.GetProperty("record").Text("name")}: {l.GetProperty("why").Text("code")}").Order(),
    ];

    private static List<(Guid Id, string Code)> Skipped(JsonElement reviewed) =>
        [.. reviewed.GetProperty("skipped").EnumerateArray().Select(s => (s.Id(), s.Text("code")))];

    private async Task<List<JsonElement>> ListAsync() =>
        [.. (await app.GetAsync(World.Anna, "me/review-list")).Json.GetProperty("items").EnumerateArray()];

    private async Task<JsonElement> ChangeAsync(TestUser who, string change, IEnumerable<Guid> recordIds, Guid? personId = null)
    {
        var said = await app.PostAsync(who, "me/review-list/changes", new { recordIds, change, personId });
        Assert.True(said.Status == HttpStatusCode.OK, said.Body);
        return said.Json;
    }

    private async Task UndoAsync(JsonElement changed, string query = "")
    {
        var undone = await app.DeleteAsync(World.Anna, $"changes/{changed.GetProperty("change").Id()}{query}");
        Assert.True(undone.Status == HttpStatusCode.OK, undone.Body);
        Assert.Equal(0, undone.Json.GetProperty("skipped").GetInt32());
    }
}
