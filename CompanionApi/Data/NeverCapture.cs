using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>The entry that keeps a mail out, and whose list it stands on.</summary>
public sealed record NeverCaptured(string Entry, bool IsCompanys);

/// <summary>
/// The never-capture lists (R70, S56): one of each rep, one of the company. One participant that stands on either keeps the
/// whole mail out, whoever else is on it. A domain covers what is below it, but never the company's own domains: nobody can
/// shut out all mail by listing what the company's domain is part of.
/// </summary>
public static class NeverCapture
{
    private sealed record Asked(long OwnerId, IReadOnlyCollection<string> Wanted);

    private sealed record Standing(string Entry, long? UserId);

    private static readonly PreparedQuery<Asked, Standing> Entries = new((db, asked) =>
        from entry in db.NeverCaptureEntries
        where (entry.UserId == null || entry.UserId == asked.OwnerId) && asked.Wanted.Contains(entry.Entry)
        orderby entry.Id
        select new Standing(entry.Entry, entry.UserId));

    /// <summary>The first entry that one of the addresses, in compared form, stands under; null: nothing keeps it out.</summary>
    public static async Task<NeverCaptured?> FindAsync(
        CompanionDb db, long ownerId, IReadOnlyCollection<string> addresses, CancellationToken ct = default)
    {
        var domains = addresses.Select(DomainOf).Distinct().ToList();
        var wanted = addresses.Concat(domains.SelectMany(WithParents)).Where(w => w.Length > 0).Distinct().ToList();
        var found = await Entries.ToListAsync(db, new Asked(ownerId, wanted), ct);
        if (found.Count == 0)
        {
            return null;
        }

        var own = await db.CompanyDomains.Where(d => d.CompanyId == db.CompanyId).Select(d => d.Domain).ToListAsync(ct);
        var outside = domains.Except(own).SelectMany(WithParents).ToHashSet();
        return found.Where(e => e.Entry.Contains('@') || outside.Contains(e.Entry))
            .Select(e => new NeverCaptured(e.Entry, e.UserId is null)).FirstOrDefault();
    }

    /// <summary>One list, in order.</summary>
    /// <param name="db">One company's context.</param>
    /// <param name="userId">Whose; null: the company's.</param>
    /// <param name="ct">Stops the reading.</param>
    public static Task<List<NeverCaptureEntry>> ListAsync(CompanionDb db, long? userId, CancellationToken ct = default) =>
        db.NeverCaptureEntries.Where(e => e.UserId == userId).OrderBy(e => e.Entry).ToListAsync(ct);

    /// <summary>Undoes one entry of a change where it still stands as the change left it.</summary>
    public static async Task<bool> PutBackAsync(CompanionDb db, ChangeItem item, long? userId, CancellationToken ct)
    {
        var entry = item.After ?? item.Before!;
        var standing = await db.NeverCaptureEntries.FirstOrDefaultAsync(e => e.UserId == userId && e.Entry == entry, ct);
        if ((standing is null) != (item.After is null))
        {
            return false;
        }

        if (standing is null)
        {
            db.NeverCaptureEntries.Add(new NeverCaptureEntry { UserId = userId, Entry = entry });
        }
        else
        {
            db.NeverCaptureEntries.Remove(standing);
        }

        return true;
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
