using System.Text;

namespace Demo.Microsoft365;

/// <summary>Words of any language in header fields: encoded words (RFC 2047) and extended parameters (RFC 2231).</summary>
internal static class EncodedText
{
    // 75 characters at most for a word, of which "=?utf-8?B?" and "?=" take twelve: 45 bytes become 60.
    private const int BytesPerWord = 45;

    public static string Field(string text) => NeedsEncoding(text) ? Words(text) : text;

    public static string Phrase(string text) =>
        NeedsEncoding(text) ? Words(text) : $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    public static string Parameter(string name, string value)
    {
        if (!NeedsEncoding(value))
        {
            return $"{name}=\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
        }

        var octets = Encoding.UTF8.GetBytes(value).Select(octet =>
            char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'.' or (byte)'-' or (byte)'_'
                ? $"{(char)octet}"
                : $"%{octet:X2}");
        return $"{name}*=utf-8''{string.Concat(octets)}";
    }

    private static bool NeedsEncoding(string text) =>
        text.Any(c => c is < ' ' or > '~') || text.Contains("=?", StringComparison.Ordinal);

    // A word holds whole characters: cut between text elements' code points, never inside one.
    private static string Words(string text)
    {
        var words = new List<string>();
        var word = new List<byte>();
        var rune = new byte[4];
        foreach (var character in text.EnumerateRunes())
        {
            var length = character.EncodeToUtf8(rune);
            if (word.Count + length > BytesPerWord)
            {
                words.Add(Convert.ToBase64String([.. word]));
                word.Clear();
            }

            word.AddRange(rune.AsSpan(0, length));
        }

        words.Add(Convert.ToBase64String([.. word]));
        return string.Join("\r\n ", words.Select(encoded => $"=?utf-8?B?{encoded}?="));
    }
}
