using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Demo.Tests;

/// <summary>
/// The whole demo as its user starts it, on free ports and a folder of its own; ready when its one JSON line has
/// come.
/// </summary>
public sealed class DemoProcess : IAsyncLifetime
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(2);
    private readonly StringBuilder errors = new();
    private Process? process;

    public DemoAnnouncement At { get; private set; } = null!;

    /// <summary>Flags beside the free ports, such as a folder that outlives it.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>What it has logged so far.</summary>
    public string Log
    {
        get
        {
            lock (errors)
            {
                return errors.ToString();
            }
        }
    }

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "MailCrm.Demo.dll"), "--json",
                "--web-port=0", "--api-port=0", "--graph-port=0", "--smtp-port=0", "--dns-port=0",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var flag in Flags)
        {
            start.ArgumentList.Add(flag);
        }

        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(ReadyWithin);
        var line = await process.StandardOutput.ReadLineAsync(patience.Token);
        Assert.True(line is not null, $"The demo ended before it was ready:\n{Log}");
        At = JsonSerializer.Deserialize<DemoAnnouncement>(line, JsonSerializerOptions.Web)!;
    }

    public async Task DisposeAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (errors)
        {
            errors.AppendLine(line);
        }
    }
}

/// <summary>The line that the demo prints with --json.</summary>
public sealed record DemoAnnouncement(
    string Web,
    string Api,
    string Graph,
    string Outlook,
    string Smtp,
    string Dns,
    string TenantId,
    string FabrikamTenantId,
    string ClientId,
    string Scope);
