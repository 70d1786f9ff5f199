using CompanionApi.Data.Prepared;

namespace CompanionApi.Data;

/// <summary>Those entries of a rep's and her company's lists that some addresses could stand under.</summary>
public sealed class NeverCaptureEntries
{
    private sealed record Asked(long OwnerId, IReadOnlyCollection<string> Wanted);

    private sealed record Standing(string Entry, long? UserId);

    private static readonly PreparedQuery<Asked, Standing> Entries = new((db, asked) =>
        from entry in db.NeverCaptureEntries
        where (entry.UserId == null || entry.UserId == asked.OwnerId) && asked.Wanted.Contains(entry.Entry)
        orderby entry.Id
        select new Standing(entry.Entry, entry.UserId));

    private static readonly PreparedQuery<Asked, string> OwnDomains = new((db, asked) =>
        db.CompanyDomains.Where(d => d.CompanyId == db.CompanyId).Select(d => d.Domain));

    private readonly IReadOnlyList<Standing> found;
    private readonly HashSet<string> ownDomains;

    private NeverCaptureEntries(IReadOnlyList<Standing> found, IEnumerable<string> ownDomains)
    {
        (this.found, this.ownDomains) = (found, [.. ownDomains]);
    }

    /// <param name="db">One company's context.</param>
    /// <param name="ownerId">The rep.</param>
    /// <param name="addresses">In compared form; nothing else may be asked about afterwards.</param>
    /// <param name="ct">Stops the reading.</param>
    public static async Task<NeverCaptureEntries> LoadAsync(
        CompanionDb db, long ownerId, IReadOnlyCollection<string> addresses, CancellationToken ct = default)
    {
        var wanted = addresses.Concat(addresses.Select(DomainOf).Distinct().SelectMany(WithParents))
            .Where(w => w.Length > 0).Distinct().ToList();
        var asked = new Asked(ownerId, wanted);
        var found = await Entries.ToListAsync(db, asked, ct);
        return new NeverCaptureEntries(found, found.Count == 0 ? [] : await OwnDomains.ToListAsync(db, asked, ct));
    }

    /// <summary>The first entry that one of the addresses stands under; null: nothing keeps the mail out.</summary>
    public NeverCaptured? Find(IReadOnlyCollection<string> addresses)
    {
        if (found.Count == 0)
        {
            return null;
        }

        var there = addresses.ToHashSet();
        var outside = addresses.Select(DomainOf).Distinct().Except(ownDomains).SelectMany(WithParents).ToHashSet();
        return found.Where(e => e.Entry.Contains('@') ? there.Contains(e.Entry) : outside.Contains(e.Entry))
            .Select(e => new NeverCaptured(e.Entry, e.UserId is null)).FirstOrDefault();
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    private static IEnumerable<string> WithParents(string domain)
    {
        while (domain.IndexOf('.') is > 0 and var dot)
        {
            yield return domain;
            domain = domain[(dot + 1)..];
        }
    }
}
