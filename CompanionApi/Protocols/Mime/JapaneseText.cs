using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>JIS X 0208 with NEC row 13 and the NEC and IBM extensions (as code page 932 maps them, the reading every
/// Japanese mailer shares), JIS X 0212, and the two 8-bit codings. A damaged pair costs one character, never the
/// ASCII byte after it.</summary>
internal static class JapaneseText
{
    private const int Cells = 94;
    private const int ShiftJis = 932;
    private const int EucJpWithSupplement = 20932;
    private const char MiddleDot = '\u30FB';

    // Rows 1-94 as ISO-2022-JP and EUC-JP number them, then Shift_JIS leads F0-FC (rows 95-120).
    private static readonly char[] Kanji = LoadKanji();
    private static readonly char[] Supplement = LoadSupplement();

    /// <summary>The character of a JIS X 0208 pair, both bytes 21-7E; U+FFFD where none is.</summary>
    public static char Jis0208(int row, int cell) => At(Kanji, row, cell);

    public static char Jis0212(int row, int cell) => At(Supplement, row, cell);

    public static char HalfWidthKana(int b) => b is >= 0xA1 and <= 0xDF ? (char)(0xFF61 + b - 0xA1) : '\uFFFD';

    public static string DecodeShiftJis(ReadOnlySpan<byte> bytes, out int bad)
    {
        var text = new StringBuilder(bytes.Length);
        bad = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            char c;
            if (b < 0x80) c = (char)b;
            else if (b is >= 0xA1 and <= 0xDF) c = HalfWidthKana(b);
            else if (IsShiftJisLead(b) && i + 1 < bytes.Length && IsShiftJisTrail(bytes[i + 1]))
                c = Kanji[ShiftJisIndex(b, bytes[++i])];
            else c = '\uFFFD';
            if (c == '\uFFFD') bad++;
            text.Append(c);
        }
        return text.ToString();
    }

    /// <summary>EUC-JP as JIS maps it, unless the label names Microsoft's variant (CP51932, eucJP-ms).</summary>
    public static string DecodeEuc(ReadOnlySpan<byte> bytes, bool isMicrosoft, out int bad)
    {
        var text = new StringBuilder(bytes.Length);
        bad = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            char c;
            if (b < 0x80) c = (char)b;
            else if (b == 0x8E && IsHigh(bytes, i + 1)) c = HalfWidthKana(bytes[++i]);
            else if (b == 0x8F && IsHigh(bytes, i + 1) && IsHigh(bytes, i + 2))
            {
                c = Jis0212(bytes[i + 1] & 0x7F, bytes[i + 2] & 0x7F);
                i += 2;
            }
            else if (b >= 0xA1 && IsHigh(bytes, i + 1))
            {
                c = Jis0208(b & 0x7F, bytes[++i] & 0x7F);
                if (!isMicrosoft) c = AsJis(c);
            }
            else c = '\uFFFD';
            if (c == '\uFFFD') bad++;
            text.Append(c);
        }
        return text.ToString();
    }

    public static bool IsShiftJisLead(int b) => b is (>= 0x81 and <= 0x9F) or (>= 0xE0 and <= 0xFC);
    public static bool IsShiftJisTrail(int b) => b is (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFC);

    private static char At(char[] set, int row, int cell) =>
        row is >= 0x21 and <= 0x7E && cell is >= 0x21 and <= 0x7E ? set[(row - 0x21) * Cells + cell - 0x21] : '\uFFFD';

    // The signs that Microsoft maps to full-width forms and JIS to the characters themselves.
    private static char AsJis(char c) => c switch
    {
        '\uFF5E' => '\u301C',
        '\u2225' => '\u2016',
        '\uFF0D' => '\u2212',
        '\uFFE0' => '\u00A2',
        '\uFFE1' => '\u00A3',
        '\uFFE2' => '\u00AC',
        _ => c,
    };

    private static bool IsHigh(ReadOnlySpan<byte> bytes, int i) => i < bytes.Length && bytes[i] is >= 0xA1 and <= 0xFE;

    private static int ShiftJisIndex(int lead, int trail)
    {
        var row = (lead - (lead < 0xA0 ? 0x81 : 0xC1)) * 2;
        var cell = trail - (trail > 0x7F ? 0x41 : 0x40);
        return row * Cells + cell;
    }

    private static char[] LoadKanji()
    {
        var kanji = new char[(0xFC - 0xC1 + 1) * 2 * Cells];
        for (var lead = 0x81; lead <= 0xFC; lead++)
            for (var trail = 0x40; IsShiftJisLead(lead) && trail <= 0xFC; trail++)
                if (IsShiftJisTrail(trail))
                    kanji[ShiftJisIndex(lead, trail)] = Single(ShiftJis, (byte)lead, (byte)trail);
        return kanji;
    }

    private static char[] LoadSupplement()
    {
        var supplement = new char[Cells * Cells];
        // Code page 20932 writes JIS X 0212 as a high byte and a low one.
        for (var row = 0; row < Cells; row++)
            for (var cell = 0; cell < Cells; cell++)
                supplement[row * Cells + cell] = Single(EucJpWithSupplement, (byte)(row + 0xA1), (byte)(cell + 0x21));
        // Two signs that the code page leaves out.
        supplement[0x01 * Cells + 0x16] = '\uFF5E';
        supplement[0x01 * Cells + 0x50] = '\u2116';
        return supplement;
    }

    private static char Single(int codePage, byte lead, byte trail)
    {
        // The plain encoding, not one with a fallback of ours: only its own fallback knows the doubled NEC characters.
        // What it does not know it answers with its default characters, '?' or the middle dot.
        var text = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetString([lead, trail]);
        if (text is not [var c] || c == '?') return '\uFFFD';
        return c != MiddleDot || (lead, trail) == (0x81, 0x45) ? c : '\uFFFD';
    }
}
