using System.Diagnostics;
using CompanionApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace MailCrm.Benchmarks;

/// <summary>CompanionApi in a process of its own whose Microsoft 365 is the simulated one; nothing else differs.</summary>
internal sealed class SyncedApiProcess : IAsyncDisposable
{
    private readonly Process process;

    private SyncedApiProcess(Process process, int port) => (this.process, Address) = (process, $"http://127.0.0.1:{port}");

    public string Address { get; }

    public static async Task<SyncedApiProcess> StartAsync(WorkFolder folder, SimulatorProcess simulator)
    {
        var port = ApiProcess.FreePort();
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "MailCrm.Benchmarks.dll"), "synced-api", simulator.Graph])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in Settings(folder, simulator))
        {
            start.Environment[name] = value;
        }

        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Smtp__Port"] = $"{ApiProcess.FreePort()}";
        var process = Process.Start(start)!;
        var log = new StreamWriter(folder.Of("api.log"), append: true) { AutoFlush = true };
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        while (!await IsReadyAsync(http, port))
        {
            if (process.HasExited)
            {
                throw new OptionException($"CompanionApi did not start; see {folder.Of("api.log")}");
            }

            await Task.Delay(50);
        }

        return new SyncedApiProcess(process, port);
    }

    /// <summary>The child's own life: to its end.</summary>
    public static void Serve(string graph) => Api.Build([], builder =>
    {
        foreach (var client in new[] { "entra", "graph" })
        {
            builder.Services.PostConfigure<HttpClientFactoryOptions>(client, options =>
                options.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = new SimulatorProcess.Way(graph)));
        }
    }).Run();

    public (TimeSpan Cpu, long PeakBytes) Used()
    {
        process.Refresh();
        return (process.TotalProcessorTime, process.PeakWorkingSet64);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Dictionary<string, string> Settings(WorkFolder folder, SimulatorProcess simulator) => new()
    {
        ["PublicUrl__Api"] = "https://api.acme.bench",
        ["PublicUrl__Web"] = "https://web.acme.bench",
        ["AzureAd__ClientId"] = simulator.ClientId,
        ["AzureAd__ClientSecret"] = "demo-client-secret",
        ["Companies__0__Name"] = "Contoso",
        ["Companies__0__MailName"] = "contoso",
        ["Companies__0__TenantIds__0"] = simulator.TenantId,
        ["Companies__0__Domains__0"] = "contoso.example",
        ["Bcc__Domain"] = "bcc.bench",
        ["Dns__Servers__0"] = "127.0.0.1:9",
        ["Database__ConnectionString"] = $"Data Source={folder.Of("mailcrm.db")}",
        ["Content__Folder"] = folder.Of("content"),
        ["Sync__NotificationUrl"] = "none",
    };

    private static async Task<bool> IsReadyAsync(HttpClient http, int port)
    {
        try
        {
            using var answer = await http.GetAsync($"http://127.0.0.1:{port}/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
