using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Sync;
using CompanionApi.Tests.Support;
using Demo;
using Demo.Microsoft365;
using Demo.Microsoft365.SignIn;
using Demo.Tests.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace CompanionApi.Tests.Sync;

/// <summary>The API beside a simulated Microsoft 365, reached over HTTP by the real SDKs under Microsoft's own names.</summary>
public sealed class Microsoft365World : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("MAILCRM_SYNC") is null ? 30 : 900);

    private CompanionApp? app;

    public Microsoft365World() => Simulator = new RunningSimulator
    {
        Adjust = services => services.AddHttpClient("notifications")
            .ConfigurePrimaryHttpMessageHandler(() => new WayBack(() => App)),
    };

    public RunningSimulator Simulator { get; }

    public CompanionApp App => app!;

    /// <summary>A test that leaves anything in it has failed.</summary>
    public GraphWitness Witness { get; } = new();

    public static SimUser Anna => new Demo.Microsoft365.Directory().Find("anna@contoso.example")!;

    public static SimUser Ben => new Demo.Microsoft365.Directory().Find("ben@contoso.example")!;

    public IReadOnlyList<(string Name, string? Value)> Settings { get; init; } = [];

    /// <summary>What becomes of Graph's answers on their way, in the place of what it would never say of itself.</summary>
    public Func<string, string>? Spoilt { get; init; }

    /// <summary>What Graph was asked, and whether by the application itself instead of for a person.</summary>
    public ConcurrentQueue<(string Path, bool IsApplication)> Asked { get; } = new();

    public async Task InitializeAsync()
    {
        await Simulator.InitializeAsync();
        app = await CompanionApp.StartAsync(
            builder =>
            {
                // After all that the product says of them, so that nothing but the last step differs.
                builder.Services.PostConfigure<HttpClientFactoryOptions>("entra", options =>
                    options.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = new Way(Simulator.Addresses, Asked)));
                builder.Services.PostConfigure<HttpClientFactoryOptions>("graph", options => options.HttpMessageHandlerBuilderActions
                    .Add(handler => handler.PrimaryHandler = Spoilt is null
                        ? Witness.Before(new Way(Simulator.Addresses, Asked))
                        : new Spoiler(Spoilt, Witness.Before(new Way(Simulator.Addresses, Asked)))));
            },
            [
                ("AzureAd:ClientId", DemoAddresses.ClientId), ("AzureAd:AllowedClientIds:0", DemoAddresses.ClientId),
                ("AzureAd:ClientSecret", AppRegistration.ClientSecret), ("Sync:NotificationUrl", "none"), .. Settings,
            ]);
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Simulator.DisposeAsync();
        Assert.Empty(Witness.Complaints);
    }

    public HttpClient ClientOf(SimUser user) => App.ClientWith(Simulator.The<Entra>().IssueAccessToken(user));

    public Mailbox MailboxOf(SimUser user) => Simulator.The<Mailboxes>().For(user.Address);

    public async Task GenerateAsync(SimUser user, int messages, int seed = 1, object? more = null)
    {
        var body = JsonSerializer.SerializeToNode(new { messages, seed })!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        using var answer = await Simulator.Http.PutAsJsonAsync($"/sim/mailboxes/{user.Address}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Puts a letter into the user's mailbox; answers the item.</summary>
    public async Task<JsonElement> DeliverAsync(
        SimUser user, string letter, string folder = "inbox", DateTimeOffset? receivedAt = null)
    {
        var at = receivedAt is { } time ? $"&receivedAt={Uri.EscapeDataString(time.ToString("O"))}" : "";
        using var answer = await Simulator.Http.PostAsync(
            $"/sim/mailboxes/{user.Address}/messages?folder={folder}{at}", new ByteArrayContent(Encoding.UTF8.GetBytes(letter)));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>How difficult Graph is from now on; nothing: as usual.</summary>
    public async Task TroubleAsync(object troubles)
    {
        using var answer = await Simulator.Http.PutAsJsonAsync("/sim/faults", troubles);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Graph answers these requests so: <c>asked</c> is what their method and address have in them.</summary>
    public async Task FailAsync(string asked, int status, int? count = null, int? retryAfter = null)
    {
        using var answer = await Simulator.Http.PostAsJsonAsync("/sim/faults", new { target = "graph", status, count, retryAfter, asked });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task HealAsync()
    {
        using var answer = await Simulator.Http.DeleteAsync("/sim/faults");
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>As a folder stands in Graph's addresses.</summary>
    public string FolderIdOf(SimUser user, string folder) => ItemIds.ToRest(MailboxOf(user).Folders.Find(folder)!.Id);

    /// <summary>Time goes by, and what is due begins.</summary>
    public void Pass(TimeSpan time)
    {
        App.Clock.Advance(time);
        Wake();
    }

    /// <summary>Connects the user's mailbox, waits for its folders and chooses; answers the account's path.</summary>
    public async Task<string> ConnectAsync(SimUser user, DateTimeOffset since, params string[] folders)
    {
        using var client = ClientOf(user);
        using var connected = await client.PostAsJsonAsync("/api/mail-accounts", new { });
        Assert.True(connected.StatusCode == HttpStatusCode.Created, await connected.Content.ReadAsStringAsync());
        var path = connected.Headers.Location!.ToString();
        await UntilAsync(async () => (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("foldersKnown").GetBoolean());
        await ChooseAsync(user, path, since, folders);
        return path;
    }

    public async Task ChooseAsync(SimUser user, string path, DateTimeOffset since, params string[] folders)
    {
        using var client = ClientOf(user);
        var tree = (await client.GetFromJsonAsync<JsonElement>($"{path}/folders")).GetProperty("items").EnumerateArray()
            .Where(f => folders.Contains(f.GetProperty("wellKnown").GetString() ?? f.GetProperty("name").GetString()))
            .Select(f => f.GetProperty("id").GetGuid()).ToList();
        object scope = folders.Length == 0
            ? new { scope = "all", since }
            : new { scope = "selected", folderIds = tree, since };
        using var chosen = await client.PutAsJsonAsync($"{path}/scope", scope);
        Assert.True(chosen.IsSuccessStatusCode, await chosen.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> CompletenessAsync(SimUser user, string path)
    {
        using var client = ClientOf(user);
        return await client.GetFromJsonAsync<JsonElement>($"{path}/completeness");
    }

    /// <summary>Waits until all that the mailbox holds is here or kept out by a rule.</summary>
    public Task UntilHealthyAsync(SimUser user, string path, Func<JsonElement, bool>? also = null) => UntilAsync(async () =>
    {
        var state = await CompletenessAsync(user, path);
        return state.GetProperty("healthy").GetBoolean() && (also?.Invoke(state) ?? true);
    }, async () => $"{await CompletenessAsync(user, path)}");

    /// <summary>Has the account looked at anew, and waits for the turn that began after this call.</summary>
    public async Task SyncAsync(SimUser user, string path, Func<Task<bool>> until)
    {
        using var client = ClientOf(user);
        using var asked = await client.PostAsJsonAsync($"{path}/syncs", new { });
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
        await UntilAsync(until);
    }

    /// <summary>Looks again and again; a test that waits in vain says so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, Func<Task<string>>? instead = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                Assert.Fail($"It does not come. {(instead is null ? "" : await instead())}");
            }

            await Task.Delay(30);
        }
    }

    public async Task<T> InDatabaseAsync<T>(SimUser user, Func<CompanionDb, long, Task<T>> read)
    {
        await using var any = App.Services.GetRequiredService<DatabaseOptions>().Open();
        var row = await any.Users.IgnoreQueryFilters().AsNoTracking().SingleAsync(u => u.ObjectId == Guid.Parse(user.ObjectId));
        await using var db = App.Services.GetRequiredService<DatabaseOptions>().Open().Of(row.CompanyId);
        return await read(db, row.Id);
    }

    public void Wake() => App.Services.GetRequiredService<SyncHints>().Wake();

    /// <summary>Puts the simulator's notifications before the API, which has no address of its own here.</summary>
    private sealed class WayBack(Func<CompanionApp> app) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            using var client = app().Client();
            using var again = new HttpRequestMessage(request.Method, request.RequestUri!.PathAndQuery);
            if (request.Content is { } content)
            {
                again.Content = new ByteArrayContent(await content.ReadAsByteArrayAsync(ct));
                again.Content.Headers.ContentType = content.Headers.ContentType;
            }

            return await client.SendAsync(again, ct);
        }
    }

    /// <summary>As the demo leads the product's clients to the simulator.</summary>
    private sealed class Way(DemoAddresses addresses, ConcurrentQueue<(string Path, bool IsApplication)> seen)
        : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var asked = request.RequestUri!;
            Assert.Contains(asked.Authority, new[] { "login.microsoftonline.com", "graph.microsoft.com" });
            if (request.Headers.Authorization?.Parameter is { } token)
            {
                var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;
                seen.Enqueue((asked.PathAndQuery, claims.TryGetProperty("idtyp", out var type) && type.GetString() == "app"));
            }

            request.Headers.Host = asked.Host;
            request.RequestUri = new Uri($"http://127.0.0.1:{addresses.GraphPort}{asked.PathAndQuery}");
            return base.SendAsync(request, ct);
        }
    }

    private sealed class Spoiler(Func<string, string> change, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var answer = await base.SendAsync(request, ct);
            if (answer.Content.Headers.ContentType?.MediaType == "application/json")
            {
                var changed = new StringContent(change(await answer.Content.ReadAsStringAsync(ct)));
                changed.Headers.ContentType = answer.Content.Headers.ContentType;
                answer.Content = changed;
            }

            return answer;
        }
    }
}
