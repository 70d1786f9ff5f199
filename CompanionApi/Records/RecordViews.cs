using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>A record that the viewer sees, with all that its view is made of.</summary>
internal sealed record Seen<TRecord>(
    TRecord Row, RecordCard Card, LastMail Mail, bool IsMine, IReadOnlyList<RecordCard> Nested)
    where TRecord : Record
{
    public IReadOnlyList<RecordCard> All(RecordKind kind) => [.. Nested.Where(card => card.Kind == kind)];

    public RecordCard? One(RecordKind kind) => Nested.FirstOrDefault(card => card.Kind == kind);
}

/// <summary>A record stands in the view of another.</summary>
internal sealed record Relation(long Of, long To);

/// <summary>
/// Loads what the views of records show, through the gate: nested records that the viewer may not see are absent and
/// uncounted (S3). The number of queries does not grow with the records.
/// </summary>
internal sealed class RecordViews(CompanionDb db, Visible visible, RecordCards cards, CurrentUser me)
{
    /// <summary>The newest are shown; the rest is found by search.</summary>
    private const int MaxNested = 100;

    private sealed record Asked(long UserId, IReadOnlyCollection<long> Ids);

    private static readonly PreparedQuery<Asked, Relation> Persons = new((db, asked) =>
        from link in db.RecordPersons
        where asked.Ids.Contains(link.RecordId)
        join person in Visible.RecordsOf(db, asked.UserId) on link.PersonId equals person.Id
        orderby link.Id
        select new Relation(link.RecordId, person.Id));

    /// <summary>The views' makings in the order of <paramref name="rows"/>; hidden records are absent.</summary>
    public async Task<IReadOnlyList<Seen<TRecord>>> LoadAsync<TRecord>(
        RecordKind kind, IReadOnlyList<TRecord> rows, IReadOnlyList<Relation> relations, CancellationToken ct)
        where TRecord : Record
    {
        var ids = rows.Select(row => row.Id).ToList();
        var all = await cards.LoadAsync(db, visible, ids.Concat(relations.Select(relation => relation.To)), ct);
        var mail = await visible.LastMailAsync(kind, ids, ct);
        var nested = relations.Where(relation => all.ContainsKey(relation.To))
            .ToLookup(relation => relation.Of, relation => all[relation.To]);
        return
        [
            .. rows.Where(row => all.ContainsKey(row.Id)).Select(row => new Seen<TRecord>(
                row, all[row.Id], mail[row.Id], row.OwnerId == me.Id, [.. nested[row.Id]])),
        ];
    }

    /// <summary>The persons of deals, leads and projects.</summary>
    public Task<List<Relation>> PersonsOfAsync(IReadOnlyCollection<long> recordIds, CancellationToken ct) =>
        Persons.ToListAsync(db, new Asked(me.Id, recordIds), ct);

    public Task<List<Relation>> DealsOfPersonsAsync(IReadOnlyCollection<long> personIds, CancellationToken ct)
    {
        var deals =
            from link in db.RecordPersons
            where personIds.Contains(link.PersonId)
            join deal in visible.Records.OfType<Deal>() on link.RecordId equals deal.Id
            select new { link.PersonId, deal.Id };
        return visible.Records.Where(person => personIds.Contains(person.Id))
            .SelectMany(
                person => deals.Where(deal => deal.PersonId == person.Id)
                    .OrderByDescending(deal => deal.Id).Take(MaxNested),
                (person, deal) => new Relation(person.Id, deal.Id)).ToListAsync(ct);
    }

    /// <summary>The persons and the deals of organizations.</summary>
    public async Task<List<Relation>> MembersOfAsync(IReadOnlyCollection<long> organizationIds, CancellationToken ct)
    {
        // The rows are numbered for each organization before they are joined: first only those of these.
        var members = visible.Records.OfType<Person>().Where(p => organizationIds.Contains(p.OrganizationId!.Value));
        var theirDeals = visible.Records.OfType<Deal>().Where(d => organizationIds.Contains(d.OrganizationId!.Value));
        var organizations = visible.Records.Where(o => organizationIds.Contains(o.Id));
        var persons = await organizations.SelectMany(
            o => members.Where(p => p.OrganizationId == o.Id).OrderByDescending(p => p.Id).Take(MaxNested),
            (o, p) => new Relation(o.Id, p.Id)).ToListAsync(ct);
        var deals = await organizations.SelectMany(
            o => theirDeals.Where(d => d.OrganizationId == o.Id).OrderByDescending(d => d.Id).Take(MaxNested),
            (o, d) => new Relation(o.Id, d.Id)).ToListAsync(ct);
        return [.. persons, .. deals];
    }
}
