using System.Text;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class CharsetTests
{
    [Theory]
    [InlineData("utf-8", "E38182", "あ")]
    [InlineData("UTF8", "EFBBBFE38182", "あ")]
    [InlineData("iso-2022-jp", "1B244224221B2842", "あ")]
    [InlineData("ISO-2022-JP", "1B24422D211B2842", "①")]
    [InlineData("iso-2022-jp", "1B2849435E1B2842", "ﾃﾞ")]
    [InlineData("iso-2022-jp", "0E435E0F41", "ﾃﾞA")]
    [InlineData("iso-2022-jp-1", "1B24284430211B2842", "丂")]
    [InlineData("iso-2022-jp-2", "1B2E411B4E69", "é")]
    [InlineData("csISO2022JP", "1B244024221B284A", "あ")]
    [InlineData("shift_jis", "82A0", "あ")]
    [InlineData("Windows-31J", "8740FBFC", "①髙")]
    [InlineData("x-sjis", "ED40B1", "纊ｱ")]
    [InlineData("cp932", "8160", "\uFF5E")]
    [InlineData("cp932", "F040", "\uE000")]
    [InlineData("euc-jp", "A4A28EB1", "あｱ")]
    [InlineData("euc-jp", "ADA1", "①")]
    [InlineData("euc-jp", "8FB0A1", "丂")]
    [InlineData("euc-jp", "A1C1", "\u301C")]
    [InlineData("cp51932", "A1C1", "\uFF5E")]
    [InlineData("gb2312", "B0A1", "啊")]
    [InlineData("gbk", "8140", "丂")]
    [InlineData("gb18030", "813084369439CD39", "\u00A5\U0001F42D")]
    [InlineData("hz-gb-2312", "7E7B30217E7D41", "啊A")]
    [InlineData("big5", "A440", "一")]
    [InlineData("ks_c_5601-1987", "B0A1", "가")]
    [InlineData("euc-kr", "B0A1", "가")]
    [InlineData("iso-2022-kr", "1B2429430E30210F41", "가A")]
    [InlineData("iso-2022-cn", "1B2429410E30210F41", "啊A")]
    [InlineData("windows-1250", "8A", "Š")]
    [InlineData("windows-1251", "CF", "П")]
    [InlineData("cp1252", "80", "€")]
    [InlineData("windows-1256", "C7", "ا")]
    [InlineData("iso-8859-1", "E980", "é€")]
    [InlineData("latin1", "E9", "é")]
    [InlineData("ISO_8859-2:1987", "B1", "ą")]
    [InlineData("iso-8859-5", "B0", "А")]
    [InlineData("iso-8859-8-i", "E0", "א")]
    [InlineData("iso-8859-9", "FE", "ş")]
    [InlineData("iso-8859-10", "BF", "ŋ")]
    [InlineData("iso-8859-11", "A1", "ก")]
    [InlineData("iso-8859-13", "A8", "Ø")]
    [InlineData("iso-8859-14", "A1", "Ḃ")]
    [InlineData("iso-8859-15", "A4", "€")]
    [InlineData("iso-8859-16", "AA", "Ș")]
    [InlineData("koi8-r", "C1", "а")]
    [InlineData("koi8-u", "A4", "є")]
    [InlineData("tis-620", "A1", "ก")]
    [InlineData("cp850", "81", "ü")]
    [InlineData("macintosh", "8A", "ä")]
    [InlineData("utf-7", "48692B414F6B2D21", "Hié!")]
    [InlineData("utf-7", "2B2D2B3244336353513D", "+\U0001F449=")]
    [InlineData("utf-16", "FFFE4230", "あ")]
    [InlineData("utf-16", "3042", "あ")]
    [InlineData("utf-16le", "4230", "あ")]
    [InlineData("utf-16be", "3042", "あ")]
    [InlineData("utf-32be", "00003042", "あ")]
    [InlineData("\"charset=utf-8\"", "E38182", "あ")]
    [InlineData("unknown-8bit", "E38182", "あ")]
    [InlineData("us-ascii", "41", "A")]
    public void Reads_bytes_by_their_label(string label, string hex, string expected) =>
        Assert.Equal(expected, Text(label, hex));

    [Theory]
    [InlineData("us-ascii", "E38182", "あ")]
    [InlineData("us-ascii", "E9", "é")]
    [InlineData("us-ascii", "1B244224221B2842", "あ")]
    [InlineData("iso-8859-1", "1B244224221B2842", "あ")]
    [InlineData("utf-8", "1B244224221B2842", "あ")]
    [InlineData("utf-8", "4D FC6C6C6572", "Müller")]
    [InlineData("shift_jis", "1B244224221B2842", "あ")]
    [InlineData("iso-2022-jp", "E38182E38184", "あい")]
    [InlineData("big5", "E38182E38184E3", "\uFFFD")]
    [InlineData("gb2312", "E38182E38184E38186", "あいう")]
    public void Mends_a_label_that_lies(string label, string hex, string expected)
    {
        var mail = Mail(label, hex);
        if (expected == "\uFFFD") Assert.NotNull(mail.Text);
        else Assert.Equal(expected, mail.Text);
        Assert.Contains(new MailDefect(MailDefectKind.WrongCharset, "part 1"), mail.Defects);
    }

    [Fact]
    public void Damaged_UTF_8_keeps_its_good_characters() => Assert.Equal("あ\uFFFDい", Text("utf-8", "E38182E3E38184"));

    [Fact]
    public void A_lone_lead_byte_does_not_eat_the_next_line() =>
        Assert.Equal("\uFFFD\n<p>", Text("shift_jis", "820A3C703E"));

    [Fact]
    public void Iso_2022_jp_starts_each_line_in_ascii() =>
        Assert.Equal("あ\nabc", Text("iso-2022-jp", "1B244224220A616263"));

    [Fact]
    public void An_unknown_label_is_read_as_UTF_8_then_windows_1252_and_named()
    {
        Assert.Equal("あ", Text("x-nobody", "E38182"));
        Assert.Equal("é", Text("x-nobody", "E9"));
        Assert.Contains(new MailDefect(MailDefectKind.UnknownCharset, "part 1"), Mail("x-nobody", "E9").Defects);
    }

    [Theory]
    [InlineData("<meta charset=\"shift_jis\">")]
    [InlineData("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=Shift_JIS'>")]
    public void Html_without_a_label_says_its_charset_itself(string meta)
    {
        var source = Encoding.Latin1.GetBytes("Content-Type: text/html\r\n\r\n" + meta + "\u0082\u00A0");
        Assert.EndsWith("あ", MailParser.Parse(source).Html);
    }

    [Fact]
    public void Undefined_bytes_become_replacement_characters_never_private_ones() =>
        Assert.Equal("\uFFFD", Text("windows-1253", "AA"));

    [Fact]
    public void No_decoding_leaves_a_lone_surrogate() => Assert.Equal("\uFFFDA", Text("utf-7", "2B3241412D41"));

    private static string? Text(string label, string hex) => Mail(label, hex).Text;

    private static ParsedMail Mail(string label, string hex)
    {
        var header = Encoding.ASCII.GetBytes($"Content-Type: text/plain; charset={label}\r\n\r\n");
        return MailParser.Parse(header.Concat(Convert.FromHexString(hex.Replace(" ", ""))).ToArray());
    }
}
