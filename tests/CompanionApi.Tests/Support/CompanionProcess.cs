using System.Diagnostics;
using System.Net;
using System.Text;

namespace CompanionApi.Tests.Support;

/// <summary>
/// The program as an operator runs it: a process of its own on a folder of files, with its SMTP and HTTP on free ports.
/// </summary>
public sealed class CompanionProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<IPEndPoint> smtp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> http = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CompanionProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => started.TrySetException(new IOException("The program ended before it was ready."));
    }

    public IPEndPoint Smtp => smtp.Task.Result;

    public Uri Http => http.Task.Result;

    /// <summary>What it has said so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts it on the folder's database and content; answers once it takes mail.</summary>
    public static async Task<CompanionProcess> StartAsync(
        string folder, string dns, params IEnumerable<(string Name, string? Value)> changes)
    {
        var settings = CompanionApp.SettingsOn(folder);
        settings["Dns:Servers:0"] = dns;
        settings["SmartBcc:MaxMailsPerHour"] = settings["SmartBcc:MaxMailsPerDay"] = "1000000";
        settings["Urls"] = "http://127.0.0.1:0";
        settings["Logging:LogLevel:Default"] = "Warning";
        settings["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information";
        settings["Logging:LogLevel:CompanionApi.Protocols.Smtp.SmtpServer"] = "Information";
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        var running = new CompanionProcess(Start(settings.Select(setting => $"--{setting.Key}={setting.Value}")));
        try
        {
            running.Begin();
            await running.started.Task.WaitAsync(Patience);
            return running;
        }
        catch (Exception trouble)
        {
            await running.DisposeAsync();
            throw new InvalidOperationException($"The program did not start:\n{running.Output}", trouble);
        }
    }

    /// <summary>Runs one of its commands to the end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(params IEnumerable<string> arguments)
    {
        await using var command = new CompanionProcess(Start(arguments));
        command.Begin();
        // Without a token it waits for the end of its output, too.
        await command.process.WaitForExitAsync();
        return (command.process.ExitCode, command.Output);
    }

    /// <summary>SIGKILL: it hears nothing and finishes nothing.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static ProcessStartInfo Start(IEnumerable<string> arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "CompanionApi.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            // It lives for a second or two: what it would learn about itself is never used.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        };

    private void Begin()
    {
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.AppendLine(line);
        }

        if (After(line, "Mail is taken on ") is { } endpoint)
        {
            smtp.TrySetResult(IPEndPoint.Parse(endpoint));
        }
        else if (After(line, "Now listening on: ") is { } address)
        {
            http.TrySetResult(new Uri(address));
        }
        else if (After(line, "Application started") is not null)
        {
            started.TrySetResult();
        }
    }

    private static string? After(string line, string words) =>
        line.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at ? line[(at + words.Length)..].Trim() : null;
}
