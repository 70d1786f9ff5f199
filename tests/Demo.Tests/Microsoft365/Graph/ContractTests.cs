using System.Text.Json;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace Demo.Tests.Microsoft365.Graph;

/// <summary>The check that every answer in these tests goes through, itself checked by Microsoft's own examples.</summary>
public sealed class ContractTests(ITestOutputHelper output)
{
    // Placeholders instead of values, a property of beta, a boolean as a word.
    private static readonly string[] NotOfV1 = ["-value\"", "notificationContentType", "\"isRead\": \"true\""];
    private const string Suite = "Graph documentation examples (graph-docs)";

    [Fact]
    public void It_accepts_what_Graphs_documentation_shows()
    {
        if (GraphContract.Instance is not { } contract || Suites.Find("graph/graph-docs-examples.json") is not { } file)
        {
            output.Skipped(Suite, "shared/corpus/graph");
            return;
        }

        var examples = Examples(file).ToList();
        var passed = examples.Count(example => contract.Complaints(example.Type, example.Body).Count == 0);

        output.Passed(Suite, passed, examples.Count);
        Assert.Equal(examples.Count, passed);
    }

    [Theory]
    [InlineData("message", """{"id":"x","subjekt":"y"}""")]
    [InlineData("message", """{"isRead":"true"}""")]
    [InlineData("message", """{"receivedDateTime":"1 May"}""")]
    [InlineData("message", """{"toRecipients":[{"emailAddress":{"adress":"x"}}]}""")]
    [InlineData("message", """{"importance":"urgent"}""")]
    [InlineData("mailFolder", """{"value":[{"wellKnownName":"inbox"}]}""")]
    [InlineData("mailFolder", """{"totalItemCount":1.5}""")]
    public void It_refuses_what_is_not_in_the_metadata(string type, string body) =>
        Assert.True(GraphContract.Instance is not { } contract || contract.Complaints(type, JsonDocument.Parse(body).RootElement).Count == 1);

    [Theory]
    [InlineData("GET", "/me/mailFolders('x')/messages/delta?$deltatoken=1", true)]
    [InlineData("POST", "/v1.0/users/a/messages/b/microsoft.graph.move", true)]
    [InlineData("GET", "/me/mailboxes", false)]
    [InlineData("PUT", "/me/messages/x", false)]
    public void It_knows_Graphs_paths(string method, string path, bool isKnown) =>
        Assert.Equal(isKnown, GraphContract.Instance?.Knows(method, path) ?? isKnown);

    private static IEnumerable<(string Type, JsonElement Body)> Examples(string file)
    {
        using var stream = File.OpenRead(file);
        foreach (var example in JsonDocument.Parse(stream).RootElement.GetProperty("examples").EnumerateArray())
        {
            var text = example.GetProperty("text").GetString()!;
            var start = text.IndexOf('{');
            if (start >= 0 && !NotOfV1.Any(text.Contains) && TypeOf(example.GetProperty("meta")) is { } type && Parsed(text[start..]) is { } body)
            {
                yield return (type, body);
            }
        }
    }

    private static string? TypeOf(JsonElement meta)
    {
        if (meta.ValueKind != JsonValueKind.Object || !meta.TryGetProperty("@odata.type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var name = type.GetString()!.Replace("Collection(", "").TrimEnd(')');
        return new[] { "message", "mailFolder", "fileAttachment", "itemAttachment", "attachment", "subscription" }
            .FirstOrDefault(known => name.EndsWith($".{known}", StringComparison.Ordinal));
    }

    private static JsonElement? Parsed(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
