using System.Text.Json.Serialization;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// Records as cards, for every answer that names one. Only what the viewer may see becomes a card; a hidden record is
/// absent, and so is a hidden organization on a card (S3). A fixed number of queries, however many records.
/// </summary>
public sealed class RecordCards(BccDomain domain)
{
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

        var rows = await visible.Records.AsNoTracking().Where(r => ids.Contains(r.Id))
            .Join(db.Users, r => r.OwnerId, u => u.Id, (r, u) => new { Record = r, Owner = u })
            .Select(row => new Seen(
                row.Record, new UserRef(row.Owner.PublicId, row.Owner.DisplayName) { Left = row.Owner.LeftAt != null }))
            .ToListAsync(ct);
        var emails = await EmailsAsync(db, rows, ct);
        var organizations = await OrganizationsAsync(visible, rows, ct);
        var addresses = await AddressesAsync(db, rows, ct);
        return rows.ToDictionary(
            row => row.Record.Id,
            row => Card(row, emails, organizations, addresses.GetValueOrDefault(row.Record.Id)));
    }

    private static RecordCard Card(
        Seen row, ILookup<long, string> emails, Dictionary<long, RecordRef> organizations, string? address)
    {
        var record = row.Record;
        var card = new RecordCard(record.Kind, record.PublicId, record.Name, row.Owner, record.VisibleTo);
        return record switch
        {
            Person person => card with
            {
                Emails = [.. emails[person.Id]],
                Organization = Of(organizations, person.OrganizationId),
                IsNewByMail = person.IsNewByMail,
            },
            Lead lead => card with
            {
                Status = lead.Status,
                Emails = [.. emails[lead.Id]],
                SmartBccAddress = address,
                IsNewByMail = lead.IsNewByMail,
            },
            Deal deal => card with
            {
                Status = deal.Status,
                Value = deal.Value,
                Currency = deal.Currency,
                Organization = Of(organizations, deal.OrganizationId),
                SmartBccAddress = address,
            },
            Project project => card with { Status = project.Status },
            _ => card,
        };
    }

    private static RecordRef? Of(Dictionary<long, RecordRef> organizations, long? id) =>
        id is { } known ? organizations.GetValueOrDefault(known) : null;

    private static async Task<ILookup<long, string>> EmailsAsync(CompanionDb db, List<Seen> rows, CancellationToken ct)
    {
        var ids = rows.Where(r => r.Record is Person or Lead).Select(r => r.Record.Id).ToList();
        var emails = ids.Count == 0
            ? []
            : await db.RecordEmails.AsNoTracking().Where(e => ids.Contains(e.RecordId))
                .OrderBy(e => e.Position).ThenBy(e => e.Id).ToListAsync(ct);
        return emails.ToLookup(e => e.RecordId, e => e.Address);
    }

    private static async Task<Dictionary<long, RecordRef>> OrganizationsAsync(
        Visible visible, List<Seen> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Record switch
        {
            Person person => person.OrganizationId,
            Deal deal => deal.OrganizationId,
            _ => null,
        }).OfType<long>().Distinct().ToList();
        return ids.Count == 0
            ? []
            : await visible.Records.Where(r => ids.Contains(r.Id))
                .ToDictionaryAsync(r => r.Id, r => new RecordRef(r.Kind, r.PublicId, r.Name), ct);
    }

    private async Task<Dictionary<long, string>> AddressesAsync(CompanionDb db, List<Seen> rows, CancellationToken ct)
    {
        var kinds = rows.Where(r => r.Record is Lead or Deal).ToDictionary(r => r.Record.Id, r => r.Record.Kind);
        if (kinds.Count == 0)
        {
            return [];
        }

        var mailName = await db.Companies.Where(c => c.Id == db.CompanyId).Select(c => c.MailName).SingleAsync(ct);
        // Addresses of merged records go on answering; the newest is the one to show.
        var tokens = await db.SmartBccAddresses.AsNoTracking().Where(a => kinds.Keys.Contains(a.RecordId))
            .OrderBy(a => a.Id).Select(a => new { a.RecordId, a.Token }).ToListAsync(ct);
        return tokens.GroupBy(a => a.RecordId).ToDictionary(
            group => group.Key, group => domain.RecordAddress(mailName, kinds[group.Key], group.Last().Token));
    }

    private sealed record Seen(Record Record, UserRef Owner);
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
