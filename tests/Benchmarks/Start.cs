using System.Diagnostics;
using System.Globalization;

namespace MailCrm.Benchmarks;

/// <summary>From nothing to ready, and what stands in memory when nobody asks: CompanionApi alone, and the whole demo.</summary>
internal static class Start
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Options options, Report report)
    {
        using var folder = new WorkFolder(options);
        var company = new BenchCompany(folder, "127.0.0.1:9");
        for (var run = 0; run < options.Number("repeat", 3); run++)
        {
            await using var api = await ApiProcess.StartAsync(folder, company.Settings);
            await Task.Delay(Idle);
            Add(run == 0 ? "CompanionApi, makes its database" : "CompanionApi", api.ToReady, api.Id);
        }

        for (var run = 0; run < options.Number("repeat", 3) && options.Text("demo", "").Length > 0; run++)
        {
            using var demo = await DemoProcess.StartAsync(options);
            await Task.Delay(Idle);
            Add("demo, with its seed", demo.ToReady, demo.Id);
        }

        void Add(string what, TimeSpan toReady, int id)
        {
            using var process = Process.GetProcessById(id);
            report.Add(what, ("toReadyMs", toReady.TotalMilliseconds), ("cpuMs", process.TotalProcessorTime.TotalMilliseconds),
                ("residentMb", process.WorkingSet64 / 1e6), ("privateMb", PrivateKb(id) / 1e3));
        }
    }

    private static double PrivateKb(int id) =>
        File.ReadLines($"/proc/{id}/smaps_rollup").Where(l => l.StartsWith("Private_", StringComparison.Ordinal))
            .Sum(l => double.Parse(l.Split(':')[1].Replace("kB", ""), CultureInfo.InvariantCulture));
}
