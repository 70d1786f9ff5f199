using System.Text;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class MultipartTests
{
    [Fact]
    public void Rfc2046_5_1_1_the_line_end_before_a_delimiter_belongs_to_it()
    {
        var mail = Written.Mail("""
            Content-Type: multipart/mixed; boundary="simple boundary"

            This is the preamble. It is to be ignored.
            --simple boundary

            This is implicitly typed plain US-ASCII text.
            It does NOT end with a linebreak.
            --simple boundary
            Content-type: text/plain; charset=us-ascii

            This is explicitly typed plain US-ASCII text.
            It DOES end with a linebreak.

            --simple boundary--
            This is the epilogue. It is also to be ignored.
            """);
        Assert.Equal("""
            This is implicitly typed plain US-ASCII text.
            It does NOT end with a linebreak.
            This is explicitly typed plain US-ASCII text.
            It DOES end with a linebreak.

            """.ReplaceLineEndings("\n"), mail.Text);
        Assert.Equal([1, 2], mail.Parts.Select(part => part.Number));
    }

    [Fact]
    public void Rfc2046_5_1_1_white_space_may_follow_a_delimiter() =>
        Assert.Equal(["a", "b"], Texts("--b \t\n\na\n--b\t\n\nb\n--b-- \n"));

    [Fact]
    public void A_boundary_that_begins_another_is_told_apart()
    {
        var mail = Written.Mail("""
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: multipart/alternative; boundary=b1

            --b1

            plain
            --b1
            Content-Type: text/html

            <p>html</p>
            --b1--
            --b
            Content-Type: application/pdf

            x
            --b--
            """);
        Assert.Equal("plain", mail.Text);
        Assert.Equal("<p>html</p>", mail.Html);
        Assert.Equal("application/pdf", Assert.Single(mail.Attachments).ContentType);
    }

    [Fact]
    public void An_outer_delimiter_ends_what_was_never_closed()
    {
        var source = "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--b\n\ntwo\n--b--\n";
        Assert.Equal(["one", "two"], Texts(source));
        Assert.True(Mixed(source).Has(MailDefectKind.UnterminatedMultipart));
    }

    [Fact]
    public void The_end_of_the_mail_ends_what_was_never_closed()
    {
        const string source = "--b\n\none\n--b\n\ntwo\n";
        Assert.Equal(["one", "two\n"], Texts(source));
        Assert.True(Mixed(source).Has(MailDefectKind.UnterminatedMultipart));
    }

    [Fact]
    public void Parts_after_the_closing_delimiter_are_not_lost()
    {
        const string source = "--b\n\none\n--b--\n--b\n\ntwo\n--b--\n";
        Assert.Equal(["one", "two"], Texts(source));
        Assert.True(Mixed(source).Has(MailDefectKind.PartAfterClosingBoundary));
    }

    [Fact]
    public void Nested_multiparts_may_share_a_boundary() => Assert.Equal(["one", "two"],
        Texts("--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n--b\n\ntwo\n--b--\n"));

    [Fact]
    public void A_delimiter_ends_a_header_without_its_empty_line()
    {
        var mail = Mixed("--b\nContent-Type: text/html\n--b\n\ntwo\n--b--\n");
        Assert.Equal([("text/html", 0), ("text/plain", 3)], mail.Parts.Select(part => (part.ContentType, part.Length)));
        Assert.True(mail.Has(MailDefectKind.MissingHeaderEnd));
    }

    [Fact]
    public void Rfc2046_5_1_5_parts_of_a_digest_are_mails()
    {
        var mail = Written.Mail("""
            Content-Type: multipart/digest; boundary=b

            --b

            From: someone-else@x.test
            Subject: my opinion

            yes
            --b
            Content-Type: text/plain

            not a mail
            --b--
            """);
        Assert.Equal(["message/rfc822", "text/plain"], mail.Parts.Select(part => part.ContentType));
    }

    [Fact]
    public void Rfc2046_5_2_1_an_attached_mail_is_one_part_and_can_be_parsed_itself()
    {
        var source = Written.Bytes("""
            Subject: outer
            Content-Type: multipart/mixed; boundary=b

            --b

            see below
            --b
            Content-Type: message/rfc822
            Content-Disposition: attachment; filename="inner.eml"

            Subject: inner
            From: a@b.example
            Content-Type: multipart/mixed; boundary=c

            --c

            inner text
            --c--
            --b--
            """);
        var outer = MailParser.Parse(source);
        Assert.Equal("see below", outer.Text);
        var part = Assert.Single(outer.Attachments);
        Assert.True(part.IsMessage);
        var inner = MailParser.Parse(part.Decode(source));
        Assert.Equal("inner", inner.Subject);
        Assert.Equal("inner text", inner.Text);
    }

    [Fact]
    public void An_attached_mail_under_base64_is_read_too()
    {
        var source = Written.Bytes("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
            + Convert.ToBase64String("Subject: inner\r\n\r\nx"u8.ToArray()));
        Assert.Equal("inner", MailParser.Parse(MailParser.Parse(source).Attachments[0].Decode(source)).Subject);
    }

    [Fact]
    public void A_multipart_whose_boundary_never_comes_is_shown_as_text()
    {
        var mail = Written.Mail("Content-Type: multipart/mixed; boundary=b\n\nthe words\n");
        Assert.Equal("the words\n", mail.Text);
        Assert.True(mail.Has(MailDefectKind.MultipartWithoutParts));
    }

    [Fact]
    public void A_missing_boundary_is_found_in_the_body()
    {
        var mail = Written.Mail("Content-Type: multipart/mixed\n\n--=_x\nContent-Type: text/plain\n\none\n--=_x--\n");
        Assert.Equal("one", mail.Text);
        Assert.True(mail.Has(MailDefectKind.MissingBoundary));
    }

    [Fact]
    public void Depth_is_bounded_and_what_lies_deeper_stays_one_part()
    {
        var mail = MailParser.Parse(HostileMails.Of("nested multiparts", 20_000));
        Assert.True(mail.Has(MailDefectKind.TooDeep));
        Assert.Equal(MailLimits.Default.MaxDepth, mail.Parts.Max(part => part.Depth));
    }

    [Fact]
    public void The_number_of_parts_is_bounded_and_the_last_one_keeps_the_rest()
    {
        var source = HostileMails.Of("parts", 10_000);
        var mail = MailParser.Parse(source, new MailLimits { MaxParts = 10 });
        Assert.Equal(9, mail.Parts.Count);
        Assert.Equal(source.Length, mail.Parts[^1].Offset + mail.Parts[^1].Length);
        Assert.True(mail.Has(MailDefectKind.TooManyParts));
    }

    [Fact]
    public void An_encoded_multipart_is_named()
    {
        const string fields = "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n";
        Assert.True(Written.Mail(fields + "--b\n\nx\n--b--\n").Has(MailDefectKind.EncodedMultipart));
    }

    [Fact]
    public void Bare_LF_and_CRLF_may_mix()
    {
        const string fields = "Content-Type: multipart/mixed; boundary=b\n\r\n";
        var source = Encoding.ASCII.GetBytes(fields + "--b\r\n\none\n--b\n\r\ntwo\r\n--b--\n");
        Assert.Equal("one\ntwo", MailParser.Parse(source).Text);
    }

    private static ParsedMail Mixed(string body) =>
        Written.Mail("Content-Type: multipart/mixed; boundary=b\n\n" + body);

    private static IEnumerable<string> Texts(string body)
    {
        var source = Written.Bytes("Content-Type: multipart/mixed; boundary=b\n\n" + body);
        return MailParser.Parse(source).Parts.Select(part => part.DecodeText(source).Replace("\r\n", "\n"));
    }
}
