using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Demo.Microsoft365;
using Directory = Demo.Microsoft365.Directory;

namespace Demo.Tests.Microsoft365.Graph;

/// <summary>What a program says to Graph as one person or app; each answer is held to Graph's contract.</summary>
internal sealed class GraphTalk
{
    public const string AllScopes = "Mail.ReadWrite Mail.Send Mail.ReadWrite.Shared Mail.Send.Shared MailboxSettings.Read User.Read";

    private readonly RunningSimulator simulator;
    private readonly string token;

    private GraphTalk(RunningSimulator simulator, string token)
    {
        this.simulator = simulator;
        this.token = token;
    }

    public static GraphTalk As(RunningSimulator simulator, string address, string scopes = AllScopes)
    {
        var user = simulator.The<Directory>().Find(address)!;
        var scope = string.Join(' ', scopes.Split(' ').Select(name => $"https://graph.microsoft.com/{name}"));
        return new GraphTalk(simulator, simulator.The<Entra>().Issue(user, scope).AccessToken);
    }

    public static GraphTalk With(RunningSimulator simulator, string token) => new(simulator, token);

    /// <summary>Each test a mailbox of its own: a person nobody else uses.</summary>
    public static GraphTalk AsNew(RunningSimulator simulator, out Mailbox mailbox, string scopes = AllScopes)
    {
        var user = simulator.The<Directory>().Add($"p{Guid.NewGuid():N}@contoso.example", "A New Person", isShared: false);
        mailbox = simulator.The<Mailboxes>().For(user.Address);
        return As(simulator, user.Address, scopes);
    }

    public Task<GraphAnswer> GetAsync(string path, params string[] prefer) => SendAsync(HttpMethod.Get, path, null, prefer);

    public Task<GraphAnswer> PostAsync(string path, object? body = null, params string[] prefer) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), prefer);

    public Task<GraphAnswer> PatchAsync(string path, object body, params string[] prefer) =>
        SendAsync(HttpMethod.Patch, path, JsonContent.Create(body), prefer);

    public Task<GraphAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, []);

    public async Task<GraphAnswer> SendAsync(HttpMethod method, string path, HttpContent? body, string[] prefer)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? path : $"/v1.0{path}");
        request.Headers.Authorization = token.Length > 0 ? new AuthenticationHeaderValue("Bearer", token) : null;
        request.Content = body;
        foreach (var preference in prefer)
        {
            request.Headers.Add("Prefer", preference);
        }

        using var response = await simulator.Http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        var answer = new GraphAnswer(
            (int)response.StatusCode, isJson ? JsonDocument.Parse(bytes).RootElement : default, bytes, response.Headers, response.Content.Headers);
        Check(method.Method, request.RequestUri!.OriginalString, answer);
        return answer;
    }

    /// <summary>All pages of a collection or a delta round; each page has exactly one link, or none at a list's end.</summary>
    public async Task<GraphRound> AllAsync(string path, params string[] prefer)
    {
        var (items, pages) = (new List<JsonElement>(), 0);
        while (true)
        {
            var page = await GetAsync(path, prefer);
            Assert.True(page.Status == 200, $"{path}: {page.Text}");
            items.AddRange(page.Body.GetProperty("value").EnumerateArray());
            pages++;
            var (next, delta) = (page.Link("nextLink"), page.Link("deltaLink"));
            Assert.False(next is not null && delta is not null);
            if (next is null)
            {
                return new GraphRound(items, delta, pages);
            }

            path = next;
        }
    }

    private static void Check(string method, string path, GraphAnswer answer)
    {
        Assert.True(answer.Headers.Contains("request-id") && answer.Headers.Contains("client-request-id"));
        if (GraphContract.Instance is not { } contract || answer.Status is 501)
        {
            return;
        }

        Assert.True(contract.Knows(method, path) || answer.Status is 400 or 405, $"{method} {path} is not Graph's");
        if (answer.Status < 300 && answer.Body.ValueKind == JsonValueKind.Object && GraphContract.TypeOf(path) is { } type)
        {
            Assert.Empty(contract.Complaints(type, answer.Body));
        }
    }
}

internal sealed record GraphAnswer(
    int Status, JsonElement Body, byte[] Bytes, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public string Code => Body.GetProperty("error").GetProperty("code").GetString()!;

    public string Id => this["id"];

    public string this[string property] => Body.GetProperty(property).GetString()!;

    public IReadOnlyList<JsonElement> Items => [.. Body.GetProperty("value").EnumerateArray()];

    public string? Link(string name) => Body.TryGetProperty($"@odata.{name}", out var link) ? link.GetString() : null;
}

internal sealed record GraphRound(IReadOnlyList<JsonElement> Items, string? DeltaLink, int Pages)
{
    public IReadOnlyList<string> Ids => [.. Present.Select(item => item.GetProperty("id").GetString()!)];

    public IReadOnlyList<JsonElement> Present => [.. Items.Where(item => !item.TryGetProperty("@removed", out _))];

    public IReadOnlyList<string> RemovedIds =>
        [.. Items.Where(item => item.TryGetProperty("@removed", out _)).Select(item => item.GetProperty("id").GetString()!)];
}
