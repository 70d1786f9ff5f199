using System.Net;
using CompanionApi.Messages;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>R20, R27, R32, S33–S35: which addresses are ours, and what a letter to a record's address is linked to.</summary>
public class RecipientTests
{
    [Fact]
    public async Task R20_only_our_own_addresses_are_taken_in_any_case()
    {
        await using var app = await MailRoom.StartAsync();
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters" });
        var lead = await app.MakeAsync(World.Anna, "leads", new { title = "Kyoto", emails = new[] { "kyoto@lead.example" } });
        await using var talk = await SmtpTalk.ConnectAsync(app.Endpoint());
        await talk.SayAsync("EHLO client.contoso.example", "250");
        await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");

        await talk.SayAsync($"RCPT TO:<{MailRoom.ContosoAddress.ToUpperInvariant()}>", "250");
        await talk.SayAsync($"RCPT TO:<{deal.Text("smartBccAddress").ToUpperInvariant()}>", "250");
        await talk.SayAsync($"RCPT TO:<{lead.Text("smartBccAddress")}>", "250");
        await talk.SayAsync($"RCPT TO:<nobody@{World.BccDomain}>", "550 5.1.1");
        await talk.SayAsync($"RCPT TO:<contoso+nothing@{World.BccDomain}>", "550 5.1.1");
        await talk.SayAsync("RCPT TO:<contoso@elsewhere.example>", "550 5.1.1");
        await talk.SayAsync($"RCPT TO:<fabrikam@{World.BccDomain}>", "452 4.5.3");
        await talk.SayAsync("QUIT", "221");
    }

    [Theory]
    [InlineData(30, 29, true)]
    [InlineData(30, 31, false)]
    [InlineData(0, 0, false)]
    public async Task R32_a_changed_mail_name_answers_for_its_grace(int graceDays, int after, bool answers)
    {
        await using var app = await MailRoom.StartAsync();
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters" });
        var changed = await app.PatchAsync(
            World.Chie, "admin/company", new { mailName = "contoso-new", addressGraceDays = graceDays });
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        app.Clock.Advance(TimeSpan.FromDays(after));

        await using var talk = await SmtpTalk.ConnectAsync(app.Endpoint());
        await talk.SayAsync("EHLO client.contoso.example", "250");
        await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");
        await talk.SayAsync($"RCPT TO:<contoso-new@{World.BccDomain}>", "250");
        await talk.SayAsync($"RCPT TO:<{MailRoom.ContosoAddress}>", answers ? "250" : "550");
        await talk.SayAsync($"RCPT TO:<{deal.Text("smartBccAddress")}>", answers ? "250" : "550");
        await talk.SayAsync("QUIT", "221");
    }

    [Theory]
    [InlineData("contoso+nothing@" + World.BccDomain, "eve@evil.example", "", "company eve@evil.example")]
    [InlineData("old+deal-abcd@" + World.BccDomain, "anna@contoso.example", "deal anna@contoso.example", "deal anna@contoso.example")]
    [InlineData("old@" + World.BccDomain, "anna@contoso.example", "company anna@contoso.example", "company anna@contoso.example")]
    [InlineData("contosso@" + World.BccDomain, "anna@contoso.example", "company anna@contoso.example", "company anna@contoso.example")]
    [InlineData("contosso@" + World.BccDomain, "eve@evil.example", "", "")]
    public async Task R28_a_recipient_that_is_none_of_ours_stands_in_the_log_of_whose_it_seems_to_be(
        string to, string from, string annas, string admins)
    {
        await using var app = await MailRoom.StartAsync();
        foreach (var name in new[] { "old", "contoso" })
        {
            await app.PatchAsync(World.Chie, "admin/company", new { mailName = name, addressGraceDays = 0 });
        }

        await using var talk = await SmtpTalk.ConnectAsync(app.Endpoint());
        await talk.SayAsync("EHLO client.contoso.example", "250");
        await talk.SayAsync($"MAIL FROM:<{from}>", "250");
        await talk.SayAsync($"RCPT TO:<{to}>", "550 5.1.1");
        await talk.SayAsync("QUIT", "221");

        Assert.Equal(annas, await LinesAsync(app, World.Anna, "me"));
        Assert.Equal(admins, await LinesAsync(app, World.Chie, "admin"));
        Assert.Equal("", await LinesAsync(app, World.Dan, "admin"));
    }

