using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>The persons of a deal, lead or project.</summary>
public static class RecordPeople
{
    /// <summary>Makes these the record's persons. Saved by the caller's write.</summary>
    public static async Task PutAsync(
        CompanionDb db, long recordId, IReadOnlyCollection<long> personIds, CancellationToken ct = default)
    {
        var present = await db.RecordPersons.Where(p => p.RecordId == recordId).ToListAsync(ct);
        db.RecordPersons.RemoveRange(present.Where(p => !personIds.Contains(p.PersonId)));
        db.RecordPersons.AddRange(personIds.Except(present.Select(p => p.PersonId))
            .Select(id => new RecordPerson { RecordId = recordId, PersonId = id }));
    }
}
