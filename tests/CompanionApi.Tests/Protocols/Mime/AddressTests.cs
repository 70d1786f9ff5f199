using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class AddressTests
{
    [Theory]
    // RFC 5322 appendix A.1.1 to A.6.
    [InlineData("John Doe <jdoe@machine.example>", "John Doe <jdoe@machine.example>")]
    [InlineData("\"Joe Q. Public\" <john.q.public@example.com>", "Joe Q. Public <john.q.public@example.com>")]
    [InlineData("Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>",
        "Mary Smith <mary@x.test>; <jdoe@example.org>; Who? <one@y.test>")]
    [InlineData("<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>",
        "<boss@nil.test>; Giant; \"Big\" Box <sysservices@example.net>")]
    [InlineData("A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;",
        "Ed Jones <c@a.test>; <joe@where.test>; John <jdoe@one.test>")]
    [InlineData("Undisclosed recipients:;", "")]
    [InlineData("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete <pete@silly.test>")]
    [InlineData("A Group(Some people)\n :Chris Jones <c@(Chris's host.)public.example>,\n  joe@example.org,\n " +
        "John <jdoe@one.test> (my dear friend); (the end of the group)",
        "Chris Jones <c@public.example>; <joe@example.org>; John <jdoe@one.test>")]
    [InlineData("(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;", "")]
    [InlineData("Joe Q. Public <john.q.public@example.com>", "Joe Q. Public <john.q.public@example.com>")]
    [InlineData("Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example",
        "Mary Smith <mary@example.net>; <jdoe@test.example>")]
    [InlineData("<@a.test,@b.test:joe@c.test>", "<joe@c.test>")]
    // Section 3.4.1.
    [InlineData("\"john doe\"@example.org", "<\"john doe\"@example.org>")]
    [InlineData("joe@[192.0.2.1]", "<joe@[192.0.2.1]>")]
    [InlineData("Joe <joe@[IPv6:2001:db8::1]>", "Joe <joe@[IPv6:2001:db8::1]>")]
    public void Rfc5322_3_4_reads_address_lists(string list, string expected) =>
        Assert.Equal(expected, Written.Field("To: " + list).To.Show());

    [Theory]
    [InlineData("jane@x.test (Jane Doe)", "Jane Doe <jane@x.test>")]
    [InlineData("Doe, John <john@x.test>", "Doe, John <john@x.test>")]
    [InlineData("Doe, John <john@x.test>, Roe, Jane <jane@x.test>", "Doe, John <john@x.test>; Roe, Jane <jane@x.test>")]
    [InlineData("a@x.test; b@x.test", "<a@x.test>; <b@x.test>")]
    [InlineData("John Doe john@x.test", "John Doe <john@x.test>")]
    [InlineData("a@x.test b@x.test", "<a@x.test>; <b@x.test>")]
    [InlineData("Bob <bob@x.test> Jim <jim@x.test>", "Bob <bob@x.test>; Jim <jim@x.test>")]
    [InlineData("Bob <bob@x.test", "Bob <bob@x.test>")]
    [InlineData("Bob <bob@x.test, Jim <jim@x.test>", "Bob <bob@x.test>; Jim <jim@x.test>")]
    [InlineData("Bob <<bob@x.test>>", "Bob <bob@x.test>")]
    [InlineData("<bob@x.test> Bob", "Bob <bob@x.test>")]
    [InlineData("\"Bob <bob@x.test>", "Bob <bob@x.test>")]
    [InlineData("Bob (at work <bob@x.test>", "Bob (at work <bob@x.test>")]
    [InlineData("Bob@home <bob@x.test>", "Bob@home <bob@x.test>")]
    [InlineData("\"bob@x.test\" <eve@y.test>", "bob@x.test <eve@y.test>")]
    [InlineData("Moderator", "Moderator <>")]
    [InlineData("<root>", "<root>")]
    [InlineData("<>", "")]
    [InlineData(",,;", "")]
    [InlineData("<undisclosed-recipients:@host.test;>", "")]
    [InlineData("mailto:bob@x.test", "<bob@x.test>")]
    public void Reads_what_mailers_write_against_the_rules(string list, string expected) =>
        Assert.Equal(expected, Written.Field("To: " + list).To.Show());

    [Theory]
    [InlineData("=?utf-8?Q?J=C3=BCrgen?= Schmidt <j@x.test>", "Jürgen Schmidt <j@x.test>")]
    [InlineData("\"=?utf-8?Q?J=C3=BCrgen?=\" <j@x.test>", "Jürgen <j@x.test>")]
    [InlineData("=?utf-8?Q?Doe,_J=C3=BCrgen?= <j@x.test>", "Doe, Jürgen <j@x.test>")]
    [InlineData("=?utf-8?Q?=22a=22_=3Cboss=40corp.test=3E?= <eve@x.test>", "\"a\" <boss@corp.test> <eve@x.test>")]
    [InlineData("j@x.test (=?utf-8?Q?J=C3=BCrgen?=)", "Jürgen <j@x.test>")]
    [InlineData("=?utf-8?Q?Die_Gruppe?=: j@x.test;", "<j@x.test>")]
    public void Rfc2047_5_decodes_names_after_the_structure_is_known(string list, string expected) =>
        Assert.Equal(expected, Written.Field("To: " + list).To.Show());

    [Fact]
    public void Rfc6532_addresses_may_be_UTF_8()
    {
        var mail = Written.Utf8("From: 田中 <田中@例え.jp>\n\n");
        Assert.Equal(new MailAddress("田中", "田中@例え.jp"), mail.From[0]);
        Assert.Equal("田中@xn--r8jz45g.jp", Addresses.Normalize(mail.From[0].Address));
    }

    [Fact]
    public void Raw_japanese_in_a_name_does_not_break_the_list() =>
        Assert.Equal("田中\u3000太郎 <t@x.test>; <b@x.test>",
            Written.Field("To: \u001B$BEDCf!!B@O:\u001B(B <t@x.test>, b@x.test").To.Show());

    [Theory]
    [InlineData(" Bob@Example.COM ", "bob@example.com")]
    [InlineData("<bob@example.com>", "bob@example.com")]
    [InlineData("\"bob\"@example.com", "bob@example.com")]
    [InlineData("\"bob smith\"@example.com", "\"bob smith\"@example.com")]
    [InlineData("bob@bücher.example", "bob@xn--bcher-kva.example")]
    [InlineData("bob@XN--BCHER-KVA.example.", "bob@xn--bcher-kva.example")]
    [InlineData("Ju\u0308rgen@example.com", "jürgen@example.com")]
    [InlineData("not an address", "not an address")]
    [InlineData(null, "")]
    public void One_form_to_compare_addresses_in(string? address, string expected) =>
        Assert.Equal(expected, Addresses.Normalize(address));

    [Fact]
    public void The_domain_of_an_address()
    {
        Assert.Equal("example.com", Addresses.DomainOf("Bob@Example.COM"));
        Assert.Equal("", Addresses.DomainOf("bob"));
    }

    [Fact]
    public void Takes_no_more_addresses_than_the_limit_and_says_so()
    {
        var mail = MailParser.Parse(Written.Bytes("To: a@x.test, b@x.test\nTo: c@x.test, d@x.test\n\n"),
            new MailLimits { MaxAddresses = 3 });
        Assert.Equal(3, mail.To.Count);
        Assert.True(mail.Has(MailDefectKind.TooManyAddresses));
    }

    [Fact]
    public void Reads_all_the_address_fields()
    {
        var mail = Written.Field("""
            From: a@x.test
            Sender: b@x.test
            Reply-To: c@x.test
            To: d@x.test
            Cc: e@x.test
            Bcc: f@x.test
            """);
        Assert.Equal("<a@x.test>", mail.From.Show());
        Assert.Equal("b@x.test", mail.Sender!.Address);
        Assert.Equal("<c@x.test>", mail.ReplyTo.Show());
        Assert.Equal("<d@x.test>", mail.To.Show());
        Assert.Equal("<e@x.test>", mail.Cc.Show());
        Assert.Equal("<f@x.test>", mail.Bcc.Show());
    }
}
