using System.Text.Json.Serialization;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;

namespace CompanionApi.Data;

/// <summary>
/// Records as cards, for every answer that names one. Only what the viewer may see becomes a card; a hidden record is
/// absent, and so is a hidden organization on a card (S3). A fixed number of queries, however many records.
/// </summary>
public sealed class RecordCards(BccDomain domain)
{
    private sealed record Asked(long UserId, IReadOnlyCollection<long> Ids);

    private sealed record Row(
        long Id, RecordKind Kind, Guid PublicId, string Name, VisibleTo VisibleTo, RecordStatus Status, bool IsNewByMail,
        decimal? Value, string? Currency, long? OrganizationId, Guid OwnerId, string OwnerName, DateTimeOffset? OwnerLeftAt);

    private sealed record Of(long RecordId, string Text);

    private static readonly PreparedQuery<Asked, Row> Rows = new((db, asked) =>
        from r in Visible.RecordsOf(db, asked.UserId)
        where asked.Ids.Contains(r.Id)
        join owner in db.Users on r.OwnerId equals owner.Id
        select new Row(
            r.Id, r.Kind, r.PublicId, r.Name, r.VisibleTo, r.Status, r.IsNewByMail, ((Deal)r).Value, ((Deal)r).Currency,
            // One column of both kinds.
            r.Kind == RecordKind.Person ? ((Person)r).OrganizationId : ((Deal)r).OrganizationId,
            owner.PublicId, owner.DisplayName, owner.LeftAt));

    private static readonly PreparedQuery<Asked, Of> Emails = new((db, asked) =>
        from email in db.RecordEmails
        where asked.Ids.Contains(email.RecordId)
        orderby email.Position, email.Id
        select new Of(email.RecordId, email.Address));

    // Addresses of merged records go on answering; the newest is the one to show.
    private static readonly PreparedQuery<Asked, Of> Tokens = new((db, asked) =>
        from address in db.SmartBccAddresses
        where asked.Ids.Contains(address.RecordId)
        orderby address.Id
        select new Of(address.RecordId, address.Token));

    private static readonly PreparedQuery<Asked, string> MailName = new((db, asked) =>
        db.Companies.Where(c => c.Id == db.CompanyId).Select(c => c.MailName));

    /// <summary>
    /// Cards by record id, of those that pass the gate. Shows what is saved: in a write, save first.
    /// </summary>
    public async Task<IReadOnlyDictionary<long, RecordCard>> LoadAsync(
        CompanionDb db, Visible visible, IEnumerable<long> recordIds, CancellationToken ct = default)
    {
        var ids = recordIds.Distinct().ToList();
        if (ids.Count == 0)
        {
            return new Dictionary<long, RecordCard>();
        }

        var rows = await Rows.ToListAsync(db, new Asked(visible.ViewerId, ids), ct);
        var emails = await EmailsAsync(db, rows, ct);
        var organizations = await visible.RefsAsync([.. rows.Select(row => row.OrganizationId).OfType<long>().Distinct()], ct);
        var addresses = await AddressesAsync(db, rows, ct);
        return rows.ToDictionary(row => row.Id, row => Card(row, emails, organizations, addresses));
    }

    private static RecordCard Card(
        Row row, ILookup<long, string> emails, IReadOnlyDictionary<long, RecordRef> organizations,
        IReadOnlyDictionary<long, string> addresses)
    {
        var owner = new UserRef(row.OwnerId, row.OwnerName) { Left = row.OwnerLeftAt is not null };
        var card = new RecordCard(row.Kind, row.PublicId, row.Name, owner, row.VisibleTo);
        var organization = row.OrganizationId is { } id ? organizations.GetValueOrDefault(id) : null;
        return row.Kind switch
        {
            RecordKind.Person => card with
            {
                Emails = [.. emails[row.Id]],
                Organization = organization,
                IsNewByMail = row.IsNewByMail,
            },
            RecordKind.Lead => card with
            {
                Status = row.Status,
                Emails = [.. emails[row.Id]],
                SmartBccAddress = addresses.GetValueOrDefault(row.Id),
                IsNewByMail = row.IsNewByMail,
            },
            RecordKind.Deal => card with
            {
                Status = row.Status,
                Value = row.Value,
                Currency = row.Currency,
                Organization = organization,
                SmartBccAddress = addresses.GetValueOrDefault(row.Id),
            },
            RecordKind.Project => card with { Status = row.Status },
            _ => card,
        };
    }

    private static async Task<ILookup<long, string>> EmailsAsync(CompanionDb db, List<Row> rows, CancellationToken ct)
    {
        var ids = rows.Where(r => r.Kind is RecordKind.Person or RecordKind.Lead).Select(r => r.Id).ToList();
        var emails = ids.Count == 0 ? [] : await Emails.ToListAsync(db, new Asked(0, ids), ct);
        return emails.ToLookup(e => e.RecordId, e => e.Text);
    }

    private async Task<IReadOnlyDictionary<long, string>> AddressesAsync(
        CompanionDb db, List<Row> rows, CancellationToken ct)
    {
        var kinds = rows.Where(r => r.Kind is RecordKind.Lead or RecordKind.Deal).ToDictionary(r => r.Id, r => r.Kind);
        if (kinds.Count == 0)
        {
            return new Dictionary<long, string>();
        }

        var asked = new Asked(0, kinds.Keys);
        var mailName = (await MailName.FirstAsync(db, asked, ct))!;
        return (await Tokens.ToListAsync(db, asked, ct)).GroupBy(a => a.RecordId).ToDictionary(
            group => group.Key, group => domain.RecordAddress(mailName, kinds[group.Key], group.Last().Text));
    }
}

/// <summary>A user as others see one.</summary>
public sealed record UserRef(Guid Id, string DisplayName)
{
    /// <summary>Of one who is no longer there, whose shared mail and records stay (S57).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Left { get; init; }

    public static UserRef Of(User user) => new(user.PublicId, user.DisplayName) { Left = user.LeftAt is not null };

    public static UserRef Of(CurrentUser me) => new(me.PublicId, me.DisplayName);
}

/// <summary>A record's name and where to find it; only ever of one that the viewer may see.</summary>
public sealed record RecordRef(RecordKind Kind, Guid Id, string Name)
{
    public static RecordRef Of(Record record) => new(record.Kind, record.PublicId, record.Name);
}

/// <summary>A record as a card shows it. Fields that its kind does not have, or that are empty, are absent.</summary>
public sealed record RecordCard(RecordKind Kind, Guid Id, string Name, UserRef Owner, VisibleTo VisibleTo)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordStatus? Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Value { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordRef? Organization { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Emails { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SmartBccAddress { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsNewByMail { get; init; }

    public RecordRef AsRef() => new(Kind, Id, Name);
}
