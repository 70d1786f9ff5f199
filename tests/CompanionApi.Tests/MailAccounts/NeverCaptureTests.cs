using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Model;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.MailAccounts;

/// <summary>R70, S56: the lists whose mail no door captures, whoever else is on it.</summary>
public sealed class NeverCaptureTests : IAsyncLifetime
{
    private const string Mine = "me/never-capture";
    private const string Companys = "admin/never-capture";
    private readonly TestMailbox mailbox = new();
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync(mailbox: mailbox);

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task R70_smart_bcc_refuses_mail_with_a_listed_address_and_names_the_entry()
    {
        await ListAsync(World.Anna, Mine, addresses: ["Taro@Yamada.example"]);

        var reply = await SendAsync("kept", "Someone <some@one.example>, " + Letters.Taro);

        Assert.StartsWith("550 5.7.1", reply);
        Assert.Contains("taro@yamada.example stands on your never-capture list", reply);
        Assert.False(await IsHereAsync("kept"));
        Assert.Empty(Directory.EnumerateFiles(app.ContentFolder, "*", SearchOption.AllDirectories));
        var line = (await LogAsync(World.Anna, "me")).Single();
        Assert.Equal("refused never_capture taro@yamada.example",
            $"{line.Text("outcome")} {line.Text("reason")} {line.Text("detail")}");
        Assert.Equal(JsonValueKind.Null, line.GetProperty("subject").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await LogAsync(World.Chie, "admin")).Single().GetProperty("detail").ValueKind);
    }

    [Theory]
    [InlineData("To: a@one.example\r\nCc: x@yamada.example")]
    [InlineData("To: a@one.example\r\nReply-To: x@deep.mail.yamada.example")]
    [InlineData("To: a@one.example\r\nSender: x@YAMADA.example")]
    [InlineData("To: a@one.example\r\nBcc: x@yamada.example")]
    public async Task R70_a_domain_holds_for_every_role_and_for_what_is_below_it(string header)
    {
        await ListAsync(World.Anna, Mine, domains: ["yamada.example"]);

        Assert.StartsWith("550", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress,
            $"From: anna@contoso.example\r\n{header}\r\nSubject: Roles\r\nMessage-ID: <roles@contoso.example>\r\n\r\nHello\r\n"));

        Assert.StartsWith("250", await SendAsync("other", "x@notyamada.example"));
    }

    [Fact]
    public async Task R70_the_companys_list_holds_for_every_rep_and_a_reps_own_for_nobody_else()
    {
        await ListAsync(World.Chie, Companys, domains: ["bank.example"]);
        await ListAsync(World.Ben, Mine, addresses: ["taro@yamada.example"]);

        Assert.Contains("bank.example stands on your company's never-capture list", await SendAsync("bank", "x@bank.example"));
        Assert.StartsWith("250", await SendAsync("bens", Letters.Taro));
        Assert.Equal("never_capture_company", (await LogAsync(World.Anna, "me"))[1].Text("reason"));
    }

    [Fact]
    public async Task R70_an_unproven_sender_hears_nothing_of_the_lists()
    {
        await using var strict = await MailRoom.StartAsync(
            new TableDns().Txt("contoso.example", "v=spf1 -all"));
        using var anna = strict.ClientFor(World.Anna);
        await PutAsync(anna, Mine, await anna.GetAsync($"/api/{Mine}").JsonAsync(), ["taro@yamada.example"], []).JsonAsync();

        var reply = await strict.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of("kept"));

        Assert.StartsWith("550-5.7.26", reply);
        Assert.DoesNotContain("never-capture", reply);
    }

    [Fact]
    public async Task R70_the_pane_says_why_and_captures_nothing()
    {
        await ListAsync(World.Anna, Mine, domains: ["yamada.example"]);
        mailbox.Put("item", Letters.Of("open"));
        using var anna = app.ClientFor(World.Anna);

        var open = await anna.GetAsync(
            $"/api/open-message?internetMessageId={Letters.Id("open")}&people=taro@yamada.example").JsonAsync();
        Assert.Equal("yamada.example", open.GetProperty("neverCaptured").Text("entry"));
        Assert.False(open.GetProperty("neverCaptured").GetProperty("isCompanys").GetBoolean());

        foreach (var again in new[] { false, true })
        {
            var refused = await anna.PostAsJsonAsync(
                "/api/messages", new { internetMessageId = Letters.Id("open"), itemId = "item", again });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal("never_capture", await refused.CodeAsync());
        }

        Assert.False(await IsHereAsync("open"));
    }

    [Fact]
    public async Task R70_what_is_here_already_stays_and_may_still_be_shared()
    {
        await app.TakeAsync(Letters.Of("early"));
        await ListAsync(World.Anna, Mine, domains: ["yamada.example"]);

        var open = await app.TakenAsync("early");
        await app.ShareAsync(open);
        Assert.StartsWith("550", await SendAsync("early", Letters.Taro));
        Assert.Equal("shared", (await app.TakenAsync("early")).Visibility);
    }

    [Fact]
    public async Task S76_a_change_of_the_list_is_undone_entry_by_entry()
    {
        var first = await ListAsync(World.Anna, Mine, addresses: ["taro@yamada.example", "x@one.example"]);
        await ListAsync(World.Anna, Mine, addresses: ["taro@yamada.example", "y@two.example"]);

        using var anna = app.ClientFor(World.Anna);
        var undone = await anna.DeleteAsync($"/api/changes/{first.GetProperty("change").Text("id")}").JsonAsync();

        Assert.Equal(1, undone.GetProperty("skipped").GetInt32());
        var list = await anna.GetAsync($"/api/{Mine}").JsonAsync();
        Assert.Equal(["y@two.example"], list.GetProperty("addresses").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task S78_a_list_that_was_changed_meanwhile_is_not_written_over()
    {
        using var anna = app.ClientFor(World.Anna);
        var seen = await anna.GetAsync($"/api/{Mine}").JsonAsync();
        await PutAsync(anna, Mine, seen, ["x@one.example"], []).JsonAsync();

        var late = await PutAsync(anna, Mine, seen, [], ["two.example"]);

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var problem = await late.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("version_conflict", problem.Text("code"));
        Assert.Equal("x@one.example", problem.GetProperty("current").GetProperty("addresses")[0].GetString());
    }

    [Theory]
    [InlineData("not an address", null, "addresses[0]", "malformed")]
    [InlineData("anna@contoso.example", null, "addresses[0]", "own_address")]
    [InlineData("x@bcc.mailcrm.example", null, "addresses[0]", "ours")]
    [InlineData(null, "contoso.example", "domains[0]", "own_domain")]
    [InlineData(null, "bcc.mailcrm.example", "domains[0]", "ours")]
    [InlineData(null, "co.jp", "domains[0]", "public_suffix")]
    [InlineData(null, "nodots", "domains[0]", "malformed")]
    public async Task What_would_shut_out_all_mail_is_400_with_the_field_named(
        string? address, string? domain, string field, string code)
    {
        using var anna = app.ClientFor(World.Anna);
        var answer = await PutAsync(anna, Mine, await anna.GetAsync($"/api/{Mine}").JsonAsync(),
            address is null ? [] : [address], domain is null ? [] : [domain]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.Equal(code, errors.GetProperty(field)[0].GetString());
    }

    [Theory]
    [InlineData(Mine, "mail.example", "own_address")]
    [InlineData(Mine, "post.mail.example", "own_address")]
    [InlineData(Mine, "onmicrosoft.example", "own_address")]
    [InlineData(Mine, "other.mail.example", null)]
    [InlineData(Companys, "mail.example", "own_address")]
    [InlineData(Companys, "onmicrosoft.example", "own_address")]
    public async Task R70_a_domain_over_an_address_of_the_lists_own_people_is_400(string list, string domain, string? code)
    {
        var finn = new TestUser("finn@contoso.onmicrosoft.example", "Finn", World.Contoso, 0x12);
        await app.ClientFor(finn).GetAsync("/api/me").JsonAsync();
        await app.WriteAsync(World.Anna, async write => write.Db.SenderAddresses.Add(new SenderAddress
        {
            UserId = await write.Db.Users.Where(u => u.ObjectId == finn.ObjectId).Select(u => u.Id).SingleAsync(),
            Address = "finn@post.mail.example", RequestedAt = write.Now, ConfirmedAt = write.Now,
        }).Entity);
        var who = list == Mine ? finn : World.Chie;
        using var client = app.ClientFor(who);

        var seen = await client.GetAsync($"/api/{list}").JsonAsync();
        var answer = await Said.OfAsync(await PutAsync(client, list, seen, [], [domain]));

        Assert.Equal(code, answer.Status == HttpStatusCode.OK ? null : answer.Error("domains[0]"));
        // Who does not sign in with it or send from it may list it.
        await ListAsync(World.Ben, Mine, domains: [domain]);
    }

    [Fact]
    public async Task R70_a_domain_over_the_companys_own_is_taken_since_it_does_not_cover_that()
    {
        await using var below = await MailRoom.StartAsync(
            new TableDns().Txt("mail.contoso.example", "v=spf1 ip4:127.0.0.1 -all"),
            changes: ("Companies:0:Domains:1", "mail.contoso.example"));
        var vera = new TestUser("vera@mail.contoso.example", "Vera", World.Contoso, 0x13);
        using var client = below.ClientFor(vera);
        await PutAsync(client, Mine, await client.GetAsync($"/api/{Mine}").JsonAsync(), [], ["deep.mail.contoso.example"]).JsonAsync();

        Assert.StartsWith("250", await below.SendAsync(
            vera.Address, MailRoom.ContosoAddress, Letters.Of("veras", from: $"Vera <{vera.Address}>")));
    }

    [Fact]
    public async Task A_list_has_a_limit_and_needs_its_version()
    {
        using var anna = app.ClientFor(World.Anna);
        var seen = await anna.GetAsync($"/api/{Mine}").JsonAsync();

        var many = await PutAsync(anna, Mine, seen, [.. Enumerable.Range(0, 501).Select(i => $"a{i}@one.example")], []);
        Assert.Contains("too_many", await many.Content.ReadAsStringAsync());
        var blind = await anna.PutAsJsonAsync($"/api/{Mine}", new { addresses = Array.Empty<string>(), domains = Array.Empty<string>() });
        Assert.Contains("\"version\":[\"required\"]", await blind.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_companys_list_is_its_admins_and_every_rep_reads_it()
    {
        await ListAsync(World.Chie, Companys, domains: ["bank.example"]);
        using var anna = app.ClientFor(World.Anna);

        var refused = await PutAsync(anna, Companys, await anna.GetAsync($"/api/{Mine}").JsonAsync(), [], []);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("admin_only", await refused.CodeAsync());
        var mine = await anna.GetAsync($"/api/{Mine}").JsonAsync();
        Assert.Equal("bank.example", mine.GetProperty("company").GetProperty("domains")[0].GetString());
        var dans = await app.ClientFor(World.Dan).GetAsync($"/api/{Mine}").JsonAsync();
        Assert.Empty(dans.GetProperty("company").GetProperty("domains").EnumerateArray());
    }

    [Fact]
    public async Task A_listed_address_cannot_become_a_sender_address()
    {
        await ListAsync(World.Chie, Companys, addresses: ["anna@home.example"]);

        var answer = await app.ClientFor(World.Anna).PostAsJsonAsync("/api/me/sender-addresses", new { address = "anna@home.example" });

        Assert.Equal("never_capture", await answer.CodeAsync());
    }

    private async Task<JsonElement> ListAsync(TestUser who, string list, string[]? addresses = null, string[]? domains = null)
    {
        using var client = app.ClientFor(who);
        var seen = await client.GetAsync($"/api/{list}").JsonAsync();
        return await PutAsync(client, list, seen, addresses ?? [], domains ?? []).JsonAsync();
    }

    private static Task<HttpResponseMessage> PutAsync(
        HttpClient client, string list, JsonElement seen, string[] addresses, string[] domains) =>
        client.PutAsJsonAsync($"/api/{list}", new { version = seen.Text("version"), addresses, domains });

    private Task<string> SendAsync(string name, string to) =>
        app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of(name, to));

    private async Task<bool> IsHereAsync(string name) =>
        (await app.OpenAsync(World.Anna, name)).GetProperty("captured").GetBoolean();

    private async Task<List<JsonElement>> LogAsync(TestUser who, string whose)
    {
        using var client = app.ClientFor(who);
        return [.. (await client.GetAsync($"/api/{whose}/intake-log").JsonAsync()).GetProperty("items").EnumerateArray()];
    }
}
