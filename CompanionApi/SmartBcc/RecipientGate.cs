using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;

namespace CompanionApi.SmartBcc;

/// <summary>One of our addresses as it was written: the company's own, or a record's.</summary>
public sealed record OurAddress(int CompanyId, RecordKind? Kind, string? Token, string Written);

/// <summary>
/// Which recipients are ours (R20, R27, R32). Knows companies and the shape of record addresses only: whether a record
/// stands behind one is not told before the sender is proven (S31).
/// </summary>
public sealed class RecipientGate(DatabaseOptions database, BccDomain domain, TimeProvider clock)
{
    private const int MaxLocalPart = 64;

    private sealed record Asked(string MailName);

    private sealed record Named(int CompanyId, DateTimeOffset? RetiredAt, TimeSpan Grace);

    private static readonly PreparedQuery<Asked, Named> Names = new((db, asked) =>
        from name in db.MailNames
        where name.Name == asked.MailName
        join company in db.Companies on name.CompanyId equals company.Id
        select new Named(company.Id, name.RetiredAt, company.AddressGrace));

    /// <summary>Null: no address of ours.</summary>
    public async Task<OurAddress?> FindAsync(string recipient, CancellationToken ct)
    {
        var at = recipient.LastIndexOf('@');
        if (at < 1 || at > MaxLocalPart || !recipient[(at + 1)..].Equals(domain.Name, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var local = recipient[..at].ToLowerInvariant();
        var plus = local.IndexOf('+');
        var mailName = plus < 0 ? local : local[..plus];
        if (await CompanyOfAsync(mailName, ct) is not { } company)
        {
            return null;
        }

        if (plus < 0)
        {
            return new OurAddress(company, null, null, recipient);
        }

        var record = local[(plus + 1)..];
        return record.StartsWith("deal-", StringComparison.Ordinal) ? Of(RecordKind.Deal)
            : record.StartsWith("lead-", StringComparison.Ordinal) ? Of(RecordKind.Lead)
            : null;

        OurAddress? Of(RecordKind kind) => record.Length > 5 ? new OurAddress(company, kind, record[5..], recipient) : null;
    }

    /// <summary>A retired mail name answers until its grace is over (R32).</summary>
    private async Task<int?> CompanyOfAsync(string mailName, CancellationToken ct)
    {
        var found = await database.ReadAsync(reader => Names.FirstAsync(reader.Directory, new Asked(mailName), ct));
        return found is null || found.RetiredAt + found.Grace <= clock.GetUtcNow() ? null : found.CompanyId;
    }
}
