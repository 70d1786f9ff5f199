using System.Net;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.MailAuth;

public class SpfFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 6_000;

    // The policy, ten terms of which each may ask for one name and ten of what it names, the explanation's name, and
    // the names of one client for %{p}.
    private const int MostQuestions = 1 + (10 * 11) + 1 + 11;

    private static readonly Mutator Mutator = new(
        " ", ":", "/", "//", "=", "%", "%{", "}", "%{p}", "%{l1r-}", "%{d99999999999}", "%{ir}", "include:",
        "redirect=", "exp=", "a", "mx", "ptr", "ip4:1.2.3.4/", "ip6:::", "exists:%{s}", "-all", "v=spf1", ".", "..",
        "\u00ff", "\0", "\r\n", "\t", "?", "~", "+", "%%", "%_", "%-", "%{h}", "%{c}", "%{t}", "%{v}", new string('a', 70));

    private static readonly string[] Policies =
    [
        "v=spf1 a mx ptr:b.example ip4:192.0.2.0/24 ip6:2001:db8::/32 include:b.example exists:%{ir}.b.example",
        "v=spf1 a:%{d}/24//64 mx:%{h2r-.}.b.example/8 -all exp=b.example",
        "v=spf1 redirect=%{l1r+-_/=}.b.example",
        "%{i} %{c} %{t} %{r} %{S}",
    ];

    [Fact]
    public Task Policies_and_addresses_of_any_kind_get_a_result_and_cost_only_so_much() =>
        Fuzz.RunAsync(output, "SPF records", Rounds, async random =>
        {
            var dns = new TableDns()
                .Txt("a.example", Mutator.Mutate(random, Policies[random.Next(3)]))
                .Txt("b.example", Mutator.Mutate(random, Policies[random.Next(4)]))
                .Mx("a.example", 1, Mutator.Mutate(random, "b.example")).Address("b.example", "192.0.2.10")
                .Ptr("10.2.0.192.in-addr.arpa", Mutator.Mutate(random, "b.example"));
            var client = IPAddress.Parse(random.Next(2) == 0 ? "192.0.2.10" : "2001:db8::10");
            var (helo, sender) = random.Next(2) == 0
                ? (Mutator.Mutate(random, "mail.example"), "anna-x+y@a.example")
                : ("mail.example", Mutator.Mutate(random, "anna@a.example"));

            var verdict = await Spf.CheckAsync(dns, client, helo, sender);

            Assert.InRange(dns.Questions, 0, MostQuestions);
            Assert.True(Enum.IsDefined(verdict.Result));
            Assert.All(verdict.Explanation ?? "", letter => Assert.InRange(letter, ' ', '~'));
        });
}
