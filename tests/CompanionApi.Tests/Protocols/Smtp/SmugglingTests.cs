using System.Text;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>
/// A second message hidden in a first one, behind an end that one server sees and another does not. Here only
/// CRLF.CRLF is an end; anything like it is data, kept octet for octet.
/// </summary>
public class SmugglingTests
{
    private const string Hidden = "MAIL FROM:<ceo@contoso.example>\r\nRCPT TO:<a@bcc.example>\r\nDATA\r\nForged\r\n";

    public static TheoryData<string> FalseEnds =>
    [
        "\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\r\n.\r", "\n.\r", "\r.\n",
        "\r\n\n.\r\n", "\r\n.\r\r\n", "\r\r\n.\r\r\n", "\r\n.\0\r\n", "\r\n\0.\r\n", "\r\n. \r\n", "\n\n.\n\n",
    ];

    [Theory]
    [MemberData(nameof(FalseEnds))]
    public async Task Sees_one_message_where_a_false_end_stands(string end)
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");

        await talk.SendRawAsync("Hi" + end + Hidden + ".\r\n");

        await talk.ExpectAsync("250");
        await talk.SayAsync("QUIT", "221");
        Assert.Contains("MAIL FROM:<ceo@contoso.example>", Assert.Single(house.Mailbox.Delivered).Message);
    }

    [Theory]
    [MemberData(nameof(FalseEnds))]
    public void Sees_no_end_in_it_wherever_it_is_cut(string end)
    {
        using var message = new MessageBuffer(1_000, new BufferBudget(100_000));
        var octets = Encoding.Latin1.GetBytes("Hi" + end);
        for (var cut = 0; cut <= octets.Length; cut++)
        {
            var decoder = new DotDecoder();
            decoder.Decode(octets.AsSpan(0, cut), message);
            decoder.Decode(octets.AsSpan(cut), message);
            Assert.False(decoder.Ended);
        }
    }

    [Theory]
    [InlineData("a\nb\r\n.\r\n", "a\nb\r\n")]
    [InlineData("a\rb\r\n.\r\n", "a\rb\r\n")]
    [InlineData("a\n.b\r\n.\r\n", "a\n.b\r\n")]
    [InlineData("a\n..\n\r\n.\r\n", "a\n..\n\r\n")]
    [InlineData("a\r..\r\n.\r\n", "a\r..\r\n")]
    [InlineData("\n.\r\n\r\n.\r\n", "\n.\r\n\r\n")]
    public void Keeps_bare_line_ends_as_they_are(string sent, string message)
    {
        Assert.Equal(message, DataTests.Decode(Encoding.Latin1.GetBytes(sent)).Message);
    }

    [Fact]
    public async Task Takes_no_command_that_ends_with_a_bare_line_feed()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();

        await talk.SendRawAsync("NOOP\nMAIL FROM:<ceo@contoso.example>\n");

        await talk.ExpectAsync("500 5.5.2");
        await talk.ExpectAsync("500 5.5.2");
        await talk.SayAsync("RCPT TO:<contoso@bcc.example>", "503");
    }
}
