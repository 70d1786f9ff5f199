using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>SMTPUTF8: RFC 6531.</summary>
public class SmtpUtf8Tests
{
    [Fact]
    public async Task Takes_addresses_in_UTF8_once_asked()
    {
        var paper = await (await Paper.GreetedAsync())
            .AfterAsync("MAIL FROM:<アンナ@例え.example> SMTPUTF8", "RCPT TO:<商談@bcc.example>", "DATA");
        await paper.MessageAsync("Hi\r\n");

        var envelope = paper.Mailbox.Delivered.Single().Envelope;
        Assert.Equal("アンナ@例え.example", envelope.MailFrom);
        Assert.Equal(["商談@bcc.example"], envelope.Recipients);
        Assert.True(envelope.Utf8);
    }

    [Fact]
    public async Task Refuses_them_when_not_asked()
    {
        var paper = await Paper.GreetedAsync();

        Assert.Equal(SmtpReplies.SenderNeedsUtf8, await paper.SayAsync("MAIL FROM:<アンナ@contoso.example>"));
        await paper.AfterAsync("MAIL FROM:<anna@contoso.example>");
        Assert.Equal(SmtpReplies.RecipientNeedsUtf8, await paper.SayAsync("RCPT TO:<商談@bcc.example>"));
    }

    [Theory]
    [InlineData("MAIL FROM:<a\u0085b@contoso.example> SMTPUTF8")]
    [InlineData("MAIL FROM:<a\u3000b@contoso.example> SMTPUTF8")]
    [InlineData("MAIL FROM:<anna@con\u00a0toso.example> SMTPUTF8")]
    public async Task Refuses_controls_and_blanks_of_Unicode(string line)
    {
        Assert.Equal(501, (await (await Paper.GreetedAsync()).SayAsync(line)).Code);
    }

    [Fact]
    public async Task Counts_octets_not_characters()
    {
        var paper = await (await Paper.GreetedAsync()).AfterAsync("MAIL FROM:<> SMTPUTF8");

        await paper.AfterAsync($"RCPT TO:<{new string('商', 21)}@bcc.example>");

        Assert.Equal(501, (await paper.SayAsync($"RCPT TO:<{new string('商', 22)}@bcc.example>")).Code);
    }

    [Fact]
    public async Task Takes_no_value()
    {
        var paper = await Paper.GreetedAsync();

        Assert.Equal(SmtpReplies.BadParameter, await paper.SayAsync("MAIL FROM:<anna@contoso.example> SMTPUTF8=yes"));
    }
}
