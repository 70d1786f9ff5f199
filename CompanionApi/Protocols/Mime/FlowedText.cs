using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>RFC 3676: joins the lines that format=flowed split, paragraph by paragraph and quote level by quote level.
/// </summary>
internal static class FlowedText
{
    private const string SignatureMark = "-- ";

    public static string Unflow(string text, bool deleteSpace)
    {
        var result = new StringBuilder(text.Length);
        var openDepth = -1;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            var isLast = range.End.Value == text.Length;
            if (isLast && line.IsEmpty) break;
            var depth = line.IndexOfAnyExcept('>');
            if (depth < 0) depth = line.Length;
            var content = line[depth..];
            if (content is [' ', ..]) content = content[1..];
            var isSignature = content is SignatureMark;

            // Section 4.5: a change of quote depth ends a paragraph whatever the last line's space says, and so does
            // the signature mark. An empty line does too, and stays: many a writer ends a paragraph with a stray space.
            var continues = openDepth == depth && !isSignature && content.Length > 0;
            if (openDepth >= 0 && !continues) result.Append('\n');
            if (!continues)
            {
                result.Append('>', depth);
                if (depth > 0 && content.Length > 0) result.Append(' ');
            }
            var flows = content is [.., ' '] && !isSignature;
            result.Append(flows && deleteSpace ? content[..^1] : content);
            openDepth = flows ? depth : -1;
            if (!flows && !isLast) result.Append('\n');
        }
        if (openDepth >= 0 && text.EndsWith('\n')) result.Append('\n');
        return result.ToString();
    }
}
