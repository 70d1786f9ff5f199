using System.Net;
using System.Text.Json;
using CompanionApi.Protocols.Dns;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>One case of the RFC 7208 test suite, with the zone of its group.</summary>
internal sealed record SpfCase(
    string Name, TableDns Zone, IPAddress Client, string Helo, string MailFrom, string[] Results, string? Explanation)
{
    public bool WantsTrouble => Results.Contains("temperror") || Name == "exp-dns-error";

    /// <summary>Checks the case; null where it agrees, otherwise what differs.</summary>
    public async Task<string?> RunAsync(IDns dns)
    {
        var verdict = await Spf.CheckAsync(dns, Client, Helo, MailFrom);
        var result = verdict.Result.ToString().ToLowerInvariant();
        if (!Results.Contains(result))
            return $"{Name}: {result} ({verdict.Problem}) where {string.Join(" or ", Results)} is right";
        if (Explanation is null) return null;
        // The suite's "DEFAULT" is the receiver's own words: the domain gave none.
        var explanation = verdict.Explanation ?? "DEFAULT";
        return explanation == Explanation ? null : $"{Name}: explained as '{explanation}' instead of '{Explanation}'";
    }
}

internal static class SpfSuite
{
    public const string Path = "spf/rfc7208-tests.json";

    public static IReadOnlyList<SpfCase>? Load()
    {
        if (Suites.Find(Path) is not { } file) return null;
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var cases = new List<SpfCase>();
        foreach (var group in json.RootElement.EnumerateArray())
        {
            var zone = ReadZone(group.GetProperty("zonedata"));
            cases.AddRange(group.GetProperty("tests").EnumerateArray().Select(test => new SpfCase(
                Text(test, "name")!,
                zone,
                IPAddress.Parse(Text(test, "host")!),
                Text(test, "helo")!,
                Text(test, "mailfrom")!,
                test.GetProperty("results").EnumerateArray().Select(result => result.GetString()!).ToArray(),
                Text(test, "explanation"))));
        }
        return cases;
    }

    private static string? Text(JsonElement test, string name) =>
        test.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>Where a name has SPF records and no TXT, the suite means both types to say the same.</summary>
    private static TableDns ReadZone(JsonElement zone)
    {
        var table = new TableDns();
        foreach (var name in zone.EnumerateObject())
        {
            var records = name.Value.EnumerateArray().ToList();
            var hasText = records.Any(record => Text(record, "type") == "TXT");
            foreach (var record in records)
            {
                var type = Text(record, "type")!;
                record.TryGetProperty("value", out var value);
                Add(table, name.Name, type == "SPF" && !hasText ? "TXT" : type, value);
            }
        }
        return table;
    }

    private static void Add(TableDns table, string name, string type, JsonElement value)
    {
        switch (type)
        {
            case "TIMEOUT":
                table.Fails(name);
                break;
            case "TXT" when value.ValueKind == JsonValueKind.Array:
                table.Txt(name, string.Concat(value.EnumerateArray().Select(part => part.GetString())));
                break;
            case "TXT" when value.GetString() != "NONE":
                table.Txt(name, value.GetString()!);
                break;
            case "A" or "AAAA":
                table.Address(name, value.GetString()!);
                break;
            case "MX":
                table.Mx(name, value[0].GetInt32(), value[1].GetString()!.TrimEnd('.'));
                break;
            case "PTR":
                table.Ptr(name, value.GetString()!.TrimEnd('.'));
                break;
            case "CNAME":
                table.Alias(name, value.GetString()!.TrimEnd('.'));
                break;
        }
    }
}
