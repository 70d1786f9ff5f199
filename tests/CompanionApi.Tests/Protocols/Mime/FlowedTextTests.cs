namespace CompanionApi.Tests.Protocols.Mime;

public class FlowedTextTests
{
    [Theory]
    // RFC 3676 sections 4.1 to 4.5.
    [InlineData("one \ntwo\nthree\n", "one two\nthree\n")]
    [InlineData("one \n\ntwo\n", "one \n\ntwo\n")]
    [InlineData("> a \n> b\n>> c \n>> d\ne\n", "> a b\n>> c d\ne\n")]
    [InlineData("> a \nb\n", "> a \nb\n")]
    [InlineData(" stuffed\n  two\n >not a quote\n", "stuffed\n two\n>not a quote\n")]
    [InlineData("text \n-- \nAnna\n", "text \n-- \nAnna\n")]
    [InlineData("> text \n> -- \n> Anna\n", "> text \n> -- \n> Anna\n")]
    [InlineData("no end \nhere", "no end here")]
    [InlineData(" From here\n", "From here\n")]
    [InlineData("", "")]
    public void Rfc3676_4_joins_the_lines_of_a_paragraph(string sent, string expected) =>
        Assert.Equal(expected, Written.Mail("Content-Type: text/plain; format=flowed\n\n" + sent).Text);

    [Fact]
    public void Rfc3676_4_1_delsp_takes_the_space_away() =>
        Assert.Equal("株式会社\n",
            Written.Utf8("Content-Type: text/plain; charset=utf-8; Format=Flowed; DelSp=Yes\n\n株式 \n会社\n").Text);

    [Fact]
    public void Text_that_is_not_flowed_keeps_its_lines() =>
        Assert.Equal("one \ntwo\n", Written.Mail("\none \ntwo\n").Text);
}
