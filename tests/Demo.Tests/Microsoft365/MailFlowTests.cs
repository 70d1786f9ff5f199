using System.Net;
using System.Net.Http.Json;
using System.Net.Mail;
using System.Text;
using CompanionApi.Protocols.Dns;
using CompanionApi.Protocols.MailAuth;
using Demo.Microsoft365;
using Directory = Demo.Microsoft365.Directory;

namespace Demo.Tests.Microsoft365;

public sealed class MailFlowTests : IAsyncLifetime
{
    private const string Smart = "contoso@bcc.mailcrm.example";
    private readonly RunningSimulator simulator = new();

    public Task InitializeAsync() => simulator.InitializeAsync();

    public Task DisposeAsync() => simulator.DisposeAsync();

    [Fact]
    public async Task The_senders_copy_alone_keeps_Bcc()
    {
        var sent = await SendAsync(new Letter
        {
            From = "Anna Keller <anna@contoso.example>",
            To = ["buyer@acme.example"],
            Cc = ["ben@contoso.example"],
            Bcc = ["chie@contoso.example"],
            Subject = "Offer",
            Text = "Hello",
        });

        Assert.Equal(["chie@contoso.example"], sent.Bcc);
        Assert.Contains("\r\nBcc: chie@contoso.example", Source("anna@contoso.example", sent));
        foreach (var address in new[] { "ben@contoso.example", "chie@contoso.example", "buyer@acme.example" })
        {
            var item = Assert.Single(Mailbox(address).List(WellKnownFolder.Inbox));
            Assert.Equal(sent.InternetMessageId, item.InternetMessageId);
            Assert.False(item.IsRead);
            Assert.StartsWith("Received: from ", Source(address, item));
            Assert.DoesNotContain("Bcc", Source(address, item));
        }
    }

    [Fact]
    public async Task An_envelope_recipient_whom_no_field_names_is_a_Bcc()
    {
        var mime = new Letter { From = "anna@contoso.example", To = ["ben@contoso.example"] }.ToMime();

        var sent = await Flow.SendAsync(Anna, mime, ["ben@contoso.example", "chie@contoso.example"]);

        Assert.Equal(["chie@contoso.example"], sent.Bcc);
    }

    [Fact]
    public async Task Nobody_sends_in_anothers_name()
    {
        var mime = new Letter { From = "ben@contoso.example", To = ["chie@contoso.example"] }.ToMime();

        await Assert.ThrowsAsync<MailRefusedException>(() => Flow.SendAsync(Anna, mime, ["chie@contoso.example"]));
        Assert.Empty(Mailbox("anna@contoso.example").List(WellKnownFolder.SentItems));
    }

    [Fact]
    public async Task Mail_to_the_bcc_domain_goes_over_SMTP_signed_and_from_where_SPF_allows()
    {
        await using var server = new BccServer(simulator);

        await SendAsync(new Letter
        {
            From = "anna@contoso.example", To = ["buyer@acme.example"], Bcc = [Smart], Subject = "見積書", Text = "こんにちは",
        });
        var taken = await server.NextAsync();

        var dns = new DnsClient(new DnsOptions { Servers = [simulator.Addresses.Dns] }, TimeProvider.System);
        var dkim = Assert.Single(await Dkim.VerifyAsync(dns, taken.Mime));
        var spf = await Spf.CheckAsync(
            dns, taken.Envelope.ClientAddress, taken.Envelope.Helo, taken.Envelope.MailFrom);
        Assert.Equal((DkimResult.Pass, "contoso.example"), (dkim.Result, dkim.Domain));
        Assert.Equal(SpfResult.Pass, spf.Result);
        Assert.Equal("anna@contoso.example", taken.Envelope.MailFrom);
        Assert.Equal([Smart], taken.Envelope.Recipients);
        Assert.True(taken.Envelope.Tls);
        Assert.DoesNotContain("bcc.mailcrm.example", taken.Text);
    }

    [Fact]
    public async Task A_451_is_tried_again_until_it_is_250()
    {
        await using var server = new BccServer(simulator);
        server.AnswerOnce(451, "4.3.0", "Trouble here; try again later");

        await SendAsync(new Letter { From = "anna@contoso.example", To = [Smart], Subject = "Late" });
        var taken = await server.NextAsync();

        Assert.Equal(2, server.Tries);
        Assert.Contains("Subject: Late", taken.Text);
        Assert.Empty(Mailbox("anna@contoso.example").List(WellKnownFolder.Inbox));
    }

    [Fact]
    public async Task A_550_comes_back_to_the_sender_in_the_servers_own_words()
    {
        await using var server = new BccServer(simulator);
        server.AnswerOnce(550, "5.7.1", "Neither DKIM nor SPF passed for contoso.example");
        var bounced = NextIn("anna@contoso.example");

        var sent = await SendAsync(new Letter { From = "anna@contoso.example", To = [Smart], Subject = "Refused" });
        var bounce = await bounced;

        var source = Source("anna@contoso.example", bounce);
        Assert.Contains("550 5.7.1 Neither DKIM nor SPF passed for contoso.example", source);
        Assert.Contains("report-type=delivery-status", source);
        Assert.Contains($"Final-Recipient: rfc822;{Smart}", source);
        Assert.Contains("Status: 5.7.1", source);
        Assert.Contains($"In-Reply-To: {sent.InternetMessageId}", source);
        Assert.Equal(sent.ConversationId, bounce.ConversationId);
    }

