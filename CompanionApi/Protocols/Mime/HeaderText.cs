using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>From the bytes of a field to characters: RFC 5322 section 2.2.3, RFC 6532, and neither of them.</summary>
internal static class HeaderText
{
    public static string ToCharacters(ReadOnlySpan<byte> raw, string? charsetHint, DefectLog? log, string where)
    {
        if (Ascii.IsValid(raw) && !raw.Contains((byte)0x1B)) return Encoding.ASCII.GetString(raw);
        var escaped = EscapeEncodedWords(raw);
        return Charsets.DecodeUnlabelled(escaped ?? raw, charsetHint, log, MailDefectKind.UnlabelledHeaderBytes, where);
    }

    // Raw 8-bit inside an encoded word is in the word's charset, not the field's: written as the word should have it.
    private static byte[]? EscapeEncodedWords(ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOf("=?"u8) < 0 || Ascii.IsValid(raw)) return null;
        var text = Encoding.Latin1.GetString(raw);
        var escaped = new StringBuilder(text.Length + 64);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=' || !EncodedWords.TryMatch(text, i, out var word)) { escaped.Append(text[i]); continue; }
            foreach (var c in text.AsSpan(i, word.End - i))
                if (c < 0x80) escaped.Append(c);
                else escaped.Append('=').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            i = word.End - 1;
        }
        return Encoding.Latin1.GetBytes(escaped.ToString());
    }

    /// <summary>A line end before white space goes, the white space stays (section 2.2.3); a line end elsewhere, which
    /// only a broken fold leaves here, becomes a space.</summary>
    public static string Unfold(string value)
    {
        if (!value.AsSpan().ContainsAny('\r', '\n')) return value.Trim();
        var unfolded = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is not ('\r' or '\n')) { unfolded.Append(value[i]); continue; }
            while (i + 1 < value.Length && value[i + 1] is '\r' or '\n') i++;
            if (i + 1 < value.Length && value[i + 1] is not (' ' or '\t')) unfolded.Append(' ');
            else if (i + 1 < value.Length && value[i + 1] == '\t') { unfolded.Append(' '); i++; }
        }
        return unfolded.ToString().Trim();
    }

    /// <summary>No decoded value carries a line end or another control character: it may be written into a header,
    /// a log or a page again.</summary>
    public static string Clean(string value)
    {
        if (!value.AsSpan().ContainsAnyInRange('\0', '\x1F') && !value.Any(char.IsControl)) return value;
        return string.Create(value.Length, value, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
    }

    public static bool HasBareCarriageReturn(ReadOnlySpan<byte> raw)
    {
        for (var at = raw.IndexOf((byte)'\r'); at >= 0;)
        {
            if (at + 1 >= raw.Length || raw[at + 1] != '\n') return true;
            var next = raw[(at + 1)..].IndexOf((byte)'\r');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    /// <summary>Puts the characters beyond ASCII that <paramref name="text"/> starts with back into bytes, as UTF-8;
    /// returns how many there were.</summary>
    public static int AddRawRun(List<byte> bytes, ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyInRange('\0', '\x7F');
        var run = length < 0 ? text : text[..length];
        bytes.AddRange(Encoding.UTF8.GetBytes(run.ToString()));
        return run.Length;
    }

    public static bool IsWhiteSpace(char c) => c is ' ' or '\t' or '\r' or '\n';
}
