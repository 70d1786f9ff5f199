using System.Text;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>DATA: RFC 5321 4.1.1.4, and the dots of 4.5.2.</summary>
public class DataTests
{
    [Theory]
    [InlineData(".\r\n", "")]
    [InlineData("\r\n.\r\n", "\r\n")]
    [InlineData("Hi\r\n.\r\n", "Hi\r\n")]
    [InlineData("..\r\n.\r\n", ".\r\n")]
    [InlineData("a\r\n..b\r\n...\r\n.\r\n", "a\r\n.b\r\n..\r\n")]
    [InlineData(".a\r\n.\r\n", "a\r\n")]
    [InlineData("a.\r\n.\r\n", "a.\r\n")]
    [InlineData("a\r\r\n.\r\n", "a\r\r\n")]
    [InlineData("\0\u0001\u00ff\r\n.\r\n", "\0\u0001\u00ff\r\n")]
    public void Ends_at_the_dot_and_unstuffs_the_others_however_the_octets_are_cut(string sent, string message)
    {
        var octets = Encoding.Latin1.GetBytes(sent);
        for (var first = 0; first <= octets.Length; first++)
            for (var second = first; second <= octets.Length; second++)
            {
                var decoded = Decode(octets[..first], octets[first..second], octets[second..]);
                Assert.Equal((message, octets.Length), decoded);
            }
    }

    [Fact]
    public void Reads_every_short_text_of_dots_and_line_ends_as_the_standard_writes_it()
    {
        const int length = 7;
        const string letters = "\r\n.a";
        for (var number = 0; number < 1 << (2 * length); number++)
        {
            var text = string.Create(length, number, (to, n) =>
            {
                for (var i = 0; i < length; i++) to[i] = letters[(n >> (2 * i)) & 3];
            });
            var sent = text + "\r\n.\r\n";
            var end = ("\r\n" + sent).IndexOf("\r\n.\r\n", StringComparison.Ordinal);
            var message = ("\r\n" + sent)[..(end + 2)].Replace("\r\n.", "\r\n")[2..];
            var octets = Encoding.Latin1.GetBytes(sent);
            var cut = number % octets.Length;

            Assert.Equal((message, end + 3), Decode(octets[..cut], octets[cut..]));
        }
    }

    [Fact]
    public void Leaves_what_comes_after_the_end()
    {
        Assert.Equal(("Hi\r\n", 7), Decode("Hi\r\n.\r\nQUIT\r\n"u8.ToArray()));
    }

    [Theory]
    [InlineData(451, "4.2.0")]
    [InlineData(550, "5.7.1")]
    [InlineData(250, "2.0.0")]
    public async Task Passes_on_what_the_application_says(int code, string status)
    {
        var reply = new SmtpReply(code, status, "In its own words");
        var mailbox = new Mailbox { OnMessage = (_, _) => Task.FromResult(reply) };
        var paper = await (await Paper.WithRecipientAsync(mailbox: mailbox)).AfterAsync("DATA");

        Assert.Equal(reply, await paper.MessageAsync("Hi\r\n"));
        Assert.False(paper.Session.InTransaction);
        Assert.Empty(mailbox.Rejected);
    }

    [Fact]
    public async Task Says_451_and_nothing_of_the_reason_when_the_application_fails()
    {
        var mailbox = new Mailbox { OnMessage = (_, _) => throw new IOException("disk full at /secret") };
        await using var house = new House(mailbox: mailbox);
        await using var talk = await house.WithRecipientAsync();

        var reply = await talk.DataAsync("Hi\r\n");

        Assert.Equal("451 4.3.0 Trouble here; try again later", reply);
        Assert.Equal(SmtpReplies.LocalTrouble, mailbox.Rejected.Single().Reply);
        await talk.SayAsync("NOOP", "250");
    }

    [Fact]
    public async Task Never_gives_octets_of_a_failed_delivery_to_the_next_message()
    {
        var held = new List<ReadOnlyMemory<byte>>();
        var mailbox = new Mailbox
        {
            OnMessage = (_, octets) =>
            {
                held.Add(octets);
                throw new OperationCanceledException("while a writer still reads");
            },
        };
        await using var house = new House(mailbox: mailbox);
        await using var talk = await house.GreetedAsync();

        foreach (var letter in new[] { "first\r\n", "other\r\n" })
            Assert.StartsWith("451", await talk.DeliverAsync("anna@contoso.example", "contoso@bcc.example", letter));

        Assert.Equal(["first\r\n", "other\r\n"], held.Select(octets => Encoding.Latin1.GetString(octets.Span)));
    }

    [Fact]
    public async Task Hangs_up_when_the_application_says_421()
    {
        var mailbox = new Mailbox { OnMessage = (_, _) => Task.FromResult(new SmtpReply(421, "4.3.2", "Not now")) };
        await using var house = new House(mailbox: mailbox);
        await using var talk = await house.WithRecipientAsync();

        Assert.Equal("421 4.3.2 Not now", await talk.DataAsync("Hi\r\n"));
        await talk.ExpectClosedAsync();
    }

    [Fact]
    public async Task Takes_several_messages_in_one_session()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();

        for (var i = 0; i < 3; i++)
            Assert.StartsWith("250", await talk.DeliverAsync("anna@contoso.example", "deal@bcc.example", $"{i}\r\n"));

        Assert.Equal(["0\r\n", "1\r\n", "2\r\n"], house.Mailbox.Delivered.Select(each => each.Message));
    }

    [Fact]
    public async Task Takes_lines_longer_than_a_thousand_octets()
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        var letter = new string('x', 100_000) + "\r\n";

        await talk.DataAsync(letter);

        Assert.Equal(letter, house.Mailbox.Delivered.Single().Message);
    }

    [Fact]
    public async Task Tells_the_application_when_the_client_vanishes_in_the_middle()
    {
        await using var house = new House();
        var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");
        await talk.SendRawAsync("Subject: half a le");

        talk.Vanish();

        Assert.Equal(SmtpReplies.ConnectionLost, await house.Mailbox.FirstRejection);
        Assert.Equal("anna@contoso.example", house.Mailbox.Rejected.Single().Envelope.MailFrom);
        Assert.Empty(house.Mailbox.Delivered);
    }

    [Theory]
    [InlineData("Hi\r\n.")]
    [InlineData("Hi\r\n.\r")]
    [InlineData("Hi\r\n")]
    public async Task Takes_no_message_whose_end_never_came(string half)
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");
        await talk.SendRawAsync(half);

        talk.FinishSending();

        await talk.ExpectClosedAsync();
        Assert.Equal(SmtpReplies.ConnectionLost, await house.Mailbox.FirstRejection);
        Assert.Empty(house.Mailbox.Delivered);
    }

    [Fact]
    public async Task Answers_a_client_that_said_everything_and_only_listens()
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        await talk.SendRawAsync("DATA\r\nHi\r\n.\r\nQUIT\r\n");

        talk.FinishSending();

        await talk.ExpectAsync("354");
        await talk.ExpectAsync("250");
        await talk.ExpectAsync("221");
        Assert.Single(house.Mailbox.Delivered);
    }

    internal static (string Message, int Used) Decode(params byte[][] pieces)
    {
        using var message = new MessageBuffer(1_000_000, new BufferBudget(1_000_000));
        var decoder = new DotDecoder();
        var used = 0;
        foreach (var piece in pieces) used += decoder.Decode(piece, message);
        Assert.True(decoder.Ended);
        return (Encoding.Latin1.GetString(message.Memory.Span), used);
    }
}
