using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>
/// Finds records by name, mail address and organization, among those that the viewer sees; it never reads mail (S75).
/// What begins with the words before what holds them, open before closed, the newest first.
/// </summary>
internal static class RecordSearch
{
    private const int MaxCharacters = 200;
    private const int MaxWords = 8;

    /// <summary>One page of what was found; null: q is too long, or the cursor is of another search.</summary>
    /// <param name="db">The company's context.</param>
    /// <param name="visible">Organizations count only where the viewer sees them.</param>
    /// <param name="among">Where to look: of <see cref="Visible.Records"/>.</param>
    /// <param name="q">What the viewer typed; every word of it must be there.</param>
    /// <param name="list">What the cursor is bound to beside q.</param>
    /// <param name="page">Which page.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<(IReadOnlyList<TRecord> Rows, string? Next)?> FindAsync<TRecord>(
        CompanionDb db, Visible visible, IQueryable<TRecord> among, string q, string list, PageRequest page,
        CancellationToken ct)
        where TRecord : Record
    {
        list = $"{list}&q={q}";
        if (q.Length > MaxCharacters || !page.TryRead(list, out var after))
        {
            return null;
        }

        var whole = Folding.FoldName(q);
        var found = Words(q).Aggregate(among, (records, word) => Holding(db, visible, records, word));
        var begins = db.RecordEmails.Where(e => e.Address.StartsWith(whole.Trim())).Select(e => e.RecordId);
        var ranked = found.Select(r => new
        {
            r.Id,
            r.PublicId,
            Rank = (r.SearchName.Contains(whole) || begins.Contains(r.Id) ? 0 : 2) +
                (r.Status == RecordStatus.Open ? 0 : 1),
        });
        if (after is var (edge, last) && after is not null)
        {
            // The place of time in the cursor holds the rank, which is what this list is ordered by first.
            var rank = (int)edge.ToUnixTimeMilliseconds();
            var id = await among.Where(r => r.PublicId == last).Select(r => (long?)r.Id).FirstOrDefaultAsync(ct);
            var made = MadeWith(last);
            ranked = id is not null
                ? ranked.Where(r => r.Rank > rank || (r.Rank == rank && r.Id < id))
                : ranked.Where(r => r.Rank > rank || (r.Rank == rank && r.PublicId <= made));
        }

        // A short word finds thousands: they are sorted by rank and id alone, and those of the page are read then.
        var best = await ranked.OrderBy(r => r.Rank).ThenByDescending(r => r.Id).Take(page.Size + 1).ToListAsync(ct);
        var ids = best.Take(page.Size).Select(r => r.Id).ToList();
        var rows = await among.Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        IReadOnlyList<TRecord> shown = [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
        var next = best.Count <= page.Size || shown.Count == 0
            ? null
            : PageRequest.Next(
                list, DateTimeOffset.FromUnixTimeMilliseconds(best[page.Size - 1].Rank), shown[^1].PublicId);
        return (shown, next);
    }

    /// <summary>Why <see cref="FindAsync"/> or a list answered null.</summary>
    public static ProblemHttpResult Refused(string? q) => q?.Length > MaxCharacters
        ? Problems.Invalid("q", "too_long", $"at most {MaxCharacters} characters.")
        : Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");

    /// <summary>
    /// The largest outside id of the millisecond in which this one was made, which stands in its first six bytes: of a record
    /// that is gone by now only its like in time come again.
    /// </summary>
    private static Guid MadeWith(Guid publicId)
    {
        var bytes = publicId.ToByteArray(true);
        bytes.AsSpan(6).Fill(byte.MaxValue);
        return new Guid(bytes, true);
    }

    private static IEnumerable<string> Words(string q) =>
        Folding.Fold(q).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct().Take(MaxWords);

    private static IQueryable<TRecord> Holding<TRecord>(
        CompanionDb db, Visible visible, IQueryable<TRecord> records, string word)
        where TRecord : Record
    {
        var byAddress = db.RecordEmails.Where(e => e.Address.Contains(word)).Select(e => e.RecordId);
        var organizations = visible.Records.OfType<Organization>().Where(o => o.SearchName.Contains(word))
            .Select(o => (long?)o.Id);
        var members = db.Set<Person>().Where(p => organizations.Contains(p.OrganizationId)).Select(p => p.Id)
            .Concat(db.Set<Deal>().Where(d => organizations.Contains(d.OrganizationId)).Select(d => d.Id));
        return records.Where(r => r.SearchName.Contains(word) || byAddress.Contains(r.Id) || members.Contains(r.Id));
    }
}
