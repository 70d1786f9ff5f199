using System.Text;

namespace Demo.Outlook;

/// <summary>Words in a header as they go over the wire: RFC 2047 encoded words, RFC 2231 file names.</summary>
public static class HeaderWords
{
    private const int LongestEncoded = 45;

    /// <summary>
    /// ASCII stays as it is; all else becomes encoded words, folded, none of them cutting a character.
    /// </summary>
    public static string Encode(string text, string charset = "utf-8")
    {
        if (text.All(c => c is >= ' ' and < '\x7f'))
        {
            return text;
        }

        var encoding = Charset.Named(charset);
        var chunks = new List<string> { "" };
        foreach (var rune in text.EnumerateRunes())
        {
            if (encoding.GetByteCount(chunks[^1] + rune) > LongestEncoded)
            {
                chunks.Add("");
            }

            chunks[^1] += rune.ToString();
        }

        var words = chunks.Select(chunk => $"=?{charset}?B?{Convert.ToBase64String(encoding.GetBytes(chunk))}?=");
        return string.Join("\r\n ", words);
    }

    public static string Address(string name, string address, string charset = "utf-8")
    {
        if (name.Length == 0 || name == address)
        {
            return address;
        }

        var isPlain = name.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '\'');
        var isAscii = name.All(c => c is >= ' ' and < '\x7f');
        var shown = isPlain ? name
            : isAscii ? $"\"{name.Replace("\\", "\\\\").Replace("\"", "\\\"")}\""
            : Encode(name, charset);
        return $"{shown} <{address}>";
    }

    /// <summary>One a line, so that forty recipients make no line too long.</summary>
    public static string Addresses(IEnumerable<(string Name, string Address)> people, string charset = "utf-8") =>
        string.Join(",\r\n ", people.Select(person => Address(person.Name, person.Address, charset)));

    public static string FileName(string name) => name.All(char.IsAscii)
        ? $"filename=\"{name.Replace("\\", "_").Replace("\"", "_")}\""
        : $"filename*=utf-8''{Uri.EscapeDataString(name)}";
}

internal static class Charset
{
    static Charset() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding Named(string charset) => Encoding.GetEncoding(charset);
}
