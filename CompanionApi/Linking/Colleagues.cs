using System.Text.Json.Serialization;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;

namespace CompanionApi.Linking;

/// <summary>A person with an address of the same domain, and the organization that most of them belong to.</summary>
public sealed record Colleague(RecordRef Person, RecordRef? Organization)
{
    [JsonIgnore]
    public long? OrganizationId { get; init; }
}

/// <summary>
/// Whose colleague an address that we do not know may be: by its domain, where that is a company's own, among the persons
/// that the viewer sees.
/// </summary>
public sealed class Colleagues(CompanionDb db, Visible visible)
{
    private const int Most = 200;

    private sealed record Asked(long UserId, string Domain);

    private sealed record OfDomain(RecordKind Kind, Guid PublicId, string Name, long? OrganizationId);

    private static readonly PreparedQuery<Asked, OfDomain> Persons = new((db, asked) => (
        from email in db.RecordEmails
        where email.Domain == asked.Domain
        join person in Visible.RecordsOf(db, asked.UserId).OfType<Person>() on email.RecordId equals person.Id
        orderby email.RecordId
        select new OfDomain(person.Kind, person.PublicId, person.Name, person.OrganizationId)).Take(Most));

    public static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    /// <summary>By domain; at most so many persons of each are looked at, however large the customer.</summary>
    public async Task<IReadOnlyDictionary<string, Colleague>> OfAsync(
        IEnumerable<string> addresses, CancellationToken ct = default)
    {
        var found = new Dictionary<string, Colleague>();
        foreach (var domain in addresses.Select(DomainOf).Where(d => d.Length > 0 && !FreeMail.Has(d)).Distinct())
        {
            if (await OfAsync(domain, ct) is { } colleague)
            {
                found[domain] = colleague;
            }
        }

        return found;
    }

    private async Task<Colleague?> OfAsync(string domain, CancellationToken ct)
    {
        var persons = await Persons.ToListAsync(db, new Asked(visible.ViewerId, domain), ct);
        var organizations = await visible.RefsAsync(
            [.. persons.Select(p => p.OrganizationId).OfType<long>().Distinct()], ct);
        var most = persons.Where(p => p.OrganizationId is { } id && organizations.ContainsKey(id))
            .GroupBy(p => p.OrganizationId!.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault();
        var first = most?.First() ?? persons.FirstOrDefault();
        return first is null
            ? null
            : new Colleague(
                new RecordRef(first.Kind, first.PublicId, first.Name), most is null ? null : organizations[most.Key])
            {
                OrganizationId = most?.Key,
            };
    }
}
