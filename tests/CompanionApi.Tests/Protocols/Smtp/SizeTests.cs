using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>SIZE: RFC 1870, and the true size, which no client's word replaces.</summary>
public class SizeTests
{
    private const int Limit = 100_000;
    private static readonly SmtpOptions Options = House.Plain with { MaxMessageBytes = Limit };

    [Theory]
    [InlineData(0)]
    [InlineData(Limit)]
    public async Task Takes_a_size_up_to_the_limit_at_MAIL(long size)
    {
        await (await Paper.GreetedAsync(Options)).AfterAsync($"MAIL FROM:<anna@contoso.example> SIZE={size}");
    }

    [Theory]
    [InlineData("100001")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999")]
    public async Task Refuses_a_larger_one_at_MAIL_and_tells_the_application(string size)
    {
        var paper = await Paper.GreetedAsync(Options);

        var reply = await paper.SayAsync($"MAIL FROM:<anna@contoso.example> SIZE={size}");

        Assert.Equal(SmtpReplies.MessageTooLarge, reply);
        Assert.Equal(552, reply.Code);
        var (envelope, why) = Assert.Single(paper.Mailbox.Rejected);
        Assert.Equal("anna@contoso.example", envelope.MailFrom);
        Assert.Equal(reply, why);
        Assert.False(paper.Session.InTransaction);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1k")]
    [InlineData("0x10")]
    [InlineData("100000000000000000000")]
    public async Task Refuses_a_size_that_is_no_number(string size)
    {
        var paper = await Paper.GreetedAsync(Options);

        Assert.Equal(501, (await paper.SayAsync($"MAIL FROM:<anna@contoso.example> SIZE={size}")).Code);
    }

    [Theory]
    [InlineData(Limit - 1)]
    [InlineData(Limit)]
    public async Task Takes_a_message_up_to_the_limit(int size)
    {
        await using var house = new House(Options);
        await using var talk = await house.WithRecipientAsync();

        Assert.StartsWith("250", await talk.DataAsync(Letter(size)));

        Assert.Equal(size, house.Mailbox.Delivered.Single().Message.Length);
    }

    [Theory]
    [InlineData(Limit + 1)]
    [InlineData(2 * Limit)]
    public async Task Refuses_a_larger_one_after_its_end_and_goes_on(int size)
    {
        await using var house = new House(Options);
        await using var talk = await house.WithRecipientAsync();

        Assert.StartsWith("552 5.3.4", await talk.DataAsync(Letter(size)));

        Assert.Equal(SmtpReplies.MessageTooLarge, house.Mailbox.Rejected.Single().Reply);
        Assert.Equal(["contoso@bcc.example"], house.Mailbox.Rejected.Single().Envelope.Recipients);
        Assert.StartsWith("250", await talk.DeliverAsync("anna@contoso.example", "contoso@bcc.example", "small\r\n"));
    }

    [Fact]
    public async Task Does_not_count_the_dots_that_were_stuffed()
    {
        await using var house = new House(Options);
        await using var talk = await house.WithRecipientAsync();
        var letter = string.Concat(Enumerable.Repeat(".234567\r\n", Limit / 9 - 1)) + "x\r\n";

        Assert.StartsWith("250", await talk.DataAsync(letter.PadLeft(Limit, '.')));
    }

    [Fact]
    public async Task Believes_the_octets_and_not_the_declared_size()
    {
        await using var house = new House(Options);
        await using var talk = await house.GreetedAsync();
        await talk.SayAsync("MAIL FROM:<anna@contoso.example> SIZE=10", "250");
        await talk.SayAsync("RCPT TO:<contoso@bcc.example>", "250");

        Assert.StartsWith("552", await talk.DataAsync(Letter(Limit + 1)));

        Assert.Equal(10, house.Mailbox.Rejected.Single().Envelope.DeclaredSize);
    }

    [Fact]
    public async Task Cuts_off_a_message_that_has_no_end_after_telling_why()
    {
        await using var house = new House(Options);
        await using var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");

        await talk.SendRawAsync(new byte[2 * Limit + 1]);

        await talk.ExpectAsync("552 5.3.4");
        await talk.ExpectClosedAsync();
        Assert.Equal(SmtpReplies.MessageTooLarge, house.Mailbox.Rejected.Single().Reply);
    }

    [Fact]
    public async Task Takes_and_refuses_at_the_real_limit()
    {
        const int real = 20_971_520;
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        Assert.StartsWith("250", await talk.DataAsync(Letter(real)));

        await talk.SayAsync("MAIL FROM:<anna@contoso.example>", "250");
        await talk.SayAsync("RCPT TO:<contoso@bcc.example>", "250");
        Assert.StartsWith("552", await talk.DataAsync(Letter(real + 1)));
    }

    internal static byte[] Letter(int size)
    {
        var letter = new byte[size];
        letter.AsSpan().Fill((byte)'x');
        for (var i = 76; i + 1 < size; i += 78) "\r\n"u8.CopyTo(letter.AsSpan(i));
        "\r\n"u8.CopyTo(letter.AsSpan(size - 2));
        return letter;
    }
}
