using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>UTF-7 (RFC 2152), which .NET refuses. Decoded only under its label, so nothing slips past a filter that
/// reads ASCII: what comes out is what the filters see.</summary>
internal static class Utf7Text
{
    public static string Decode(ReadOnlySpan<byte> bytes, out int bad)
    {
        var text = new StringBuilder(bytes.Length);
        bad = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b >= 0x80) { text.Append('\uFFFD'); continue; }
            if (b != '+') { text.Append((char)b); continue; }
            if (i + 1 < bytes.Length && bytes[i + 1] == '-') { text.Append('+'); i++; continue; }
            i = DecodeRun(bytes, i + 1, text) - 1;
        }
        // UTF-16 to UTF-8 and back makes each lone surrogate one U+FFFD.
        var clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
        bad += clean.AsSpan().Count('\uFFFD');
        return clean;
    }

    private static int DecodeRun(ReadOnlySpan<byte> bytes, int i, StringBuilder text)
    {
        int bits = 0, count = 0;
        for (; i < bytes.Length; i++)
        {
            var value = Base64Alphabet.ValueOf(bytes[i]);
            if (value < 0) break;
            bits = ((bits << 6) | value) & 0x3FFFFF;
            count += 6;
            if (count < 16) continue;
            count -= 16;
            text.Append((char)((bits >> count) & 0xFFFF));
        }
        return i < bytes.Length && bytes[i] == '-' ? i + 1 : i;
    }
}
