using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using CompanionApi.Protocols.Dns;

namespace Demo.Tests.Microsoft365.Dns;

public sealed class DnsServerTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private const ushort Txt = 16;
    private const ushort Mx = 15;

    [Fact]
    public async Task The_demo_domains_have_SPF_DKIM_and_MX_records()
    {
        var dns = Client();

        var spf = await dns.QueryAsync("contoso.example", DnsType.Txt);
        var key = await dns.QueryAsync("selector1._domainkey.acme.example", DnsType.Txt);
        var mail = await dns.QueryAsync("bcc.mailcrm.example", DnsType.Mx);

        Assert.Equal("v=spf1 ip4:127.0.0.1 -all", Assert.Single(spf.Texts));
        Assert.StartsWith("v=DKIM1; k=rsa; p=", Assert.Single(key.Texts));
        Assert.Equal(new MxRecord(10, "bcc.mailcrm.example"), Assert.Single(mail.Records));
    }

    [Fact]
    public async Task A_put_replaces_a_name_and_type_at_once_and_outlives_a_restart()
    {
        var dns = Client();
        await PutAsync("new.example", "TXT", "one", "two");
        Assert.Equal(["one", "two"], (await dns.QueryAsync("NEW.example.", DnsType.Txt)).Texts);

        await PutAsync("new.example", "txt", "three");
        await PutAsync("_dmarc.contoso.example", "TXT");
        await simulator.RestartAsync();

        Assert.Equal("three", Assert.Single((await dns.QueryAsync("new.example", DnsType.Txt)).Texts));
        Assert.Equal(DnsStatus.NameError, (await dns.QueryAsync("_dmarc.contoso.example", DnsType.Txt)).Status);
        Assert.Equal(DnsStatus.NoData, (await dns.QueryAsync("new.example", DnsType.Mx)).Status);
    }

    [Fact]
    public async Task An_alias_is_followed()
    {
        await PutAsync("alias.example", "CNAME", "contoso.example");

        Assert.StartsWith("v=spf1", Assert.Single((await Client().QueryAsync("alias.example", DnsType.Txt)).Texts));
    }

    [Fact]
    public async Task Answers_with_authority_and_forbids_remembering()
    {
        var answer = await AskUdpAsync("contoso.example", Mx);

        Assert.Equal((0, 1, 0), (Code(answer), Answers(answer), Authorities(answer)));
        Assert.Equal(0x85, answer[2]);
        Assert.Equal(0xC00C, BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(QuestionEnd("contoso.example"))));
        Assert.Equal(0, BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(QuestionEnd("contoso.example") + 6)));
    }

    [Theory]
    [InlineData("nobody.example", 3)]
    [InlineData("contoso.example", 0)]
    [InlineData("_domainkey.contoso.example", 0)]
    public async Task Tells_no_such_name_from_no_such_record(string name, int code)
    {
        var answer = await AskUdpAsync(name, type: 28);

        Assert.Equal((code, 0, 1), (Code(answer), Answers(answer), Authorities(answer)));
    }

    [Fact]
    public async Task What_does_not_fit_into_UDP_comes_over_TCP()
    {
        await PutAsync("long.example", "TXT", new string('a', 400), new string('b', 400));

        var udp = await AskUdpAsync("long.example", Txt);
        var tcp = await AskTcpAsync("long.example", Txt);

        Assert.Equal((0x02, 0), (udp[2] & 0x02, Answers(udp)));
        Assert.InRange(udp.Length, 12, 512);
        Assert.Equal((0x00, 2), (tcp[2] & 0x02, Answers(tcp)));
        Assert.Equal(
            [new string('a', 400), new string('b', 400)],
            (await Client().QueryAsync("long.example", DnsType.Txt)).Texts);
    }

    [Fact]
    public async Task Answers_what_it_cannot_understand_with_a_code_and_goes_on()
    {
        var twoQuestions = Query("contoso.example", Txt);
        twoQuestions[5] = 2;
        var status = Query("contoso.example", Txt);
        status[2] = 0x10;

        Assert.Equal(1, Code(await SendUdpAsync(twoQuestions)));
        Assert.Equal(1, Code(await SendUdpAsync([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 63, 1])));
        Assert.Equal(4, Code(await SendUdpAsync(status)));
        Assert.Equal(3, Code(await SendUdpAsync([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 1])));
        Assert.Equal(0, Code(await AskUdpAsync("contoso.example", Txt)));
    }

    [Fact]
    public async Task Fails_as_asked_for_one_name()
    {
        await simulator.InjectAsync(new { target = "dns", error = "servfail", name = "fabrikam.example" });

        Assert.Equal(2, Code(await AskUdpAsync("fabrikam.example", Txt)));
        Assert.Equal(0, Code(await AskUdpAsync("contoso.example", Txt)));
        await simulator.Http.DeleteAsync("/sim/faults?target=dns");
        Assert.Equal(0, Code(await AskUdpAsync("fabrikam.example", Txt)));
    }

    [Theory]
    [InlineData("""{"name":"a..example","type":"TXT","values":["x"]}""", "name:")]
    [InlineData("""{"name":"a.example","type":"SRV","values":["x"]}""", "type:")]
    [InlineData("""{"name":"a.example","type":"A","values":["::1"]}""", "IPv4")]
    [InlineData("""{"name":"a.example","type":"MX","values":["mail.example"]}""", "10 mail.example")]
    [InlineData("""{"name":"a.example","type":"TXT"}""", "values:")]
    public async Task A_record_that_cannot_be_is_refused_with_the_field_named(string json, string complaint)
    {
        using var body = new StringContent(json, null, "application/json");
        using var answer = await simulator.Http.PutAsync("/sim/dns", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(complaint, await answer.Content.ReadAsStringAsync());
    }

    private DnsClient Client() => new(new DnsOptions { Servers = [simulator.Addresses.Dns] }, TimeProvider.System);

    private async Task PutAsync(string name, string type, params string[] values)
    {
        using var answer = await simulator.Http.PutAsJsonAsync("/sim/dns", new { name, type, values });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private Task<byte[]> AskUdpAsync(string name, ushort type) => SendUdpAsync(Query(name, type));

    private async Task<byte[]> SendUdpAsync(byte[] query)
    {
        using var udp = new UdpClient();
        udp.Connect(IPAddress.Loopback, simulator.Addresses.DnsPort);
        await udp.SendAsync(query);
        return (await udp.ReceiveAsync()).Buffer;
    }

    private async Task<byte[]> AskTcpAsync(string name, ushort type)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, simulator.Addresses.DnsPort);
        var query = Query(name, type);
        var stream = tcp.GetStream();
        await stream.WriteAsync((byte[])[(byte)(query.Length >> 8), (byte)query.Length, .. query]);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer);
        return answer;
    }

    private static byte[] Query(string name, ushort type) =>
    [
        0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0,
        .. name.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0,
        0, (byte)type, 0, 1,
    ];

    private static int QuestionEnd(string name) => Query(name, 0).Length;

    private static int Code(byte[] answer) => answer[3] & 0x0f;

    private static int Answers(byte[] answer) => BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(6));

    private static int Authorities(byte[] answer) => BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(8));
}
