using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>The pieces of one RFC 2231 parameter: name*, name*0, name*0*, name*1 … in any order, percent-encoded and
/// plain ones mixed, and, against the RFC, encoded words in plain ones.</summary>
internal sealed class ExtendedParameter
{
    private const int MaxPieces = 500;
    private readonly SortedList<int, (string Text, bool IsEncoded)> pieces = [];

    // The suffix is what follows the name: "*", "*3" or "*3*".
    public void Add(string suffix, string text)
    {
        var isEncoded = suffix[^1] == '*';
        var digits = suffix.Trim('*');
        var number = 0;
        if (digits.Length > 0 && !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return;
        // A whole value, "name*", goes before pieces.
        if (digits.Length == 0) number = -1;
        if (pieces.Count < MaxPieces) pieces.TryAdd(number, (text, isEncoded));
    }

    public string? Decode(DefectLog? log, string where)
    {
        if (pieces.Count == 0) return null;
        if (pieces.Keys[0] == -1) return Join(pieces.Values.Take(1), log, where);
        if (pieces.Keys[0] != 0 || pieces.Keys[^1] != pieces.Count - 1)
            log?.Add(MailDefectKind.MalformedParameter, where);
        return Join(pieces.Values, log, where);
    }

    private static string Join(IEnumerable<(string Text, bool IsEncoded)> pieces, DefectLog? log, string where)
    {
        string? charset = null;
        var bytes = new List<byte>();
        bool first = true, anyEncoded = false;
        foreach (var (text, isEncoded) in pieces)
        {
            var value = text;
            if (isEncoded && first) (charset, value) = SplitCharset(text);
            if (isEncoded) AddPercentDecoded(bytes, value);
            else bytes.AddRange(Encoding.UTF8.GetBytes(value));
            anyEncoded |= isEncoded;
            first = false;
        }
        if (anyEncoded) return Charsets.Decode(bytes.ToArray(), charset, log, where);
        return EncodedWords.Decode(Encoding.UTF8.GetString(bytes.ToArray()), log, where);
    }

    // charset'language'value; both may be empty.
    private static (string? Charset, string Value) SplitCharset(string text)
    {
        var first = text.IndexOf('\'');
        var second = first < 0 ? -1 : text.IndexOf('\'', first + 1);
        return second < 0 ? (null, text) : (text[..first], text[(second + 1)..]);
    }

    private static void AddPercentDecoded(List<byte> bytes, string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '%' && i + 2 < value.Length
                && char.IsAsciiHexDigit(value[i + 1]) && char.IsAsciiHexDigit(value[i + 2]))
            {
                var digits = value.AsSpan(i + 1, 2);
                bytes.Add(byte.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else if (value[i] < 0x80) bytes.Add((byte)value[i]);
            else i += HeaderText.AddRawRun(bytes, value.AsSpan(i)) - 1;
        }
    }
}
