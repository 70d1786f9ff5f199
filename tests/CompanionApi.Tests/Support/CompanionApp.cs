using System.Net.Http.Headers;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CompanionApi.Tests.Support;

/// <summary>
/// The whole API on a database and a content folder of its own, with the people of <see cref="World"/> signed in once.
/// Use it as a class fixture, or start one with settings of your own.
/// </summary>
public sealed class CompanionApp : IAsyncLifetime, IAsyncDisposable
{
    // Made once: every other app starts from a copy, with schema and people in place.
    private static readonly Lazy<Task<string>> Begun = new(BeginAsync);

    private readonly Dictionary<string, string?> settings;
    private readonly Action<WebApplicationBuilder>? configure;
    private WebApplication? app;

    public CompanionApp()
        : this(null)
    {
    }

    private CompanionApp(Action<WebApplicationBuilder>? configure, params IEnumerable<(string Name, string? Value)> changes)
    {
        this.configure = configure;
        Entra = new TestEntra(Clock);
        settings = SettingsOn(Folder);
        settings["MailOut:Port"] = Relay.Port.ToString();
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mailcrm-test-").FullName;

    public string ContentFolder => Path.Combine(Folder, "content");

    public string DatabaseFile => Path.Combine(Folder, "mailcrm.db");

    public TestClock Clock { get; } = new();

    public TestEntra Entra { get; }

    /// <summary>Takes the mail that the API sends.</summary>
    public TestRelay Relay { get; } = new();

    public IServiceProvider Services => app!.Services;

    /// <summary>All that a program needs to run on a folder: database and content lie in it.</summary>
    public static Dictionary<string, string?> SettingsOn(string folder) => new(World.Companies)
    {
        ["PublicUrl:Api"] = "https://api.mailcrm.example",
        ["PublicUrl:Web"] = "https://crm.mailcrm.example",
        ["AzureAd:Instance"] = TestEntra.Instance,
        ["AzureAd:ClientId"] = TestEntra.ClientId,
        ["AzureAd:AllowedClientIds:0"] = TestEntra.ClientId,
        ["Database:ConnectionString"] = $"Data Source={Path.Combine(folder, "mailcrm.db")}",
        ["Content:Folder"] = Path.Combine(folder, "content"),
        ["MailOut:Host"] = "127.0.0.1",
        ["MailOut:Port"] = "9",
        ["MailOut:Tls"] = "none",
        // Tests of loads send as one; FloodTests set their own.
        ["SmartBcc:MaxMailsPerHour"] = "1000000",
        ["SmartBcc:MaxMailsPerDay"] = "1000000",
        ["MailOut:From"] = "mailcrm@mailcrm.example",
        ["Bcc:Domain"] = World.BccDomain,
        ["Smtp:ListenAddress"] = "127.0.0.1",
        ["Smtp:Port"] = "0",
        ["Smtp:HostName"] = World.BccDomain,
        ["Dns:Servers:0"] = "127.0.0.1:9",
    };

    /// <summary>Puts the database that every app starts from into a folder: schema and people in place.</summary>
    public static async Task BeginInAsync(string folder) =>
        File.Copy(await Begun.Value, Path.Combine(folder, "mailcrm.db"));

    /// <summary>
    /// Starts one with some settings changed (null takes one away) and services put in front: what the product adds with
    /// TryAdd stays away.
    /// </summary>
    public static async Task<CompanionApp> StartAsync(
        Action<WebApplicationBuilder>? configure = null, params IEnumerable<(string Name, string? Value)> changes)
    {
        var app = new CompanionApp(configure, changes);
        try
        {
            await app.InitializeAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nobody.</summary>
    public HttpClient Client() => app!.GetTestClient();

    public HttpClient ClientFor(TestUser user) => ClientWith(Entra.TokenFor(user));

    public HttpClient ClientWith(string token)
    {
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The row of a user who has signed in.</summary>
    public async Task<User> UserAsync(TestUser user)
    {
        await using var db = Services.GetRequiredService<DatabaseOptions>().Open();
        return await db.Users.IgnoreQueryFilters().AsNoTracking()
            .SingleAsync(u => u.TenantId == user.TenantId && u.ObjectId == user.ObjectId);
    }

    /// <summary>A context of a user's company, to look behind the API with; writes go through <see cref="Writer"/>.</summary>
    public async Task<CompanionDb> OpenAsync(TestUser user) =>
        Services.GetRequiredService<DatabaseOptions>().Open().Of((await UserAsync(user)).CompanyId);

    /// <summary>Writes behind the API, in the company of <paramref name="user"/>.</summary>
    public async Task<T> WriteAsync<T>(TestUser user, Func<Write, Task<T>> work) =>
        await Services.GetRequiredService<Writer>().WriteAsync((await UserAsync(user)).CompanyId, work);

    /// <summary>Stops the API and starts it on the same database and content.</summary>
    public async Task RestartAsync(params IEnumerable<(string Name, string? Value)> changes)
    {
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        await StopAsync();
        await StartHostAsync();
    }

    public async Task InitializeAsync()
    {
        if (World.Companies.All(setting => settings.GetValueOrDefault(setting.Key) == setting.Value) &&
            settings.Keys.Count(name => name.StartsWith("Companies:", StringComparison.Ordinal)) == World.Companies.Count)
        {
            File.Copy(await Begun.Value, DatabaseFile);
            await StartHostAsync();
        }
        else
        {
            await StartEmptyAsync();
        }
    }

    public async Task DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder, true);
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    private async Task StartEmptyAsync()
    {
        await StartHostAsync();
        foreach (var user in World.Everyone)
        {
            using var client = ClientFor(user);
            (await client.GetAsync("/api/me")).EnsureSuccessStatusCode();
        }

        await WriteAsync(World.Anna, FoundSalesAsync);
    }

    private static async Task<string> BeginAsync()
    {
        var first = new CompanionApp(null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(first.Folder, true);
        await first.StartEmptyAsync();
        await first.CloseAsync();
        return first.DatabaseFile;
    }

    private static async Task<bool> FoundSalesAsync(Write write)
    {
        var sales = new Team { Name = "Sales" };
        write.Db.Teams.Add(sales);
        await write.Db.SaveChangesAsync();
        var users = await write.Db.Users.ToListAsync();
        write.Db.TeamMembers.AddRange(World.Sales.Select(member =>
            new TeamMember { TeamId = sales.Id, UserId = users.Single(member.IsOf).Id }));
        return true;
    }

    private async Task StartHostAsync()
    {
        app = Api.Build([], builder =>
        {
            builder.WebHost.UseTestServer();
            builder.Configuration.Sources.Clear();
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TimeProvider>(Clock);
            builder.Services.AddHttpClient("entra").ConfigurePrimaryHttpMessageHandler(() => Entra);
            configure?.Invoke(builder);
        });
        await app.StartAsync();
    }

    private async Task CloseAsync()
    {
        var hasStarted = app is not null;
        await StopAsync();
        Relay.Dispose();
        if (hasStarted)
        {
            await using var pooled = new SqliteConnection(settings["Database:ConnectionString"]);
            SqliteConnection.ClearPool(pooled);
        }
    }

    private async Task StopAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            app = null;
        }
    }
}
