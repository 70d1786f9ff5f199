using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MailCrm.Benchmarks;

/// <summary>
/// A first sync from a simulated mailbox to stored, linked and searchable, and beside it a bare client that downloads the same
/// pages and throws them away. A colleague's mailbox is synced before it, so that the program is warm, as a server that runs
/// is; <c>--cold</c> leaves that out. The program runs in a process of its own, without test hooks but for the way to the simulator.
/// </summary>
internal static class Sync
{
    private const string Colleague = "ben@contoso.example";
    private const string Graph = "https://graph.microsoft.com/v1.0";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(Options options, Report report)
    {
        foreach (var messages in options.Numbers("messages", "1000,20000"))
        {
            for (var run = 0; run < options.Number("repeat", 1); run++)
            {
                await RunAsync(options, report, messages);
            }
        }
    }

    private static async Task RunAsync(Options options, Report report, int messages)
    {
        using var folder = new WorkFolder(options);
        using var demo = await SimulatorProcess.StartAsync(options);
        await demo.GenerateAsync(SimulatorProcess.User, messages, options.Number("mean", 26_000), options.Number("seed", 1));
        if (options.Has("latency"))
        {
            await demo.SetAsync(new { latencyMs = options.Number("latency", 250) });
        }

        var warm = options.Number("warm", 3_000);
        var first = await InOwnProgramAsync();
        var bare = await BareAsync(demo, options);
        report.Add(
            "first sync", ("messages", messages), ("warmed", options.Has("cold") ? 0 : warm), ("stored", first.Stored),
            ("perSecond", first.Stored / first.Took.TotalSeconds), ("cpuMsPerMessage", first.Cpu.TotalMilliseconds / first.Stored),
            ("pages", first.Pages), ("requests", first.Requests), ("barePerSecond", bare.Messages / bare.Took.TotalSeconds),
            ("barePages", bare.Pages), ("ofBare", bare.Took / first.Took), ("peakMB", first.PeakBytes / 1_048_576));

        // The program ends before the bare client begins: both would share what a mailbox allows at once.
        async Task<FirstSync> InOwnProgramAsync()
        {
            await using var api = await SyncedApi.StartAsync(folder, demo);
            if (!options.Has("cold"))
            {
                await demo.GenerateAsync(Colleague, warm, options.Number("mean", 26_000), options.Number("seed", 1) + 1);
                await FirstAsync(api, demo, Colleague, untilWhole: true);
            }

            return await FirstAsync(api, demo, SimulatorProcess.User, untilWhole: false);
        }
    }

    private static async Task<FirstSync> FirstAsync(ApiProcess api, SimulatorProcess demo, string user, bool untilWhole)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{api.Port}"), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await demo.TokenAsync(user));
        var connected = await http.PostAsJsonAsync("/api/mail-accounts", new { });
        connected.EnsureSuccessStatusCode();
        var account = connected.Headers.Location!.ToString();
        await UntilAsync(async () => (await http.GetFromJsonAsync<JsonElement>(account)).GetProperty("foldersKnown").GetBoolean());
        var (cpu, before, clock) = (api.Used().Cpu, await demo.CallsAsync(), Stopwatch.StartNew());
        (await http.PutAsJsonAsync($"{account}/scope", new { scope = "all", since = DateTimeOffset.UnixEpoch })).EnsureSuccessStatusCode();
        var folders = await FoldersAsync(folder => folder.GetProperty("upToDate").GetBoolean());
        var (took, used, after) = (clock.Elapsed, api.Used(), await demo.CallsAsync());
        var stored = folders.Sum(f => f.GetProperty("stored").GetInt32());
        if (untilWhole)
        {
            await FoldersAsync(folder => folder.GetProperty("attachmentsPending").GetInt32() == 0);
        }

        return new FirstSync(
            stored, took, used.Cpu - cpu, used.PeakBytes, Pages(after) - Pages(before), after.Values.Sum() - before.Values.Sum());

        async Task<IReadOnlyList<JsonElement>> FoldersAsync(Func<JsonElement, bool> hold)
        {
            IReadOnlyList<JsonElement> seen = [];
            await UntilAsync(async () =>
            {
                var state = await http.GetFromJsonAsync<JsonElement>($"{account}/completeness");
                seen = [.. state.GetProperty("folders").EnumerateArray()];
                return seen.Count > 0 && seen.All(hold);
            });
            return seen;
        }
    }

    private static int Pages(IReadOnlyDictionary<string, int> calls) =>
        calls.Where(call => call.Key.EndsWith("/messages/delta", StringComparison.Ordinal)).Sum(call => call.Value);

    private sealed record FirstSync(int Stored, TimeSpan Took, TimeSpan Cpu, long PeakBytes, int Pages, int Requests);

    /// <summary>The same pages, four folders side by side, read to their end and dropped.</summary>
    private static async Task<(int Messages, int Pages, TimeSpan Took)> BareAsync(SimulatorProcess demo, Options options)
    {
        using var http = new HttpClient(new SimulatorProcess.Way(demo.Graph));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await demo.GraphTokenAsync());
        http.DefaultRequestHeaders.Add("Prefer", $"IdType=\"ImmutableId\", odata.maxpagesize={options.Number("page", 50)}");
        var folders = await http.GetFromJsonAsync<JsonElement>($"{Graph}/me/mailFolders/delta?$select=id,displayName");
        const string select = "id,parentFolderId,changeKey,isRead,isDraft,receivedDateTime,conversationId,internetMessageId," +
            "internetMessageHeaders,subject,from,sender,toRecipients,ccRecipients,bccRecipients,replyTo,sentDateTime,hasAttachments,body";
        var (messages, pages, clock) = (0, 0, Stopwatch.StartNew());
        await Parallel.ForEachAsync(
            folders.GetProperty("value").EnumerateArray().ToList(), new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (folder, ct) =>
            {
                var id = Uri.EscapeDataString(folder.GetProperty("id").GetString()!);
                var link = $"{Graph}/me/mailFolders/{id}/messages/delta?$select={select}&$orderby=receivedDateTime desc";
                while (link is not null)
                {
                    var page = await http.GetByteArrayAsync(link, ct);
                    Interlocked.Increment(ref pages);
                    using var json = JsonDocument.Parse(page);
                    Interlocked.Add(ref messages, json.RootElement.GetProperty("value").GetArrayLength());
                    link = json.RootElement.TryGetProperty("@odata.nextLink", out var next) ? next.GetString() : null;
                }
            });
        return (messages, pages, clock.Elapsed);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            if (clock.Elapsed > Patience)
            {
                throw new OptionException("The sync does not end.");
            }

            await Task.Delay(500);
        }
    }
}
