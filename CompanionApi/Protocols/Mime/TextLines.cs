namespace CompanionApi.Protocols.Mime;

internal readonly record struct TextLine(int Start, string Text);

/// <summary>A line of readable text and where it stands in what it was read from; -1 where nothing stands.</summary>
internal readonly record struct SourceLine(string Text, int Start, int End)
{
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);
}

internal static class TextLines
{
    public const int MaxLines = 100_000;

    public static List<TextLine> Split(string text)
    {
        var lines = new List<TextLine>();
        for (var start = 0; start < text.Length && lines.Count < MaxLines;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            lines.Add(new TextLine(start, text[start..end].TrimEnd('\r')));
            start = end + 1;
        }
        return lines;
    }
}
