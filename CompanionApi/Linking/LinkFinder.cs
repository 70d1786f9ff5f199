using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Linking;

/// <summary>An open record that a mail's people point to, found by a person or, a lead, by an address of its own.</summary>
public sealed record Candidate(
    RecordKind Kind, long RecordId, DateTimeOffset CreatedAt, long? PersonId, string? Address);

/// <summary>What auto-link decided for one slot: the one to link, or the several to offer.</summary>
public sealed record AutoLink(Candidate? Only, IReadOnlyList<Candidate> Several)
{
    public static AutoLink Nothing { get; } = new(null, []);
}

/// <summary>
/// R26, S38: a conversation is linked to the only open deal or lead, and to the only open project, of all its outside
/// people together, seen with its owner's eyes (S9).
/// </summary>
public sealed class LinkFinder(CompanionDb db, long ownerId)
{
    private sealed record Asked(long OwnerId, IReadOnlyCollection<long> PersonIds, IReadOnlyCollection<string> Addresses);

    private sealed record OfPerson(RecordKind Kind, long RecordId, DateTimeOffset CreatedAt, long PersonId);

    private sealed record OfAddress(long RecordId, DateTimeOffset CreatedAt, string Address);

    private sealed record AskedSlot(long ConversationId, long Slot);

    private static readonly PreparedQuery<Asked, OfPerson> ByPerson = new((db, asked) =>
        from link in db.RecordPersons
        where asked.PersonIds.Contains(link.PersonId)
        join record in Open(db, asked.OwnerId) on link.RecordId equals record.Id
        // The order leads SQLite to the index of persons; another would read the whole company's.
        orderby link.PersonId
        select new OfPerson(record.Kind, record.Id, record.CreatedAt, link.PersonId));

    private static readonly PreparedQuery<Asked, OfAddress> ByAddress = new((db, asked) =>
        from email in db.RecordEmails
        where asked.Addresses.Contains(email.Address)
        join record in Open(db, asked.OwnerId).Where(r => r.Kind == RecordKind.Lead) on email.RecordId equals record.Id
        select new OfAddress(record.Id, record.CreatedAt, email.Address));

    private static readonly PreparedQuery<AskedSlot, long> Taken = new((db, asked) =>
        ConversationSides.Living(db, asked.ConversationId).Where(l => (long)l.Slot == asked.Slot)
            .Select(l => l.Id)
            .Concat(db.RemovedLinks.Where(l => l.ConversationId == asked.ConversationId && (long?)l.Slot == asked.Slot)
                .Select(l => l.Id)));

    /// <summary>The open deals, leads and projects that are visible to the owner, each once.</summary>
    public async Task<IReadOnlyList<Candidate>> OpenOfAsync(
        IReadOnlyCollection<long> personIds, IReadOnlyCollection<string> addresses, CancellationToken ct = default) =>
        Once(await CandidatesAsync(personIds, addresses, ct));

    /// <summary>The same, once for each person and address that leads to it: those of persons first, by their ids.</summary>
    internal async Task<IReadOnlyList<Candidate>> CandidatesAsync(
        IReadOnlyCollection<long> personIds, IReadOnlyCollection<string> addresses, CancellationToken ct = default)
    {
        var asked = new Asked(ownerId, personIds, addresses);
        var byPerson = (await ByPerson.ToListAsync(db, asked, ct))
            .Select(c => new Candidate(c.Kind, c.RecordId, c.CreatedAt, c.PersonId, null));
        var byAddress = (await ByAddress.ToListAsync(db, asked, ct))
            .Select(c => new Candidate(RecordKind.Lead, c.RecordId, c.CreatedAt, null, c.Address));
        return [.. byPerson, .. byAddress];
    }

    internal static IReadOnlyList<Candidate> Once(IEnumerable<Candidate> candidates) =>
        [.. candidates.DistinctBy(c => c.RecordId).OrderBy(c => c.RecordId)];

    /// <summary>The deal or lead. One deal beside one lead: the deal.</summary>
    public static AutoLink DealOrLead(IReadOnlyList<Candidate> open, MailSettings switches)
    {
        var deals = open.Where(c => c.Kind == RecordKind.Deal && switches.AutoLinkDeals).ToList();
        var leads = open.Where(c => c.Kind == RecordKind.Lead && switches.AutoLinkLeads).ToList();
        return (deals.Count, leads.Count) switch
        {
            (0, 0) => AutoLink.Nothing,
            (1, 0 or 1) => new AutoLink(deals[0], []),
            (0, 1) => new AutoLink(leads[0], []),
            _ => new AutoLink(null, [.. deals, .. leads]),
        };
    }

    public static AutoLink Project(IReadOnlyList<Candidate> open, MailSettings switches)
    {
        var projects = open.Where(c => c.Kind == RecordKind.Project && switches.AutoLinkProjects).ToList();
        return projects.Count switch
        {
            0 => AutoLink.Nothing,
            1 => new AutoLink(projects[0], []),
            _ => new AutoLink(null, projects),
        };
    }

    /// <summary>
    /// Whether a rule may fill the slot: no link of the kind to a living record stands and no hand has removed one (S7, S38).
    /// </summary>
    public async Task<bool> IsFreeAsync(long conversationId, LinkSlot slot, CancellationToken ct = default) =>
        await Taken.FirstAsync(db, new AskedSlot(conversationId, (long)slot), ct) == 0;

    /// <summary>
    /// The living record that the addressed one leads to (S34): itself, or what it was merged or converted into, where
    /// the owner may see it. Null: "that address is not available to you", deleted and hidden alike.
    /// </summary>
    public Task<Record?> AddressedAsync(long recordId, CancellationToken ct = default)
    {
        var living = Successors.Of(db, recordId);
        return Visible.RecordsOf(db, ownerId).FirstOrDefaultAsync(r => living.Contains(r.Id), ct);
    }

    private static IQueryable<Record> Open(CompanionDb db, long ownerId) =>
        Visible.RecordsOf(db, ownerId).Where(r => r.Status == RecordStatus.Open &&
            (r.Kind == RecordKind.Deal || r.Kind == RecordKind.Lead || r.Kind == RecordKind.Project));
}