    [Fact]
    public async Task R31_a_flood_of_recipients_that_are_none_of_ours_stays_few_lines()
    {
        await using var app = await MailRoom.StartAsync(null, null, ("Smtp:MaxBadCommands", "1000"));
        await using var talk = await SmtpTalk.ConnectAsync(app.Endpoint());
        await talk.SayAsync("EHLO client.contoso.example", "250");
        await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");
        for (var i = 0; i < 3 * IntakeBursts.LinesOfOneHost; i++)
        {
            await talk.SayAsync($"RCPT TO:<contoso+x{i}@{World.BccDomain}>", "550 5.1.1");
        }

        var lines = (await app.GetAsync(World.Anna, "me/intake-log")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(IntakeBursts.LinesOfOneHost, lines.Count);
        Assert.Equal(3 * IntakeBursts.LinesOfOneHost, lines.Sum(line => line.GetProperty("times").GetInt32()));
    }

    private static async Task<string> LinesAsync(CompanionApp app, TestUser who, string whose) => string.Join(
        '\n', (await app.GetAsync(who, $"{whose}/intake-log")).Json.GetProperty("items").EnumerateArray().Select(line =>
        {
            Assert.Equal("refused no_such_address", $"{line.Text("outcome")} {line.Text("reason")}");
            Assert.False(line.GetProperty("proven").GetBoolean());
            return $"{line.Text("addressKind")} {line.Text("from")}";
        }));

    [Fact]
    public async Task R27_a_records_address_links_to_it_whatever_the_switches_say_and_also_when_it_is_closed()
    {
        await using var app = await MailRoom.StartAsync();
        await app.SettingsAsync(new { autoLink = new { deals = false, leads = false, projects = false } });
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters", status = "won" });
        var lead = await app.MakeAsync(World.Anna, "leads", new { title = "Kyoto" });

        await app.TakeAsync(Letters.Of("won", "w@customer.example"), deal.Text("smartBccAddress"));
        await app.TakeAsync(Letters.Of("lead", "l@customer.example"), lead.Text("smartBccAddress").ToUpperInvariant());

        Assert.Equal(["Roasters: record_address"], (await app.TakenAsync("won")).Links);
        Assert.Equal(["Kyoto: record_address"], (await app.TakenAsync("lead")).Links);
    }

    [Fact]
    public async Task R27_of_several_record_addresses_the_first_is_linked_and_the_rest_are_told()
    {
        await using var app = await MailRoom.StartAsync();
        var first = await app.MakeAsync(World.Anna, "deals", new { title = "First" });
        var second = await app.MakeAsync(World.Anna, "deals", new { title = "Second" });

        await app.TakeAsync(
            Letters.Of("two"),
            $"{MailRoom.ContosoAddress},{first.Text("smartBccAddress")},{second.Text("smartBccAddress")}");

        var taken = await app.TakenAsync("two");
        Assert.Equal(["First: record_address"], taken.Links);
        Assert.Equal(
            second.Text("smartBccAddress"),
            taken.Notice("other_record_addresses").GetProperty("addresses")[0].GetString());
    }

    [Fact]
    public async Task S34_a_hidden_a_deleted_and_a_never_given_address_read_the_same()
    {
        await using var app = await MailRoom.StartAsync();
        var hidden = await app.MakeAsync(World.Ben, "deals", new { title = "Bens own", visibleTo = "owner" });
        var deleted = await app.MakeAsync(World.Anna, "deals", new { title = "Gone" });
        await app.DeleteAsync(World.Anna, $"deals/{deleted.Id()}");
        // An open deal of the same person: it does not take the place of one that is not available.
        var person = await app.MakeAsync(World.Anna, "persons", new { name = "Taro", emails = new[] { "taro@yamada.example" } });
        await app.MakeAsync(World.Anna, "deals", new { title = "Only open", personIds = new[] { person.Id() } });
        var told = new List<string>();
        foreach (var (name, to) in new[]
        {
            ("hidden", hidden.Text("smartBccAddress")), ("deleted", deleted.Text("smartBccAddress")),
            ("never", $"contoso+deal-aaaabbbbccccdddd@{World.BccDomain}"),
        })
        {
            var reply = await app.SendAsync(World.Anna.Address, to, Letters.Of(name));
            var taken = await app.TakenAsync(name);
            Assert.Empty(taken.Links);
            var notice = taken.Notice("address_not_available");
            Assert.Equal(to, notice.GetProperty("addresses")[0].GetString());
            told.Add($"{reply} {notice.ToString().Replace(to, "")} {string.Join(' ', taken.Notices)}");
        }

        Assert.Single(told.Distinct());
        Assert.StartsWith("250", told[0]);
        Assert.Empty((await app.GetAsync(World.Ben, $"deals/{hidden.Id()}/messages")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S35_where_the_conversation_belongs_to_another_deal_it_starts_its_own()
    {
        await using var app = await MailRoom.StartAsync();
        var first = await app.MakeAsync(World.Anna, "deals", new { title = "First" });
        var second = await app.MakeAsync(World.Anna, "deals", new { title = "Second" });
        await app.TakeAsync(Letters.Of("a", subject: "The roasters of spring"), first.Text("smartBccAddress"));

        await app.TakeAsync(
            Letters.Of("b", subject: "Re: The roasters of spring", more: "In-Reply-To: <a@contoso.example>\r\n"),
            second.Text("smartBccAddress"));

        var (a, b) = (await app.TakenAsync("a"), await app.TakenAsync("b"));
        Assert.NotEqual(a.Conversation, b.Conversation);
        Assert.Equal(["First: record_address"], a.Links);
        Assert.Equal(["Second: record_address"], b.Links);
        Assert.Contains("conversation_of_its_own", b.Notices);
    }

    [Fact]
    public async Task S7_a_repeat_does_not_put_back_a_records_link_that_a_hand_removed_and_a_new_letter_starts_its_own()
    {
        await using var app = await MailRoom.StartAsync();
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters" });
        var letter = Letters.Of("a", subject: "The roasters of spring");
        await app.TakeAsync(letter, deal.Text("smartBccAddress"));
        var a = await app.TakenAsync("a");
        await app.DeleteAsync(World.Anna, $"conversations/{a.Conversation}/links/deal");

        await app.TakeAsync(letter, deal.Text("smartBccAddress"));
        await app.TakeAsync(
            Letters.Of("b", more: "In-Reply-To: <a@contoso.example>\r\n"), deal.Text("smartBccAddress"));

        Assert.Empty((await app.TakenAsync("a")).Links);
        Assert.Equal(["Roasters: record_address"], (await app.TakenAsync("b")).Links);
    }

    [Fact]
    public async Task R31_mail_of_machines_makes_no_persons()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Letters.Of("list", more: "List-Id: <offers.contoso.example>\r\n"));
        await app.TakeAsync(Letters.Of("auto", "hana@yamada.example", more: "Auto-Submitted: auto-replied\r\n"));

        Assert.Empty((await app.TakenAsync("list")).Persons);
        Assert.Empty((await app.TakenAsync("auto")).Persons);
    }
}
