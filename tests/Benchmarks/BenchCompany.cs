using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace MailCrm.Benchmarks;

/// <summary>A company of a hundred-thousand-mail size: 50 reps, 20,000 persons, 5,000 open deals of one person each.</summary>
public sealed class BenchCompany(WorkFolder folder, string dnsServer)
{
    public const string BccAddress = "bench@bcc.bench";
    public const string Domain = "acme.bench";
    public const string ClientId = "11111111-1111-4111-8111-111111111111";
    public const int Reps = 50;
    public const int Persons = 20_000;
    private const int Deals = 5_000;
    private const int Batch = 1_000;

    public static readonly Guid Tenant = new("22222222-2222-4222-8222-222222222222");

    public IReadOnlyList<string> RepAddresses { get; } = [.. Enumerable.Range(0, Reps).Select(AddressOf)];

    public IReadOnlyList<string> PersonAddresses { get; } =
        [.. Enumerable.Range(0, Persons).Select(i => $"person{i}@customer{i % 400}.bench")];

    public string DatabaseFile => folder.Of("mailcrm.db");

    public string ContentFolder => folder.Of("content");

    /// <summary>Where tokens come from; null: nobody signs in.</summary>
    public string? Entra { get; init; }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["PublicUrl__Api"] = "https://api.acme.bench",
        ["PublicUrl__Web"] = "https://web.acme.bench",
        ["AzureAd__ClientId"] = ClientId,
        ["AzureAd__Instance"] = Entra ?? "https://login.microsoftonline.com/",
        ["Companies__0__Name"] = "Acme",
        ["Companies__0__MailName"] = "bench",
        ["Companies__0__TenantIds__0"] = $"{Tenant}",
        ["Companies__0__Domains__0"] = Domain,
        ["Companies__0__FirstAdmin"] = $"rep0@{Domain}",
        ["Bcc__Domain"] = "bcc.bench",
        ["Dns__Servers__0"] = dnsServer,
        ["Database__ConnectionString"] = $"Data Source={DatabaseFile}",
        ["Content__Folder"] = ContentFolder,
        // What a fill writes is of a year.
        ["SmartBcc__KeepLogDays"] = "3650",
    };

    public static string AddressOf(int rep) => $"rep{rep}@{Domain}";

    public static string NameOf(int rep) => $"Rep {rep}";

    public static Guid ObjectIdOf(int rep) => new($"33333333-3333-4333-8333-{rep:000000000000}");

    /// <summary>The database as the company sees it.</summary>
    public async Task<CompanionDb> OpenAsync()
    {
        var all = new DatabaseOptions($"Data Source={DatabaseFile}").Open();
        return all.Of(await all.Companies.Select(c => c.Id).SingleAsync());
    }

    /// <summary>Writes the people into a database that the program has made.</summary>
    public async Task FillAsync()
    {
        await using var all = new DatabaseOptions($"Data Source={DatabaseFile}").Open();
        var company = await all.Companies.Select(c => c.Id).SingleAsync();
        var now = DateTimeOffset.UtcNow;
        var users = RepAddresses.Select((address, i) => new User
        {
            TenantId = Tenant, ObjectId = ObjectIdOf(i), Email = address, DisplayName = NameOf(i), CreatedAt = now,
        }).ToList();
        await AddAsync(company, users);
        await AddAsync(company, users.Select(u => new SenderAddress
        {
            UserId = u.Id, Address = u.Email, IsSignIn = true, RequestedAt = now, ConfirmedAt = now,
        }));
        var persons = PersonAddresses.Select((address, i) => new Person
        {
            OwnerId = users[i % Reps].Id, Name = $"Person {i}", VisibleTo = VisibleTo.Everyone, CreatedAt = now,
            Emails = [new RecordEmail { Address = address }],
        }).ToList();
        await AddAsync(company, persons);
        var deals = Enumerable.Range(0, Deals).Select(i => new Deal
        {
            OwnerId = users[i % Reps].Id, Name = $"Deal {i}", VisibleTo = VisibleTo.Everyone, CreatedAt = now,
        }).ToList();
        await AddAsync(company, deals);
        // Every fourth person has one open deal: a mail with her is linked by rule.
        await AddAsync(company, deals.Select((d, i) => new RecordPerson { RecordId = d.Id, PersonId = persons[i * 4].Id }));
        await AddAsync(company, deals.Select(SmartBccAddress.Of));
    }

    private async Task AddAsync<T>(int company, IEnumerable<T> rows)
        where T : class
    {
        foreach (var batch in rows.Chunk(Batch))
        {
            await using var db = new DatabaseOptions($"Data Source={DatabaseFile}").Open().Of(company);
            db.AddRange(batch);
            await db.SaveChangesAsync();
        }
    }
}
