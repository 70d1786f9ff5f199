using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Demo.Tests.Story;

/// <summary>
/// R68: the process is killed, at moments that a seed draws, while a mailbox fills; the simulated one, killed with it, knows
/// none of its cursors any more. At the end each mail is there once.
/// </summary>
public sealed class SyncKillTests : IDisposable
{
    private const string Anna = "anna@contoso.example";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("mailcrm-sync-kill-").FullName;

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable(KillsFactAttribute.Variable)!);

    /// <summary>Enough to be on the way still when the last kill comes.</summary>
    private static int Messages => 200 + (80 * Kills);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [KillsFact]
    public async Task R68_killed_anywhere_on_the_way_a_sync_ends_with_each_mail_once()
    {
        var draw = new Random(5);
        string? account = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var run = await Run.StartAsync(folder);
            account ??= await run.ConnectAsync();
            var until = await run.StoredAsync(account) + draw.Next(10, 120);
            await run.UntilAsync(async () => await run.StoredAsync(account) >= until || await run.IsHealthyAsync(account));
        }

        await using var last = await Run.StartAsync(folder);
        await last.UntilAsync(() => last.IsHealthyAsync(account!));

        Assert.Equal(last.InScope, await last.StoredAsync(account!));
        Assert.Equal(last.InScope, await last.ArrivedAsync());
    }

    private sealed class Run : IAsyncDisposable
    {
        private static readonly string[] LeftOut = ["drafts", "outbox", "deleteditems", "junkemail"];

        private readonly DemoProcess demo;
        private readonly HttpClient http;

        private Run(DemoProcess demo, HttpClient http, int inScope) => (this.demo, this.http, InScope) = (demo, http, inScope);

        public int InScope { get; }

        public static async Task<Run> StartAsync(string folder)
        {
            var demo = new DemoProcess { Flags = ["--no-seed", "--data", folder] };
            await demo.InitializeAsync();
            using var simulator = new HttpClient { BaseAddress = new Uri(demo.At.Graph) };
            var mailbox = await simulator.GetFromJsonAsync<JsonElement>($"/sim/mailboxes/{Anna}");
            if (mailbox.GetProperty("folders").EnumerateArray().Sum(f => f.GetProperty("total").GetInt32()) == 0)
            {
                using var generated = await simulator.PutAsJsonAsync(
                    $"/sim/mailboxes/{Anna}", new { messages = Messages, seed = 3, attachments = 0, meanBytes = 2_000 });
                generated.EnsureSuccessStatusCode();
                mailbox = await generated.Content.ReadFromJsonAsync<JsonElement>();
            }

            var inScope = mailbox.GetProperty("folders").EnumerateArray()
                .Where(f => !f.GetProperty("isHidden").GetBoolean() && !LeftOut.Contains(f.GetProperty("key").GetString()))
                .Sum(f => f.GetProperty("total").GetInt32());
            using var token = await simulator.PostAsync($"/{demo.At.TenantId}/oauth2/v2.0/token", new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["grant_type"] = "password", ["client_id"] = demo.At.ClientId, ["scope"] = demo.At.Scope,
                    ["username"] = Anna, ["password"] = "demo",
                }));
            token.EnsureSuccessStatusCode();
            var bearer = (await token.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
            var http = new HttpClient { BaseAddress = new Uri(demo.At.Api) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            return new Run(demo, http, inScope);
        }

        public async Task<string> ConnectAsync()
        {
            using var connected = await http.PostAsJsonAsync("/api/mail-accounts", new { });
            connected.EnsureSuccessStatusCode();
            var account = connected.Headers.Location!.ToString();
            await UntilAsync(async () => (await http.GetFromJsonAsync<JsonElement>(account)).GetProperty("foldersKnown").GetBoolean());
            using var chosen = await http.PutAsJsonAsync($"{account}/scope", new { scope = "all", since = DateTimeOffset.UnixEpoch });
            chosen.EnsureSuccessStatusCode();
            return account;
        }

        public async Task<int> StoredAsync(string account) => (await CompletenessAsync(account)).GetProperty("folders")
            .EnumerateArray().Sum(f => f.GetProperty("stored").GetInt32());

        public async Task<bool> IsHealthyAsync(string account) =>
            (await CompletenessAsync(account)).GetProperty("healthy").GetBoolean();

        /// <summary>How often a message of the owner has come in all: once each.</summary>
        public async Task<int> ArrivedAsync()
        {
            var (arrived, cursor) = (0, (string?)null);
            do
            {
                var page = await http.GetFromJsonAsync<JsonElement>($"/api/conversations?box=all&limit=100&cursor={cursor}");
                foreach (var conversation in page.GetProperty("items").EnumerateArray())
                {
                    var detail = await http.GetFromJsonAsync<JsonElement>($"/api/conversations/{conversation.GetProperty("id").GetGuid()}");
                    arrived += detail.GetProperty("items").EnumerateArray().Sum(m => m.GetProperty("sources").GetArrayLength());
                }

                cursor = page.GetProperty("nextCursor").GetString();
            }
            while (cursor is not null);

            return arrived;
        }

        public async Task UntilAsync(Func<Task<bool>> holds)
        {
            var begun = TimeProvider.System.GetTimestamp();
            while (!await holds())
            {
                Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"It does not come.\n{demo.Log}");
                await Task.Delay(20);
            }
        }

        /// <summary>Killed, not stopped.</summary>
        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await demo.DisposeAsync();
        }

        private Task<JsonElement> CompletenessAsync(string account) =>
            http.GetFromJsonAsync<JsonElement>($"{account}/completeness");
    }
}

/// <summary>Each kill starts the whole demo anew, which the ordinary run has no time for.</summary>
public sealed class KillsFactAttribute : FactAttribute
{
    public const string Variable = "MAILCRM_KILLS";

    public KillsFactAttribute() =>
        Skip = int.TryParse(Environment.GetEnvironmentVariable(Variable), out _) ? null : $"Set {Variable} to how many kills.";
}
