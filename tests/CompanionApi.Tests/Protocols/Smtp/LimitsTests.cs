using System.Net;
using CompanionApi.Protocols.Smtp;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>How far a client may go, and what it hears there. Time is the test's.</summary>
public class LimitsTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public async Task Takes_so_many_recipients_and_asks_for_the_others_later()
    {
        var paper = await (await Paper.GreetedAsync(new SmtpOptions { MaxRecipients = 2 })).AfterAsync(
            "MAIL FROM:<>", "RCPT TO:<a@bcc.example>", "RCPT TO:<b@bcc.example>", "RCPT TO:<a@bcc.example>");

        var reply = await paper.SayAsync("RCPT TO:<c@bcc.example>");

        Assert.Equal((452, "4.5.3"), (reply.Code, reply.Status));
        await paper.AfterAsync("DATA");
        await paper.MessageAsync("Hi\r\n");
        Assert.Equal(2, paper.Mailbox.Delivered.Single().Envelope.Recipients.Count);
    }

    [Fact]
    public async Task Takes_a_hundred_recipients_as_the_standard_asks()
    {
        var paper = await (await Paper.GreetedAsync()).AfterAsync("MAIL FROM:<>");

        await paper.AfterAsync([.. Enumerable.Range(0, 100).Select(i => $"RCPT TO:<r{i}@bcc.example>")]);
    }

    [Fact]
    public async Task Sends_away_who_makes_too_many_mistakes()
    {
        var paper = new Paper(new SmtpOptions { MaxBadCommands = 3 });
        for (var i = 0; i < 3; i++) Assert.Equal(500, (await paper.SayAsync("FROB")).Code);

        Assert.Equal(SmtpReplies.TooManyErrors, await paper.SayAsync("NOOP"));
        Assert.Equal(SmtpTurn.Close, paper.Session.Turn);
    }

    [Fact]
    public async Task Counts_from_zero_again_after_each_message_that_was_taken()
    {
        var paper = await Paper.GreetedAsync(new SmtpOptions { MaxCommands = 6, MaxBadCommands = 2 });
        for (var i = 0; i < 5; i++)
        {
            await paper.SayAsync("FROB");
            await paper.AfterAsync("MAIL FROM:<>", "RCPT TO:<a@bcc.example>", "DATA");
            await paper.MessageAsync("Hi\r\n");
        }

        Assert.Equal(5, paper.Mailbox.Delivered.Count);
    }

    [Theory]
    [InlineData(SmtpSession.MaxLine - 2, "250")]
    [InlineData(SmtpSession.MaxLine - 1, "500 5.5.2 Line too long")]
    [InlineData(60_000, "500 5.5.2 Line too long")]
    public async Task Reads_a_line_only_so_long_and_goes_on_behind_it(int length, string reply)
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();

        await talk.SayAsync("NOOP " + new string('x', length - 5), reply);

        await talk.SayAsync("NOOP", "250");
    }

    [Fact]
    public async Task Cuts_off_a_line_without_end()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();

        await talk.SendRawAsync(new string('x', 200_000));

        await talk.ExpectAsync("500 5.5.2 Line too long");
        await talk.ExpectClosedAsync();
    }

    [Fact]
    public async Task Lets_only_so_many_in()
    {
        await using var house = new House(OnMyClock with { MaxConnections = 1 });
        var first = await house.GreetedAsync();

        await using var second = await SmtpTalk.ConnectSilentlyAsync(house.Server.Endpoint);
        await second.ExpectAsync("421 4.7.0 Too many connections;");
        await second.ExpectClosedAsync();

        await LeaveAsync(first);
        await ComeInAsync(house);
    }

    [Fact]
    public async Task Lets_only_so_many_in_from_one_address()
    {
        await using var house = new House(OnMyClock with { MaxConnectionsPerAddress = 1 });
        var first = await house.GreetedAsync();

        await using var second = await SmtpTalk.ConnectSilentlyAsync(house.Server.Endpoint);
        await second.ExpectAsync("421 4.7.0 Too many connections from you");

        await LeaveAsync(first);
        await ComeInAsync(house);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", true)]
    public void Counts_a_whole_IPv6_network_as_one_address(string first, string second, bool both)
    {
        var door = new SmtpDoor(new SmtpOptions { MaxConnectionsPerAddress = 1 });
        Assert.Null(door.Refusal(IPAddress.Parse(first), out _));

        Assert.Equal(both ? null : SmtpReplies.TooManyFromAddress, door.Refusal(IPAddress.Parse(second), out _));

        door.Leave(IPAddress.Parse(first));
        Assert.Null(door.Refusal(IPAddress.Parse(first), out _));
    }

    [Fact]
    public async Task Asks_for_mail_later_while_too_much_is_being_received()
    {
        await using var house = new House(House.Plain with { MaxBufferedBytes = 100_000 });
        await using var talk = await house.WithRecipientAsync();

        Assert.StartsWith("452 4.3.1", await talk.DataAsync(SizeTests.Letter(100_000)));

        Assert.Equal(SmtpReplies.StorageFull, house.Mailbox.Rejected.Single().Reply);
        Assert.StartsWith("250", await talk.DeliverAsync("a@contoso.example", "b@bcc.example", "small\r\n"));
    }

    [Fact]
    public async Task Waits_only_so_long_for_a_command()
    {
        await using var house = new House(OnMyClock);
        await using var talk = await house.GreetedAsync();
        await talk.SendRawAsync("NOO");

        clock.Advance(TimeSpan.FromMinutes(5));

        await talk.ExpectAsync("421 4.4.2 Waited too long");
        await talk.ExpectClosedAsync();
    }

    [Fact]
    public async Task Waits_only_so_long_in_a_message_and_tells_the_application()
    {
        await using var house = new House(OnMyClock);
        await using var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");

        clock.Advance(TimeSpan.FromMinutes(5));

        await talk.ExpectAsync("421 4.4.2 Waited too long");
        await talk.ExpectClosedAsync();
        Assert.Equal(SmtpReplies.IdleTooLong, house.Mailbox.Rejected.Single().Reply);
    }

    [Fact]
    public async Task Cuts_off_a_message_that_drips()
    {
        await using var house = new House(OnMyClock);
        await using var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");

        clock.Advance(TimeSpan.FromMinutes(2));
        await talk.SendRawAsync("x");

        await talk.ExpectAsync("421 4.4.2 The message arrives too slowly");
        Assert.Equal(SmtpReplies.TooSlow, await house.Mailbox.FirstRejection);
    }

    [Theory]
    [InlineData("BDAT 1\r\nx")]
    [InlineData("NOOP\r\n")]
    public async Task Cuts_off_a_message_that_drips_in_chunks_or_is_talked_around(string then)
    {
        await using var house = new House(OnMyClock);
        await using var talk = await house.WithRecipientAsync();
        await talk.SendRawAsync("BDAT 1\r\nx");
        await talk.ExpectAsync("250");
        clock.Advance(TimeSpan.FromSeconds(40));
        await talk.SendRawAsync(then);
        await talk.ExpectAsync("250");

        clock.Advance(TimeSpan.FromSeconds(40));
        await talk.SendRawAsync(then);

        Assert.Equal(SmtpReplies.TooSlow, await house.Mailbox.FirstRejection);
    }

    [Fact]
    public async Task Bears_with_a_slow_line_that_makes_progress()
    {
        await using var house = new House(OnMyClock with { MinDataBytesPerSecond = 1 });
        await using var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");

        clock.Advance(TimeSpan.FromMinutes(2));
        await talk.SendRawAsync(SizeTests.Letter(30_000));
        clock.Advance(TimeSpan.FromMinutes(2));
        await talk.SendRawAsync(SizeTests.Letter(30_000));
        await talk.SendAsync(".");

        await talk.ExpectAsync("250");
    }

    [Fact]
    public async Task Ends_a_session_that_never_ends()
    {
        await using var house = new House(OnMyClock);
        await using var talk = await house.GreetedAsync();
        for (var minutes = 0; minutes < 57; minutes += 3)
        {
            clock.Advance(TimeSpan.FromMinutes(3));
            await talk.SayAsync("NOOP", "250");
        }

        clock.Advance(TimeSpan.FromMinutes(3));

        await talk.ExpectAsync("421 4.4.2 Session too long");
        await talk.ExpectClosedAsync();
    }

    [Fact]
    public async Task Gives_up_on_a_client_that_reads_no_replies()
    {
        await using var house = new House(OnMyClock with { MaxCommands = int.MaxValue });
        await using var talk = await house.GreetedAsync();
        var flood = string.Concat(Enumerable.Repeat("HELP\r\n", 50_000));

        // Sends until the server, stuck with its replies, gives up; time passes meanwhile.
        var sending = Task.Run(async () =>
        {
            while (true) await talk.SendRawAsync(flood);
        });
        while (!sending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        await Assert.ThrowsAsync<IOException>(() => sending);
        await using var next = await house.ConnectAsync();
    }

    /// <summary>Once the server has counted out whoever left, which it does a moment after it has hung up.</summary>
    private static async Task ComeInAsync(House house)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            await using var talk = await SmtpTalk.ConnectSilentlyAsync(house.Server.Endpoint);
            if ((await talk.ReadReplyAsync()).StartsWith("220", StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private static async Task LeaveAsync(SmtpTalk talk)
    {
        await talk.SayAsync("QUIT", "221");
        await talk.ExpectClosedAsync();
        await talk.DisposeAsync();
    }

    private SmtpOptions OnMyClock => House.Plain with { Clock = clock };
}
