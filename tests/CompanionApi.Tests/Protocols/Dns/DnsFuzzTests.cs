using CompanionApi.Protocols.Dns;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.Dns;

public class DnsFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 2_500;
    private const int Header = 12;
    private const string Name = "a.example";

    private static readonly DnsType[] Types =
        [DnsType.Txt, DnsType.A, DnsType.Mx, DnsType.Ptr, DnsType.CName, DnsType.Aaaa];

    [Fact]
    public async Task Answers_of_any_kind_get_a_result()
    {
        var tampering = new Random(0);
        await using var server = new LoopbackDns(new TableDns()
            .Alias(Name, "b.a.example").Txt("b.a.example", new string('x', 300)).Address("b.a.example", "192.0.2.1")
            .Mx("b.a.example", 1, "c.b.a.example").Ptr("b.a.example", "d.a.example"))
        {
            Tamper = answer => [Damaged(answer, tampering)],
        };
        var dns = server.Client(options: new DnsOptions { Timeout = TimeSpan.FromSeconds(10), Attempts = 1, CacheSize = 0 });
        await Fuzz.RunAsync(output, "DNS answers", Rounds, async random =>
        {
            tampering = random;
            var answer = await dns.QueryAsync(Name, Types[random.Next(Types.Length)]);

            Assert.True(answer.Status == DnsStatus.Found ? answer.Records.Count > 0 : answer.Records.Count == 0);
        });
    }

    // Id, flags and question stay, or the client would rightly wait for a better answer.
    private static byte[] Damaged(byte[] answer, Random random)
    {
        var questionEnd = Header;
        DnsWriter.ReadName(answer, ref questionEnd);
        questionEnd += 4;
        var changed = answer.AsSpan().ToArray();
        for (var turns = random.Next(1, 5); turns > 0; turns--)
        {
            var at = random.Next(questionEnd - 6, changed.Length);
            if (at < questionEnd) at -= questionEnd - Header;
            var kind = random.Next(3);
            changed[at] = (byte)(kind == 0 ? 0xC0 : random.Next(kind == 1 ? 64 : 256));
        }
        return changed[..(random.Next(4) == 0 ? random.Next(questionEnd, changed.Length) : changed.Length)];
    }
}
