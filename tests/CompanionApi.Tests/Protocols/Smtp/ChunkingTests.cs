using CompanionApi.Protocols.Smtp;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>CHUNKING: RFC 3030.</summary>
public class ChunkingTests
{
    [Fact]
    public async Task Takes_a_message_in_chunks_octet_for_octet()
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();

        await talk.SendRawAsync("BDAT 6\r\nab\r\n.c");
        await talk.ExpectAsync("250 2.0.0 6 octets");
        await talk.SendRawAsync("bdat 5 last\r\n\r\n.\r\n");
        await talk.ExpectAsync("250 2.0.0");

        Assert.Equal("ab\r\n.c\r\n.\r\n", house.Mailbox.Delivered.Single().Message);
    }

    [Fact]
    public async Task Takes_envelope_and_chunks_in_one_packet()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();

        await talk.PipelineAsync("MAIL FROM:<>", "RCPT TO:<a@bcc.example>", "BDAT 4", "Hi", "BDAT 0 LAST", "QUIT");

        foreach (var reply in new[] { "250 2.1.0", "250 2.1.5", "250 2.0.0 4", "250 2.0.0", "221" })
            await talk.ExpectAsync(reply);
        Assert.Equal("Hi\r\n", house.Mailbox.Delivered.Single().Message);
    }

    [Theory]
    [InlineData("MAIL FROM:<ben@contoso.example>", "503")]
    [InlineData("RCPT TO:<other@bcc.example>", "503 5.5.1 Not after BDAT")]
    [InlineData("DATA", "503 5.5.1 Not after BDAT")]
    [InlineData("NOOP", "250")]
    public async Task Goes_on_with_chunks_only(string line, string reply)
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        await talk.SendRawAsync("BDAT 2\r\nHi");
        await talk.ExpectAsync("250");

        await talk.SayAsync(line, reply);

        await talk.SendRawAsync("BDAT 2 LAST\r\n\r\n");
        await talk.ExpectAsync("250");
        Assert.Equal("Hi\r\n", house.Mailbox.Delivered.Single().Message);
    }

    [Fact]
    public async Task Forgets_the_chunks_after_RSET()
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        await talk.SendRawAsync("BDAT 2\r\nHi");
        await talk.ExpectAsync("250");
        await talk.SayAsync("RSET", "250");

        await talk.DeliverAsync("anna@contoso.example", "contoso@bcc.example", "New\r\n");

        Assert.Equal("New\r\n", house.Mailbox.Delivered.Single().Message);
    }

    [Theory]
    [InlineData("", "503 5.5.1 Say EHLO")]
    [InlineData("EHLO x\r\n", "503 5.5.1 Say MAIL")]
    [InlineData("EHLO x\r\nMAIL FROM:<>\r\n", "554 5.5.1")]
    public async Task Throws_the_octets_of_a_refused_chunk_away_instead_of_running_them(string before, string reply)
    {
        await using var house = new House();
        await using var talk = await house.ConnectAsync();

        await talk.SendRawAsync(before + "BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");

        foreach (var _ in before.Split("\r\n").SkipLast(1)) await talk.ExpectAsync("250");
        await talk.ExpectAsync(reply);
        await talk.ExpectAsync("250 2.0.0 Ok");
    }

    [Fact]
    public async Task Refuses_the_chunk_that_makes_the_message_too_large_and_those_behind_it()
    {
        await using var house = new House(House.Plain with { MaxMessageBytes = 10 });
        await using var talk = await house.WithRecipientAsync();

        await talk.SendRawAsync("BDAT 10\r\n0123456789BDAT 1\r\nxBDAT 4 LAST\r\nRSETNOOP\r\n");

        await talk.ExpectAsync("250 2.0.0 10 octets");
        await talk.ExpectAsync("552 5.3.4");
        await talk.ExpectAsync("503");
        await talk.ExpectAsync("250 2.0.0 Ok");
        Assert.Equal(SmtpReplies.MessageTooLarge, house.Mailbox.Rejected.Single().Reply);
        Assert.Empty(house.Mailbox.Delivered);
    }

    [Theory]
    [InlineData("BDAT")]
    [InlineData("BDAT x")]
    [InlineData("BDAT -1")]
    [InlineData("BDAT 10 FIRST")]
    [InlineData("BDAT 10 LAST x")]
    [InlineData("BDAT 99999999999999999999")]
    public async Task Hangs_up_when_nobody_knows_where_the_next_command_begins(string line)
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();

        await talk.SayAsync(line, "501 5.5.4");

        await talk.ExpectClosedAsync();
    }

    [Fact]
    public async Task Tells_the_application_when_the_client_vanishes_between_chunks()
    {
        await using var house = new House();
        SmtpTalk talk = await house.WithRecipientAsync();
        await talk.SendRawAsync("BDAT 2\r\nHi");
        await talk.ExpectAsync("250");

        talk.Vanish();

        Assert.Equal(SmtpReplies.ConnectionLost, await house.Mailbox.FirstRejection);
    }

    [Fact]
    public async Task Tells_the_application_when_the_client_vanishes_inside_a_chunk()
    {
        await using var house = new House();
        SmtpTalk talk = await house.WithRecipientAsync();
        await talk.SendRawAsync("BDAT 100 LAST\r\nHi");

        talk.Vanish();

        Assert.Equal(SmtpReplies.ConnectionLost, await house.Mailbox.FirstRejection);
        Assert.Empty(house.Mailbox.Delivered);
    }

    [Fact]
    public async Task Cuts_off_a_chunk_that_drips()
    {
        var clock = new ManualClock();
        var patient = TimeSpan.FromDays(40);
        await using var house = new House(
            House.Plain with { Clock = clock, IdleTimeout = patient, MaxSessionTime = patient });
        await using var talk = await house.WithRecipientAsync();
        await talk.SendRawAsync("BDAT 1000000 LAST\r\n");

        var reply = talk.ReadReplyAsync();
        // Nothing tells when the server begins to wait for the chunk, so time passes until it has had enough.
        while (!reply.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await talk.SendRawAsync("x");
            await Task.Yield();
        }

        Assert.StartsWith("421 4.4.2 The message arrives too slowly", await reply);
        Assert.Equal(SmtpReplies.TooSlow, await house.Mailbox.FirstRejection);
    }
}
