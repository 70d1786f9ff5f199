using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Linking;

/// <summary>A person with an address of the same domain, and the organization that most of them belong to.</summary>
public sealed record Colleague(RecordRef Person, RecordRef? Organization);

/// <summary>
/// Whose colleague an address that we do not know may be: by its domain, where that is a company's own, among the persons
/// that the viewer sees.
/// </summary>
public sealed class Colleagues(CompanionDb db, Visible visible)
{
    private const int Most = 200;

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
        var persons = await (
            from email in db.RecordEmails
            where email.Domain == domain
            join person in visible.Records.OfType<Person>() on email.RecordId equals person.Id
            orderby email.RecordId
            select new { person.Kind, person.PublicId, person.Name, person.OrganizationId }).Take(Most).ToListAsync(ct);
        var ids = persons.Select(p => p.OrganizationId).OfType<long>().Distinct().ToList();
        var organizations = ids.Count == 0
            ? []
            : await visible.Records.Where(r => ids.Contains(r.Id))
                .ToDictionaryAsync(r => r.Id, r => new RecordRef(r.Kind, r.PublicId, r.Name), ct);
        var most = persons.Where(p => p.OrganizationId is { } id && organizations.ContainsKey(id))
            .GroupBy(p => p.OrganizationId!.Value).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault();
        var first = most?.First() ?? persons.FirstOrDefault();
        return first is null
            ? null
            : new Colleague(
                new RecordRef(first.Kind, first.PublicId, first.Name), most is null ? null : organizations[most.Key]);
    }
}
