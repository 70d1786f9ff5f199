using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class EncodedWordTests
{
    [Theory]
    // The table of RFC 2047 section 8, as unstructured text.
    [InlineData("=?ISO-8859-1?Q?a?=", "a")]
    [InlineData("=?ISO-8859-1?Q?a?= b", "a b")]
    [InlineData("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a?=\n    =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a_b?=", "a b")]
    [InlineData("=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b")]
    [InlineData("=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\n " +
        "=?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
        "If you can read this you understand the example.")]
    [InlineData("=?US-ASCII?Q?Keith_Moore?=", "Keith Moore")]
    [InlineData("=?ISO-8859-1?Q?Andr=E9?= Pirard", "André Pirard")]
    [InlineData("=?iso-8859-8?b?7eXs+SDv4SDp7Oj08A==?=",
        "\u05DD\u05D5\u05DC\u05E9 \u05DF\u05D1 \u05D9\u05DC\u05D8\u05E4\u05E0")]
    public void Rfc2047_8_its_own_examples(string raw, string expected) => Assert.Equal(expected, Subject(raw));

    [Theory]
    [InlineData("=?utf-8?Q?=E3=81?= =?utf-8?Q?=82?=", "あ")]
    [InlineData("=?utf-8?B?44E=?= =?utf-8?B?gg==?=", "あ")]
    [InlineData("=?utf-8?B?44E=?= =?UTF-8?Q?=82?=", "あ")]
    [InlineData("=?shift_jis?B?gg==?=\n =?shift_jis?B?oA==?=", "あ")]
    [InlineData("=?utf-8?B?44GC4?= =?utf-8?B?4GE?=", "あい")]
    public void A_character_torn_between_words_is_mended(string raw, string expected) =>
        Assert.Equal(expected, Subject(raw));

    [Theory]
    [InlineData("Re:=?utf-8?Q?=E3=81=82?=!", "Re:あ!")]
    [InlineData("=?utf-8?Q?a?==?utf-8?Q?b?=", "ab")]
    [InlineData("[x]=?utf-8?Q?a?= b =?utf-8?Q?c?=[y]", "[x]a b c[y]")]
    [InlineData("=?utf-8?q?a b c?=", "a b c")]
    [InlineData("=?utf-8?B?44 GC?=", "あ")]
    [InlineData("=?utf-8?Q?what?_no?=", "what? no")]
    [InlineData("=?utf-8?Q??=x", "x")]
    [InlineData("=?utf-8?Q?=3D?=", "=")]
    [InlineData("=?utf-8?Q?a=?=", "a=")]
    [InlineData("=?utf-8?Q?a=ZZ?=", "a=ZZ")]
    [InlineData("=?UTF-8? Q?a?=", "a")]
    [InlineData("=?utf-8?Q?trailing_?=", "trailing ")]
    public void Reads_words_as_mailers_write_them(string raw, string expected) => Assert.Equal(expected, Subject(raw));

    [Theory]
    [InlineData("=?utf-8?X?a?=")]
    [InlineData("=?utf-8?Q?a")]
    [InlineData("=??Q?a?=")]
    [InlineData("=?utf-8")]
    [InlineData("=?")]
    public void What_is_no_encoded_word_stays_as_it_stands(string raw)
    {
        Assert.Equal(raw, Subject(raw));
        Assert.Contains(new MailDefect(MailDefectKind.MalformedEncodedWord, "Subject"),
            Written.Field("Subject: " + raw).Defects);
    }

    [Fact]
    public void A_broken_word_does_not_swallow_the_next() =>
        Assert.Equal("=?utf-8?Q?a b", Subject("=?utf-8?Q?a =?utf-8?Q?b?="));

    [Fact]
    public void A_word_is_decoded_once() =>
        Assert.Equal("=?utf-8?Q?a?=", Subject("=?utf-8?Q?=3D=3Futf-8=3FQ=3Fa=3F=3D?="));

    [Fact]
    public void Rfc2231_5_a_language_may_follow_the_charset() =>
        Assert.Equal("Keith", Subject("=?US-ASCII*EN?Q?Keith?="));

    [Fact]
    public void Rfc1468_iso_2022_jp_words_with_nec_row_13() =>
        Assert.Equal("①㈱ﾃｽﾄ", Subject("=?ISO-2022-JP?B?GyRCLSEtahsoSUM9RBsoQg==?="));

    [Fact]
    public void An_unknown_charset_is_read_as_UTF_8_and_named()
    {
        var mail = Written.Field("Subject: =?x-nobody?Q?=E3=81=82?=");
        Assert.Equal("あ", mail.Subject);
        Assert.Contains(new MailDefect(MailDefectKind.UnknownCharset, "Subject"), mail.Defects);
    }

    [Fact]
    public void Raw_bytes_inside_a_word_are_in_its_charset() =>
        Assert.Equal("Größe", Written.Field("Subject: =?iso-8859-1?Q?Gr\u00F6=DFe?=").Subject);

    private static string Subject(string raw) => Written.Field("Subject: " + raw).Subject;
}
