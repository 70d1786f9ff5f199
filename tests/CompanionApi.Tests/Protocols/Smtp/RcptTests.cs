using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>RCPT: RFC 5321 4.1.1.3. Who is a recipient is the application's to say.</summary>
public class RcptTests
{
    private static readonly SmtpReply Nobody = new(550, "5.1.1", "Nobody of that name here");

    [Theory]
    [InlineData("RCPT TO:<contoso@bcc.example>", "contoso@bcc.example")]
    [InlineData("rcpt to: <Contoso+Deal-1@BCC.example>", "Contoso+Deal-1@BCC.example")]
    [InlineData("RCPT TO:<\"contoso\"@bcc.example>", "contoso@bcc.example")]
    [InlineData("RCPT TO:<@relay.example:contoso@bcc.example>", "contoso@bcc.example")]
    [InlineData("RCPT TO:<Postmaster>", "postmaster")]
    [InlineData("RCPT TO:<contoso@bcc.example> NOTIFY=NEVER", "contoso@bcc.example")]
    [InlineData("RCPT TO:<contoso@bcc.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+2Bb@c.d", "contoso@bcc.example")]
    public async Task Asks_the_application_about_the_bare_address(string line, string recipient)
    {
        var asked = new List<string>();
        var mailbox = new Mailbox
        {
            OnRecipient = (_, address) =>
            {
                asked.Add(address);
                return Task.FromResult(SmtpReplies.RecipientOk);
            },
        };
        var paper = await (await Paper.GreetedAsync(mailbox: mailbox)).AfterAsync("MAIL FROM:<>");

        Assert.Equal(SmtpReplies.RecipientOk, await paper.SayAsync(line));
        Assert.Equal([recipient], asked);
    }

    [Theory]
    [InlineData("RCPT", 501)]
    [InlineData("RCPT TO:", 501)]
    [InlineData("RCPT TO:<>", 501)]
    [InlineData("RCPT FROM:<contoso@bcc.example>", 501)]
    [InlineData("RCPT TO:contoso@bcc.example", 501)]
    [InlineData("RCPT TO:<contoso>", 501)]
    [InlineData("RCPT TO:<contoso@bcc.example> NOTIFY=NEVER,SUCCESS", 501)]
    [InlineData("RCPT TO:<contoso@bcc.example> NOTIFY", 501)]
    [InlineData("RCPT TO:<contoso@bcc.example> ORCPT=contoso@bcc.example", 501)]
    [InlineData("RCPT TO:<contoso@bcc.example> SIZE=10", 555)]
    [InlineData("RCPT TO:<contoso@[192.0.2.1]>", 550)]
    [InlineData("RCPT TO:<contoso@[IPv6:2001:db8::1]>", 550)]
    public async Task Refuses_by_itself_what_is_no_recipient(string line, int code)
    {
        var mailbox = new Mailbox { OnRecipient = (_, address) => throw new InvalidOperationException(address) };
        var paper = await (await Paper.GreetedAsync(mailbox: mailbox)).AfterAsync("MAIL FROM:<>");

        Assert.Equal(code, (await paper.SayAsync(line)).Code);
    }

    [Theory]
    [InlineData(64, 250)]
    [InlineData(65, 501)]
    public async Task Holds_a_recipient_to_64_octets_before_the_at(int length, int code)
    {
        var paper = await (await Paper.GreetedAsync()).AfterAsync("MAIL FROM:<>");

        Assert.Equal(code, (await paper.SayAsync($"RCPT TO:<{new string('a', length)}@bcc.example>")).Code);
    }

    [Theory]
    [InlineData(254, 250)]
    [InlineData(255, 501)]
    public async Task Holds_a_recipient_to_254_octets_in_all(int length, int code)
    {
        var paper = await (await Paper.GreetedAsync()).AfterAsync("MAIL FROM:<>");
        var end = "@" + string.Concat(Enumerable.Repeat("abcdefghi.", 22)) + "example";
        var address = new string('a', length - end.Length) + end;

        Assert.Equal(code, (await paper.SayAsync($"RCPT TO:<{address}>")).Code);
    }

    [Fact]
    public async Task Refuses_one_recipient_and_takes_the_others_in_their_order()
    {
        var mailbox = new Mailbox
        {
            OnRecipient = (_, to) => Task.FromResult(to.StartsWith("nobody") ? Nobody : SmtpReplies.RecipientOk),
        };
        var paper = await (await Paper.GreetedAsync(mailbox: mailbox)).AfterAsync("MAIL FROM:<anna@contoso.example>");

        await paper.AfterAsync("RCPT TO:<b@bcc.example>");
        Assert.Equal(Nobody, await paper.SayAsync("RCPT TO:<nobody@bcc.example>"));
        await paper.AfterAsync("RCPT TO:<a@bcc.example>", "RCPT TO:<b@bcc.example>", "DATA");
        await paper.MessageAsync("Hi\r\n");

        Assert.Equal(["b@bcc.example", "a@bcc.example"], mailbox.Delivered.Single().Envelope.Recipients);
    }

    [Fact]
    public async Task Shows_the_application_the_recipients_taken_so_far()
    {
        var seen = new List<int>();
        var mailbox = new Mailbox
        {
            OnRecipient = (envelope, _) =>
            {
                seen.Add(envelope.Recipients.Count);
                return Task.FromResult(SmtpReplies.RecipientOk);
            },
        };

        await (await Paper.WithRecipientAsync(mailbox: mailbox)).AfterAsync("RCPT TO:<a@bcc.example>");

        Assert.Equal([0, 1], seen);
    }

    [Fact]
    public async Task Says_451_when_the_application_fails()
    {
        var mailbox = new Mailbox { OnRecipient = (_, _) => throw new TimeoutException("locked: /secret") };
        var paper = await (await Paper.GreetedAsync(mailbox: mailbox)).AfterAsync("MAIL FROM:<>");

        var reply = await paper.SayAsync("RCPT TO:<contoso@bcc.example>");

        Assert.Equal(SmtpReplies.LocalTrouble, reply);
        Assert.Equal(SmtpReplies.NoRecipients, await paper.SayAsync("DATA"));
    }

    [Theory]
    [InlineData(354)]
    [InlineData(221)]
    [InlineData(99)]
    public async Task Says_451_when_the_application_gives_an_answer_that_is_none(int code)
    {
        var mailbox = new Mailbox { OnRecipient = (_, _) => Task.FromResult(new SmtpReply(code, "2.0.0", "?")) };
        var paper = await (await Paper.GreetedAsync(mailbox: mailbox)).AfterAsync("MAIL FROM:<>");

        Assert.Equal(SmtpReplies.LocalTrouble, await paper.SayAsync("RCPT TO:<contoso@bcc.example>"));
    }

    [Fact]
    public async Task Does_not_mix_the_recipients_of_two_messages()
    {
        var paper = await (await Paper.WithRecipientAsync()).AfterAsync("DATA");
        await paper.MessageAsync("One\r\n");
        await paper.AfterAsync("MAIL FROM:<anna@contoso.example>", "RCPT TO:<other@bcc.example>", "DATA");
        await paper.MessageAsync("Two\r\n");

        Assert.Equal(["contoso@bcc.example"], paper.Mailbox.Delivered[0].Envelope.Recipients);
        Assert.Equal(["other@bcc.example"], paper.Mailbox.Delivered[1].Envelope.Recipients);
    }
}
