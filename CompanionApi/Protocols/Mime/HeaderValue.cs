using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>A value with parameters: Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC 2183, RFC 2231).
/// Of a parameter given twice the first counts; a charset-carrying form (name*) goes before a plain one.</summary>
internal sealed class HeaderValue
{
    private const int MaxParameters = 200;
    private readonly Dictionary<string, string> parameters;

    private HeaderValue(string value, Dictionary<string, string> parameters)
    {
        Value = value;
        this.parameters = parameters;
    }

    /// <summary>Lower case, comments and white space removed.</summary>
    public string Value { get; }

    public string? this[string parameter] => parameters.GetValueOrDefault(parameter);

    public static HeaderValue Parse(string text, DefectLog? log, string where)
    {
        var at = 0;
        var value = ReadValue(text, ref at);
        var plain = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var extended = new Dictionary<string, ExtendedParameter>(StringComparer.OrdinalIgnoreCase);
        for (var count = 0; count < MaxParameters && ReadName(text, ref at) is { } name; count++)
        {
            if (name.Length == 0) { log?.Add(MailDefectKind.MalformedParameter, where); continue; }
            var star = name.IndexOf('*');
            var bare = star < 0 ? name : name[..star];
            var raw = ReadParameter(text, ref at, IsFileName(bare), log, where);
            if (star <= 0) plain.TryAdd(name, raw);
            else
            {
                if (!extended.TryGetValue(bare, out var parts)) extended.Add(bare, parts = new ExtendedParameter());
                parts.Add(name[star..], raw);
            }
        }
        foreach (var (name, raw) in plain)
            if (!name.Equals("boundary", StringComparison.OrdinalIgnoreCase))
                plain[name] = EncodedWords.Decode(raw, log, where);
        foreach (var (name, parts) in extended)
            if (parts.Decode(log, where) is { } decoded) plain[name] = decoded;
        return new HeaderValue(value, plain);
    }

    private static bool IsFileName(string name) =>
        name.Equals("filename", StringComparison.OrdinalIgnoreCase)
            || name.Equals("name", StringComparison.OrdinalIgnoreCase);

    // One word, white space around its slash allowed; "text/plain charset=x" without the semicolon is seen too often.
    private static string ReadValue(string text, ref int at)
    {
        var value = new StringBuilder();
        while (true)
        {
            SkipSpace(text, ref at);
            var start = at;
            while (at < text.Length && text[at] is not (';' or '=' or '(') && !HeaderText.IsWhiteSpace(text[at])) at++;
            if (at < text.Length && text[at] == '=') { at = start; break; }
            value.Append(text, start, at - start);
            SkipSpace(text, ref at);
            var continues = at < text.Length && text[at] != ';' && at > start
                && (text[at] == '/' || (value.Length > 0 && value[^1] == '/'));
            if (!continues) break;
        }
        return value.ToString().Trim('"', '\'', ' ').ToLowerInvariant();
    }

    // Null at the end, "" for something that is no "name=".
    private static string? ReadName(string text, ref int at)
    {
        for (SkipSpace(text, ref at); at < text.Length && text[at] is ';' or ','; SkipSpace(text, ref at)) at++;
        if (at >= text.Length) return null;
        var start = at;
        while (at < text.Length && text[at] is not ('=' or ';') && !HeaderText.IsWhiteSpace(text[at])) at++;
        var name = text[start..at];
        while (at < text.Length && HeaderText.IsWhiteSpace(text[at])) at++;
        if (at >= text.Length || text[at] != '=') return "";
        at++;
        return name;
    }

    private static string ReadParameter(string text, ref int at, bool isFileName, DefectLog? log, string where)
    {
        while (at < text.Length && HeaderText.IsWhiteSpace(text[at])) at++;
        return at < text.Length && text[at] == '"'
            ? ReadQuoted(text, ref at, isFileName, log, where)
            : ReadUnquoted(text, ref at, isFileName);
    }

    private static string ReadQuoted(string text, ref int at, bool isFileName, DefectLog? log, string where)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"') { at++; return value.ToString(); }
            // Old mailers wrote Windows paths without doubling the backslash.
            if (text[at] == '\\' && at + 1 < text.Length && (!isFileName || text[at + 1] is '"' or '\\')) at++;
            value.Append(text[at]);
        }
        log?.Add(MailDefectKind.MalformedParameter, where);
        return value.ToString();
    }

    // Up to the semicolon, spaces included ("filename=My report.pdf"), unless the next "name=" comes first.
    private static string ReadUnquoted(string text, ref int at, bool isFileName)
    {
        var start = at;
        var end = at;
        while (at < text.Length && text[at] != ';')
        {
            if (text[at] == '(' && !isFileName)
            {
                SkipComment(text, ref at);
                at = Math.Min(at + 1, text.Length);
                continue;
            }
            if (!HeaderText.IsWhiteSpace(text[at])) { end = ++at; continue; }
            var next = at;
            while (next < text.Length && HeaderText.IsWhiteSpace(text[next])) next++;
            if (StartsParameter(text, next)) break;
            at = next;
        }
        return text[start..end];
    }

    private static bool StartsParameter(string text, int at)
    {
        const int maxName = 40;
        for (var i = at; i < text.Length && i - at < maxName; i++)
        {
            if (text[i] == '=') return i > at && !(i + 1 < text.Length && text[i + 1] == '?');
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('-' or '*' or '_')) return false;
        }
        return false;
    }

    private static void SkipSpace(string text, ref int at)
    {
        for (; at < text.Length && (text[at] == '(' || HeaderText.IsWhiteSpace(text[at])); at++)
            if (text[at] == '(') SkipComment(text, ref at);
    }

    // Leaves at on the closing parenthesis, or on the last character when there is none.
    private static void SkipComment(string text, ref int at)
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == '(') depth++;
            else if (text[at] == ')' && --depth == 0) return;
        }
        at = text.Length - 1;
    }
}
