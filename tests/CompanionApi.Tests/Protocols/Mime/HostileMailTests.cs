using System.Text;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

/// <summary>Nothing here checks a clock: whatever takes more than linear time on these does not end.</summary>
public class HostileMailTests
{
    private const int Megabyte = 1_000_000;

    public static TheoryData<string> Kinds => new(HostileMails.Kinds.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_megabyte_of_it_is_read_and_used(string kind) => Use(HostileMails.Of(kind, Megabyte));

    [Fact]
    public void No_input_is_too_short()
    {
        string[] sources =
            ["", "\n", "\r\n", ":", "-", "--", "=", "a", "a:", "From", "From:", " ", "\0", "\u00FF\u00FE"];
        foreach (var source in sources)
            Use(Encoding.Latin1.GetBytes(source));
    }

    [Fact]
    public void Every_beginning_of_a_mail_is_a_mail()
    {
        var source = Written.Bytes("""
            From: =?utf-8?B?44GC?= <a@b.example>
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/html; charset=iso-2022-jp
            Content-Transfer-Encoding: quoted-printable

            <p title="x">=1B$B$"=1B(B</p>
            --b
            Content-Type: application/pdf
            Content-Disposition: attachment; filename*0*=utf-8''%E3%81;
             filename*1*=%82.pdf
            Content-Transfer-Encoding: base64

            SGVsbG8gd29ybGQ=
            --b--

            """);
        for (var length = 0; length <= source.Length; length++) Use(source[..length]);
    }

    internal static void Use(byte[] source)
    {
        var mail = MailParser.Parse(source);
        List<string?> texts = [mail.Subject, mail.Text, mail.Html, mail.ReadableText, mail.MessageId];
        texts.AddRange(mail.Headers.Select(field => field.Decoded));
        foreach (var a in mail.From.Concat(mail.To).Concat(mail.Cc))
            texts.AddRange([a.Name, a.Address, Addresses.Normalize(a.Address)]);
        foreach (var part in mail.Parts)
        {
            Assert.InRange(part.Offset, 0, source.Length);
            Assert.InRange(part.Length, 0, source.Length - part.Offset);
            var whole = part.Decode(source);
            var streamed = new MemoryStream();
            part.WriteTo(source, streamed);
            Assert.True(whole.AsSpan().SequenceEqual(streamed.GetBuffer().AsSpan(0, (int)streamed.Length)));
            Assert.Equal(whole.Length, part.DecodedLength(source));
            texts.Add(part.FileName);
            texts.Add(part.DecodeText(source));
        }
        Assert.True(mail.Parts.Count <= MailLimits.Default.MaxParts);
        Assert.All(texts, text => Assert.True(text is null || IsWellFormed(text), "a lone surrogate"));
        Assert.DoesNotContain('\0', mail.Text ?? "");
        Assert.True(ReplyQuoting.Snippet(mail.ReadableText, 80).Length <= 80);
        _ = ReplyQuoting.QuotesEarlierMail(mail.Text, mail.Html, mail.TextOfHtml);
        _ = MessageIds.Make(mail);
        foreach (var forwarded in ForwardReader.Read(mail, source))
        {
            Assert.Single(forwarded.Mail.From.Take(1));
            Assert.All(forwarded.Mail.Attachments, part => _ = part.Decode(forwarded.Source.Span));
        }
    }

    private static bool IsWellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
