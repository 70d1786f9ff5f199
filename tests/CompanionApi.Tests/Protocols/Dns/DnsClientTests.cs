using System.Net;
using System.Net.Sockets;
using CompanionApi.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.Dns;

public class DnsClientTests
{
    private static readonly TableDns Zone = new TableDns()
        .Txt("contoso.example", "v=spf1 -all").Txt("contoso.example", "MS=ms12345678")
        .Txt("long.example", new string('x', 400) + "\u00e3\u0081\u0082")
        .Txt("huge.example", new string('y', 3000))
        .Txt("empty.example", "")
        .Address("contoso.example", "192.0.2.1").Address("contoso.example", "192.0.2.2")
        .Address("contoso.example", "2001:db8::1")
        .Mx("contoso.example", 10, "mail.contoso.example").Mx("contoso.example", 20, "mail2.contoso.example")
        .Mx("nomail.example", 0, "")
        .Ptr("1.2.0.192.in-addr.arpa", "mail.contoso.example")
        .Alias("www.contoso.example", "web.contoso.example").Alias("web.contoso.example", "contoso.example")
        .Alias("dangling.example", "nowhere.example")
        .Alias("round.example", "about.example").Alias("about.example", "round.example")
        .Alias("itself.example", "itself.example")
        .Address("xn--r8jz45g.example", "192.0.2.3")
        .Fails("broken.example");

