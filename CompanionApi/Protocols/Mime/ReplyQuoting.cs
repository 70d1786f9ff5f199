using System.Buffers;
using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Where a mail stops being its writer's own words and starts repeating an earlier one. When in doubt it says
/// that the mail quotes: the answer warns people before they share.</summary>
public static class ReplyQuoting
{
    private static readonly string[] HtmlMarks =
    [
        "gmail_quote", "<blockquote", "type=\"cite\"", "appendonsend", "divRplyFwdMsg", "OutlookMessageHeader",
        "moz-cite-prefix", "moz-forward-container", "yahoo_quoted", "protonmail_quote",
        "ms-outlook-mobile-reference-message",
        "border-top:solid #E1E1E1 1.0pt", "border-top:solid #B5C4DF 1.0pt", "zmail_extra",
        "mail-editor-reference-message-container",
    ];

    private static readonly SearchValues<string> AnyHtmlMark =
        SearchValues.Create(HtmlMarks, StringComparison.OrdinalIgnoreCase);

    /// <summary>Does the body repeat an earlier mail, quoted or forwarded?</summary>
    /// <param name="text">The plain body.</param>
    /// <param name="html">The HTML body.</param>
    /// <param name="textOfHtml">Its words, as <see cref="HtmlText.From"/> makes them.</param>
    public static bool QuotesEarlierMail(string? text, string? html, string? textOfHtml) =>
        html?.AsSpan().ContainsAny(AnyHtmlMark) == true || Quotes(text) || Quotes(textOfHtml);

    /// <summary>The index in <paramref name="text"/> at which the quoted earlier mail begins (its attribution line,
    /// header block or first "> " line); the length of the text when nothing is quoted. What lies beyond an absurd
    /// number of lines counts as quoted.</summary>
    public static int QuoteStart(string text)
    {
        var lines = TextLines.Split(text);
        for (var i = 0; i < lines.Count; i++)
            if (IsQuoted(lines[i].Text) || QuoteMarks.StartsQuote(lines, i)) return lines[i].Start;
        return lines.Count < TextLines.MaxLines ? text.Length : lines[^1].Start;
    }

    /// <summary>The first words of the writer's own, on one line, at most <paramref name="maxChars"/> characters with
    /// an ellipsis where more follows. A mail that only quotes or forwards shows the words it passes on.</summary>
    public static string Snippet(string readable, int maxChars)
    {
        var lines = TextLines.Split(readable);
        var own = new List<string>();
        var length = 0;
        for (var i = 0; i < lines.Count && length <= maxChars && !QuoteMarks.StartsQuote(lines, i); i++)
        {
            if (lines[i].Text is "-- " or "--" && own.Count > 0) break;
            if (IsQuoted(lines[i].Text)) continue;
            own.Add(lines[i].Text);
            // What lies beyond is cut off: a long mail is not read to its end for its first words.
            length += OneLine(lines[i].Text).Length;
        }
        var words = OneLine(string.Join(' ', own));
        if (words.Length == 0) words = OneLine(string.Join(' ', lines.Select(line => line.Text.TrimStart('>', ' '))));
        return Cut(words, maxChars);
    }

    private static bool Quotes(string? text) => text is not null && QuoteStart(text) < text.Length;

    // ">From" is how mbox writes a line that starts with From.
    private static bool IsQuoted(string line) =>
        line is ['>', ..] && !line.StartsWith(">From ", StringComparison.Ordinal);

    // Invisible fillers that newsletters put behind their first line count as nothing.
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c)) { if (line.Length > 0 && line[^1] != ' ') line.Append(' '); }
            else if (c is not ('\u034F' or '\u00AD' or '\u200B' or '\u2060' or '\uFEFF' or '\u200E' or '\u200F'))
                line.Append(c);
        }
        return line.ToString().Trim(' ', '\u200C', '\u200D');
    }

    private static string Cut(string text, int maxChars)
    {
        if (text.Length <= maxChars) return text;
        var end = 0;
        while (end < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text, end);
            if (end + length > maxChars - 1) break;
            end += length;
        }
        return maxChars < 1 ? "" : text[..end].TrimEnd() + "…";
    }
}
