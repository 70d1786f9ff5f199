using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Finds ids one by one: what stands in angle brackets, else, where there are no brackets at all, each word.
/// </summary>
internal ref struct MessageIdReader(string text, bool isSingle)
{
    private readonly bool hasBrackets = text.Contains('<');
    private int at;

    public bool Next(out string id)
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '(') { SkipComment(); continue; }
            if (c == '<' || (!hasBrackets && !IsSeparator(c)))
            {
                id = Read(c == '<');
                // A lone word is an id only where it is the whole field.
                if (id.Length > 0 && (hasBrackets || isSingle || id.Contains('@'))) return true;
                continue;
            }
            at++;
        }
        id = "";
        return false;
    }

    private static bool IsSeparator(char c) => HeaderText.IsWhiteSpace(c) || c is ',' or ';' or '"' or '>';

    private string Read(bool inBrackets)
    {
        var id = new StringBuilder();
        if (inBrackets) at++;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (inBrackets ? c == '>' : IsSeparator(c)) break;
            // "<<id>>", or a bracket never closed before the next one.
            if (c == '<') { if (id.Length == 0) continue; break; }
            if (c == '(' && inBrackets && EndOfComment() is var end and > 0) { at = end; continue; }
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) id.Append(c);
        }
        return MessageIds.Shortened(id.ToString());
    }

    // Of a comment within the brackets, and without nesting: no mailer writes more.
    private readonly int EndOfComment()
    {
        for (var i = at + 1; i < text.Length && text[i] is not ('>' or '<' or '('); i++) if (text[i] == ')') return i;
        return -1;
    }

    private void SkipComment()
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == '(') depth++;
            else if (text[at] == ')' && --depth == 0) { at++; return; }
        }
    }
}
