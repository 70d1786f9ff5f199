using System.Text.Json.Nodes;

namespace Demo.Seed;

/// <summary>
/// Makes the records through the API, each by the person who will own it; people side by side, kinds in turn.
/// </summary>
internal sealed class RecordSeeding(IReadOnlyDictionary<string, CrmUser> users)
{
    private readonly Dictionary<string, JsonNode> made = [];

    /// <summary>The Smart BCC address of a deal made before.</summary>
    public string AddressOfDeal(string key) => (string)made[$"deal {key}"]["smartBccAddress"]!;

    /// <summary>Anna and Ben are the team Sales; Chie, who makes it, is in none.</summary>
    public static async Task FoundSalesAsync(IReadOnlyDictionary<string, CrmUser> users, CancellationToken ct)
    {
        var teams = await users["chie"].GetAsync("/api/teams", ct);
        if (teams["items"]!.AsArray().Count == 0)
        {
            await users["chie"].PostAsync(
                "/api/admin/teams",
                new { name = "Sales", memberIds = new[] { users["anna"].Id, users["ben"].Id } },
                ct);
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        await EachAsync(SeedRecords.Organizations, o => o.By, o => $"organization {o.By} {o.Name}", (o, user) =>
            user.PostAsync("/api/organizations", new { name = o.Name, visibleTo = o.VisibleTo }, ct));
        await EachAsync(SeedRecords.Persons, p => p.By, p => $"person {p.By} {p.Who}", (p, user) =>
            user.PostAsync("/api/persons", Person(p), ct));
        await EachAsync(SeedRecords.Deals, d => d.By, d => $"deal {d.Key}", (d, user) =>
            user.PostAsync("/api/deals", Deal(d), ct));
        await EachAsync(SeedRecords.Leads, l => l.By, l => $"lead {l.Title}", (l, user) =>
            user.PostAsync("/api/leads", Lead(l), ct));
        await EachAsync(SeedRecords.Projects, p => p.By, p => $"project {p.Title}", (p, user) =>
            user.PostAsync("/api/projects", Project(p), ct));
    }

    private async Task EachAsync<T>(
        IEnumerable<T> records, Func<T, string> by, Func<T, string> key, Func<T, CrmUser, Task<JsonNode>> make)
    {
        var owners = records.GroupBy(by).Select(async own =>
        {
            var answers = new List<(string, JsonNode)>();
            foreach (var record in own)
            {
                answers.Add((key(record), await make(record, users[own.Key])));
            }

            return answers;
        });
        foreach (var (name, answer) in (await Task.WhenAll(owners)).SelectMany(answers => answers))
        {
            made[name] = answer;
        }
    }

    private object Person(SeedPersonRecord person)
    {
        var who = SeedPeople.Named(person.Who).Single();
        return new
        {
            name = who.Name,
            emails = new[] { who.Address },
            organizationId = IdOf($"organization {person.By} {person.Organization}"),
            visibleTo = person.VisibleTo,
        };
    }

    private object Deal(SeedDeal deal) => new
    {
        title = deal.Title,
        personIds = deal.People.Select(who => IdOf($"person {deal.By} {who}")),
        organizationId = deal.Organization is null ? null : IdOf($"organization {deal.By} {deal.Organization}"),
        value = deal.Value,
        currency = deal.Currency,
        status = deal.Status,
        visibleTo = deal.VisibleTo,
    };

    private static object Lead(SeedLead lead)
    {
        var who = SeedPeople.Named(lead.Who).Single();
        return new
        {
            title = lead.Title,
            lastName = who.Name,
            emails = new[] { who.Address },
            visibleTo = lead.VisibleTo,
        };
    }

    private object Project(SeedProject project) => new
    {
        title = project.Title,
        personIds = project.People.Select(who => IdOf($"person {project.By} {who}")),
        dealId = IdOf($"deal {project.Deal}"),
        visibleTo = project.VisibleTo,
    };

    private string IdOf(string key) => (string)made[key]["id"]!;
}
