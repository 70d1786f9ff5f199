using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>The escape-switched charsets of mail: ISO-2022-JP (RFC 1468) and JP-1/2/3 (RFC 1554, 2237), half-width
/// kana by ESC ( I and by shift-out as CP50221/50222 write it, ISO-2022-KR (RFC 1557) and ISO-2022-CN (RFC 1922).
/// </summary>
internal static class Iso2022
{
    private const byte Escape = 0x1B, ShiftOut = 0x0E, ShiftIn = 0x0F;

    private enum Set { Ascii, Kana, Jis0208, Jis0212, Gb2312, Ksc5601, Latin1, Greek, None }

    /// <summary>Is there an escape that designates a multi-byte or kana set?</summary>
    public static bool HasEscape(ReadOnlySpan<byte> bytes)
    {
        for (var at = bytes.IndexOf(Escape); at >= 0;)
        {
            if (Designation(bytes[at..], out _, out var set, out _) && set != Set.Ascii) return true;
            var next = bytes[(at + 1)..].IndexOf(Escape);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    public static string Decode(ReadOnlySpan<byte> bytes, out int bad)
    {
        var text = new StringBuilder(bytes.Length);
        Set g0 = Set.Ascii, g1 = Set.Kana, g2 = Set.None;
        var shifted = false;
        bad = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b == Escape)
            {
                if (bytes[i..] is [_, (byte)'N', var single, ..] && g2 is Set.Latin1 or Set.Greek)
                {
                    text.Append(Charsets.Decode([(byte)(single | 0x80)], g2 == Set.Latin1 ? 28591 : 28597));
                    i += 2;
                }
                else if (Designation(bytes[i..], out var length, out var set, out var slot))
                {
                    if (slot == 0) { g0 = set; shifted = false; } else if (slot == 1) g1 = set; else g2 = set;
                    i += length - 1;
                }
                else bad++;
                continue;
            }
            if (b == ShiftOut) { shifted = true; continue; }
            if (b == ShiftIn) { shifted = false; continue; }
            // RFC 1468: the next line starts in ASCII again, whatever the writer forgot.
            if (b is (byte)'\n' or (byte)'\r') { g0 = Set.Ascii; shifted = false; }
            if (b <= 0x20 || b == 0x7F) { text.Append((char)b); continue; }

            var current = b >= 0x80 ? (g1 == Set.None ? Set.Kana : g1) : shifted ? g1 : g0;
            var c = Character(current, b, bytes[(i + 1)..], out var pair);
            if (c == '\uFFFD') bad++;
            if (pair) i++;
            text.Append(c);
        }
        return text.ToString();
    }

    private static char Character(Set set, byte lead, ReadOnlySpan<byte> rest, out bool pair)
    {
        pair = false;
        var first = lead & 0x7F;
        switch (set)
        {
            case Set.Ascii or Set.None: return (char)first;
            case Set.Kana: return JapaneseText.HalfWidthKana(first | 0x80);
            case Set.Latin1 or Set.Greek: return '\uFFFD';
        }
        if (rest.IsEmpty || (rest[0] & 0x7F) is < 0x21 or > 0x7E) return '\uFFFD';
        pair = true;
        var second = rest[0] & 0x7F;
        return set switch
        {
            Set.Jis0208 => JapaneseText.Jis0208(first, second),
            Set.Jis0212 => JapaneseText.Jis0212(first, second),
            _ => EightBit(first, second, set == Set.Gb2312 ? 54936 : 949),
        };
    }

    // GB 2312 and KS C 5601 in their 8-bit coding have the high bits set.
    private static char EightBit(int first, int second, int codePage) =>
        Charsets.Decode([(byte)(first | 0x80), (byte)(second | 0x80)], codePage) is [var c] ? c : '\uFFFD';

    private static bool Designation(ReadOnlySpan<byte> bytes, out int length, out Set set, out int slot)
    {
        (length, set, slot) = bytes switch
        {
            [_, (byte)'(', (byte)'B' or (byte)'J' or (byte)'H', ..] => (3, Set.Ascii, 0),
            [_, (byte)'(', (byte)'I', ..] => (3, Set.Kana, 0),
            [_, (byte)'$', (byte)'@' or (byte)'B', ..] => (3, Set.Jis0208, 0),
            [_, (byte)'$', (byte)'A', ..] => (3, Set.Gb2312, 0),
            [_, (byte)'$', (byte)'(', (byte)'@' or (byte)'B' or (byte)'O' or (byte)'Q', ..] => (4, Set.Jis0208, 0),
            [_, (byte)'$', (byte)'(', (byte)'D', ..] => (4, Set.Jis0212, 0),
            [_, (byte)'$', (byte)'(', (byte)'C', ..] => (4, Set.Ksc5601, 0),
            [_, (byte)'$', (byte)')', (byte)'C', ..] => (4, Set.Ksc5601, 1),
            [_, (byte)'$', (byte)')', (byte)'A', ..] => (4, Set.Gb2312, 1),
            [_, (byte)')', (byte)'I', ..] => (3, Set.Kana, 1),
            [_, (byte)'.', (byte)'A', ..] => (3, Set.Latin1, 2),
            [_, (byte)'.', (byte)'F', ..] => (3, Set.Greek, 2),
            _ => (0, Set.None, -1),
        };
        return length > 0;
    }
}
