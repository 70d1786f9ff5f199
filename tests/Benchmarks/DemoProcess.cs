using System.Diagnostics;
using System.Text.Json;

namespace MailCrm.Benchmarks;

/// <summary>The demo in Release in a process of its own, on free ports.</summary>
internal sealed class DemoProcess : IDisposable
{
    private readonly Process process;

    private DemoProcess(Process process, string outlook, TimeSpan toReady) =>
        (this.process, Outlook, ToReady) = (process, outlook, toReady);

    public int Id => process.Id;

    public string Outlook { get; }

    /// <summary>From its start to the line that says where everything is.</summary>
    public TimeSpan ToReady { get; }

    public static async Task<DemoProcess> StartAsync(Options options)
    {
        var program = options.Text("demo", "");
        if (!File.Exists(program))
        {
            throw new OptionException($"--demo: there is no {program}; build it by dotnet build -c Release demo.");
        }

        var clock = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [program, "--json", "--web-port=0", "--api-port=0", "--graph-port=0", "--smtp-port=0", "--dns-port=0"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new OptionException("The demo ended.");
        return new DemoProcess(process, JsonDocument.Parse(line).RootElement.GetProperty("outlook").GetString()!, clock.Elapsed);
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
