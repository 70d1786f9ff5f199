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
        if (LocalPartOf(recipient) is not { } local || await NamedAsync(local, ct) is not { } named || IsOver(named))
        {
            return null;
        }

        return local.IndexOf('+') is >= 0 and var plus
            ? Record(named.CompanyId, local[(plus + 1)..], recipient)
            : new OurAddress(named.CompanyId, null, null, recipient);
    }

    /// <summary>
    /// Whose address it was or is taken for: the company whose mail name stands in it, given up long ago, too. Null: nobody's.
    /// </summary>
    public async Task<OurAddress?> MeantAsync(string recipient, CancellationToken ct)
    {
        if (LocalPartOf(recipient) is not { } local || await NamedAsync(local, ct) is not { } named)
        {
            return null;
        }

        return Record(named.CompanyId, local[(local.IndexOf('+') + 1)..], recipient) ??
            new OurAddress(named.CompanyId, null, null, recipient);
    }

    private string? LocalPartOf(string recipient)
    {
        var at = recipient.LastIndexOf('@');
        return at is < 1 or > MaxLocalPart || !recipient[(at + 1)..].Equals(domain.Name, StringComparison.OrdinalIgnoreCase)
            ? null
            : recipient[..at].ToLowerInvariant();
    }

    private Task<Named?> NamedAsync(string local, CancellationToken ct) =>
        database.ReadAsync(reader => Names.FirstAsync(reader.Directory, new Asked(local.Split('+')[0]), ct));

    /// <summary>A retired mail name answers until its grace is over (R32).</summary>
    private bool IsOver(Named named) => named.RetiredAt + named.Grace <= clock.GetUtcNow();

    private static OurAddress? Record(int company, string record, string recipient)
    {
        var kind = record.StartsWith("deal-", StringComparison.Ordinal) ? RecordKind.Deal
            : record.StartsWith("lead-", StringComparison.Ordinal) ? RecordKind.Lead
            : (RecordKind?)null;
        return kind is null || record.Length <= 5 ? null : new OurAddress(company, kind, record[5..], recipient);
    }
}
