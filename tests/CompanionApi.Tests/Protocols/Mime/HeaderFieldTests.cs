using System.Text;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class HeaderFieldTests
{
    [Fact]
    public void Rfc5322_2_2_3_unfolds_by_taking_the_line_end_away() =>
        Assert.Equal("This is a test", Written.Field("Subject: This\n is a test").Subject);

    [Fact]
    public void A_fold_with_a_tab_reads_as_a_space() =>
        Assert.Equal("one two", Written.Field("Subject: one\n\ttwo").Subject);

    [Fact]
    public void Rfc5322_1_2_2_names_compare_without_case()
    {
        var mail = Written.Field("sUBJect: x\nX-A: 1\nx-a: 2");
        Assert.Equal("x", mail.Subject);
        Assert.Equal(["1", "2"], mail.Headers.All("X-A").Select(field => field.Decoded));
        Assert.Equal("1", mail.Headers.First("x-A")!.Decoded);
        Assert.Null(mail.Headers.First("X-B"));
    }

    [Fact]
    public void Rfc5322_4_5_white_space_before_the_colon_is_obsolete_but_read()
    {
        var mail = Written.Field("Subject   : x\nFrom : a@b.example");
        Assert.Equal("x", mail.Subject);
        Assert.Equal(1, mail.FromHeaderCount);
    }

    [Fact]
    public void A_line_that_is_no_field_does_not_end_a_header_that_goes_on_with_obsolete_names()
    {
        var mail = Written.Mail("To    : a@b.example\n__\n   <c@d.example>\nSubject     : x\nDate  : Fri, 21 Nov 1997 09:55:06 -0600\n\nbody\n");
        Assert.Equal("x", mail.Subject);
        Assert.NotNull(mail.Date);
        Assert.Equal("body\n", mail.Text);
    }

    [Fact]
    public void Rfc5322_4_2_a_fold_may_be_white_space_alone() =>
        Assert.Equal("a  b", Written.Field("Subject: a\n \n b\nFrom: a@b.example").Subject);

    [Fact]
    public void A_line_of_white_space_is_no_end_but_text_after_it_is_body()
    {
        var mail = Written.Mail("Subject: a\n \nHello.\n");
        Assert.Equal("a", mail.Subject);
        Assert.Equal("Hello.\n", mail.Text);
        Assert.True(mail.Has(MailDefectKind.MissingHeaderEnd));
    }

    [Theory]
    [InlineData("X-Last: a\n \n Pay to this account.\n now\n\nsigned\n")]
    [InlineData("X-Last: a\n \nPS: pay to this account.\n\nsigned\n")]
    [InlineData("X-Last: a\n\t\n Pay\n \n now\n\nsigned\n")]
    public void Rfc6376_no_line_of_the_header_that_a_signature_covers_is_shown_as_body(string rest) =>
        Assert.Equal("signed\n", Written.Mail("From: a@b.example\n" + rest).Text);

    [Fact]
    public void The_raw_value_is_a_slice_of_the_source_folds_included() =>
        Assert.Equal(" a\r\n b", Encoding.ASCII.GetString(Written.Field("Subject: a\n b").Headers[0].RawValue.Span));

    [Fact]
    public void Fields_keep_their_order() =>
        Assert.Equal(["C", "A", "B"], Written.Field("C: 1\nA: 2\nB: 3").Headers.Select(field => field.Name));

    [Fact]
    public void Line_ends_may_be_LF_alone()
    {
        var mail = MailParser.Parse("Subject: a\n b\n\nText\n"u8.ToArray());
        Assert.Equal("a b", mail.Subject);
        Assert.Equal("Text\n", mail.Text);
    }

    [Fact]
    public void Line_ends_may_be_CR_alone_where_no_LF_is()
    {
        var mail = MailParser.Parse("Subject: a\rFrom: a@b.example\r\rText\r"u8.ToArray());
        Assert.Equal("a", mail.Subject);
        Assert.Equal("Text\n", mail.Text);
    }

    [Fact]
    public void A_bare_CR_hides_no_second_From()
    {
        var mail = MailParser.Parse("Subject: a\rFrom: evil@x.example\r\nFrom: good@x.example\r\n\r\n"u8.ToArray());
        Assert.Equal("<good@x.example>", mail.From.Show());
        Assert.Equal(1, mail.FromHeaderCount);
        Assert.Equal("a From: evil@x.example", mail.Subject);
        Assert.True(mail.Has(MailDefectKind.BareCarriageReturn));
    }

    [Fact]
    public void Two_From_fields_are_counted_and_named()
    {
        var mail = Written.Field("From: a@b.example\nSubject: x\nfrom: c@d.example");
        Assert.Equal(2, mail.FromHeaderCount);
        Assert.True(mail.Has(MailDefectKind.SeveralFromHeaders));
        Assert.Equal("<a@b.example>; <c@d.example>", mail.From.Show());
    }

    [Fact]
    public void From_fields_beyond_the_limit_are_counted_all_the_same()
    {
        var text = string.Concat(Enumerable.Repeat("X: y\n", 20)) + "From: a@b.example\nFrom: c@d.example\n\n";
        var mail = MailParser.Parse(Written.Bytes(text), new MailLimits { MaxHeaders = 10 });
        Assert.Equal(10, mail.Headers.Count);
        Assert.Equal(2, mail.FromHeaderCount);
        Assert.True(mail.Has(MailDefectKind.TooManyHeaders));
    }

    [Fact]
    public void Of_a_field_that_may_stand_once_the_first_that_says_something_counts()
    {
        var mail = Written.Field("Subject:\nSubject: one\nSubject: two");
        Assert.Equal("one", mail.Subject);
        Assert.Contains(new MailDefect(MailDefectKind.DuplicateHeader, "Subject"), mail.Defects);
    }

    [Fact]
    public void Recipient_fields_that_stand_twice_are_read_as_one_list() =>
        Assert.Equal("<a@b.example>; <c@d.example>", Written.Field("To: a@b.example\nTo: c@d.example").To.Show());

    [Fact]
    public void A_field_that_runs_into_the_body_ends_the_header()
    {
        var mail = Written.Mail("Subject: a\nDear Bob,\nhow are you?\n");
        Assert.Equal("a", mail.Subject);
        Assert.Equal("Dear Bob,\nhow are you?\n", mail.Text);
        Assert.True(mail.Has(MailDefectKind.MissingHeaderEnd));
    }

    [Fact]
    public void A_broken_fold_belongs_to_the_field_above()
    {
        var mail = Written.Mail("Content-Type: text/plain;\ncharset=utf-8\nSubject: x\n\nText");
        Assert.Equal("utf-8", mail.Parts[0].Charset);
        Assert.Equal("x", mail.Subject);
        Assert.True(mail.Has(MailDefectKind.MalformedHeaderLine));
    }

    [Fact]
    public void An_mbox_line_and_empty_lines_before_the_header_are_passed_over()
    {
        Assert.Equal("x", Written.Mail("From a@b.example Mon Jan  1 00:00:00 2024\nSubject: x\n\n").Subject);
        Assert.Equal("x", Written.Mail("\n\nSubject: x\n\n").Subject);
        Assert.Equal("x", Written.Utf8("\uFEFFSubject: x\n\n").Subject);
    }

    [Fact]
    public void Text_without_any_header_is_all_body()
    {
        var mail = Written.Mail("\nJust words.\n");
        Assert.Equal("Just words.\n", mail.Text);
        Assert.Empty(mail.Headers);
        Assert.Equal("", mail.Subject);
    }

    [Fact]
    public void Rfc6532_a_raw_header_is_UTF_8() =>
        Assert.Equal("Grüße 🎉", Written.Utf8("Subject: Grüße 🎉\n\n").Subject);

    [Fact]
    public void A_raw_header_that_is_not_UTF_8_is_read_in_the_charset_of_the_body()
    {
        const string raw = "\u00CF\u00F0\u00E8\u00E2\u00E5\u00F2";
        var mail = Written.Mail($"Subject: {raw}\nContent-Type: text/plain; charset=windows-1251\n\n");
        Assert.Equal("Привет", mail.Subject);
        Assert.Contains(new MailDefect(MailDefectKind.UnlabelledHeaderBytes, "Subject"), mail.Defects);
    }

    [Fact]
    public void A_raw_header_without_any_label_is_windows_1252() =>
        Assert.Equal("Größe", Written.Field("Subject: Gr\u00F6\u00DFe").Subject);

    [Theory]
    [InlineData("\u001B$B8+@Q=q\u001B(B", "見積書")]
    [InlineData("\u0082\u00A8\u0090\u00A2\u0098\u0062\u0082\u00C9", "お世話に")]
    [InlineData("\u00A4\u00AA\u00C0\u00A4\u00CF\u00C3\u00A4\u00CB", "お世話に")]
    public void A_raw_japanese_header_is_told_by_its_bytes(string raw, string subject) =>
        Assert.Equal(subject, Written.Field("Subject: " + raw).Subject);

    [Theory]
    [InlineData("caf\u00E9 \u00E0 la carte")]
    [InlineData("\u00C4rger \u00FCber \u00D6l")]
    [InlineData("\u0093Caf\u00E9\u0094 \u0096 d\u00E9j\u00E0 vu")]
    public void A_raw_western_header_is_not_taken_for_japanese(string raw) =>
        Assert.DoesNotContain(Written.Field("Subject: " + raw).Subject, c => c > '\u2FFF');

    [Fact]
    public void No_decoded_value_carries_a_line_end()
    {
        var mail = Written.Field("Subject: =?utf-8?Q?a=0D=0ABcc:_x@y.example?=\nFrom: =?utf-8?Q?a=0Ab?= <a@b.example>");
        Assert.Equal("a  Bcc: x@y.example", mail.Subject);
        Assert.Equal("a b", mail.From[0].Name);
    }
}
