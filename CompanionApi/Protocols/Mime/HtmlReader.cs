using System.Net;

namespace CompanionApi.Protocols.Mime;

/// <summary>Walks the tags without building a tree: broken nesting costs layout, never words.</summary>
internal sealed class HtmlReader(string html)
{
    private readonly HtmlTextWriter writer = new();
    private int at;
    private bool noDoubleQuotes, noSingleQuotes, noTagEnd, noCommentEnd;

    public IReadOnlyList<LineMark> Marks => writer.Marks;

    public string Read()
    {
        while (at < html.Length)
        {
            var tag = html.IndexOf('<', at);
            ReadWords(tag < 0 ? html.Length : tag);
            if (tag >= 0 && !SkipMarkup() && !ReadTag())
            {
                writer.Text("<", at, at + 1);
                at++;
            }
        }
        return writer.ToString();
    }

    // By lines of the source, which are lines of the text inside a pre.
    private void ReadWords(int end)
    {
        while (at < end)
        {
            var line = html.IndexOf('\n', at, end - at);
            var stop = line < 0 ? end : line + 1;
            var words = html.AsSpan(at, stop - at);
            writer.Text(words.Contains('&') ? WebUtility.HtmlDecode(words.ToString()) : words, at, stop);
            at = stop;
        }
    }

    // Comments, doctypes and the like; one that never ends is taken for words, so that it hides none.
    private bool SkipMarkup()
    {
        var isComment = At("<!--");
        if (isComment ? noCommentEnd : noTagEnd || !(At("<!") || At("<?"))) return false;
        var end = html.IndexOf(isComment ? "-->" : ">", at, StringComparison.Ordinal);
        if (end >= 0) at = end + (isComment ? 3 : 1);
        else if (isComment) noCommentEnd = true;
        else noTagEnd = true;
        return end >= 0;
    }

    private bool ReadTag()
    {
        var name = at + 1;
        var isEnd = name < html.Length && html[name] == '/';
        if (isEnd) name++;
        if (name >= html.Length || !char.IsAsciiLetter(html[name])) return false;
        var nameEnd = name;
        while (nameEnd < html.Length && (char.IsAsciiLetterOrDigit(html[nameEnd]) || html[nameEnd] is ':' or '-'))
            nameEnd++;
        var end = EndOfTag(nameEnd);
        if (end < 0) return false;

        var element = html[name..Math.Min(nameEnd, name + 20)].ToLowerInvariant();
        var attributes = html.AsSpan(nameEnd, Math.Min(end - nameEnd, 200));
        at = end + 1;
        if (!isEnd && element is "script" or "style" or "title" or "template") SkipElement(element);
        else writer.Tag(element, isEnd, attributes.Contains("MsoNormal", StringComparison.Ordinal));
        return true;
    }

    // A ">" inside a quoted attribute ends nothing; a quote that never closes is no quote.
    private int EndOfTag(int from)
    {
        if (noTagEnd) return -1;
        for (var i = from; i < html.Length; i++)
        {
            var next = html.AsSpan(i).IndexOfAny('>', '"', '\'');
            if (next < 0) break;
            i += next;
            if (html[i] == '>') return i;
            var isQuote = html[i] == '"' ? !noDoubleQuotes : !noSingleQuotes;
            if (!isQuote || html[i - 1] is not ('=' or ' ')) continue;
            var close = html.IndexOf(html[i], i + 1);
            if (close >= 0) i = close;
            else if (html[i] == '"') noDoubleQuotes = true;
            else noSingleQuotes = true;
        }
        // All that follow stand between quotes: those mean nothing any more, or each tag would be looked for to the end.
        noDoubleQuotes = noSingleQuotes = true;
        var end = html.IndexOf('>', from);
        noTagEnd = end < 0;
        return end;
    }

    private bool At(string text) => string.CompareOrdinal(html, at, text, 0, text.Length) == 0;

    // A script or style that never closes has no words after it.
    private void SkipElement(string name)
    {
        var end = html.IndexOf("</" + name, at, StringComparison.OrdinalIgnoreCase);
        var tagEnd = end < 0 ? -1 : html.IndexOf('>', end);
        at = tagEnd < 0 ? html.Length : tagEnd + 1;
    }
}
