using System.Diagnostics;
using System.Text.Json;

namespace MailCrm.Benchmarks;

/// <summary>The demo in Release in a process of its own, on free ports.</summary>
internal sealed class DemoProcess : IDisposable
{
    private readonly Process process;

    private DemoProcess(Process process, JsonElement addresses, TimeSpan toReady) =>
        (this.process, Addresses, ToReady) = (process, addresses, toReady);

    public int Id => process.Id;

    /// <summary>The line that says where everything is.</summary>
    public JsonElement Addresses { get; }

    public string Outlook => Addresses.GetProperty("outlook").GetString()!;

    /// <summary>From its start to the line that says where everything is.</summary>
    public TimeSpan ToReady { get; }

    public static async Task<DemoProcess> StartAsync(Options options, params IEnumerable<string> flags)
    {
        var program = options.Text("demo", "");
        if (!File.Exists(program))
        {
            throw new OptionException($"--demo: there is no {program}; build it by dotnet build -c Release demo.");
        }

        var clock = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [program, "--json", "--web-port=0", "--api-port=0", "--graph-port=0", "--smtp-port=0", "--dns-port=0", .. flags])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new OptionException("The demo ended.");
        return new DemoProcess(process, JsonDocument.Parse(line).RootElement, clock.Elapsed);
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
