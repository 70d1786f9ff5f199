using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Demo.Microsoft365;

namespace Demo.Seed;

/// <summary>One demo person at CompanionApi, as any client is: signed in at Entra, speaking JSON over HTTP.</summary>
internal sealed class CrmUser
{
    private readonly HttpClient http;

    private CrmUser(HttpClient http, SimUser user)
    {
        this.http = http;
        User = user;
    }

    public SimUser User { get; }

    /// <summary>The id that MailCrm gave at the first sign-in.</summary>
    public string Id { get; private set; } = "";

    public static async Task<CrmUser> SignInAsync(DemoAddresses at, SimUser user, CancellationToken ct)
    {
        var http = new HttpClient { BaseAddress = new Uri(at.Api) };
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = DemoAddresses.ClientId,
            ["scope"] = at.Scope,
            ["username"] = user.Address,
            ["password"] = Microsoft365.Directory.Password,
        };
        using var answer = await http.PostAsync(
            $"{at.Graph}/{user.TenantId}/oauth2/v2.0/token", new FormUrlEncodedContent(form), ct);
        var token = await ReadAsync(answer, "sign in at Entra", ct);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer",
            (string?)token["access_token"]);

        var signedIn = new CrmUser(http, user);
        signedIn.Id = (string)(await signedIn.GetAsync("/api/me", ct))["id"]!;
        return signedIn;
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken ct)
    {
        using var answer = await http.GetAsync(path, ct);
        return await ReadAsync(answer, $"GET {path}", ct);
    }

    public Task<JsonNode> PostAsync(string path, object body, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, path, body, ct);

    public Task<JsonNode> PatchAsync(string path, object body, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, path, body, ct);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, object body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await http.SendAsync(request, ct);
        return await ReadAsync(answer, $"{method} {path}", ct);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, string what, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length > 0 ? text : "{}")!
            : throw new SeedException($"{what} answered {(int)answer.StatusCode}: {text}");
    }
}

/// <summary>The demo's own beginning could not be laid out; the message says which step failed.</summary>
public sealed class SeedException(string message) : Exception(message);