    [Fact]
    public async Task Reads_every_type_of_record()
    {
        await using var server = new LoopbackDns(Zone);
        var dns = server.Client();

        Assert.Equal(["v=spf1 -all", "MS=ms12345678"], (await dns.QueryAsync("contoso.example", DnsType.Txt)).Texts);
        Assert.Equal(
            [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2")],
            (await dns.QueryAsync("Contoso.Example.", DnsType.A)).Addresses);
        Assert.Equal(
            [IPAddress.Parse("2001:db8::1")], (await dns.QueryAsync("contoso.example", DnsType.Aaaa)).Addresses);
        Assert.Equal(
            [new MxRecord(10, "mail.contoso.example"), new MxRecord(20, "mail2.contoso.example")],
            (await dns.QueryAsync("contoso.example", DnsType.Mx)).Records);
        Assert.Equal([new MxRecord(0, "")], (await dns.QueryAsync("nomail.example", DnsType.Mx)).Records);
        Assert.Equal(["mail.contoso.example"], (await dns.QueryAsync("1.2.0.192.in-addr.arpa", DnsType.Ptr)).Names);
        Assert.Equal(["web.contoso.example"], (await dns.QueryAsync("www.contoso.example", DnsType.CName)).Names);
    }

    [Fact]
    public async Task Joins_the_strings_of_a_text_byte_by_byte()
    {
        await using var server = new LoopbackDns(Zone);
        var dns = server.Client();

        Assert.Equal(
            [new string('x', 400) + "\u00e3\u0081\u0082"], (await dns.QueryAsync("long.example", DnsType.Txt)).Texts);
        Assert.Equal([""], (await dns.QueryAsync("empty.example", DnsType.Txt)).Texts);
    }

    [Fact]
    public async Task Tells_a_missing_name_from_a_missing_type()
    {
        await using var server = new LoopbackDns(Zone);
        var dns = server.Client();

        Assert.Equal(DnsStatus.NameError, (await dns.QueryAsync("nobody.example", DnsType.A)).Status);
        Assert.Equal(DnsStatus.NoData, (await dns.QueryAsync("long.example", DnsType.A)).Status);
        Assert.Equal(DnsStatus.Temporary, (await dns.QueryAsync("broken.example", DnsType.A)).Status);
    }

    [Fact]
    public async Task Asks_over_TCP_what_does_not_fit_into_a_datagram()
    {
        await using var server = new LoopbackDns(Zone);
        var dns = server.Client();

        Assert.Equal([new string('y', 3000)], (await dns.QueryAsync("huge.example", DnsType.Txt)).Texts);
        Assert.Equal((1, 1), (server.UdpQuestions, server.TcpQuestions));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Follows_aliases_to_where_they_end(bool leavesAliasesToTheClient)
    {
        await using var server = new LoopbackDns(Zone) { LeavesAliasesToTheClient = leavesAliasesToTheClient };
        var dns = server.Client();

        var found = await dns.QueryAsync("www.contoso.example", DnsType.Txt);

        Assert.Equal(["v=spf1 -all", "MS=ms12345678"], found.Texts);
        Assert.Equal(DnsStatus.NoData, (await dns.QueryAsync("www.contoso.example", DnsType.Ptr)).Status);
        Assert.Equal(DnsStatus.NameError, (await dns.QueryAsync("dangling.example", DnsType.A)).Status);
        Assert.Equal(DnsStatus.Temporary, (await dns.QueryAsync("round.example", DnsType.A)).Status);
        Assert.Equal(DnsStatus.Temporary, (await dns.QueryAsync("itself.example", DnsType.A)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..example")]
    [InlineData(".example")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123.example")]
    [InlineData("\ud800.example")]
    public async Task Asks_nobody_about_a_name_that_DNS_cannot_carry(string name)
    {
        await using var server = new LoopbackDns(Zone);

        Assert.Equal(DnsStatus.NameError, (await server.Client().QueryAsync(name, DnsType.A)).Status);
        Assert.Equal(DnsStatus.NameError,
            (await server.Client().QueryAsync(string.Join('.', Enumerable.Repeat("abc", 64)), DnsType.A)).Status);
        Assert.Equal(0, server.UdpQuestions);
    }

    [Fact]
    public async Task Asks_for_an_international_name_in_its_ASCII_form()
    {
        await using var server = new LoopbackDns(Zone);

        var answer = await server.Client().QueryAsync("例え.example", DnsType.A);

        Assert.Equal([IPAddress.Parse("192.0.2.3")], answer.Addresses);
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("closed")]
    [InlineData("failing")]
    [InlineData("babbling")]
    public async Task Goes_on_to_the_next_server_and_stays_with_it(string trouble)
    {
        await using var first = new LoopbackDns(new TableDns().Fails("contoso.example"))
        {
            IsSilent = trouble == "silent",
            Tamper = answer => trouble == "babbling" ? [[.. answer[..7], 9, .. answer[8..]]] : [answer],
        };
        await using var second = new LoopbackDns(Zone);
        var dns = new DnsClient(
            new DnsOptions
            {
                Servers = [trouble == "closed" ? ClosedPort() : first.Server, second.Server],
                Timeout = TimeSpan.FromMilliseconds(trouble == "silent" ? 50 : 10_000),
                Attempts = 100,
            },
            TimeProvider.System);

        Assert.Equal(DnsStatus.Found, (await dns.QueryAsync("contoso.example", DnsType.Txt)).Status);
        var asked = first.UdpQuestions;
        Assert.Equal(DnsStatus.Found, (await dns.QueryAsync("contoso.example", DnsType.A)).Status);
        if (trouble != "silent") Assert.Equal(asked, first.UdpQuestions);
    }

    [Fact]
    public async Task Says_temporary_when_nobody_answers()
    {
        await using var server = new LoopbackDns(Zone) { IsSilent = true };
        var dns = server.Client(options: new DnsOptions { Timeout = TimeSpan.FromMilliseconds(20), Attempts = 3 });

        var answer = await dns.QueryAsync("contoso.example", DnsType.Txt);

        Assert.Equal(DnsStatus.Temporary, answer.Status);
        Assert.Contains(server.Server, answer.Reason);
    }

    [Fact]
    public async Task Waits_for_the_answer_to_its_own_question_past_forged_ones()
    {
        await using var server = new LoopbackDns(Zone)
        {
            Tamper = answer =>
            {
                byte[] noSuchName = [.. answer[..3], 0x83, .. answer[4..6], 0, 0, .. answer[8..]];
                byte[] otherId = [(byte)(noSuchName[0] ^ 1), .. noSuchName[1..]];
                byte[] otherName = [.. noSuchName[..13], (byte)'k', .. noSuchName[14..]];
                byte[] otherType = [.. noSuchName[..30], (byte)DnsType.A, .. noSuchName[31..]];
                byte[] question = [.. noSuchName[..2], 1, .. noSuchName[3..]];
                return [[], [1, 2, 3], otherId, otherName, otherType, question, answer];
            },
        };

        Assert.Equal(DnsStatus.Found, (await server.Client().QueryAsync("contoso.example", DnsType.Txt)).Status);
    }

    [Theory]
    [InlineData(0xC0, 0x24)]
    [InlineData(0xC0, 0x25)]
    [InlineData(0xC0, 0x26)]
    [InlineData(0xC0, 0xFF)]
    [InlineData(0xFF, 0xFF)]
    [InlineData(0x3F, 0x61)]
    [InlineData(0x40, 0x61)]
    public async Task Follows_no_name_that_leads_round_in_circles_or_out_of_the_message(byte first, byte second)
    {
        // The record's owner stands at byte 37, after the header and the question.
        await using var server = new LoopbackDns(Zone)
        {
            Tamper = answer => [[.. answer[..37], first, second, .. answer[39..]]],
        };

        var answer = await server.Client().QueryAsync("xn--r8jz45g.example", DnsType.A);

        Assert.NotEqual(DnsStatus.Found, answer.Status);
    }

    [Fact]
    public async Task Asks_once_when_many_want_to_know_the_same()
    {
        var permission = new TaskCompletionSource();
        await using var server = new LoopbackDns(Zone) { MayAnswer = permission.Task, TimeToLive = 0 };
        var dns = server.Client();
        using var impatience = new CancellationTokenSource();

        var patient = Enumerable.Range(0, 50).Select(_ => dns.QueryAsync("contoso.example", DnsType.A)).ToList();
        var impatient = dns.QueryAsync("CONTOSO.example", DnsType.A, impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        permission.SetResult();

        Assert.All(await Task.WhenAll(patient), answer => Assert.Equal(2, answer.Records.Count));
        Assert.Equal(1, server.UdpQuestions);
    }

    [Theory]
    [InlineData("8.8.8.8:0")]
    [InlineData("8.8.8.8:dns")]
    [InlineData("")]
    [InlineData(":53")]
    [InlineData("a..b:53")]
    [InlineData("[::1:53")]
    public void Refuses_a_server_it_cannot_read(string server)
    {
        var refusal = Assert.Throws<FormatException>(
            () => new DnsClient(new DnsOptions { Servers = [server] }, TimeProvider.System));

        Assert.Contains("host:port", refusal.Message);
    }

    [Theory]
    [InlineData("192.0.2.53", "192.0.2.53:53")]
    [InlineData("192.0.2.53:5053", "192.0.2.53:5053")]
    [InlineData("2001:db8::53", "[2001:db8::53]:53")]
    [InlineData("[2001:db8::53]:5053", "[2001:db8::53]:5053")]
    public void Reads_servers_with_and_without_port(string text, string endPoint) =>
        Assert.Equal(endPoint, Assert.Single(new DnsOptions { Servers = [text] }.ReadServers()).ToString());

    private static string ClosedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket.LocalEndPoint!.ToString()!;
    }
}
