using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MailCrm.Benchmarks;

/// <summary>
/// A first sync from a simulated mailbox to stored, linked and searchable, and beside it a bare client that downloads the same
/// pages and throws them away. The program runs in a process of its own, without test hooks but for the way to the simulator.
/// </summary>
internal static class Sync
{
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
        await demo.GenerateAsync("anna@contoso.example", messages, options.Number("mean", 26_000), options.Number("seed", 1));
        if (options.Has("latency"))
        {
            await demo.SetAsync(new { latencyMs = options.Number("latency", 250) });
        }

        await using var api = await SyncedApi.StartAsync(folder, demo);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{api.Port}"), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await demo.TokenAsync());
        var connected = await http.PostAsJsonAsync("/api/mail-accounts", new { });
        connected.EnsureSuccessStatusCode();
        var account = connected.Headers.Location!.ToString();
        await UntilAsync(async () => (await http.GetFromJsonAsync<JsonElement>(account)).GetProperty("foldersKnown").GetBoolean());
        var (cpu, calls, clock) = (api.Used().Cpu, await demo.CallsAsync(), Stopwatch.StartNew());
        (await http.PutAsJsonAsync($"{account}/scope", new { scope = "all", since = DateTimeOffset.UnixEpoch })).EnsureSuccessStatusCode();
        var stored = 0;
        await UntilAsync(async () =>
        {
            var state = await http.GetFromJsonAsync<JsonElement>($"{account}/completeness");
            var folders = state.GetProperty("folders").EnumerateArray().ToList();
            stored = folders.Sum(f => f.GetProperty("stored").GetInt32());
            return folders.Count > 0 && folders.All(f => f.GetProperty("upToDate").GetBoolean());
        });
        var (took, used) = (clock.Elapsed, api.Used());
        var asked = await demo.CallsAsync() - calls;
        var bare = await BareAsync(demo, options);
        report.Add(
            "first sync", ("messages", messages), ("stored", stored), ("perSecond", stored / took.TotalSeconds),
            ("cpuMsPerMessage", (used.Cpu - cpu).TotalMilliseconds / stored), ("requests", asked),
            ("barePerSecond", bare.Messages / bare.Took.TotalSeconds), ("barePages", bare.Pages),
            ("ofBare", bare.Took.TotalSeconds / took.TotalSeconds), ("peakMB", used.PeakBytes / 1_048_576));
    }

    /// <summary>The same pages, four folders side by side, read to their end and dropped.</summary>
    private static async Task<(int Messages, int Pages, TimeSpan Took)> BareAsync(SimulatorProcess demo, Options options)
    {
        using var http = new HttpClient(new SimulatorProcess.Way(demo.Graph));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await demo.GraphTokenAsync());
        http.DefaultRequestHeaders.Add("Prefer", $"IdType=\"ImmutableId\", odata.maxpagesize={options.Number("page", 100)}");
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

            await Task.Delay(200);
        }
    }
}
