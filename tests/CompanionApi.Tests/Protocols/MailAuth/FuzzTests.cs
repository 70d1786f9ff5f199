using System.Net;
using System.Text;
using CompanionApi.Protocols.Dns;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>Broken input in numbers: nothing throws, nothing hangs. Seeded, so that a failure comes again.</summary>
public class FuzzTests
{
    private const int Seed = 7208;
    private const int GuardMilliseconds = 120_000;

    private static readonly string[] Fragments =
    [
        " ", ":", "/", "//", "=", "%", "%{", "}", "%{p}", "%{l1r-}", "%{d99999999999}", "%{ir}", "include:",
        "redirect=", "exp=", "a", "mx", "ptr", "ip4:1.2.3.4/", "ip6:::", "exists:%{s}", "-all", "v=spf1", ".", "..", "\u00ff", "\0",
        "\r\n ", "\n", "\t", "b=", "bh=", "h=from:", ";", "l=0;", "x=1;", "DKIM-Signature:", "v=1;",
        "c=relaxed/relaxed;", "d=b.example;", new('a', 70),
    ];

    [Fact(Timeout = GuardMilliseconds)]
    public async Task Policies_and_addresses_of_any_kind_get_a_result()
    {
        var random = new Random(Seed);
        string[] policies =
        [
            "v=spf1 a mx ptr:b.example ip4:192.0.2.0/24 ip6:2001:db8::/32 include:b.example exists:%{ir}.b.example",
            "v=spf1 a:%{d}/24//64 mx:%{h2r-.}.b.example/8 -all exp=b.example",
            "v=spf1 redirect=%{l1r+-_/=}.b.example",
            "%{i} %{c} %{t} %{r} %{S}",
        ];
        for (var i = 0; i < 6000; i++)
        {
            var dns = new TableDns()
                .Txt("a.example", Mutate(policies[i % 3], random))
                .Txt("b.example", Mutate(policies[random.Next(4)], random))
                .Mx("a.example", 1, Mutate("b.example", random)).Address("b.example", "192.0.2.10")
                .Ptr("10.2.0.192.in-addr.arpa", Mutate("b.example", random));
            var client = IPAddress.Parse(i % 2 == 0 ? "192.0.2.10" : "2001:db8::10");

            await Spf.CheckAsync(dns, client, Mutate("mail.example", random), "anna-x+y@a.example");
            await Spf.CheckAsync(dns, client, "mail.example", Mutate("anna@a.example", random));
        }
    }

    [Fact(Timeout = GuardMilliseconds)]
    public async Task Signatures_and_keys_of_any_kind_get_a_result_and_a_changed_body_never_passes()
    {
        var random = new Random(Seed);
        DkimLetter[] letters =
        [
            new() { Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:subject; t=1; x=1795251700; l=8" },
            new() { Tags = "v=1; a=rsa-sha256; c=simple/relaxed; d=contoso.example; s=s1; h=from:from" },
        ];
        foreach (var letter in letters)
        {
            var text = letter.Text;
            for (var i = 0; i < 1000; i++)
            {
                var dns = new TableDns().Txt(
                    "s1._domainkey.contoso.example", i % 2 == 0 ? letter.KeyRecord : Mutate(letter.KeyRecord, random));
                var message = DkimLetter.Bytes(i % 3 == 0 ? text : Mutate(text, random));

                await Dkim.VerifyAsync(dns, message, clock: new ManualClock(DkimLetter.Now));
                var changed = DkimLetter.Bytes(text.Replace("Hello", Mutate("Hel?lo", random).Trim()));
                var results = await Dkim.VerifyAsync(dns, changed, clock: new ManualClock(DkimLetter.Now));
                Assert.DoesNotContain(results, result => result.Result == DkimResult.Pass);
            }
        }
    }

    [Fact(Timeout = GuardMilliseconds)]
    public async Task Answers_of_any_kind_get_a_result()
    {
        var random = new Random(Seed);
        const string name = "a.example";
        await using var server = new LoopbackDns(new TableDns()
            .Alias(name, "b.a.example").Txt("b.a.example", new string('x', 300)).Address("b.a.example", "192.0.2.1")
            .Mx("b.a.example", 1, "c.b.a.example").Ptr("b.a.example", "d.a.example"))
        {
            Tamper = answer =>
            {
                // Id, flags and question stay, or the client would rightly wait for a better answer.
                var questionEnd = 12;
                DnsWriter.ReadName(answer, ref questionEnd);
                questionEnd += 4;
                var changed = answer.AsSpan().ToArray();
                for (var turns = random.Next(1, 5); turns > 0; turns--)
                {
                    var at = random.Next(questionEnd - 6, changed.Length);
                    if (at < questionEnd) at -= questionEnd - 12;
                    var kind = random.Next(3);
                    changed[at] = (byte)(kind == 0 ? 0xC0 : random.Next(kind == 1 ? 64 : 256));
                }
                return [changed[..(random.Next(4) == 0 ? random.Next(questionEnd, changed.Length) : changed.Length)]];
            },
        };
        DnsType[] types = [DnsType.Txt, DnsType.A, DnsType.Mx, DnsType.Ptr, DnsType.CName, DnsType.Aaaa];
        var options = new DnsOptions { Timeout = TimeSpan.FromSeconds(10), Attempts = 1, CacheSize = 0 };
        var dns = server.Client(options: options);
        for (var i = 0; i < 2500; i++) await dns.QueryAsync(name, types[i % types.Length]);
    }

    private static string Mutate(string text, Random random)
    {
        var result = new StringBuilder(text);
        for (var turns = random.Next(1, 6); turns > 0; turns--)
        {
            var at = random.Next(result.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    result.Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 1:
                    result.Remove(at, Math.Min(random.Next(8), result.Length - at));
                    break;
                case 2:
                    result.Insert(at, (char)random.Next(256));
                    break;
                default:
                    if (at < result.Length) result[at] ^= (char)(1 << random.Next(8));
                    break;
            }
        }
        return result.ToString();
    }
}
