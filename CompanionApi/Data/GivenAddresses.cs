using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>Which record an address was given out for (R27).</summary>
public static class GivenAddresses
{
    /// <summary>
    /// The records by kind and token. The kind is part of the address: a lead's goes on as a lead's when the lead was
    /// converted, and a deal's token never makes a lead's address.
    /// </summary>
    public static Task<Dictionary<(RecordKind Kind, string Token), long>> FindAsync(
        CompanionDb db, IReadOnlyCollection<string> tokens, CancellationToken ct = default) => (
        from address in db.SmartBccAddresses
        where tokens.Contains(address.Token)
        join record in db.Records on address.RecordId equals record.Id
        select new { record.Kind, address.Token, record.Id })
        .ToDictionaryAsync(a => (a.Kind, a.Token), a => a.Id, ct);
}
