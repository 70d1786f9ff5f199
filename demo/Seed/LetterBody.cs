using System.Net;
using System.Text.RegularExpressions;

namespace Demo.Seed;

/// <summary>The text of a letter, as the plain and the HTML body that a mail program would send.</summary>
internal static partial class LetterBody
{
    private const int WrappedFrom = 90;

    /// <summary>Lines that the letter file wraps for its own width are joined again.</summary>
    public static string Text(Letter letter) =>
        string.Join("\n\n", letter.Body.Split("\n\n").Select(paragraph => string.Join('\n', Unwrapped(paragraph))));

    public static string Html(Letter letter)
    {
        if (letter["format"] == "html")
        {
            return letter.Body;
        }

        var paragraphs = letter.Body.Split("\n\n")
            .Select(paragraph => string.Join("<br>\n", Unwrapped(paragraph).Select(WebUtility.HtmlEncode)))
            .Select(paragraph => $"<p>{paragraph}</p>");
        return $"<div dir=\"auto\">{string.Join('\n', paragraphs)}</div>";
    }

    /// <summary>What a person reads of an HTML letter, for its plain alternative.</summary>
    public static string TextOfHtml(string html) =>
        WebUtility.HtmlDecode(Tags().Replace(LineBreaks().Replace(html.ReplaceLineEndings(" "), "\n"), "")).Trim();

    private static IEnumerable<string> Unwrapped(string paragraph)
    {
        var line = "";
        foreach (var part in paragraph.Split('\n'))
        {
            line = line.Length > 0 ? $"{line} {part}" : part;
            if (part.Length <= WrappedFrom)
            {
                yield return line;
                line = "";
            }
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    [GeneratedRegex(@"\s*<(?:br|/p|/li|/tr|/h\d|/div)[^>]*>\s*")]
    private static partial Regex LineBreaks();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();
}
