using System.Text;
using System.Text.Unicode;

namespace CompanionApi.Protocols.Mime;

/// <summary>Bytes to characters by a charset label as mail carries it, and without one.</summary>
internal static class Charsets
{
    private const int Windows1252 = 1252;
    private static readonly DecoderReplacementFallback Replacement = new("\uFFFD");

    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static string Decode(ReadOnlySpan<byte> bytes, string? label, DefectLog? log, string where)
    {
        if (string.IsNullOrWhiteSpace(label))
            return DecodeUnlabelled(bytes, null, log, MailDefectKind.WrongCharset, where);
        var charset = CharsetNames.Find(label);
        switch (charset.Kind)
        {
            case CharsetKind.Unlabelled:
                return DecodeUnlabelled(bytes, null, null, MailDefectKind.WrongCharset, where);
            case CharsetKind.Unknown:
                log?.Add(MailDefectKind.UnknownCharset, where);
                return DecodeUnlabelled(bytes, null, null, MailDefectKind.WrongCharset, where);
            case CharsetKind.Ascii:
                if (!IsPlainAscii(bytes)) log?.Add(MailDefectKind.WrongCharset, where);
                return DecodeUnlabelled(bytes, null, null, MailDefectKind.WrongCharset, where);
            case CharsetKind.Utf16:
                return DecodeUtf16(bytes, charset.CodePage);
            case CharsetKind.Utf8:
                return DecodeUtf8(bytes, log, where);
        }

        var text = DecodeLegacy(bytes, charset, out var bad);
        // Seven-bit text full of escapes is ISO-2022-JP, whatever its label says.
        var isEscaped = charset.Kind is not (CharsetKind.Iso2022 or CharsetKind.Utf7) && Ascii.IsValid(bytes)
            && Iso2022.HasEscape(bytes);
        if (bad == 0 && !isEscaped) return text;
        log?.Add(MailDefectKind.WrongCharset, where);
        if (isEscaped) return Iso2022.Decode(bytes, out _);
        // Converters that rewrite the body forget the label; text that is UTF-8 throughout is nothing else.
        if (charset.IsMultiByte && Utf8.IsValid(bytes) && !Ascii.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        return text;
    }

    /// <summary>UTF-8 where it is valid, then ISO-2022-JP by its escapes, the hint, Shift_JIS or EUC-JP by their
    /// shape, and windows-1252, which fits everything.</summary>
    public static string DecodeUnlabelled(
        ReadOnlySpan<byte> bytes, string? hint, DefectLog? log, MailDefectKind defect, string where)
    {
        if (IsPlainAscii(bytes)) return Encoding.ASCII.GetString(bytes);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return DecodeUtf16(bytes, 1200);
        if (Iso2022.HasEscape(bytes))
        {
            log?.Add(defect, where);
            return Iso2022.Decode(bytes, out _);
        }
        if (Utf8.IsValid(bytes)) return WithoutMark(Encoding.UTF8.GetString(bytes));

        log?.Add(defect, where);
        if (hint is not null && CharsetNames.Find(hint) is { Kind: not CharsetKind.Unknown } hinted
            && hinted.Kind is CharsetKind.CodePage or CharsetKind.ShiftJis or CharsetKind.EucJp or CharsetKind.Table)
        {
            var text = DecodeLegacy(bytes, hinted, out var bad);
            if (bad == 0) return text;
        }
        return JapaneseGuess.Decode(bytes) ?? Decode(bytes, Windows1252);
    }

    internal static string Decode(ReadOnlySpan<byte> bytes, int codePage) =>
        Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, Replacement).GetString(bytes);

    private static bool IsPlainAscii(ReadOnlySpan<byte> bytes) => Ascii.IsValid(bytes) && !Iso2022.HasEscape(bytes);

    private static string DecodeLegacy(ReadOnlySpan<byte> bytes, Charset charset, out int bad)
    {
        switch (charset.Kind)
        {
            case CharsetKind.Iso2022: return Iso2022.Decode(bytes, out bad);
            case CharsetKind.EucJp: return JapaneseText.DecodeEuc(bytes, charset.CodePage == 51932, out bad);
            case CharsetKind.ShiftJis:
                return JapaneseText.DecodeShiftJis(bytes, out bad);
            case CharsetKind.Utf7: return Utf7Text.Decode(bytes, out bad);
            case CharsetKind.Table: return LatinTables.Decode(bytes, charset.CodePage, out bad);
        }
        var text = Decode(bytes, charset.CodePage);
        if (!charset.IsMultiByte) text = ReplaceUndefined(text);
        bad = text.AsSpan().Count('\uFFFD');
        return text;
    }

    // Windows code pages map what they do not define into this corner of the private use area.
    private static string ReplaceUndefined(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uF780', '\uF8FE')) return text;
        return string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] is >= '\uF780' and <= '\uF8FE' ? '\uFFFD' : source[i];
        });
    }

    private static string DecodeUtf8(ReadOnlySpan<byte> bytes, DefectLog? log, string where)
    {
        if (Utf8.IsValid(bytes))
        {
            if (!Ascii.IsValid(bytes) || !Iso2022.HasEscape(bytes)) return WithoutMark(Encoding.UTF8.GetString(bytes));
            log?.Add(MailDefectKind.WrongCharset, where);
            return Iso2022.Decode(bytes, out _);
        }
        log?.Add(MailDefectKind.WrongCharset, where);
        var text = Encoding.UTF8.GetString(bytes);
        // One good sequence outweighs a torn one: damaged UTF-8 keeps its good parts, anything else is guessed.
        var good = text.AsSpan().IndexOfAnyExceptInRange('\0', '\x7F');
        foreach (var c in text.AsSpan(Math.Max(good, 0)))
            if (c is > '\x7F' and not '\uFFFD') return WithoutMark(text);
        return DecodeUnlabelled(bytes, null, null, MailDefectKind.WrongCharset, where);
    }

    private static string DecodeUtf16(ReadOnlySpan<byte> bytes, int codePage)
    {
        if (bytes is [0xFF, 0xFE, ..]) return Decode(bytes[2..], 1200);
        if (bytes is [0xFE, 0xFF, ..]) return Decode(bytes[2..], 1201);
        if (codePage != 0) return Decode(bytes, codePage);
        // RFC 2781 section 4.3 says big-endian; many senders are not. ASCII shows which half is the zero one.
        int evenZeros = 0, oddZeros = 0;
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] == 0) { if (i % 2 == 0) evenZeros++; else oddZeros++; }
        return Decode(bytes, oddZeros > evenZeros ? 1200 : 1201);
    }

    private static string WithoutMark(string text) => text.StartsWith('\uFEFF') ? text[1..] : text;
}
