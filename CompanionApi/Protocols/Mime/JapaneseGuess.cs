namespace CompanionApi.Protocols.Mime;

/// <summary>Is unlabelled 8-bit text Shift_JIS or EUC-JP? It must fit without one misfit and show what Western text
/// does not: accented Latin letters form legal Shift_JIS pairs now and then, but no kana and no run of kanji.</summary>
internal static class JapaneseGuess
{
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        var euc = JapaneseText.DecodeEuc(bytes, false, out var eucBad);
        var eucScore = eucBad == 0 && OnlyEucBytes(bytes) ? Score(euc) : 0;
        var shiftJis = JapaneseText.DecodeShiftJis(bytes, out var shiftJisBad);
        var shiftJisScore = shiftJisBad == 0 && HasShiftJisLead(bytes) ? Score(shiftJis) : 0;
        if (eucScore <= 0 && shiftJisScore <= 0) return null;
        return eucScore >= shiftJisScore ? euc : shiftJis;
    }

    private static bool OnlyEucBytes(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)0x90, (byte)0xA0) < 0;

    // 81-9F are control codes in ISO-8859-1 and rare punctuation in windows-1252: Japanese has one in most words.
    private static bool HasShiftJisLead(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOfAnyInRange((byte)0x81, (byte)0x9F) >= 0;

    private static int Score(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\uE000', '\uF8FF')) return 0;
        int score = 0, run = 0;
        foreach (var c in text)
        {
            var isJapanese = c is (>= '\u3041' and <= '\u30FE') or (>= '\u4E00' and <= '\u9FFF')
                or (>= '\u3001' and <= '\u3015');
            score += c switch
            {
                >= '\u3041' and <= '\u30FE' => 3,
                >= '\u4E00' and <= '\u9FFF' => run > 0 ? 2 : 1,
                >= '\u3001' and <= '\u3015' or >= '\uFF01' and <= '\uFF5E' => 1,
                >= '\uFF61' and <= '\uFF9F' => run > 0 ? 0 : -1,
                < '\x80' => 0,
                _ => -1,
            };
            run = isJapanese ? run + 1 : 0;
        }
        return score - 1;
    }
}
