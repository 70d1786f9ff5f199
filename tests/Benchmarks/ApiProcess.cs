using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MailCrm.Benchmarks;

/// <summary>CompanionApi in Release as an operator runs it: a process of its own, settings from its environment.</summary>
public sealed class ApiProcess : IAsyncDisposable
{
    /// <summary>In a setting's value: the port that the program will listen on.</summary>
    public const string OwnPort = "{port}";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process process;

    private ApiProcess(Process process, int port, int smtpPort, TimeSpan toReady)
    {
        (this.process, Port, SmtpPort, ToReady) = (process, port, smtpPort, toReady);
    }

    public int Id => process.Id;

    public int Port { get; }

    public int SmtpPort { get; }

    /// <summary>From its start to the first "ready".</summary>
    public TimeSpan ToReady { get; }

    public static Task<ApiProcess> StartAsync(WorkFolder folder, IReadOnlyDictionary<string, string> settings) =>
        StartAsync(folder, settings, Path.Combine(AppContext.BaseDirectory, "CompanionApi.dll"));

    /// <summary>The same of another program that is one; <paramref name="program"/> with its arguments.</summary>
    public static async Task<ApiProcess> StartAsync(
        WorkFolder folder, IReadOnlyDictionary<string, string> settings, params IEnumerable<string> program)
    {
        var (port, smtpPort) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet", program)
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value.Replace(OwnPort, $"{port}");
        }

        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Smtp__Port"] = $"{smtpPort}";
        // One sender sends all of it.
        start.Environment["SmartBcc__MaxMailsPerHour"] = "1000000";
        start.Environment["SmartBcc__MaxMailsPerDay"] = "10000000";
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        // Its log goes to a file, as a service manager would have it.
        var log = new StreamWriter(folder.Of("api.log"), append: true) { AutoFlush = true };
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        while (!await IsReadyAsync(http, port))
        {
            if (process.HasExited || clock.Elapsed > Patience)
            {
                process.Kill();
                throw new OptionException($"CompanionApi did not start; see {folder.Of("api.log")}");
            }

            await Task.Delay(20);
        }

        return new ApiProcess(process, port, smtpPort, clock.Elapsed);
    }

    /// <summary>CPU used so far, and what it holds in memory that no other process shares.</summary>
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

    private static async Task<bool> IsReadyAsync(HttpClient http, int port)
    {
        try
        {
            using var answer = await http.GetAsync($"http://127.0.0.1:{port}/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>One that nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
