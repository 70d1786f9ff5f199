using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class BodyTests
{
    [Fact]
    public void Rfc8621_4_1_4_its_own_example()
    {
        var mail = Written.Mail("""
            Content-Type: multipart/mixed; boundary=1

            --1
            Content-Disposition: inline

            A
            --1
            Content-Type: multipart/mixed; boundary=2

            --2
            Content-Type: multipart/alternative; boundary=3

            --3
            Content-Type: multipart/mixed; boundary=4

            --4
            Content-Disposition: inline

            B
            --4
            Content-Type: image/jpeg
            Content-Disposition: inline

            C
            --4
            Content-Disposition: inline

            D
            --4--
            --3
            Content-Type: multipart/related; boundary=5

            --5
            Content-Type: text/html

            <p>E</p>
            --5
            Content-Type: image/jpeg
            Content-ID: <f@x>

            F
            --5--
            --3--
            --2
            Content-Type: image/jpeg
            Content-Disposition: attachment

            G
            --2
            Content-Type: application/x-excel

            H
            --2
            Content-Type: message/rfc822

            Subject: J

            J
            --2--
            --1
            Content-Disposition: inline

            K
            --1--
            """);
        Assert.Equal("A\nB\nD\nK", mail.Text);
        Assert.Equal("AEK", string.Concat(mail.Html!.Where(char.IsAsciiLetterUpper)));
        Assert.Equal(["image/jpeg", "image/jpeg", "image/jpeg", "application/x-excel", "message/rfc822"],
            mail.Attachments.Select(part => part.ContentType));
        Assert.Equal([true, true, false, false, false], mail.Attachments.Select(part => part.IsInline));
        Assert.Equal("f@x", mail.Attachments[1].ContentId);
        Assert.Equal(10, mail.Parts.Count);
    }

    [Fact]
    public void A_plain_mail_has_text_and_no_html()
    {
        var mail = Written.Mail("Subject: x\n\nHello\nBob\n");
        Assert.Equal("Hello\nBob\n", mail.Text);
        Assert.Null(mail.Html);
        Assert.Empty(mail.Attachments);
    }

    [Fact]
    public void A_mail_of_html_alone_has_no_text_but_readable_words()
    {
        var mail = Written.Mail("Content-Type: text/html\n\n<p>Hello <b>Bob</b></p>");
        Assert.Null(mail.Text);
        Assert.Equal("<p>Hello <b>Bob</b></p>", mail.Html);
        Assert.Equal("Hello Bob", mail.ReadableText);
    }

    [Fact]
    public void An_empty_alternative_does_not_hide_the_words_of_the_html()
    {
        var mail = Parts("alternative", "\n", "Content-Type: text/html\n\n<p>Hello</p>");
        Assert.Equal("", mail.Text);
        Assert.Equal("Hello", mail.ReadableText);
    }

    [Fact]
    public void An_alternative_is_read_in_both_forms()
    {
        var mail = Parts("alternative", "\nplain", "Content-Type: text/html\n\n<p>html</p>",
            "Content-Type: text/calendar\n\nBEGIN:VCALENDAR");
        Assert.Equal("plain", mail.Text);
        Assert.Equal("<p>html</p>", mail.Html);
        Assert.Equal("text/calendar", Assert.Single(mail.Attachments).ContentType);
    }

    [Fact]
    public void A_text_part_marked_attachment_stays_an_attachment()
    {
        var mail = Parts("mixed", "Content-Disposition: attachment\n\nlog", "\nbody");
        Assert.Equal("body", mail.Text);
        Assert.Equal("text/plain", Assert.Single(mail.Attachments).ContentType);
        Assert.Null(Written.Mail("Content-Disposition: attachment\n\nlog").Text);
    }

    [Fact]
    public void A_later_text_with_a_file_name_is_a_file()
    {
        var mail = Parts("mixed", "\nbody", "Content-Type: text/plain; name=\"log.txt\"\n\nlog");
        Assert.Equal("body", mail.Text);
        Assert.Equal("log.txt", Assert.Single(mail.Attachments).FileName);
    }

    [Fact]
    public void A_footer_that_a_list_added_is_part_of_both_bodies()
    {
        var mail = Parts("mixed", "Content-Type: text/html\n\n<p>words</p>", "\nlist footer <&>");
        Assert.Equal("words\nlist footer <&>", mail.Text);
        Assert.StartsWith("<p>words</p>", mail.Html);
        Assert.Contains("list footer &lt;&amp;&gt;", mail.Html);
    }

    [Fact]
    public void Rfc2387_the_root_of_a_related_is_its_first_part_or_the_one_that_start_names()
    {
        Assert.Equal("<p>a</p>",
            Parts("related", "Content-Type: text/html\n\n<p>a</p>", "Content-Type: text/html\n\n<p>b</p>").Html);
        var named = Parts("related; start=\"<r@x>\"", "Content-Type: text/html\n\n<p>a</p>",
            "Content-Type: text/html\nContent-ID: <r@x>\n\n<p>b</p>");
        Assert.Equal("<p>b</p>", named.Html);
        Assert.Single(named.Attachments);
        var typed = Parts("related; type=\"text/html\"", "Content-Type: image/png\n\nx",
            "Content-Type: text/html\n\n<p>b</p>");
        Assert.Equal("<p>b</p>", typed.Html);
    }

    [Fact]
    public void A_signature_and_a_tnef_are_attachments()
    {
        var mail = Parts("signed", "\nbody", "Content-Type: application/pgp-signature\n\nsig",
            "Content-Type: application/ms-tnef; name=winmail.dat\n\nx");
        Assert.Equal("body", mail.Text);
        Assert.Equal(["application/pgp-signature", "application/ms-tnef"],
            mail.Attachments.Select(part => part.ContentType));
    }

    [Fact]
    public void A_body_carries_no_NUL_and_only_LF() => Assert.Equal("a\nb\ncd", Written.Mail("\na\r\nb\rc\0d").Text);

    [Fact]
    public void A_body_beyond_the_limit_is_cut_and_named()
    {
        var mail = MailParser.Parse(Written.Bytes("\n0123456789"), new MailLimits { MaxBodyBytes = 4 });
        Assert.Equal("0123", mail.Text);
        Assert.True(mail.Has(MailDefectKind.BodyTooLarge));
        Assert.Equal(10, mail.Parts[0].Length);
    }

    [Fact]
    public void A_mail_without_defects_says_so() => Assert.Empty(Written.Mail("""
        From: a@b.example
        Date: Mon, 1 Jan 2024 10:00:00 +0000
        Message-ID: <1@b.example>
        Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
        Content-Type: text/plain; charset=utf-8

        Hello
        """).Defects);

    private static ParsedMail Parts(string kind, params string[] parts)
    {
        var (name, rest) = kind.Split(';', 2) is [var k, var r] ? (k, ";" + r) : (kind, "");
        return Written.Mail($"Content-Type: multipart/{name}; boundary=b{rest}\n\n"
            + string.Concat(parts.Select(part => "--b\n" + part + "\n")) + "--b--\n");
    }
}
