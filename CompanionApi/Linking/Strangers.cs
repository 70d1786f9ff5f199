using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Linking;

/// <summary>The outside people of a message who belong to no person that its owner sees (R62, S9).</summary>
public sealed class Strangers(CompanionDb db, long ownerId, BccDomain bccDomain)
{
    private const int Most = 200;

    /// <summary>In the order of From, To, Cc; each address once, with the name it stood with. Never Bcc (S4).</summary>
    public async Task<IReadOnlyList<OutsideAddress>> OfAsync(long messageId, CancellationToken ct = default)
    {
        var outside = (await OutsideAsync(messageId, ct)).Where(o => PersonFinder.IsSomebody(o.Address)).ToList();
        var found = await new PersonFinder(db, ownerId).FindAsync([.. outside.Select(o => o.Address)], ct);
        return [.. outside.Where(o => !found.Contains(o.Address))];
    }

    /// <summary>All outside people of the message as its rows hold them.</summary>
    public async Task<IReadOnlyList<OutsideAddress>> OutsideAsync(long messageId, CancellationToken ct = default)
    {
        var rows = await db.Participants.AsNoTracking()
            .Where(p => p.MessageId == messageId && p.Role <= ParticipantRole.Cc)
            .OrderBy(p => p.Role).ThenBy(p => p.Position).Take(Most).ToListAsync(ct);
        var own = await OwnAddresses.LoadAsync(db, ownerId, [.. rows.Select(r => r.Address)], bccDomain.Name, ct);
        return
        [
            .. rows.Where(r => r.Address.Contains('@') && !own.IsInternal(r.Address)).DistinctBy(r => r.Address)
                .Select(r => new OutsideAddress(r.Address, r.Name)),
        ];
    }
}
