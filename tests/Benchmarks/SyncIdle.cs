using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MailCrm.Benchmarks;

/// <summary>
/// Many connected mailboxes in which nothing happens: what they cost, and how long a letter in one of them takes from the
/// mailbox to the rep's list, told of by the simulated Graph's notifications.
/// </summary>
internal static class SyncIdle
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(Options options, Report report)
    {
        using var folder = new WorkFolder(options);
        using var demo = await SimulatorProcess.StartAsync(options);
        await using var api = await SyncedApi.StartAsync(folder, demo, isNotified: true);
        var reps = new List<Rep>();
        var connecting = Stopwatch.StartNew();
        for (var number = 0; number < options.Number("accounts", 500); number++)
        {
            reps.Add(await ConnectAsync(api, demo, $"rep{number}@contoso.example"));
        }

        foreach (var rep in reps)
        {
            await UntilAsync(rep.IsUpToDateAsync);
        }

        var connected = connecting.Elapsed;
        await Task.Delay(TimeSpan.FromSeconds(5));
        var (cpu, before, clock) = (api.Used().Cpu, await demo.CallsAsync(), Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(options.Number("seconds", 60)));
        var (idle, after, idleCpu) = (clock.Elapsed, await demo.CallsAsync(), api.Used().Cpu - cpu);
        var delays = new List<double>();
        for (var letter = 0; letter < options.Number("letters", 20); letter++)
        {
            var rep = reps[letter * 7919 % reps.Count];
            var stored = await rep.StoredAsync();
            var delivered = Stopwatch.StartNew();
            await demo.DeliverAsync(rep.Address, $"letter-{letter}");
            await UntilAsync(async () => await rep.StoredAsync() > stored);
            delays.Add(delivered.Elapsed.TotalMilliseconds);
        }

        delays.Sort();
        report.Add(
            "idle mailboxes", ("accounts", reps.Count), ("connectSeconds", connected.TotalSeconds),
            ("cpuPercentOfOneCore", 100 * idleCpu / idle),
            ("requestsPerMinute", (after.Values.Sum() - before.Values.Sum()) / idle.TotalMinutes),
            ("newMailP50Ms", delays[delays.Count / 2]), ("newMailMaxMs", delays[^1]), ("peakMB", api.Used().PeakBytes / 1_048_576));
        reps.ForEach(rep => rep.Http.Dispose());
    }

    private static async Task<Rep> ConnectAsync(ApiProcess api, SimulatorProcess demo, string address)
    {
        await demo.GenerateAsync(address, 3, 2_000, 1);
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{api.Port}"), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await demo.TokenAsync(address));
        using var connected = await http.PostAsJsonAsync("/api/mail-accounts", new { });
        connected.EnsureSuccessStatusCode();
        var rep = new Rep(address, http, connected.Headers.Location!.ToString());
        await UntilAsync(async () => (await http.GetFromJsonAsync<JsonElement>(rep.Account)).GetProperty("foldersKnown").GetBoolean());
        using var chosen = await http.PutAsJsonAsync($"{rep.Account}/scope", new { scope = "all", since = DateTimeOffset.UtcNow });
        chosen.EnsureSuccessStatusCode();
        return rep;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            if (clock.Elapsed > Patience)
            {
                throw new OptionException("It does not come.");
            }

            await Task.Delay(10);
        }
    }

    private sealed record Rep(string Address, HttpClient Http, string Account)
    {
        public async Task<bool> IsUpToDateAsync() => (await FoldersAsync()).All(folder => folder.GetProperty("upToDate").GetBoolean());

        public async Task<int> StoredAsync() => (await FoldersAsync()).Sum(folder => folder.GetProperty("stored").GetInt32());

        private async Task<IReadOnlyList<JsonElement>> FoldersAsync() =>
            [.. (await Http.GetFromJsonAsync<JsonElement>($"{Account}/completeness")).GetProperty("folders").EnumerateArray()];
    }
}
