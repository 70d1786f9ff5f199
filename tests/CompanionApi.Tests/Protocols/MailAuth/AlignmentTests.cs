using System.Text.Json;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.MailAuth;

public class AlignmentTests(ITestOutputHelper output)
{
    private const string Suite = "dmarc/psl-org-domain-cases.json";

    [Fact]
    public void Finds_the_organizational_domain_as_the_list_s_own_tests_do()
    {
        if (Suites.Find(Suite) is not { } file)
        {
            output.Skipped("Organizational domains", $"../shared/corpus/{Suite}");
            return;
        }
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var differences = new List<string>();
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            var domain = entry.GetProperty("input").GetString() ?? "";
            var expected = entry.GetProperty("registrable").GetString();
            var found = PublicSuffixes.OrganizationalDomain(domain);
            if (found != expected) differences.Add($"{domain}: {found ?? "none"} where {expected ?? "none"} is right");
        }
        var count = json.RootElement.GetArrayLength();
        output.Passed("Organizational domains", count - differences.Count, count);
        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("contoso.example", "contoso.example")]
    [InlineData("Contoso.Example", "cOnToSo.eXaMpLe")]
    [InlineData("contoso.example.", "contoso.example")]
    [InlineData("sales.contoso.co.jp", "mail.contoso.co.jp")]
    [InlineData("contoso.com", "bounce.mail.contoso.com")]
    [InlineData("bounce.mail.contoso.com", "contoso.com")]
    [InlineData("例え.jp", "xn--r8jz45g.jp")]
    [InlineData("www.xn--r8jz45g.jp", "MAIL.例え.jp")]
    [InlineData("com", "com")]
    [InlineData("contoso.onmicrosoft.com", "contoso.onmicrosoft.com")]
    [InlineData("sales.contoso.onmicrosoft.com", "contoso.onmicrosoft.com")]
    public void Holds_domains_of_one_organization_for_aligned(string from, string authenticated) =>
        Assert.True(Alignment.IsAligned(from, authenticated));

    [Theory]
    [InlineData("contoso.example", "fabrikam.example")]
    [InlineData("contoso.co.jp", "fabrikam.co.jp")]
    [InlineData("contoso.com", "evilcontoso.com")]
    [InlineData("contoso.com", "contoso.com.evil.example")]
    [InlineData("contoso.com", "com")]
    [InlineData("a.github.io", "b.github.io")]
    [InlineData("a.unlisted", "b.unlisted")]
    [InlineData("contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com")]
    [InlineData("contoso.onmicrosoft.com", "onmicrosoft.com")]
    [InlineData("contoso.mail.onmicrosoft.com", "fabrikam.mail.onmicrosoft.com")]
    [InlineData("contoso.onmicrosoft.us", "fabrikam.onmicrosoft.us")]
    [InlineData("contoso.partner.onmschina.cn", "fabrikam.partner.onmschina.cn")]
    [InlineData("contoso.sakura.ne.jp", "fabrikam.sakura.ne.jp")]
    [InlineData("contoso.com", "")]
    [InlineData("", "")]
    [InlineData("contoso..com", "contoso..com")]
    [InlineData("[192.0.2.1]", "192.0.2.2")]
    [InlineData("contoso.com", "con\u0442oso.com")]
    public void Holds_everybody_else_apart(string from, string authenticated) =>
        Assert.False(Alignment.IsAligned(from, authenticated));
}
