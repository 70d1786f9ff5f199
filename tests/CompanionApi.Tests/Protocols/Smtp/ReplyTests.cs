using System.Text;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>What a reply looks like on the wire: RFC 5321 4.2, RFC 2034 section 4.</summary>
public class ReplyTests
{
    [Fact]
    public void Repeats_code_and_status_on_every_line()
    {
        Assert.Equal("550-5.7.1 One\r\n550-5.7.1 Two\r\n550 5.7.1 Three\r\n", Wire("One\nTwo\r\nThree"));
    }

    [Fact]
    public void Folds_a_long_text_between_words_and_keeps_lines_under_512_octets()
    {
        var lines = Wire(string.Join(' ', Enumerable.Repeat("reason", 300))).Split("\r\n").SkipLast(1).ToList();

        Assert.All(lines, line => Assert.InRange(line.Length + 2, 1, 512));
        Assert.All(lines.SkipLast(1), line => Assert.StartsWith("550-5.7.1 reason", line));
        Assert.StartsWith("550 5.7.1 reason", lines[^1]);
        Assert.Equal(300, lines.Sum(line => line.Split("reason").Length - 1));
    }

    [Fact]
    public void Folds_even_what_has_no_blank()
    {
        Assert.All(Wire(new string('x', 2_000)).Split("\r\n"), line => Assert.InRange(line.Length + 2, 2, 512));
    }

    [Theory]
    [InlineData("No 商談 here", "550 5.7.1 No ?? here\r\n")]
    [InlineData("a\0b\tc\u007f", "550 5.7.1 a?b?c?\r\n")]
    [InlineData("evil\r\n250 ok", "550-5.7.1 evil\r\n550 5.7.1 250 ok\r\n")]
    [InlineData("", "550 5.7.1 \r\n")]
    public void Lets_nothing_but_printable_ASCII_on_the_wire(string text, string wire)
    {
        Assert.Equal(wire, Wire(text));
    }

    private static string Wire(string text) => Encoding.UTF8.GetString(new SmtpReply(550, "5.7.1", text).Wire);
}
