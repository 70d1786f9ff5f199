using System.Net;
using CompanionApi.Protocols.Dns;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>What the suite of RFC 7208 does not ask.</summary>
public class SpfTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.10");

    [Fact]
    public async Task Tells_the_domain_the_mechanism_and_the_explanation()
    {
        var dns = new TableDns()
            .Txt("contoso.example", "v=spf1 ip4:198.51.100.0/24 include:_spf.contoso.example -all exp=why.%{d}")
            .Txt("_spf.contoso.example", "v=spf1 ip4:192.0.2.10 ~all")
            .Txt("why.contoso.example", "%{i} is not ours, said %{r} to %{s}");

        var pass = await CheckAsync(dns, "anna@contoso.example");
        var fail = await Spf.CheckAsync(dns, IPAddress.Parse("203.0.113.1"), "mail.example", "anna@contoso.example",
            new SpfOptions { Receiver = "mx.example" });

        Assert.Equal(new SpfVerdict(SpfResult.Pass, "contoso.example", "include:_spf.contoso.example"), pass);
        Assert.Equal((SpfResult.Fail, "-all"), (fail.Result, fail.Mechanism));
        Assert.Equal("203.0.113.1 is not ours, said mx.example to anna@contoso.example", fail.Explanation);
    }

    [Theory]
    [InlineData("mail.example", "ann\u00E8@contoso.example")]
    [InlineData("m\u00E8il.example", "anna@contoso.example")]
    [InlineData("mail\r\n.example", "anna@contoso.example")]
    public async Task Explains_nothing_in_which_the_sender_could_put_more_than_ASCII(string helo, string sender)
    {
        var dns = new TableDns().Txt("contoso.example", "v=spf1 -all exp=why.contoso.example")
            .Txt("why.contoso.example", "%{s} at %{h} is not ours");

        var verdict = await Spf.CheckAsync(dns, IPAddress.Parse("203.0.113.1"), helo, sender);

        Assert.Equal((SpfResult.Fail, null), (verdict.Result, verdict.Explanation));
    }

    [Fact]
    public async Task Checks_HELO_where_there_is_no_sender()
    {
        var dns = new TableDns().Txt("mail.example", "v=spf1 exists:%{l}.%{o} -all")
            .Address("postmaster.mail.example", "127.0.0.2");

        Assert.Equal(new SpfVerdict(SpfResult.Pass, "mail.example", "exists:%{l}.%{o}"), await CheckAsync(dns, ""));
    }

    [Fact]
    public async Task Finds_the_policy_of_an_international_domain_under_its_ASCII_form()
    {
        var dns = new TableDns().Txt("xn--r8jz45g.example", "v=spf1 exists:%{d}.ok.example -all")
            .Address("xn--r8jz45g.example.ok.example", "127.0.0.2");

        var verdict = await CheckAsync(dns, "anna@例え.example");

        Assert.Equal((SpfResult.Pass, "xn--r8jz45g.example"), (verdict.Result, verdict.Domain));
    }

    [Theory]
    [InlineData("@")]
    [InlineData("anna@")]
    [InlineData("anna")]
    [InlineData("anna@localhost")]
    [InlineData("anna@[192.0.2.1]")]
    [InlineData("anna@a..example")]
    [InlineData("anna@\ud800.example")]
    [InlineData("anna@\0.example")]
    public async Task Has_nothing_to_say_where_no_domain_could_be_asked(string mailFrom) =>
        Assert.Equal(SpfResult.None, (await CheckAsync(new TableDns(), mailFrom)).Result);

    [Fact]
    public async Task Takes_the_last_at_sign_for_the_one_before_the_domain()
    {
        var dns = new TableDns().Txt("contoso.example", "v=spf1 ip4:192.0.2.10 -all");

        Assert.Equal(SpfResult.Pass, (await CheckAsync(dns, "\"anna@evil.example\"@contoso.example")).Result);
        Assert.Equal(SpfResult.Pass, (await CheckAsync(dns, "anna@contoso.example.")).Result);
    }

    [Fact]
    public async Task A_hostile_policy_can_cost_only_so_much()
    {
        var dns = new TableDns();
        for (var i = 0; i < 20; i++)
        {
            var name = $"p{i}.evil.example";
            var others = Enumerable.Range(0, 20).Select(j => $"?include:p{(i + j) % 20}.evil.example");
            var includes = string.Join(' ', others);
            dns.Txt(name, $"v=spf1 mx mx:%{{p}}.evil.example {includes} exp=%{{p}}%{{p}}.evil.example -all");
            for (var j = 0; j < 10; j++) dns.Mx(name, j, $"h{j}.evil.example").Address($"h{j}.evil.example", "1.2.3.4");
        }
        for (var j = 0; j < 500; j++) dns.Ptr("10.2.0.192.in-addr.arpa", $"n{j}.evil.example");

        var verdict = await CheckAsync(dns, "eve@p0.evil.example");

        Assert.Equal(SpfResult.PermError, verdict.Result);
        Assert.InRange(dns.Questions, 1, 150);
    }

    [Fact]
    public async Task A_policy_of_many_kilobytes_is_read_once_through()
    {
        var macros = string.Concat(Enumerable.Repeat("%{p}%{d}%{l32r+-}", 2000));
        var dns = new TableDns().Txt("evil.example", $"v=spf1 exists:{macros} a:{macros}.example -all");

        Assert.Equal(SpfResult.Fail, (await CheckAsync(dns, "eve@evil.example")).Result);
    }

    [Fact]
    public async Task Says_temporary_when_the_check_takes_too_long()
    {
        var verdict = await Spf.CheckAsync(new NeverAnswers(), Client, "mail.example", "anna@contoso.example",
            new SpfOptions { Time = TimeSpan.FromMilliseconds(1) });

        Assert.Equal((SpfResult.TempError, "contoso.example"), (verdict.Result, verdict.Domain));
    }

    [Fact]
    public async Task Stops_when_its_caller_does()
    {
        using var stop = new CancellationTokenSource();
        var check = Spf.CheckAsync(new NeverAnswers(), Client, "mail.example", "anna@contoso.example", ct: stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
    }

    private static Task<SpfVerdict> CheckAsync(IDns dns, string mailFrom) =>
        Spf.CheckAsync(dns, Client, "mail.example", mailFrom);

    private sealed class NeverAnswers : IDns
    {
        public Task<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default) =>
            Task.Delay(Timeout.Infinite, ct).ContinueWith(_ => DnsAnswer.NoData(), ct);
    }
}
