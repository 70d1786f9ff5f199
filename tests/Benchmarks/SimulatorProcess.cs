using System.Net.Http.Json;
using System.Text.Json;

namespace MailCrm.Benchmarks;

/// <summary>The demo's simulated Microsoft 365, unseeded, in a process of its own.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    public const string User = "anna@contoso.example";

    private readonly DemoProcess demo;
    private readonly HttpClient http;

    private SimulatorProcess(DemoProcess demo)
    {
        this.demo = demo;
        http = new HttpClient { BaseAddress = new Uri(Graph), Timeout = TimeSpan.FromMinutes(5) };
    }

    public string Graph => demo.Addresses.GetProperty("graph").GetString()!;

    public string ClientId => demo.Addresses.GetProperty("clientId").GetString()!;

    public string TenantId => demo.Addresses.GetProperty("tenantId").GetString()!;

    public static async Task<SimulatorProcess> StartAsync(Options options) =>
        new(await DemoProcess.StartAsync(options, "--no-seed"));

    public async Task GenerateAsync(string address, int messages, int meanBytes, int seed) =>
        (await http.PutAsJsonAsync($"/sim/mailboxes/{address}", new { messages, meanBytes, seed })).EnsureSuccessStatusCode();

    public async Task SetAsync(object troubles) =>
        (await http.PutAsJsonAsync("/sim/faults", troubles)).EnsureSuccessStatusCode();

    /// <summary>Requests that Graph has taken so far, by what they asked for.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CallsAsync() => (await http.GetFromJsonAsync<JsonElement>("/sim/calls"))
        .EnumerateObject().Where(call => call.Name.StartsWith("graph", StringComparison.Ordinal))
        .ToDictionary(call => call.Name, call => call.Value.GetInt32());

    public Task<string> TokenAsync(string user) => TokenAsync(user, demo.Addresses.GetProperty("scope").GetString()!);

    public Task<string> GraphTokenAsync() => TokenAsync(User, "https://graph.microsoft.com/.default");

    public void Dispose()
    {
        http.Dispose();
        demo.Dispose();
    }

    private async Task<string> TokenAsync(string user, string scope)
    {
        using var answer = await http.PostAsync($"/{TenantId}/oauth2/v2.0/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password", ["client_id"] = ClientId, ["scope"] = scope, ["username"] = user, ["password"] = "demo",
        }));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>Leads Microsoft's names to the simulator.</summary>
    public sealed class Way(string graph)
        : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            request.Headers.Host = request.RequestUri!.Host;
            request.RequestUri = new Uri(new Uri(graph), request.RequestUri.PathAndQuery);
            return base.SendAsync(request, ct);
        }
    }
}
