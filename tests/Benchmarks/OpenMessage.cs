using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace MailCrm.Benchmarks;

/// <summary>
/// What reps read all day: the pane's one call and a deal's page, as owner and as colleague, in stores of several sizes;
/// beside them a bare endpoint that reads one row. All programs stand at once and are asked in turns, so that a ratio
/// compares the same minutes.
/// </summary>
internal static class OpenMessage
{
    private const int PathsOfACase = 2_000;
    private const int WarmRequests = 60;

    public static async Task RunAsync(Options options, Report report)
    {
        var (connections, seconds) = (options.Number("connections", 32), options.Number("seconds", 6));
        using var folder = new WorkFolder(options);
        await using var entra = await LoopbackEntra.StartAsync();
        var tokens = Enumerable.Range(0, BenchCompany.Reps).Select(entra.TokenOf).ToList();
        BareRow.Make(folder.Of("bare.db"));
        var barePort = ApiProcess.FreePort();
        using var bare = BareRow.Start(folder.Of("bare.db"), barePort);
        var sizes = new List<(int Messages, ApiProcess Api, IReadOnlyList<(string Name, List<string> Requests)> Cases)>();
        try
        {
            foreach (var messages in options.Numbers("messages", "1000,100000,1000000"))
            {
                var store = await FilledStore.MakeAsync(options, messages, entra.Instance);
                sizes.Add((messages, await ApiProcess.StartAsync(store.Folder, store.Company.Settings),
                    await CasesAsync(store, options, tokens)));
            }

            var rows = Enumerable.Range(0, PathsOfACase).Select(i => $"\t/row?k={i * 97 % BareRow.Rows}").ToList();
            await WarmAsync(rows, barePort);
            foreach (var (_, api, cases) in sizes)
            {
                foreach (var (_, requests) in cases)
                {
                    await WarmAsync(requests, api.Port);
                }
            }

            for (var round = 0; round < options.Number("repeat", 3); round++)
            {
                foreach (var number in Enumerable.Range(0, sizes[0].Cases.Count))
                {
                    var beside = await LoadAsync(rows, barePort, bare.Id);
                    report.Add("one row, bare", Figures(0, beside, beside));
                    foreach (var (messages, api, cases) in sizes)
                    {
                        var load = await LoadAsync(cases[number].Requests, api.Port, api.Id);
                        report.Add(cases[number].Name, Figures(messages, load, beside));
                    }
                }
            }
        }
        finally
        {
            bare.Kill();
            foreach (var (_, api, _) in sizes)
            {
                await api.DisposeAsync();
            }
        }

        async Task<Load> LoadAsync(IEnumerable<string> requests, int port, int processId)
        {
            using var process = Process.GetProcessById(processId);
            var before = process.TotalProcessorTime;
            var seen = await Wrk.RunAsync(folder, requests, port, connections, seconds);
            process.Refresh();
            return new Load(seen, (process.TotalProcessorTime - before).TotalMilliseconds / Math.Max(seen.Requests, 1));
        }
    }

    /// <summary>One by one first, since a query is compiled once however many wait for it; then as it will be measured.</summary>
    private static async Task WarmAsync(List<string> requests, int port)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        for (var i = 0; i < WarmRequests; i++)
        {
            var parts = requests[i].Split('\t');
            using var request = new HttpRequestMessage(HttpMethod.Get, parts[1]);
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {parts[0]}");
            using var answer = await http.SendAsync(request);
            if (!answer.IsSuccessStatusCode)
            {
                throw new OptionException($"{parts[1]} answered {(int)answer.StatusCode}.");
            }
        }
    }

    private static (string, object)[] Figures(int messages, Load load, Load beside) =>
    [
        ("messages", messages), ("perSecond", load.Seen.PerSecond), ("p50Ms", load.Seen.P50Ms), ("p99Ms", load.Seen.P99Ms),
        ("cpuMsPerRequest", load.CpuMs), ("rateOfBare", load.Seen.PerSecond / beside.Seen.PerSecond),
        ("cpuOfBare", load.CpuMs / beside.CpuMs), ("bad", load.Seen.Bad),
    ];

    /// <summary>Of mails and deals picked evenly over the whole store; of deals only those that have mail.</summary>
    private static async Task<IReadOnlyList<(string Name, List<string> Requests)>> CasesAsync(
        FilledStore store, Options options, List<string> tokens)
    {
        var seeded = new Seeded(options.Number("seed", 1));
        var persons = FilledStore.PersonsIn(store.Messages);
        var all = Enumerable.Range(0, Math.Min(store.Messages, 100 * PathsOfACase))
            .Select(i => new FilledMail(seeded, (int)((long)i * store.Messages / Math.Min(store.Messages, 100 * PathsOfACase)), persons));
        var mails = all.Where(m => m.Person % 4 == 0 && m.IsShared).ToList();
        mails = [.. Enumerable.Range(0, PathsOfACase).Select(i => mails[(int)((long)i * mails.Count / PathsOfACase)])];
        await using var db = await store.Company.OpenAsync();
        var deals = await db.Records.OfType<CompanionApi.Model.Deal>().OrderBy(d => d.Id).Select(d => d.PublicId).ToListAsync();
        var addresses = store.Company.PersonAddresses;
        string Pane(FilledMail m) => $"/api/open-message?internetMessageId=%3C{m.MessageId}%3E&from={BenchCompany.AddressOf(m.Rep)}" +
            $"&people={addresses[m.Person]}";
        // Deal n belongs to rep n modulo the reps, and its person is the 4n-th.
        string Deal(FilledMail m) => $"/api/deals/{deals[m.Person / 4]}";
        List<string> Of(Func<FilledMail, int> rep, Func<FilledMail, string> path) =>
            [.. mails.Select(m => $"{tokens[rep(m) % BenchCompany.Reps]}\t{path(m)}")];
        return
        [
            ("pane, owner", Of(m => m.Rep, Pane)),
            ("pane, colleague", Of(m => m.Rep + 1, Pane)),
            ("deal, owner", Of(m => m.Person / 4, Deal)),
            ("deal, colleague", Of(m => (m.Person / 4) + 1, Deal)),
            ("deal's mail, owner", Of(m => m.Person / 4, m => Deal(m) + "/messages")),
            ("deal's mail, colleague", Of(m => (m.Person / 4) + 1, m => Deal(m) + "/messages")),
        ];
    }

    private sealed record Load(Seen Seen, double CpuMs);
}