    [Fact]
    public async Task Mail_that_waits_outlives_a_restart()
    {
        await SendAsync(new Letter { From = "anna@contoso.example", To = [Smart], Subject = "Patient" });

        await simulator.RestartAsync();
        await using var server = new BccServer(simulator);

        Assert.Contains("Subject: Patient", (await server.NextAsync()).Text);
    }

    [Fact]
    public async Task A_recipient_that_a_tenant_does_not_have_is_bounced()
    {
        await SendAsync(new Letter { From = "anna@contoso.example", To = ["nobody@fabrikam.example"], Subject = "Hi" });

        var bounce = Assert.Single(Mailbox("anna@contoso.example").List(WellKnownFolder.Inbox));
        Assert.Contains("550 5.1.10", Source("anna@contoso.example", bounce));
    }

    [Fact]
    public async Task A_customers_letter_arrives_in_the_inbox_and_in_the_conversation_it_answers()
    {
        var sent = await SendAsync(new Letter
        {
            From = "anna@contoso.example", To = ["yuki@yamada-shoji.example"], Subject = "Offer", Text = "Hello",
        });

        using var answer = await simulator.Http.PostAsJsonAsync("/sim/mail", new
        {
            from = "山田 由紀 <yuki@yamada-shoji.example>",
            to = "anna@contoso.example",
            subject = "Re: Offer",
            text = "ありがとうございます",
            inReplyTo = sent.InternetMessageId,
        });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var item = Assert.Single(Mailbox("anna@contoso.example").List(WellKnownFolder.Inbox));
        Assert.Equal(sent.ConversationId, item.ConversationId);
        Assert.Contains("From: =?utf-8?B?", Source("anna@contoso.example", item));
    }

    [Fact]
    public async Task A_raw_letter_arrives_as_it_is_and_a_customers_copy_to_the_bcc_domain_is_signed()
    {
        await using var server = new BccServer(simulator);
        var raw = "From: a@acme.example\r\nTo: anna@contoso.example\r\nSubject: raw\r\nMessage-ID: <r@acme.example>\r\n\r\nHi\r\n";

        using var answer = await simulator.Http.PostAsJsonAsync("/sim/mail", new
        {
            raw = Convert.ToBase64String(Encoding.ASCII.GetBytes(raw)),
            to = new[] { "anna@contoso.example", Smart },
        });

        var item = Assert.Single(Mailbox("anna@contoso.example").List(WellKnownFolder.Inbox));
        Assert.EndsWith(raw, Source("anna@contoso.example", item));
        Assert.Contains("d=acme.example", (await server.NextAsync()).Text);
    }

    [Fact]
    public async Task MailCrms_own_letters_come_in_by_SMTP()
    {
        using var smtp = new SmtpClient("127.0.0.1", simulator.Addresses.MailInPort);
        await smtp.SendMailAsync("no-reply@mailcrm.example", "anna+alias@contoso.example", "Confirm", "https://…");
        await smtp.SendMailAsync("no-reply@mailcrm.example", "anna@private.example", "Confirm", "https://…");

        Assert.Single(Mailbox("anna@contoso.example").List(WellKnownFolder.Inbox));
        Assert.Single((await simulator.GetJsonAsync("/sim/mailboxes/anna@private.example/items")).EnumerateArray());
        await Assert.ThrowsAsync<SmtpFailedRecipientException>(() =>
            smtp.SendMailAsync("no-reply@mailcrm.example", "nobody@contoso.example", "Confirm", "…"));
        await Assert.ThrowsAsync<SmtpFailedRecipientException>(() =>
            smtp.SendMailAsync("no-reply@mailcrm.example", Smart, "Loop", "…"));
    }

    [Theory]
    [InlineData("""{"to":"anna@contoso.example"}""", "from:")]
    [InlineData("""{"from":"a@acme.example"}""", "to:")]
    [InlineData("""{"from":"a@acme.example","to":"not an address"}""", "not an address")]
    [InlineData("""{"raw":"%%%","to":"anna@contoso.example"}""", "raw:")]
    public async Task A_letter_that_cannot_be_is_refused_with_the_field_named(string json, string complaint)
    {
        using var body = new StringContent(json, null, "application/json");
        using var answer = await simulator.Http.PostAsync("/sim/mail", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(complaint, await answer.Content.ReadAsStringAsync());
    }

    private SimUser Anna => new Directory().Find("anna@contoso.example")!;

    private MailFlow Flow => simulator.The<MailFlow>();

    private Mailbox Mailbox(string address) => simulator.The<Mailboxes>().For(address);

    private string Source(string address, MailItem item) => Encoding.UTF8.GetString(Mailbox(address).ReadMime(item));

    private Task<MailItem> SendAsync(Letter letter) =>
        Flow.SendAsync(Anna, letter.ToMime(), [.. letter.To, .. letter.Cc, .. letter.Bcc]);

    private Task<MailItem> NextIn(string address)
    {
        var next = new TaskCompletionSource<MailItem>(TaskCreationOptions.RunContinuationsAsynchronously);
        Mailbox(address).Changed += change =>
        {
            if (change.Item.Folder == WellKnownFolder.Inbox)
            {
                next.TrySetResult(change.Item);
            }
        };
        return next.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
