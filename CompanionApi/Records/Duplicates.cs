using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary><c>Why</c>: same_address or same_name. <c>MayMerge</c>: both are the viewer's own (S5).</summary>
public sealed record Duplicate(RecordCard Record, string Why, bool MayMerge);

/// <summary>Finds persons that may be one, among those that the viewer sees and no others (S9).</summary>
internal sealed class Duplicates(CompanionDb db, Visible visible, RecordCards cards, CurrentUser me)
{
    private const int Most = 5;

    /// <summary>Null: there is no such person. Those with the same address come first.</summary>
    public async Task<IReadOnlyList<Duplicate>?> OfAsync(Guid id, CancellationToken ct)
    {
        var persons = visible.Records.OfType<Person>();
        var person = await persons.Where(p => p.PublicId == id)
            .Select(p => new { p.Id, p.OwnerId, p.SearchName }).FirstOrDefaultAsync(ct);
        if (person is null)
        {
            return null;
        }

        var others = persons.Where(p => p.Id != person.Id);
        var addresses = db.RecordEmails.Where(e => e.RecordId == person.Id).Select(e => e.Address);
        var sharing = db.RecordEmails.Where(e => addresses.Contains(e.Address)).Select(e => e.RecordId);
        var byAddress = await others.Where(p => sharing.Contains(p.Id)).OrderBy(p => p.Id).Take(Most)
            .Select(p => new { p.Id, p.OwnerId }).ToListAsync(ct);
        var byName = await others.Where(p => p.SearchName == person.SearchName).OrderBy(p => p.Id).Take(Most)
            .Select(p => new { p.Id, p.OwnerId }).ToListAsync(ct);
        var found = byAddress.Select(p => (p.Id, p.OwnerId, Why: "same_address"))
            .Concat(byName.Select(p => (p.Id, p.OwnerId, Why: "same_name"))).DistinctBy(p => p.Id).Take(Most).ToList();
        var shown = await cards.LoadAsync(db, visible, found.Select(p => p.Id), ct);
        return
        [
            .. found.Where(p => shown.ContainsKey(p.Id)).Select(p => new Duplicate(
                shown[p.Id], p.Why, person.OwnerId == me.Id && p.OwnerId == me.Id)),
        ];
    }
}
