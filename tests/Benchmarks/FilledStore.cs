using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace MailCrm.Benchmarks;

/// <summary>A company's database with so many messages; with <c>--stores FOLDER</c> it is kept there and used again.</summary>
internal sealed record FilledStore(WorkFolder Folder, BenchCompany Company, int Messages, TimeSpan? Took)
{
    /// <summary>Fifty messages to a person, while there are so many: what a page shows is the same at every size.</summary>
    private const int PerPerson = 50;

    private const int FewestPersons = 20;

    public static int PersonsIn(int messages) => Math.Clamp(messages / PerPerson, FewestPersons, BenchCompany.Persons);

    public static async Task<FilledStore> MakeAsync(Options options, int messages, string entra)
    {
        var seed = options.Number("seed", 1);
        var folder = new WorkFolder(options, $"{messages}-{seed}");
        var company = new BenchCompany(folder, "127.0.0.1:9") { Entra = entra };
        if (File.Exists(folder.Of("filled")))
        {
            return new FilledStore(folder, company, messages, null);
        }

        await CopyPeopleAsync(options, company);
        var clock = Stopwatch.StartNew();
        var seeded = new Seeded(seed);
        var mails = Enumerable.Range(0, messages).Select(n => new FilledMail(seeded, n, PersonsIn(messages)));
        await Filler.FillAsync(company, mails, options.Number("sources", 1_000));
        await File.WriteAllTextAsync(folder.Of("filled"), "");
        return new FilledStore(folder, company, messages, clock.Elapsed);
    }

    /// <summary>The people are the same at every size: made once, by the program and its model, and copied.</summary>
    public static async Task CopyPeopleAsync(Options options, BenchCompany to)
    {
        using var folder = new WorkFolder(options, "people");
        var company = new BenchCompany(folder, "127.0.0.1:9");
        if (!File.Exists(folder.Of("filled")))
        {
            await using (await ApiProcess.StartAsync(folder, company.Settings))
            {
                // Makes the schema and enrols the company.
            }

            await company.FillAsync();
            SqliteConnection.ClearAllPools();
            await File.WriteAllTextAsync(folder.Of("filled"), "");
        }

        File.Copy(company.DatabaseFile, to.DatabaseFile, overwrite: true);
    }
}
