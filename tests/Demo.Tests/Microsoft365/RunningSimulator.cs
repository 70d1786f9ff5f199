using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Demo.Microsoft365;
using Demo.Microsoft365.Dns;
using Demo.Microsoft365.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Demo.Tests.Microsoft365;

/// <summary>A simulated Microsoft 365 of its own for a test class, on free ports and in a temporary folder.</summary>
public sealed class RunningSimulator : IAsyncLifetime
{
    private static readonly Lazy<DirectoryInfo> Keys = new(MakeKeys);
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("m365").FullName;
    private WebApplication? app;

    public DemoAddresses Addresses { get; } =
        DemoAddresses.Claim(DemoOptions.Parse(
            ["--web-port=0", "--api-port=0", "--graph-port=0", "--smtp-port=0", "--dns-port=0"]));

    /// <summary>What is put in the place of the simulator's own services.</summary>
    public Action<IServiceCollection>? Adjust { get; init; }

    /// <summary>Follows no redirect and keeps no cookie: a test looks at each answer.</summary>
    public HttpClient Http { get; private set; } = null!;

    public T The<T>() where T : notnull => app!.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        foreach (var key in Keys.Value.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Keys.Value.FullName, key.FullName));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            key.CopyTo(copy);
        }

        app = Simulator.Build(Addresses, folder, Adjust);
        await app.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(Addresses.Graph),
        };
    }

    /// <summary>Stops it and starts it again on the same folder and ports.</summary>
    public async Task RestartAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        app = Simulator.Build(Addresses, folder, Adjust);
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    public async Task InjectAsync(object fault)
    {
        var answer = await Http.PostAsJsonAsync("/sim/faults", fault);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    // Making keys is slow and says nothing about what is tested: all simulators of a run start with the same ones.
    private static DirectoryInfo MakeKeys()
    {
        var keys = System.IO.Directory.CreateTempSubdirectory("m365-keys");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => keys.Delete(recursive: true);
        _ = new DkimKeys(Path.Combine(keys.FullName, "dkim"), DemoZones.Senders);
        _ = new SigningKeys(Path.Combine(keys.FullName, "entra"));
        return keys;
    }
}
