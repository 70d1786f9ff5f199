using System.Net;
using System.Net.Http.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>What is a forward and what is not, and what of it is believed (R21, S36, S37).</summary>
public class ForwardTests
{
    [Theory]
    [InlineData("To: Taro <taro@yamada.example>")]
    [InlineData("To: contoso@bcc.mailcrm.example\r\nCc: Taro <taro@yamada.example>")]
    [InlineData("To: anna@contoso.example")]
    public async Task S37_a_reply_that_quotes_is_the_reps_sent_mail_while_somebody_else_gets_it(string recipients)
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(
            $"From: Anna Keller <anna@contoso.example>\r\n{recipients}\r\nSubject: Re: Price\r\n" +
            $"Message-ID: <{Letters.Id("reply")}>\r\nDate: Thu, 20 Nov 2025 18:00:00 +0900\r\n\r\n" +
            $"As you wrote.\r\n\r\n-----Original Message-----\r\n{Forwards.Block("Price")}");

        var message = (await app.TakenAsync("reply")).Message;
        Assert.Equal("anna@contoso.example", message.Text("from", "address"));
        Assert.True(message.GetProperty("isSent").GetBoolean());
        Assert.Null(message.Text("forwardedBy"));
        Assert.Null(message.Text("forward"));
    }

    [Theory]
    [InlineData("To: contoso@bcc.mailcrm.example")]
    [InlineData("To: undisclosed-recipients:;")]
    [InlineData("X-Nothing: here")]
    public async Task S37_to_our_addresses_alone_a_quoted_block_is_a_forward(string recipients)
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(
            $"From: Anna Keller <anna@contoso.example>\r\n{recipients}\r\nSubject: Re: Price\r\n" +
            $"Message-ID: <{Letters.Id("reply")}>\r\nDate: Thu, 20 Nov 2025 18:00:00 +0900\r\n\r\n" +
            $"As he wrote.\r\n\r\n{Forwards.Block("Price")}");

        var message = (await app.TakenAsync("reply")).Message;
        Assert.Equal("taro@yamada.example", message.Text("from", "address"));
        Assert.Equal("As he wrote.", message.Text("forward", "note"));
    }

    [Theory]
    [InlineData("Dear Taro, no block at all.")]
    [InlineData("From: Tokyo\r\nTo: Osaka\r\nDate: 3 May\r\n\r\nOur train.")]
    [InlineData("On Thu, 20 Nov 2025 at 10:15, Taro <taro@yamada.example> wrote:\r\n> the pinecone price")]
    public async Task S37_without_a_block_a_mail_to_our_address_is_the_reps_own(string body)
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Forwards.Of("own", body));

        var message = (await app.TakenAsync("own")).Message;
        Assert.Equal("anna@contoso.example", message.Text("from", "address"));
        Assert.Null(message.Text("forward"));
    }

    [Theory]
    [InlineData("taro@yamada.example, Taro <eve@evil.example>", "eve@evil.example")]
    [InlineData("Taro <taro@yamada.example> <eve@evil.example>", "eve@evil.example")]
    [InlineData("Taro <taro@yamada.example>\r\n <eve@evil.example>", "eve@evil.example")]
    [InlineData("\"Taro <taro@yamada.example>, ( <eve@evil.example>", "eve@evil.example")]
    [InlineData("Taro [mailto:taro@yamada.example] [mailto:eve@evil.example]", "eve@evil.example")]
    [InlineData("taro@yamada.example<mailto:eve@evil.example>", "eve@evil.example")]
    [InlineData("Sales on behalf of Taro <eve@evil.example>", "eve@evil.example")]
    [InlineData("Sales <sales@evil.example> on behalf of Taro <taro@yamada.example>", "")]
    [InlineData("eve@evil.example (Taro <taro@yamada.example> (via Yamada))", "")]
    [InlineData("eve@evil.example (on behalf of taro@yamada.example)", "")]
    [InlineData("eve@evil.example (taro@yamada.example)", "")]
    [InlineData("Taro <taro@yamada.example> <\"a b\"@evil.example>", "")]
    [InlineData("Taro <taro@yamada.example> of the\r\nImportance: high <eve@evil.example>", "")]
    [InlineData("Taro <taro@yamada.example> of the\r\nTo: Yamada <eve@evil.example>", "")]
    public async Task S37_no_name_that_looks_like_an_address_decides_whose_the_mail_is(string from, string sender)
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Forwards.Of("names", $"-----Original Message-----\r\n{Forwards.Block("Price", from)}"));

        Assert.Equal(sender, (await app.TakenAsync("names")).Message.Text("from", "address") ?? "");
    }

    [Theory]
    [InlineData("<a href=\"mailto:eve@evil.example\">Taro &lt;taro@yamada.example&gt;</a>", "")]
    [InlineData("Taro &lt;taro@yamada.example&gt;", "taro@yamada.example")]
    [InlineData("Taro &lt;<a href=\"mailto:taro@yamada.example\">taro@yamada.example</a>&gt;", "taro@yamada.example")]
    [InlineData("<a href=\"mailto:taro@yamada.example\">Taro</a>", "taro@yamada.example")]
    public async Task S37_the_link_behind_a_sender_says_the_same_or_nobody_knows(string from, string sender)
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Forwards.Of(
            "linked", $"<div><b>From:</b> {from}<br><b>Sent:</b> Thursday, November 20, 2025 10:15 AM<br><b>To:</b> Anna<br>" +
            "<b>Subject:</b> Price<br><br>Dear Anna</div>", more: "MIME-Version: 1.0\r\nContent-Type: text/html\r\n"));

        Assert.Equal(sender, (await app.TakenAsync("linked")).Message.Text("from", "address") ?? "");
    }

    [Fact]
    public async Task S36_only_the_inner_sender_becomes_a_person_and_the_others_are_matched()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Forwards.Of("people", Forwards.Block("Price",
            to: "Anna Keller <anna@contoso.example>; Jiro <jiro@yamada.example>; Saburo <saburo@yamada.example>")));

        Assert.Equal(["Taro Yamada"], (await app.TakenAsync("people")).Persons);
        Assert.Equal(["Taro Yamada"], await app.PersonsAsync(World.Anna));
    }

    [Fact]
    public async Task S37_the_proof_is_of_who_forwarded_and_never_of_the_sender_read()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Forwards.Of("proof", Forwards.Block("Price")));

        var source = (await app.TakenAsync("proof")).Message.GetProperty("sources")[0];
        Assert.Null(source.Text("proof"));
        Assert.Equal("spf contoso.example", source.Text("forwarderProof"));
    }

    [Fact]
    public async Task R27_a_forward_to_a_deals_address_is_linked_to_the_deal()
    {
        await using var app = await MailRoom.StartAsync();
        using var anna = app.ClientFor(World.Anna);
        var deal = await anna.PostAsJsonAsync("/api/deals", new { title = "Roasters" }).JsonAsync();
        var address = deal.Text("smartBccAddress")!;

        await app.TakeAsync(Forwards.Of("deal", Forwards.Block("Price"), to: address), address);

        var taken = await app.TakenAsync("deal");
        Assert.Equal(["Roasters: record_address"], taken.Links);
        Assert.Equal("taro@yamada.example", taken.Message.Text("from", "address"));
    }

    [Fact]
    public async Task R21_the_customers_mail_stands_in_the_inbox_read_and_is_found_by_its_own_words()
    {
        await using var app = await MailRoom.StartAsync();
        using var anna = app.ClientFor(World.Anna);

        await app.TakeAsync(Forwards.Of("inbox", $"Only acorns above.\r\n\r\n{Forwards.Block("Offer for roasters")}"));

        var inbox = await anna.GetAsync("/api/conversations").JsonAsync();
        var row = inbox.GetProperty("items")[0];
        Assert.Equal("Offer for roasters", row.Text("subject"));
        Assert.Equal(0, row.GetProperty("unread").GetInt32());
        Assert.Single((await anna.GetAsync("/api/conversations?q=pinecone").JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Empty((await anna.GetAsync("/api/conversations?q=acorns").JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S37_a_forward_of_a_forward_is_the_mail_that_the_rep_received()
    {
        await using var app = await MailRoom.StartAsync();
        var inner = $"See below, Ben\r\n\r\n{Forwards.Block("Price", text: "The innermost text.")}";

        await app.TakeAsync(Forwards.Of("nested", Forwards.Block("FW: Price", from: "Ben Ortiz <ben@contoso.example>", text: inner)));

        var taken = await app.TakenAsync("nested");
        Assert.Equal("ben@contoso.example", taken.Message.Text("from", "address"));
        Assert.False(taken.Message.GetProperty("isSent").GetBoolean());
        Assert.Empty(taken.Persons);
        var text = (await app.BodyAsync(World.Anna, taken.Id)).Text("text")!;
        Assert.StartsWith("See below, Ben", text);
        Assert.Contains("taro@yamada.example", text);
    }

    [Fact]
    public async Task R21_her_own_sent_mail_forwarded_is_sent_mail_of_hers()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Forwards.Of("mine", Forwards.Block(
            "Price", from: "Anna Keller <anna@contoso.example>", to: "Taro <taro@yamada.example>")));

        var message = (await app.TakenAsync("mine")).Message;
        Assert.True(message.GetProperty("isSent").GetBoolean());
        Assert.Equal("taro@yamada.example", message.GetProperty("to")[0].Text("address"));
        Assert.Empty(await app.PersonsAsync(World.Anna));
    }

    [Theory]
    [InlineData("Taro Yamada", "Taro Yamada")]
    [InlineData("Taro Yamada </O=EXCHANGELABS/OU=EXCHANGE/CN=TARO>", "Taro Yamada")]
    [InlineData("List <list@yamada.example> On Behalf Of Taro Yamada", "Taro Yamada")]
    public async Task S37_a_sender_without_an_address_is_left_unread_and_makes_nobody(string from, string name)
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Forwards.Of("nameless", Forwards.Block("Price", from: from)));

        var taken = await app.TakenAsync("nameless");
        Assert.Equal("", taken.Message.Text("from", "address"));
        Assert.Equal(name, taken.Message.Text("from", "name"));
        Assert.Empty(await app.PersonsAsync(World.Anna));
    }

    [Fact]
    public async Task R31_what_a_rule_forwards_by_itself_makes_no_persons()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Forwards.Of("auto", Forwards.Block("Price"), more: "Auto-Submitted: auto-generated\r\n"));

        Assert.Equal("taro@yamada.example", (await app.TakenAsync("auto")).Message.Text("from", "address"));
        Assert.Empty(await app.PersonsAsync(World.Anna));
    }

    [Fact]
    public async Task S4_a_colleague_sees_the_inner_mail_and_who_forwarded_it_and_nothing_more()
    {
        await using var app = await MailRoom.StartAsync();
        using var anna = app.ClientFor(World.Anna);
        using var ben = app.ClientFor(World.Ben);
        var deal = await anna.PostAsJsonAsync("/api/deals", new { title = "Roasters" }).JsonAsync();
        var address = deal.Text("smartBccAddress")!;
        await app.TakeAsync(
            Forwards.Of("shared", $"He is difficult: acorn.\r\n\r\n{Forwards.Block("Price")}", to: address), address);
        var taken = await app.TakenAsync("shared");
        await app.ShareAsync(taken);

        var seen = await ben.GetAsync($"/api/messages/{taken.Id}").JsonAsync();

        Assert.Equal("taro@yamada.example", seen.Text("from", "address"));
        Assert.Equal("Anna Keller", seen.Text("forwardedBy", "displayName"));
        Assert.DoesNotContain("acorn", seen.ToString());
        Assert.DoesNotContain("acorn", (await app.BodyAsync(World.Ben, taken.Id)).ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/api/messages/{taken.Id}/source")).StatusCode);
    }
}
