using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Charset labels of the IANA registry and of the wild. Labels compare by letters and digits alone, as
/// Unicode TS 22 section 1.4 matches them. A subset goes to its superset (ISO-8859-1 is read as windows-1252, GB2312
/// as GB18030), since mailers label the larger one with the name of the smaller.</summary>
internal static class CharsetNames
{
    private const int MaxLabel = 64;

    private static readonly Charset Gb = new(CharsetKind.CodePage, 54936);
    private static readonly Charset Big5 = new(CharsetKind.CodePage, 950);
    private static readonly Charset Korean = new(CharsetKind.CodePage, 949);
    private static readonly Charset Unknown = new(CharsetKind.Unknown);

    private static readonly FrozenDictionary<string, Charset> Names = Table(
        (new(CharsetKind.Unlabelled),
            "unknown8bit xunknown unknown default xuserdefined binary 8bit 7bit none autodetect xautodetect"),
        (new(CharsetKind.Ascii),
            "usascii ascii us ansix341968 ansix341986 iso646us iso646irv1991 isoir6 csascii ibm367 cp367 646 usaskey"),
        (new(CharsetKind.Utf8), "utf8 unicode11utf8 unicode20utf8 xunicode20utf8 utf8mac utf8mb4 cp65001 csutf8"),
        (new(CharsetKind.Utf7), "utf7 unicode11utf7 csunicode11utf7 unicode20utf7 xunicode20utf7 cp65000 csutf7"),
        (new(CharsetKind.Utf16), "utf16 csutf16 unicode iso10646ucs2 ucs2 csunicode"),
        (new(CharsetKind.Utf16, 1200), "utf16le csutf16le cp1200 ucs2le"),
        (new(CharsetKind.Utf16, 1201), "utf16be csutf16be cp1201 ucs2be unicodefffe"),
        (new(CharsetKind.CodePage, 12000), "utf32 utf32le csutf32 csutf32le ucs4 iso10646ucs4"),
        (new(CharsetKind.CodePage, 12001), "utf32be csutf32be"),
        (new(CharsetKind.Iso2022),
            "iso2022jp iso2022jp1 iso2022jp2 iso2022jp3 iso2022jp2004 iso2022jpms csiso2022jp csiso2022jp2 " +
            "jis xjis cp50220 cp50221 cp50222 iso2022kr csiso2022kr cp50225 iso2022cn iso2022cnext csiso2022cn"),
        (new(CharsetKind.EucJp),
            "eucjp xeucjp ujis cp20932 cseucpkdfmtjapanese extendedunixcodepackedformatforjapanese xeuc euc"),
        (new(CharsetKind.EucJp, 51932), "cp51932 eucjpms eucjpwin xeucjpms"),
        (new(CharsetKind.ShiftJis),
            "shiftjis xsjis xshiftjis sjis mskanji csshiftjis windows31j cswindows31j cp932 ms932 " +
            "windows932 xmscp932 ibm943 cp943 shiftjis2004 shiftjisx0213 sjis2004 xmacjapanese sjiswin"),
        (Gb,
            "gb2312 gb231280 csgb2312 csgb231280 csiso58gb231280 isoir58 chinese gb euccn xeuccn cngb gbk " +
            "xgbk cp936 ms936 windows936 gb18030 gb180302000 gb180302005 csgb18030 csgbk xmacchinesesimp"),
        (new(CharsetKind.CodePage, 52936), "hzgb2312 hz hzgb"),
        (Big5,
            "big5 xxbig5 xbig5 cnbig5 csbig5 big5hkscs csbig5hkscs big5eten cp950 ms950 windows950 " +
            "xwindows950 xmacchinesetrad big5tw"),
        (Korean,
            "ksc56011987 ksc56011989 ksc56011992 ksc5601 ksx1001 korean csksc56011987 isoir149 euckr " +
            "cseuckr uhc cp949 ms949 windows949 xwindows949 xmackorean xifcs"),
        (new(CharsetKind.CodePage, 1361), "johab cp1361"),
        (new(CharsetKind.CodePage, 20866), "koi8r koi8 cskoi8r koi cp20866"),
        (new(CharsetKind.CodePage, 21866), "koi8u koi8ru cskoi8u cp21866"),
        (new(CharsetKind.CodePage, 874), "tis620 tis62025330 cstis620 dos874 windows874"),
        (new(CharsetKind.CodePage, 10000), "macintosh mac macroman xmacroman csmacintosh"),
        (new(CharsetKind.CodePage, 10007), "xmaccyrillic maccyrillic"),
        (new(CharsetKind.CodePage, 10006), "xmacgreek macgreek"),
        (new(CharsetKind.CodePage, 10029), "xmacce xmaccentraleurroman maccentraleurope"),
        (new(CharsetKind.CodePage, 10081), "xmacturkish macturkish"),
        (new(CharsetKind.CodePage, 10017), "xmacukrainian"),
        (new(CharsetKind.CodePage, 10005), "xmachebrew"), (new(CharsetKind.CodePage, 10004), "xmacarabic"),
        (new(CharsetKind.CodePage, 1256), "arabicwindows"),
        (new(CharsetKind.CodePage, 1251), "windowscyrillic ansi1251"),
        (Iso8859(1), "latin1 l1 csisolatin1 isoir100 ibm819 cp819 ansi"),
        (Iso8859(2), "latin2 l2 csisolatin2 isoir101"),
        (Iso8859(3), "latin3 l3 csisolatin3 isoir109"), (Iso8859(4), "latin4 l4 csisolatin4 isoir110"),
        (Iso8859(5), "cyrillic csisolatincyrillic isoir144"),
        (Iso8859(6), "arabic csisolatinarabic isoir127 ecma114 asmo708"),
        (Iso8859(7), "greek greek8 csisolatingreek isoir126 ecma118 elot928"),
        (Iso8859(8), "hebrew csisolatinhebrew isoir138 visual logical"),
        (Iso8859(9), "latin5 l5 csisolatin5 isoir148"), (Iso8859(10), "latin6 l6 csisolatin6 isoir157"),
        (Iso8859(13), "latin7 l7"), (Iso8859(14), "latin8 l8 isoceltic isoir199"),
        (Iso8859(15), "latin9 l9 latin0 csiso885915"), (Iso8859(16), "latin10 l10 isoir226"));

