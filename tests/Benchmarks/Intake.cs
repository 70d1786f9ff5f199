using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using CompanionApi.Data;
using Microsoft.EntityFrameworkCore;

namespace MailCrm.Benchmarks;

/// <summary>
/// Mail by SMTP as reps send it: DKIM-signed, SPF and DKIM checked against a DNS server on loopback, matched against
/// 20,000 persons and 5,000 deals, linked, threaded, indexed, flushed. The generator is a process of its own.
/// </summary>
public static class Intake
{
    private const string Selector = "s1";

    public static async Task RunAsync(Options options, Report report)
    {
        var generator = options.Text("generator", "../shared/bench/smtpload.py");
        if (!File.Exists(generator))
        {
            throw new OptionException($"--generator: there is no {generator}.");
        }

        var count = options.Number("count", 1_500);
        var mix = options.Text("mix", "plain:60,html:30,att:10");
        using var folder = new WorkFolder(options);
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(folder.Of("dkim.pem"), key.ExportRSAPrivateKeyPem());
        await using var names = new LoopbackNames(new Dictionary<string, string>
        {
            [BenchCompany.Domain] = "v=spf1 ip4:127.0.0.0/8 -all",
            [$"{Selector}._domainkey.{BenchCompany.Domain}"] =
                $"v=DKIM1; k=rsa; p={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}",
        });
        var company = new BenchCompany(folder, names.Server);
        await using (await ApiProcess.StartAsync(folder, company.Settings))
        {
            // Makes the schema and enrols the company.
        }

        await company.FillAsync();
        await File.WriteAllLinesAsync(folder.Of("from"), company.RepAddresses);
        await File.WriteAllLinesAsync(folder.Of("to"), company.PersonAddresses);
        await using var api = await ApiProcess.StartAsync(folder, company.Settings);
        var load = new Load(generator, folder, api, mix);
        var taken = (await load.RunAsync(300, 10)).Taken;
        foreach (var connections in options.Numbers("connections", "1,10,50"))
        {
            for (var run = 0; run < options.Number("repeat", 1); run++)
            {
                var before = api.Used();
                var result = await load.RunAsync(count, connections);
                var cpu = api.Used().Cpu - before.Cpu;
                taken += result.Taken;
                report.Add(
                    $"{connections} connections", ("perSecond", result.PerSecond), ("p50Ms", result.P50),
                    ("p99Ms", result.P99), ("cpuMsPerMessage", cpu.TotalMilliseconds / result.Taken),
                    ("peakMb", api.Used().PeakBytes / 1_000_000), ("taken", result.Taken), ("of", count));
            }
        }

        await CheckAsync(company, taken);
    }

    /// <summary>What was answered 250 must stand there, linked to its person.</summary>
    private static async Task CheckAsync(BenchCompany company, int taken)
    {
        await using var db = new DatabaseOptions($"Data Source={company.DatabaseFile}").Open();
        var stored = await db.Messages.IgnoreQueryFilters().CountAsync();
        var linked = await db.MessageLinks.IgnoreQueryFilters().Select(l => l.MessageId).Distinct().CountAsync();
        if (stored != taken || linked != taken)
        {
            throw new OptionException($"{taken} messages were answered 250; {stored} are stored, {linked} linked.");
        }
    }
}

/// <summary>The load generator, and what it saw.</summary>
internal sealed class Load(string generator, WorkFolder folder, ApiProcess api, string mix)
{
    private int runs;

    public async Task<(int Taken, double PerSecond, double P50, double P99)> RunAsync(int count, int connections)
    {
        string[] arguments =
        [
            generator, "--host", "127.0.0.1", "--port", $"{api.SmtpPort}", "--count", $"{count}", "--connections",
            $"{connections}", "--mix", mix, "--rcpt", BenchCompany.BccAddress, "--from-file", folder.Of("from"),
            "--to-file", folder.Of("to"), "--dkim-sign-key", folder.Of("dkim.pem"), "--run-id", $"run{++runs}",
            "--seed", $"{runs}",
        ];
        var start = new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var said = JsonDocument.Parse(line).RootElement;
        if (said.GetProperty("errors").EnumerateObject().Any())
        {
            throw new OptionException($"The generator was refused: {said.GetProperty("first_error")}");
        }

        var latency = said.GetProperty("txn_ms");
        return (said.GetProperty("ok").GetInt32(), said.GetProperty("ok").GetInt32() / said.GetProperty("seconds").GetDouble(),
            latency.GetProperty("p50").GetDouble(), latency.GetProperty("p99").GetDouble());
    }
}
