namespace CompanionApi.Protocols.Mime;

/// <summary>The words of an HTML mail as plain text, for searching, snippets and mails with no text of their own. Not a
/// sanitiser: what comes out is text and must be encoded again wherever it is shown.</summary>
public static class HtmlText
{
    /// <summary>Never throws; linear in the length. Blocks become lines, blockquotes "> ", list items "- ".</summary>
    public static string From(string? html) => string.IsNullOrEmpty(html) ? "" : new HtmlReader(html).Read();

    /// <summary>The lines of that text, each with the stretch of the HTML that its words come from.</summary>
    internal static List<SourceLine> Lines(string html)
    {
        var reader = new HtmlReader(html);
        var lines = TextLines.Split(reader.Read());
        var marked = new List<SourceLine>(lines.Count);
        var next = 0;
        foreach (var line in lines)
        {
            while (next < reader.Marks.Count && reader.Marks[next].Text < line.Start) next++;
            var isHere = next < reader.Marks.Count && reader.Marks[next].Text == line.Start;
            var (start, end) = isHere ? (reader.Marks[next].Start, reader.Marks[next].End) : (-1, -1);
            marked.Add(new SourceLine(line.Text, start, end));
        }
        return marked;
    }
}
