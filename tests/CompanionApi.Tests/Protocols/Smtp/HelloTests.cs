namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>EHLO and HELO: RFC 5321 4.1.1.1.</summary>
public class HelloTests
{
    [Fact]
    public void Greets_with_its_own_name_and_no_version()
    {
        Assert.Equal("220 mx.example ESMTP", new Paper().Session.Greeting.ToString());
    }

    [Fact]
    public async Task Offers_its_extensions_to_EHLO()
    {
        var reply = await new Paper().SayAsync("EHLO client.example");

        Assert.Equal(250, reply.Code);
        Assert.Equal("", reply.Status);
        Assert.Equal(
            "mx.example PIPELINING SIZE=20971520 8BITMIME SMTPUTF8 CHUNKING STARTTLS ENHANCEDSTATUSCODES",
            reply.Text.Replace(' ', '=').Replace('\n', ' '));
    }

    [Fact]
    public async Task Offers_nothing_to_HELO()
    {
        Assert.Equal("250 mx.example", (await new Paper().SayAsync("HELO client.example")).ToString());
    }

    [Theory]
    [InlineData("EHLO client.example")]
    [InlineData("ehlo client.example")]
    [InlineData("EhLo   client.example  ")]
    [InlineData("EHLO [127.0.0.1]")]
    [InlineData("EHLO [IPv6:2001:db8::1]")]
    [InlineData("EHLO WIN_DESKTOP-1")]
    [InlineData("EHLO localhost.")]
    [InlineData("HELO x")]
    public async Task Takes_whatever_name_a_client_gives_itself(string line)
    {
        Assert.Equal(250, (await new Paper().SayAsync(line)).Code);
    }

    [Theory]
    [InlineData("EHLO")]
    [InlineData("HELO ")]
    [InlineData("EHLO two words")]
    public async Task Wants_one_name(string line)
    {
        Assert.Equal(501, (await new Paper().SayAsync(line)).Code);
    }

    [Fact]
    public async Task Refuses_a_name_longer_than_a_name_can_be()
    {
        Assert.Equal(501, (await new Paper().SayAsync($"EHLO {new string('a', 256)}")).Code);
    }

    [Fact]
    public async Task Starts_again_when_said_in_the_middle_of_a_transaction()
    {
        var paper = await Paper.WithRecipientAsync();

        await paper.AfterAsync("EHLO other.example");

        Assert.Equal(503, (await paper.SayAsync("DATA")).Code);
        await paper.AfterAsync("MAIL FROM:<ben@contoso.example>", "RCPT TO:<contoso@bcc.example>", "DATA");
        await paper.MessageAsync("Hi\r\n");
        Assert.Equal("other.example", paper.Mailbox.Delivered.Single().Envelope.Helo);
    }

    [Fact]
    public async Task Keeps_the_transaction_when_the_second_EHLO_is_wrong()
    {
        var paper = await Paper.WithRecipientAsync();

        await paper.SayAsync("EHLO");

        Assert.Equal(354, (await paper.SayAsync("DATA")).Code);
    }
}
