using System.Text.Json;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>Signed messages of OpenDKIM, go-msgauth and mail-auth with the DNS records they need.</summary>
public class DkimSuiteTests(ITestOutputHelper output)
{
    private const string Suite = "dkim/index.json";

    [Fact]
    public async Task Agrees_with_the_verifiers_whose_messages_these_are()
    {
        if (Suites.Find(Suite) is not { } index)
        {
            output.Skipped("DKIM", $"../shared/corpus/{Suite}");
            return;
        }
        using var json = JsonDocument.Parse(File.ReadAllBytes(index));
        var differences = new List<string>();
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            var message = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(index)!, Text(entry, "file")));
            var results = await Dkim.VerifyAsync(ReadZone(entry.GetProperty("dns")), message);
            if (!Agrees(entry, results))
            {
                var got = string.Join(", ", results.Select(result => $"{result.Result} ({result.Reason})"));
                differences.Add($"{Text(entry, "id")}: {got} where {Text(entry, "expected")} is right");
            }
        }
        var count = json.RootElement.GetArrayLength();
        output.Passed("DKIM", count - differences.Count, count);
        Assert.Empty(differences);
    }

    private static bool Agrees(JsonElement entry, IReadOnlyList<DkimSignatureResult> results)
    {
        var hasPass = results.Any(result => result.Result == DkimResult.Pass);
        switch (Text(entry, "expected"))
        {
            case "none":
                return results.All(result => result.Result == DkimResult.Neutral);
            case "invalid":
                return !hasPass && results.Any(result => result.Result == DkimResult.PermError);
            case "fail":
                return !hasPass && results.Any(result => result.Result == DkimResult.Fail);
        }
        // These suites are older than RFC 8301: their rsa-sha1 must be computed right, and still never pass.
        var isHistoric = results.All(result => result.Algorithm == "rsa-sha1");
        if (isHistoric) return results.Any(result => result is { Result: DkimResult.Policy, KeyBits: >= 1024 });
        var comment = Text(entry, "comment");
        if (comment.Contains("LAST DKIM signature")) return results[^1].Result == DkimResult.Pass;
        if (comment.Contains("signature (first)")) return results[0].Result == DkimResult.Pass;
        return hasPass;
    }

    private static TableDns ReadZone(JsonElement records)
    {
        var dns = new TableDns();
        foreach (var record in records.EnumerateObject())
        {
            // The others say NXDOMAIN, which is what a name that is not in the table answers.
            if (record.Value.ValueKind == JsonValueKind.String) dns.Txt(record.Name, record.Value.GetString()!);
        }
        return dns;
    }

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;
}
