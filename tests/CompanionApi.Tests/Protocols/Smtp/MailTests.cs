using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>MAIL: RFC 5321 4.1.1.2 and the grammar of paths in 4.1.2.</summary>
public class MailTests
{
    [Theory]
    [InlineData("MAIL FROM:<anna@contoso.example>", "anna@contoso.example")]
    [InlineData("mail from:<anna@contoso.example>", "anna@contoso.example")]
    [InlineData("MAIL FROM: <anna@contoso.example>", "anna@contoso.example")]
    [InlineData("MAIL FROM:<Anna.Berg@Contoso.Example>", "Anna.Berg@Contoso.Example")]
    [InlineData("MAIL FROM:<>", "")]
    [InlineData("MAIL FROM:<> SIZE=10", "")]
    [InlineData("MAIL FROM:<prvs=12=a!#$%&'*+-/=?^_`{|}~@x.example>", "prvs=12=a!#$%&'*+-/=?^_`{|}~@x.example")]
    [InlineData("MAIL FROM:<\"anna\"@contoso.example>", "anna@contoso.example")]
    [InlineData("MAIL FROM:<\"a\\nna\"@contoso.example>", "anna@contoso.example")]
    [InlineData("MAIL FROM:<\"anna berg\"@contoso.example>", "\"anna berg\"@contoso.example")]
    [InlineData("MAIL FROM:<\"a\\\"b\\\\c>@d\"@contoso.example>", "\"a\\\"b\\\\c>@d\"@contoso.example")]
    [InlineData("MAIL FROM:<\"\"@contoso.example>", "\"\"@contoso.example")]
    [InlineData("MAIL FROM:<\".anna\"@contoso.example>", "\".anna\"@contoso.example")]
    [InlineData("MAIL FROM:<@relay.example,@other.example:anna@contoso.example>", "anna@contoso.example")]
    [InlineData("MAIL FROM:<anna@[192.0.2.1]>", "anna@[192.0.2.1]")]
    [InlineData("MAIL FROM:<anna@[IPv6:2001:db8::1]>", "anna@[IPv6:2001:db8::1]")]
    [InlineData("MAIL FROM:<anna@localhost>", "anna@localhost")]
    [InlineData("MAIL FROM:<anna@my_host.example>", "anna@my_host.example")]
    [InlineData("MAIL FROM:<hana..ko.@phone.example>", "hana..ko.@phone.example")]
    public async Task Reads_the_sender(string line, string sender)
    {
        var paper = await (await Paper.GreetedAsync()).AfterAsync(line, "RCPT TO:<contoso@bcc.example>", "DATA");

        await paper.MessageAsync("Hi\r\n");

        Assert.Equal(sender, paper.Mailbox.Delivered.Single().Envelope.MailFrom);
    }

    [Theory]
    [InlineData("MAIL")]
    [InlineData("MAIL FROM")]
    [InlineData("MAIL FROM:")]
    [InlineData("MAIL TO:<anna@contoso.example>")]
    [InlineData("MAIL FROM:anna@contoso.example")]
    [InlineData("MAIL FROM:<anna@contoso.example")]
    [InlineData("MAIL FROM:<anna>")]
    [InlineData("MAIL FROM:<@contoso.example>")]
    [InlineData("MAIL FROM:<anna@>")]
    [InlineData("MAIL FROM:<anna berg@contoso.example>")]
    [InlineData("MAIL FROM:<anna@contoso..example>")]
    [InlineData("MAIL FROM:<anna@-contoso.example>")]
    [InlineData("MAIL FROM:<anna@contoso.example.>")]
    [InlineData("MAIL FROM:<anna@con toso.example>")]
    [InlineData("MAIL FROM:<anna@ben@contoso.example>")]
    [InlineData("MAIL FROM:<anna@contoso.example>SIZE=10")]
    [InlineData("MAIL FROM:<anna@[192.0.2]>")]
    [InlineData("MAIL FROM:<anna@[192.0.2.1>")]
    [InlineData("MAIL FROM:<anna@[IPv6:192.0.2.1]>")]
    [InlineData("MAIL FROM:<anna@[2001:db8::1]>")]
    [InlineData("MAIL FROM:<anna@[IPv6:fe80::1%eth0]>")]
    [InlineData("MAIL FROM:<\"anna@contoso.example>")]
    [InlineData("MAIL FROM:<\"anna\\")]
    [InlineData("MAIL FROM:<\"anna\"berg@contoso.example>")]
    [InlineData("MAIL FROM:<@relay.example>")]
    [InlineData("MAIL FROM:<@:anna@contoso.example>")]
    [InlineData("MAIL FROM:<relay.example:anna@contoso.example>")]
    [InlineData("MAIL FROM:<<anna@contoso.example>>")]
    public async Task Refuses_what_is_no_sender(string line)
    {
        var paper = await Paper.GreetedAsync();

        Assert.Equal(501, (await paper.SayAsync(line)).Code);
        Assert.False(paper.Session.InTransaction);
    }

    [Fact]
    public async Task Lets_a_rewritten_sender_have_a_long_local_part_but_no_domain_a_long_label()
    {
        var paper = await Paper.GreetedAsync();

        await paper.AfterAsync($"MAIL FROM:<SRS0={new string('x', 90)}@contoso.example>", "RSET");

        Assert.Equal(501, (await paper.SayAsync($"MAIL FROM:<anna@{new string('x', 64)}.example>")).Code);
        var longDomain = string.Concat(Enumerable.Repeat("abcdefg.", 32)) + "example";
        Assert.Equal(501, (await paper.SayAsync($"MAIL FROM:<anna@{longDomain}>")).Code);
    }

    [Theory]
    [InlineData("BODY=7BIT")]
    [InlineData("BODY=8BITMIME")]
    [InlineData("body=8bitmime")]
    [InlineData("SIZE=0 BODY=8BITMIME SMTPUTF8")]
    [InlineData("RET=HDRS ENVID=QQ314159")]
    [InlineData("RET=full ENVID=a+2Bb")]
    public async Task Takes_the_parameters_of_its_extensions(string parameters)
    {
        await (await Paper.GreetedAsync()).AfterAsync($"MAIL FROM:<anna@contoso.example> {parameters}");
    }

    [Theory]
    [InlineData("BODY", 501)]
    [InlineData("BODY=", 501)]
    [InlineData("BODY=BINARYMIME", 501)]
    [InlineData("BODY=7BIT BODY=7BIT", 501)]
    [InlineData("SIZE=1 size=2", 501)]
    [InlineData("=x", 501)]
    [InlineData("-A=x", 501)]
    [InlineData("RET=SOME", 501)]
    [InlineData("ENVID=a+2", 501)]
    [InlineData("AUTH=<>", 555)]
    [InlineData("NOTIFY=NEVER", 555)]
    [InlineData("X-OTHER", 555)]
    public async Task Refuses_other_parameters(string parameters, int code)
    {
        var paper = await Paper.GreetedAsync();

        Assert.Equal(code, (await paper.SayAsync($"MAIL FROM:<anna@contoso.example> {parameters}")).Code);
        Assert.Equal(SmtpReplies.MailFirst, await paper.SayAsync("DATA"));
    }
}
