using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class MessageIdTests
{
    [Theory]
    [InlineData("<1234@local.machine.example>", "1234@local.machine.example")]
    [InlineData("  <1234@x> \r\n", "1234@x")]
    [InlineData("1234@x", "1234@x")]
    [InlineData("<1234   @   local(blah)  .machine .example>", "1234@local.machine.example")]
    [InlineData("(a comment) <1234@x> (another)", "1234@x")]
    [InlineData("<Case@Stays>", "Case@Stays")]
    [InlineData("<no-at-sign>", "no-at-sign")]
    [InlineData("no-at-sign", "no-at-sign")]
    [InlineData("<1@x", "1@x")]
    [InlineData("<<1@x>>", "1@x")]
    [InlineData("<1@[192.0.2.1]>", "1@[192.0.2.1]")]
    [InlineData("<>", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void One_form_of_an_id(string? raw, string? expected) => Assert.Equal(expected, MessageIds.Normalize(raw));

    [Fact]
    public void Rfc5322_3_6_4_reads_lists_of_ids_in_order()
    {
        var mail = Written.Field("References: <1@x> <2@x>\n\t<3@x>\nIn-Reply-To: <3@x>");
        Assert.Equal(["1@x", "2@x", "3@x"], mail.References);
        Assert.Equal(["3@x"], mail.InReplyTo);
    }

    [Fact]
    public void Rfc5322_4_5_4_words_around_the_ids_are_passed_over() =>
        Assert.Equal(["1@x"], Written.Field("In-Reply-To: Your message of Mon, 1 Jan <1@x> (bob@y)").InReplyTo);

    [Fact]
    public void Ids_without_brackets_are_read_where_no_brackets_are() =>
        Assert.Equal(["1@x", "2@x"], MessageIds.ParseList("1@x, 2@x and"));

    [Fact]
    public void An_id_stands_once() => Assert.Equal(["1@x", "2@x"], MessageIds.ParseList("<1@x><2@x><1@x>"));

    [Fact]
    public void Of_too_many_references_the_first_and_the_newest_stay()
    {
        var list = string.Join("\n ", Enumerable.Range(0, 30).Select(i => $"<{i}@x>"));
        var mail = MailParser.Parse(Written.Bytes("References: " + list + "\n\n"),
            new MailLimits { MaxReferences = 3 });
        Assert.Equal(["0@x", "28@x", "29@x"], mail.References);
        Assert.True(mail.Has(MailDefectKind.TooManyReferences));
    }

    [Fact]
    public void An_absurdly_long_id_becomes_a_short_one_of_its_own()
    {
        var one = MessageIds.Normalize("<" + new string('a', 5000) + "@x>")!;
        Assert.True(one.Length < 100);
        Assert.NotEqual(one, MessageIds.Normalize("<" + new string('a', 5001) + "@x>"));
    }

    [Fact]
    public void A_mail_without_an_id_says_so()
    {
        Assert.True(Written.Field("Subject: x").Has(MailDefectKind.MissingMessageId));
        Assert.True(Written.Field("Message-ID: <>").Has(MailDefectKind.MalformedMessageId));
    }

    [Fact]
    public void The_made_id_is_the_same_whichever_way_the_copy_came()
    {
        var sent = Written.Mail("""
            From: Anna <anna@contoso.example>
            To: bob@x.example, chie@x.example
            Bcc: secret@y.example
            Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
            Date: Mon, 1 Jan 2024 10:00:00 +0100
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Sch=C3=B6ne Gr=C3=BC=C3=9Fe
            """);
        var received = Written.Utf8("""
            Received: from a by b; Mon, 1 Jan 2024 09:00:05 +0000
            Date: Mon, 1 Jan 2024 09:00:00 +0000
            Subject: Grüße
            To: Chie <CHIE@x.example>,
             bob@x.example
            From: <Anna@contoso.example>
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Schöne Grüße

            """);
        Assert.Equal(MessageIds.Make(sent), MessageIds.Make(received));
        Assert.EndsWith(".invalid", MessageIds.Make(sent));
    }

    [Fact]
    public void Made_ids_differ_where_the_words_differ()
    {
        var one = Written.Bytes("From: a@b.example\n\nyes\n");
        var other = Written.Bytes("From: a@b.example\n\nno\n");
        Assert.NotEqual(MessageIds.Make(one), MessageIds.Make(other));
        Assert.Equal(MessageIds.Make(one), MessageIds.Make(one));
    }
}
