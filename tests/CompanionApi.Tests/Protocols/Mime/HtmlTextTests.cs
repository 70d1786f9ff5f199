using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class HtmlTextTests
{
    [Theory]
    [InlineData("<p>one</p><p>two</p>", "one\n\ntwo")]
    [InlineData("<p class=MsoNormal>one</p><p class=MsoNormal>two</p>", "one\ntwo")]
    [InlineData("<div>one</div><div>two</div>", "one\ntwo")]
    [InlineData("one<br>two<br/><br />three", "one\ntwo\n\nthree")]
    [InlineData("  lots \n of\t space ", "lots of space")]
    [InlineData("<b>bo</b>ld and <i> spaced </i> out", "bold and spaced out")]
    [InlineData("<ul><li>one</li><li>two</li></ul>", "- one\n- two")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc")]
    [InlineData("<blockquote>quoted<br>twice</blockquote>after", "> quoted\n> twice\nafter")]
    [InlineData("<pre>kept  as\n  it is</pre>", "kept  as\n  it is")]
    [InlineData("a &amp; b &lt;c&gt; &#12354;&#x3044;&nbsp;&eacute;", "a & b <c> あい é")]
    [InlineData("<head><title>no</title><style>p { a: b }</style></head><script>if (a < b) {}</script>yes", "yes")]
    [InlineData("a<!-- not <b>this</b> -->b", "ab")]
    [InlineData("<a title=\"a > b\" href='x'>link</a>", "link")]
    [InlineData("1 < 2 and 3 > 2", "1 < 2 and 3 > 2")]
    [InlineData("<o:p>office</o:p>", "office")]
    [InlineData("text <!-- never closed", "text <!-- never closed")]
    [InlineData("text <b never closed", "text <b never closed")]
    [InlineData("<p title=\"never closed>text</p>", "text")]
    [InlineData("<!DOCTYPE html><?xml version=1?>text", "text")]
    [InlineData("<>", "<>")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Keeps_the_words_and_lays_them_out(string? html, string expected) =>
        Assert.Equal(expected, HtmlText.From(html));

    [Theory]
    [InlineData("a  ")]
    [InlineData("a ")]
    [InlineData("a \t")]
    [InlineData("a\u00A0")]
    public void A_long_line_takes_no_longer_for_its_blanks(string word)
    {
        const int words = 1_000_000;
        var html = string.Concat(Enumerable.Repeat(word, words));

        // Anything but linear would take minutes.
        Assert.Equal(string.Join(' ', Enumerable.Repeat("a", words)), HtmlText.From(html));
    }

    [Theory]
    [InlineData(" a  b c ", "a b c")]
    [InlineData("<pre> a  b c </pre>", " a  b c")]
    [InlineData("a \t b\u00A0 c", "a b  c")]
    [InlineData("<b>a</b> <i>b</i>  c", "a b c")]
    public void Blanks_part_words_once_but_in_a_pre(string html, string text) => Assert.Equal(text, HtmlText.From(html));
}
