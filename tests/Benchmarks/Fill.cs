using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace MailCrm.Benchmarks;

/// <summary>
/// What a capture costs as the store grows: filled to each size, then real mail by SMTP. First, whether the filler writes
/// what capture writes: the same mails both ways, every table and column compared.
/// </summary>
internal static class Fill
{
    /// <summary>Captured mails are numbered from here on: no filled store comes so far.</summary>
    private const int FirstCaptured = 20_000_000;

    private const int SameMails = 2 * FilledMail.Block;

    public static async Task RunAsync(Options options, Report report)
    {
        await using var names = new LoopbackNames(new Dictionary<string, string>
        {
            [BenchCompany.Domain] = "v=spf1 ip4:127.0.0.0/8 -all",
        });
        var seeded = new Seeded(options.Number("seed", 1));
        await CompareAsync(options, report, names.Server, seeded);

        using var folder = new WorkFolder(options);
        var company = new BenchCompany(folder, names.Server);
        await FilledStore.CopyPeopleAsync(options, company);
        var (filled, captured) = (0, FirstCaptured);
        var count = options.Number("count", 2_000);
        foreach (var messages in options.Numbers("messages", "1000,100000,300000,1000000").Prepend(0))
        {
            var mails = Enumerable.Range(filled, messages - filled).Select(n => new FilledMail(seeded, n, BenchCompany.Persons));
            await Filler.FillAsync(company, mails, sources: 0);
            filled = messages;
            await using var api = await ApiProcess.StartAsync(folder, company.Settings);
            var sender = new LetterSender(company, api.SmtpPort);
            await sender.SendAsync(Next(10 * FilledMail.Block), 10);
            Checkpoint(company);
            var (before, disk, clock) = (api.Used().Cpu, BytesOf(folder), Stopwatch.StartNew());
            var received = await sender.SendAsync(Next(count), 10);
            var took = clock.Elapsed;
            var cpu = api.Used().Cpu - before;
            Checkpoint(company);
            report.Add(
                "10 connections", ("messages", messages), ("captured", count), ("perSecond", count / took.TotalSeconds),
                ("cpuMsPerMessage", cpu.TotalMilliseconds / count), ("receivedBytesPerMessage", received / count),
                ("diskBytesPerMessage", (BytesOf(folder) - disk) / count));
        }

        List<FilledMail> Next(int many)
        {
            captured += many;
            return [.. Enumerable.Range(captured - many, many).Select(n => new FilledMail(seeded, n, BenchCompany.Persons))];
        }
    }

    private static async Task CompareAsync(Options options, Report report, string dns, Seeded seeded)
    {
        List<FilledMail> mails = [.. Enumerable.Range(0, SameMails).Select(n => new FilledMail(seeded, n, 20))];
        using var captureFolder = new WorkFolder(options);
        var captured = new BenchCompany(captureFolder, dns);
        await FilledStore.CopyPeopleAsync(options, captured);
        await using (var api = await ApiProcess.StartAsync(captureFolder, captured.Settings))
        {
            await new LetterSender(captured, api.SmtpPort).SendAsync(mails, 1);
        }

        using var fillFolder = new WorkFolder(options);
        var filled = new BenchCompany(fillFolder, dns);
        await FilledStore.CopyPeopleAsync(options, filled);
        await Filler.FillAsync(filled, mails, SameMails);
        var (one, other) = (RowShape.Of(captured.DatabaseFile), RowShape.Of(filled.DatabaseFile));
        foreach (var column in one.Keys.Where(c => !c.StartsWith("UnnamedContents.") && one[c] != other[c]))
        {
            report.Add($"differs: {column}", ("captured", one[column]), ("filled", other[column]));
        }

        report.Add("the same mails captured and filled", ("columns", one.Count),
            ("differ", one.Keys.Count(c => one[c] != other[c])), ("mails", SameMails));
    }

    /// <summary>What waits in the log goes into the database, so that it counts once.</summary>
    private static void Checkpoint(BenchCompany company)
    {
        using var connection = new SqliteConnection($"Data Source={company.DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }

    private static long BytesOf(WorkFolder folder) =>
        new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.Name == "mailcrm.db" || f.Directory!.Parent!.Name == "content").Sum(f => f.Length);
}
