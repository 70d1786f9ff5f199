using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Http;

/// <summary>
/// Whatever is sent, the answer is no trouble of ours, has a code, and names what is wrong. Everything that the API's document
/// lists is tried, field by field and parameter by parameter; new endpoints are asked without being named here.
/// </summary>
public sealed partial class WrongRequestsTests : IAsyncLifetime
{
    private const string Mark = "@@";

    /// <summary>In the place of each field, the others as they should be.</summary>
    private static readonly string[] WrongKinds = ["null", "{}", "[null]"];

    /// <summary>In the place of each field, alone.</summary>
    private static readonly string[] WrongValues =
    [
        "null", "{}", "[]", "[null]", "\"\"", "\"\\u0000\"", "\"\\ud800\"", $"\"{new string('x', 100_000)}\"", "1e400", "-1",
        "99999999999999999999", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999-14:00\"",
        "\"\\\"a>b\\\"@acme.example\"", "\"a@acme＞.example\"",
    ];

    private static readonly string[] WrongBodies = ["", "null", "[]", "\"x\"", "{"];

    private static readonly string[] WrongParameters =
    [
        "", "%00", "%ED%A0%80", "%", "99999999999999999999", "-1", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59.9999999Z",
        "%22", "a,b", new string('x', 5_000), string.Concat(Enumerable.Repeat("%F0%9F%98%80", 300)),
    ];

    private readonly Dictionary<string, string> ids = [];
    private readonly List<string> found = [];
    private CompanionApp app = null!;
    private HttpClient anna = null!;
    private HttpClient chie = null!;
    private int asked;

    public async Task InitializeAsync()
    {
        app = await MailRoom.StartAsync(mailbox: new TestMailbox());
        (anna, chie) = (app.ClientFor(World.Anna), app.ClientFor(World.Chie));
        await app.TakeAsync(Letters.Of("one"));
        await app.TakeAsync(Letters.Of("two", "Hana <hana@other.example>"));
        ids["messages"] = ids["messageId"] = ids["messageIds"] = ids["linkMessageId"] = (await app.TakenAsync("one")).Id;
        ids["conversations"] = ids["conversationIds"] = ids["linkConversationId"] = (await app.TakenAsync("one")).Conversation;
        ids["conversationId"] = ids["join"] = (await app.TakenAsync("two")).Conversation;
        foreach (var path in new[] { "deals", "leads", "projects", "persons", "organizations" })
        {
            ids[path] = $"{(await app.MakeAsync(World.Anna, path, new { title = "Beans", name = "Beans" })).Id()}";
        }

        ids["recordId"] = ids["dealId"] = ids["deals"];
        ids["personId"] = ids["personIds"] = ids["persons"];
        ids["organizationId"] = ids["organizations"];
        var ben = (await app.UserAsync(World.Ben)).PublicId;
        ids["users"] = ids["memberIds"] = ids["stewardId"] = ids["owner"] = ids["to"] = $"{ben}";
        ids["teams"] = ids["teamId"] = $"{(await app.GetAsync(World.Anna, "teams")).Json.GetProperty("items")[0].Id()}";
    }

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S79_a_wrong_body_is_told_its_field()
    {
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            if (!operation.TryGetProperty("requestBody", out var described))
            {
                continue;
            }

            var example = described.GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
            foreach (var body in WrongBodies.Concat(Bodies(Filled(JsonNode.Parse(example), ""))).Distinct())
            {
                await AskAsync(method, path, body);
            }
        }

