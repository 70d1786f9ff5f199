using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

/// <summary>S55, S34: a lead becomes a deal; its mail, its notes and its address go along.</summary>
public sealed class ConversionTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S55_a_new_deal_has_the_leads_mail_notes_and_person()
    {
        var lead = await LeadAsync("owner");
        await app.TakeAsync(Letters.Of("first"), Address(lead));
        await app.PostAsync(World.Anna, $"leads/{lead.Id()}/notes", new { text = "Met at the fair" });

        var deal = await ConvertAsync(lead.Id(), new { deal = new { value = 1200, currency = "EUR" } });

        Assert.Equal(("Trade fair", "owner", 1200), (deal.Text("title"), deal.Text("visibleTo"), deal.GetProperty("value").GetInt32()));
        Assert.Equal(["Taro Yamada"], deal.GetProperty("persons").Names());
        Assert.Equal(["Trade fair: record_address"], (await app.TakenAsync("first")).Links);
        Assert.Single((await app.GetAsync(World.Anna, $"deals/{deal.Id()}/messages")).Json.GetProperty("items").EnumerateArray());
        Assert.Contains("Met at the fair", (await app.GetAsync(World.Anna, $"deals/{deal.Id()}/notes")).Body);
        var now = (await app.GetAsync(World.Anna, $"leads/{lead.Id()}")).Json;
        Assert.Equal(("converted", deal.Id()), (now.Text("status"), now.GetProperty("convertedTo").Id()));
    }

    [Fact]
    public async Task S10_the_person_that_it_makes_is_its_owners_alone_and_one_that_is_there_is_taken()
    {
        var known = (await app.MakeAsync(World.Anna, "persons", new { name = "Taro", emails = new[] { "taro@yamada.example" } })).Id();
        var first = await ConvertAsync((await LeadAsync("everyone")).Id(), new { });
        Assert.Equal(known, first.GetProperty("persons")[0].Id());

        var other = await app.MakeAsync(World.Anna, "leads", new { title = "Other", emails = new[] { "new@yamada.example" } });
        var made = (await ConvertAsync(other.Id(), new { })).GetProperty("persons")[0];
        Assert.Equal(("new@yamada.example", "owner"), (made.Text("name"), made.Text("visibleTo")));
        Assert.True(made.GetProperty("isNewByMail").GetBoolean());

        var nameless = await app.MakeAsync(World.Anna, "leads", new { title = "By phone", lastName = "Sato" });
        Assert.Equal(["Sato"], (await ConvertAsync(nameless.Id(), new { })).GetProperty("persons").Names());
    }

    [Fact]
    public async Task S55_a_deleted_person_is_not_the_leads_any_more_and_one_is_found_by_its_address()
    {
        var gone = (await app.MakeAsync(World.Anna, "persons", new { name = "Gone" })).Id();
        var lead = await app.MakeAsync(
            World.Anna, "leads", new { title = "Fair", personId = gone, emails = new[] { "taro@fair.example" } });
        await app.DeleteAsync(World.Anna, $"persons/{gone}");
        await app.MakeAsync(World.Anna, "persons", new { name = "Taro", emails = new[] { "taro@fair.example" } });

        Assert.Equal(["Taro"], (await ConvertAsync(lead.Id(), new { })).GetProperty("persons").Names());
    }

    [Fact]
    public async Task S34_mail_to_a_converted_leads_address_is_the_deals()
    {
        var lead = await LeadAsync("everyone");
        var deal = await ConvertAsync(lead.Id(), new { });
        await app.PatchAsync(World.Anna, $"deals/{deal.Id()}", new { version = 1, status = "won" });

        await app.TakeAsync(Letters.Of("after"), Address(lead));
        await app.TakeAsync(Letters.Of("own"), Address(deal));

        Assert.Equal(["Trade fair: record_address"], (await app.TakenAsync("after")).Links);
        Assert.Equal(["Trade fair: record_address"], (await app.TakenAsync("own")).Links);
        Assert.NotEqual(Address(lead), Address(deal));
    }

    [Fact]
    public async Task S34_an_address_whose_record_is_gone_hidden_or_of_the_other_kind_is_not_available_in_the_same_words()
    {
        var deleted = await LeadAsync("everyone");
        var chain = await LeadAsync("everyone");
        var bens = (await app.MakeAsync(World.Ben, "deals", new { title = "Bens" })).Id();
        var hidden = await app.MakeAsync(World.Ben, "leads", new { title = "Hidden way" });
        await app.PostAsync(World.Ben, $"leads/{hidden.Id()}/conversions", new { deal = new { visibleTo = "owner" } });
        var deal = await ConvertAsync(chain.Id(), new { });
        await app.DeleteAsync(World.Anna, $"leads/{deleted.Id()}");
        var wrongKind = Address(await app.MakeAsync(World.Anna, "deals", new { title = "A deal" })).Replace("+deal-", "+lead-");
        await app.DeleteAsync(World.Anna, $"deals/{deal.Id()}");

        var words = new List<string>();
        foreach (var (name, address) in new[]
        {
            ("deleted", Address(deleted)), ("chain", Address(chain)), ("hidden", Address(hidden)), ("kind", wrongKind),
            ("never", $"contoso+lead-aaaaaaaaaaaaaaaa@{World.BccDomain}"),
        })
        {
            await app.TakeAsync(Letters.Of(name, to: "office@contoso.example"), address);
            var taken = await app.TakenAsync(name);
            Assert.Empty(taken.Links);
            var notice = taken.Notice("address_not_available").GetRawText();
            words.Add(notice.Replace(address, "ADDRESS"));
        }

        Assert.Single(words.Distinct());
        Assert.NotEqual(Guid.Empty, bens);
    }

    [Fact]
    public async Task S34_a_converted_lead_that_is_deleted_still_leads_to_its_deal()
    {
        var lead = await LeadAsync("everyone");
        await ConvertAsync(lead.Id(), new { });
        await app.DeleteAsync(World.Anna, $"leads/{lead.Id()}");

        await app.TakeAsync(Letters.Of("after"), Address(lead));

        Assert.Equal(["Trade fair: record_address"], (await app.TakenAsync("after")).Links);
    }

    [Fact]
    public async Task S5_only_its_owner_converts_and_only_once()
    {
        var lead = await LeadAsync("everyone");
        var hidden = (await app.MakeAsync(World.Ben, "deals", new { title = "Hidden", visibleTo = "owner" })).Id();

        var bens = await app.PostAsync(World.Ben, $"leads/{lead.Id()}/conversions", new { });
        Assert.Equal((HttpStatusCode.Forbidden, "owner_only"), (bens.Status, bens.Code));
        Assert.Equal("not_available", (await app.PostAsync(
            World.Anna, $"leads/{lead.Id()}/conversions", new { dealId = hidden })).Error("dealId"));
        Assert.Equal("too_long", (await app.PostAsync(
            World.Anna, $"leads/{lead.Id()}/conversions", new { deal = new { title = new string('x', 300) } })).Error("title"));
        Assert.Equal("open", (await app.GetAsync(World.Anna, $"leads/{lead.Id()}")).Json.Text("status"));

        await ConvertAsync(lead.Id(), new { });
        var again = await app.PostAsync(World.Anna, $"leads/{lead.Id()}/conversions", new { });
        Assert.Equal((HttpStatusCode.Conflict, "already_converted"), (again.Status, again.Code));
    }

    [Fact]
    public async Task S76_undo_gives_the_lead_its_mail_again_and_the_deal_goes()
    {
        var lead = await LeadAsync("everyone");
        await app.TakeAsync(Letters.Of("first"), Address(lead));
        await app.PostAsync(World.Anna, $"leads/{lead.Id()}/notes", new { text = "Met at the fair" });
        var deal = await ConvertAsync(lead.Id(), new { });
        var person = deal.GetProperty("persons")[0].Id();

        var undone = await app.DeleteAsync(World.Anna, $"changes/{deal.GetProperty("change").Id()}");

        Assert.True(undone.Status == HttpStatusCode.OK, undone.Body);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"deals/{deal.Id()}")).Status);
        Assert.Equal("open", (await app.GetAsync(World.Anna, $"leads/{lead.Id()}")).Json.Text("status"));
        Assert.Equal(["Trade fair: record_address"], (await app.TakenAsync("first")).Links);
        Assert.Contains("Met at the fair", (await app.GetAsync(World.Anna, $"leads/{lead.Id()}/notes")).Body);
        // The letter knew the person before the conversion did.
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Anna, $"persons/{person}")).Status);
    }

    [Fact]
    public async Task S76_undo_leaves_a_deal_that_was_used_since()
    {
        var lead = await LeadAsync("everyone");
        await app.TakeAsync(Letters.Of("first"), Address(lead));
        var deal = await ConvertAsync(lead.Id(), new { });
        await app.TakeAsync(Letters.Of("second"), Address(deal));

        var undone = await app.DeleteAsync(World.Anna, $"changes/{deal.GetProperty("change").Id()}");

        Assert.Equal(HttpStatusCode.OK, undone.Status);
        Assert.Equal(1, undone.Json.GetProperty("skipped").GetInt32());
        Assert.Single((await app.GetAsync(World.Anna, $"deals/{deal.Id()}/messages")).Json.GetProperty("items").EnumerateArray());
        Assert.Single((await app.GetAsync(World.Anna, $"leads/{lead.Id()}/messages")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S5_a_colleagues_deal_that_was_hidden_since_gives_its_mail_back_to_no_lead()
    {
        var lead = await LeadAsync("everyone");
        await app.TakeAsync(Letters.Of("first"), Address(lead));
        await app.ShareAsync(await app.TakenAsync("first"));
        var deal = await app.MakeAsync(World.Ben, "deals", new { title = "Ben's", visibleTo = "everyone" });
        var converted = await ConvertAsync(lead.Id(), new { dealId = deal.Id() });
        var now = (await app.GetAsync(World.Ben, $"deals/{deal.Id()}")).Json;
        var hidden = await app.PatchAsync(
            World.Ben, $"deals/{deal.Id()}", new { version = now.GetProperty("version").GetInt32(), visibleTo = "owner" });
        Assert.True(hidden.Status == HttpStatusCode.OK, hidden.Body);

        var undone = await app.DeleteAsync(World.Anna, $"changes/{converted.GetProperty("change").Id()}?expose=true");

        Assert.Equal(HttpStatusCode.Conflict, undone.Status);
        Assert.Equal("converted", (await app.GetAsync(World.Anna, $"leads/{lead.Id()}")).Json.Text("status"));
    }

    private static string Address(JsonElement record) => record.Text("smartBccAddress");

    private Task<JsonElement> LeadAsync(string visibleTo) => app.MakeAsync(World.Anna, "leads", new
    {
        title = "Trade fair", lastName = "Yamada", emails = new[] { "taro@yamada.example" }, visibleTo,
    });

    private async Task<JsonElement> ConvertAsync(Guid lead, object body)
    {
        var answer = await app.PostAsync(World.Anna, $"leads/{lead}/conversions", body);
        Assert.True(answer.Status == HttpStatusCode.Created, $"{answer.Status} {answer.Body}");
        return answer.Json;
    }
}
