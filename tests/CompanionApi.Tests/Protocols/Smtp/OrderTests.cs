using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>Which command may be said when (RFC 5321 4.1.4), and the small commands.</summary>
public class OrderTests
{
    [Theory]
    [InlineData("MAIL FROM:<a@b.example>")]
    [InlineData("RCPT TO:<a@b.example>")]
    [InlineData("DATA")]
    public async Task Wants_EHLO_first(string line)
    {
        Assert.Equal(SmtpReplies.SayHello, await new Paper().SayAsync(line));
    }

    [Theory]
    [InlineData("NOOP")]
    [InlineData("NOOP something")]
    [InlineData("RSET")]
    [InlineData("HELP")]
    [InlineData("HELP MAIL")]
    [InlineData("VRFY anna")]
    [InlineData("QUIT")]
    [InlineData("STARTTLS")]
    public async Task Answers_these_before_EHLO(string line)
    {
        Assert.True((await new Paper().SayAsync(line)).IsPositive);
    }

    [Theory]
    [InlineData("RCPT TO:<a@b.example>")]
    [InlineData("DATA")]
    public async Task Wants_MAIL_before(string line)
    {
        Assert.Equal(SmtpReplies.MailFirst, await (await Paper.GreetedAsync()).SayAsync(line));
    }

    [Fact]
    public async Task Takes_one_sender_at_a_time()
    {
        var paper = await Paper.WithRecipientAsync();

        Assert.Equal(SmtpReplies.MailTwice, await paper.SayAsync("MAIL FROM:<ben@contoso.example>"));

        await paper.AfterAsync("DATA");
        await paper.MessageAsync("Hi\r\n");
        Assert.Equal("anna@contoso.example", paper.Mailbox.Delivered.Single().Envelope.MailFrom);
    }

    [Fact]
    public async Task Refuses_DATA_while_no_recipient_was_taken()
    {
        var paper = await (await Paper.GreetedAsync()).AfterAsync("MAIL FROM:<anna@contoso.example>");

        Assert.Equal(SmtpReplies.NoRecipients, await paper.SayAsync("DATA"));
        Assert.Equal(SmtpTurn.Command, paper.Session.Turn);
    }

    [Fact]
    public async Task Forgets_the_transaction_after_RSET()
    {
        var paper = await Paper.WithRecipientAsync();

        await paper.AfterAsync("RSET");

        Assert.False(paper.Session.InTransaction);
        Assert.Equal(SmtpReplies.MailFirst, await paper.SayAsync("DATA"));
        Assert.Empty(paper.Mailbox.Rejected);
    }

    [Theory]
    [InlineData("DATA now")]
    [InlineData("RSET now")]
    [InlineData("QUIT now")]
    [InlineData("STARTTLS now")]
    public async Task Takes_no_argument_here(string line)
    {
        var paper = await Paper.WithRecipientAsync();

        Assert.Equal(SmtpReplies.NoArgument, await paper.SayAsync(line));
        Assert.Equal(SmtpTurn.Command, paper.Session.Turn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FROB")]
    [InlineData("MAILFROM:<a@b.example>")]
    [InlineData("EHLO\u00e9 x")]
    public async Task Does_not_know_other_commands(string line)
    {
        Assert.Equal(500, (await new Paper().SayAsync(line)).Code);
    }

    [Theory]
    [InlineData("AUTH PLAIN AGEAYg==")]
    [InlineData("EXPN list")]
    [InlineData("ETRN example")]
    [InlineData("TURN")]
    public async Task Knows_but_does_not_do_these(string line)
    {
        Assert.Equal(502, (await (await Paper.GreetedAsync()).SayAsync(line)).Code);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("POST / HTTP/1.1")]
    [InlineData("CONNECT mx.example:25 HTTP/1.1")]
    public async Task Hangs_up_on_a_browser(string line)
    {
        var paper = new Paper();

        Assert.Equal(421, (await paper.SayAsync(line)).Code);
        Assert.Equal(SmtpTurn.Close, paper.Session.Turn);
    }

    [Fact]
    public async Task Never_tells_whether_an_address_exists_to_VRFY()
    {
        Assert.Equal(252, (await new Paper().SayAsync("VRFY contoso@bcc.example")).Code);
    }

    [Fact]
    public async Task Says_bye_and_closes()
    {
        var paper = await Paper.WithRecipientAsync();

        Assert.Equal(221, (await paper.SayAsync("QUIT")).Code);
        Assert.Equal(SmtpTurn.Close, paper.Session.Turn);
    }

    [Theory]
    [InlineData("NOOP\n")]
    [InlineData("NOOP\rNOOP\r\n")]
    [InlineData("NOOP\n\r\n")]
    [InlineData("NO\0OP\r\n")]
    [InlineData("NOOP\tx\r\n")]
    [InlineData("NOOP \u007f\r\n")]
    public async Task Wants_clean_lines_with_CR_LF(string line)
    {
        Assert.Equal(SmtpReplies.BadLine, await new Paper().SayRawAsync(System.Text.Encoding.UTF8.GetBytes(line)));
    }

    [Fact]
    public async Task Wants_UTF8_where_it_is_not_ASCII()
    {
        Assert.Equal(SmtpReplies.BadLine, await new Paper().SayRawAsync([.. "NOOP "u8, 0xC3, 0x28, 0x0D, 0x0A]));
    }
}