        Assert.True(asked > 1_000, $"only {asked} bodies");
        Assert.Empty(found);
    }

    [Fact]
    public async Task S79_a_wrong_parameter_is_named()
    {
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            if (!operation.TryGetProperty("parameters", out var parameters))
            {
                continue;
            }

            foreach (var parameter in parameters.EnumerateArray().Where(p => p.Text("in") == "query"))
            {
                foreach (var wrong in WrongParameters)
                {
                    await AskAsync(method, $"{path}?{parameter.Text("name")}={wrong}", method == "GET" ? null : "{}");
                }
            }
        }

        Assert.True(asked > 500, $"only {asked} parameters");
        Assert.Empty(found);
    }

    private async Task<List<(string Method, string Path, JsonElement Operation)>> OperationsAsync() =>
    [
        .. from path in (await app.Client().GetAsync("/swagger/v1/swagger.json").JsonAsync()).GetProperty("paths").EnumerateObject()
           where path.Name != "/api/events"
           from operation in path.Value.EnumerateObject()
           select (operation.Name.ToUpperInvariant(), WithIds(path.Name), operation.Value),
    ];

    private string WithIds(string path)
    {
        var kind = path.Split('/').FirstOrDefault(part => part is not ("" or "api" or "admin" or "me"), "");
        return Placeholder().Replace(path, match => match.Groups[1].Value switch
        {
            "id" => ids.GetValueOrDefault(kind, $"{Guid.NewGuid()}"),
            "n" => "1",
            "kind" => "deal",
            "code" => "several_open",
            var name => ids.GetValueOrDefault(name, $"{Guid.NewGuid()}"),
        });
    }

    /// <summary>The example with ids of what is there.</summary>
    private JsonNode? Filled(JsonNode? node, string name) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, Filled(f.Value, f.Key)))),
        JsonArray items => new JsonArray([.. items.Select(item => Filled(item, name))]),
        _ when ids.TryGetValue(name, out var id) => JsonValue.Create(id),
        _ => node?.DeepClone(),
    };

    /// <summary>Each field wrong in each way, beside all others and alone.</summary>
    private static IEnumerable<string> Bodies(JsonNode? right)
    {
        foreach (var marked in Marked(right))
        {
            var text = marked.ToJsonString();
            var alone = marked is JsonObject fields
                ? new JsonObject(fields.Where(f => f.Key is "recordId" or "version" || f.Value?.ToJsonString().Contains(Mark) == true)
                    .Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone()))).ToJsonString()
                : text;
            foreach (var wrong in WrongKinds.Select(wrong => text.Replace($"\"{Mark}\"", wrong)))
            {
                yield return wrong;
            }

            foreach (var wrong in WrongValues.Select(wrong => alone.Replace($"\"{Mark}\"", wrong)))
            {
                yield return wrong;
            }
        }
    }

    /// <summary>The body once for each value in it, which is marked.</summary>
    private static IEnumerable<JsonNode> Marked(JsonNode? node)
    {
        yield return JsonValue.Create(Mark);
        if (node is JsonObject fields)
        {
            foreach (var field in fields)
            {
                foreach (var marked in Marked(field.Value))
                {
                    var copy = fields.DeepClone().AsObject();
                    copy[field.Key] = marked;
                    yield return copy;
                }
            }
        }
        else if (node is JsonArray { Count: > 0 } items)
        {
            foreach (var marked in Marked(items[0]))
            {
                yield return new JsonArray(marked);
            }
        }
    }

    private async Task AskAsync(string method, string path, string? body)
    {
        asked++;
        var isAdmins = path.StartsWith("/api/admin", StringComparison.Ordinal);
        foreach (var client in path.StartsWith("/api/audience", StringComparison.Ordinal) ? [anna, chie]
            : new[] { isAdmins ? chie : anna })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(request);
            var said = await answer.Content.ReadAsStringAsync();
            if (!IsRight(answer.StatusCode, said))
            {
                found.Add($"{method} {Short(path)} {Short(body)}: {(int)answer.StatusCode} {Short(said)}");
            }
        }
    }

    private static bool IsRight(HttpStatusCode status, string said)
    {
        if ((int)status < 400)
        {
            return true;
        }

        if (!said.StartsWith('{') || !JsonSerializer.Deserialize<JsonElement>(said).TryGetProperty("code", out var code))
        {
            return false;
        }

        return status != HttpStatusCode.BadRequest
            ? (int)status < 500 || code.GetString() == "mailbox_unavailable"
            : JsonSerializer.Deserialize<JsonElement>(said).TryGetProperty("errors", out var errors) &&
              errors.EnumerateObject().Any();
    }

    private static string Short(string? text) => text is { Length: > 300 } ? text[..300] + "…" : text ?? "";

    [GeneratedRegex(@"\{(\w+)[^}]*\}+")]
    private static partial Regex Placeholder();
}