    public static Charset Find(string label)
    {
        var key = Key(label);
        if (key.Length == 0) return new Charset(CharsetKind.Unlabelled);
        if (Names.TryGetValue(key, out var named)) return named;
        if (key.StartsWith("charset", StringComparison.Ordinal)) return Find(key["charset".Length..]);
        if (Strip(key, "iso8859", "8859", "xiso8859") is { } part) return Iso8859(part);
        return Numbered(key) ?? Unknown;
    }

    private static string Key(string label)
    {
        var key = new StringBuilder(24);
        foreach (var c in label.AsSpan(0, Math.Min(label.Length, MaxLabel)))
        {
            if (c is ';' or ',' || (c == '$' && key.Length > 0)) break;
            if (char.IsAsciiLetterOrDigit(c)) key.Append(char.ToLowerInvariant(c));
        }
        return key.ToString();
    }

    // "iso8859" + part, a year or i/e (implicit or explicit direction) may follow.
    private static int? Strip(string key, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (!key.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var rest = key[prefix.Length..].TrimEnd('i', 'e');
            if (rest.Length > 4) rest = rest[..^4];
            return int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var part) ? part : null;
        }
        return null;
    }

    private static Charset Iso8859(int part) => part switch
    {
        1 => new(CharsetKind.CodePage, 1252),
        >= 2 and <= 8 or 13 or 15 => new(CharsetKind.CodePage, 28590 + part),
        9 => new(CharsetKind.CodePage, 1254),
        11 => new(CharsetKind.CodePage, 874),
        10 or 14 or 16 => new(CharsetKind.Table, part),
        _ => Unknown,
    };

    private static Charset? Numbered(string key)
    {
        var digits = key.AsSpan().IndexOfAnyInRange('0', '9');
        if (digits < 0
            || key[..digits] is not ("windows" or "cp" or "win" or "ms" or "ibm" or "xcp" or "xwindows" or "dos"
            or "cswindows" or "xansi" or "codepage" or "csibm" or "oem" or "")) return null;
        return int.TryParse(key.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            && page is (>= 1250 and <= 1258) or 437 or 720 or 737 or 775 or 850 or 852 or 855 or 857 or 858
                or (>= 860 and <= 866)
                or 869 or 874 or 932 or 936 or 949 or 950
            ? page switch
            {
                932 => new Charset(CharsetKind.ShiftJis),
                936 => Gb,
                _ => new Charset(CharsetKind.CodePage, page),
            }
            : null;
    }

    private static FrozenDictionary<string, Charset> Table(params (Charset Charset, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.Charset)))
            .ToFrozenDictionary();
}
