using System.Text;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class TransferEncodingTests
{
    [Theory]
    // RFC 2045 section 6.7.
    [InlineData("Now's the time =\r\nfor all folk to come=\r\n to the aid of their country.",
        "Now's the time for all folk to come to the aid of their country.")]
    [InlineData("a=3D=E9=e9", "a=\u00E9\u00E9")]
    [InlineData("trailing  \t\r\nnext", "trailing\r\nnext")]
    [InlineData("kept=20\r\nnext", "kept \r\nnext")]
    [InlineData("soft= \t\r\nbreak", "softbreak")]
    [InlineData("soft=\nbreak", "softbreak")]
    [InlineData("the end=", "the end")]
    [InlineData("bare\nlf", "bare\nlf")]
    [InlineData("a\rb", "a\rb")]
    [InlineData("=", "")]
    // What no encoder writes stays as it stands.
    [InlineData("50=% off =ZZ =4", "50=% off =ZZ =4")]
    [InlineData("a= b", "a= b")]
    [InlineData("8\u00E9bit", "8\u00E9bit")]
    public void Rfc2045_6_7_decodes_quoted_printable(string encoded, string expected) =>
        Assert.Equal(expected, Decoded("quoted-printable", encoded));

    [Theory]
    [InlineData("SGVsbG8gd29ybGQ=", "Hello world")]
    [InlineData("SGVs\r\nbG8g\r\nd29ybGQ=\r\n", "Hello world")]
    [InlineData("SGVsbG8gd29ybGQ", "Hello world")]
    [InlineData("SGVs*bG8!", "Hello")]
    [InlineData("SGVsbG8=SGVsbG8=", "HelloHello")]
    [InlineData("SGVsbG8=\r\nSGVsbG8=\r\n", "HelloHello")]
    [InlineData("SGVsbG8=\r\n____________\r\nto leave the list write to us\r\n", "Hello")]
    [InlineData("SGVsbG8=\r\nOrganisation\r\n", "Hello")]
    [InlineData("A", "")]
    [InlineData("====", "")]
    [InlineData("", "")]
    public void Rfc2045_6_8_decodes_base64(string encoded, string expected) =>
        Assert.Equal(expected, Decoded("base64", encoded));

    [Theory]
    [InlineData("begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n", "Cat")]
    [InlineData("\r\n\r\nbegin 644 a.txt\n#0V%T\n \nend\n", "Cat")]
    [InlineData("begin 644 a.txt\r\n#0V%T", "Cat")]
    [InlineData("no beginning", "")]
    public void Decodes_uuencode(string encoded, string expected) =>
        Assert.Equal(expected, Decoded("x-uuencode", encoded));

    [Theory]
    [InlineData("7bit")]
    [InlineData("8bit")]
    [InlineData("binary")]
    [InlineData("x-unheard-of")]
    public void Leaves_other_bytes_as_they_are(string encoding) =>
        Assert.Equal("a=41 \u00FF\r\n", Decoded(encoding, "a=41 \u00FF\r\n"));

    [Theory]
    [InlineData(null, "7bit")]
    [InlineData(" ", "7bit")]
    [InlineData("BASE64", "base64")]
    [InlineData("base64;", "base64")]
    [InlineData("\"base64\"", "base64")]
    [InlineData("base64 (I think)", "base64")]
    [InlineData("Quoted-Printable", "quoted-printable")]
    [InlineData("uuencode", "x-uuencode")]
    [InlineData("8-bit", "8bit")]
    [InlineData("X-Odd", "x-odd")]
    public void Reads_the_name_of_an_encoding(string? name, string expected) =>
        Assert.Equal(expected, TransferEncodings.Normalize(name));

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    [InlineData("x-uuencode")]
    [InlineData("7bit")]
    public async Task Decodes_the_same_from_a_stream_in_pieces_of_any_size(string encoding)
    {
        var random = new Random(7);
        var encoded = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, 9000).Select(_ =>
            "AB=4\r\n 9\t+/z"[random.Next(12)])) + "begin 644 a\r\n#0V%T\r\nend\r\n");
        var whole = TransferEncodings.Decode(encoding, encoded);

        var written = new MemoryStream();
        TransferEncodings.WriteTo(encoding, encoded, written);
        Assert.Equal(whole, written.ToArray());

        var copied = new MemoryStream();
        await TransferEncodings.CopyAsync(encoding, new Dripping(encoded), encoded.Length, copied);
        Assert.Equal(whole, copied.ToArray());
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    [InlineData("x-uuencode")]
    [InlineData("7bit")]
    public void Counts_what_it_would_decode_to(string encoding)
    {
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            // Mostly whole base64, sometimes with padding or noise where none belongs.
            var letters = round % 3 == 0 ? "AB=4\r\n 9\t+/z!" : "ABCDabcd0123+/\r\n";
            var encoded = Encoding.Latin1.GetBytes(
                string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => letters[random.Next(letters.Length)])) +
                new string('=', random.Next(4)) + (random.Next(2) == 0 ? "\r\n" : ""));

            Assert.Equal(TransferEncodings.Decode(encoding, encoded).Length, TransferEncodings.DecodedLength(encoding, encoded));
        }
    }

    [Fact]
    public async Task Copies_no_more_than_the_part_and_ends_where_the_source_ends()
    {
        var part = new MemoryStream();
        await TransferEncodings.CopyAsync("7bit", new MemoryStream("abcdef"u8.ToArray()), 3, part);
        Assert.Equal("abc"u8.ToArray(), part.ToArray());
        var short_ = new MemoryStream();
        await TransferEncodings.CopyAsync("base64", new MemoryStream("QUJD"u8.ToArray()), 1000, short_);
        Assert.Equal("ABC"u8.ToArray(), short_.ToArray());
    }

    [Fact]
    public void A_part_is_cut_from_the_source_by_offset_length_and_encoding()
    {
        var source = Written.Bytes("""
            Content-Type: multipart/mixed; boundary=b

            --b

            text
            --b
            Content-Type: image/png
            Content-Transfer-Encoding: BASE64

            AQID
            BAU=
            --b--

            """);
        var part = Assert.Single(MailParser.Parse(source).Attachments);
        Assert.Equal("base64", part.TransferEncoding);
        Assert.Equal("AQID\r\nBAU=", Encoding.ASCII.GetString(source.AsSpan(part.Offset, part.Length)));
        Assert.Equal([1, 2, 3, 4, 5],
            TransferEncodings.Decode(part.TransferEncoding, source.AsSpan(part.Offset, part.Length)));
        Assert.Equal([1, 2, 3, 4, 5], part.Decode(source));
    }

    [Theory]
    [InlineData("Content-Transfer-Encoding: x-odd\n\ntext", MailDefectKind.UnknownTransferEncoding)]
    [InlineData("Content-Transfer-Encoding: base64\n\nSGVs*bG8=", MailDefectKind.BrokenBase64)]
    [InlineData("Content-Transfer-Encoding: quoted-printable\n\n=ZZ", MailDefectKind.BrokenQuotedPrintable)]
    [InlineData("Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nSGVs*bG8=", MailDefectKind.BrokenBase64)]
    public void Names_what_is_broken(string mail, MailDefectKind kind) => Assert.True(Written.Mail(mail).Has(kind));

    [Fact]
    public void Words_labelled_base64_are_shown_as_words()
    {
        var mail = Written.Mail("Content-Transfer-Encoding: base64\n\nDear Bob, how are you on this fine day?\n");
        Assert.Equal("Dear Bob, how are you on this fine day?\n", mail.Text);
        Assert.Equal("8bit", mail.Parts[0].TransferEncoding);
        Assert.True(mail.Has(MailDefectKind.BrokenBase64));
    }

    private static string Decoded(string encoding, string encoded) =>
        Encoding.Latin1.GetString(TransferEncodings.Decode(encoding, Encoding.Latin1.GetBytes(encoded)));

    /// <summary>Gives a few bytes at a time, as a network does.</summary>
    private sealed class Dripping(byte[] bytes) : MemoryStream(bytes)
    {
        private int size;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + size++ % 7)], cancellationToken);
    }
}
