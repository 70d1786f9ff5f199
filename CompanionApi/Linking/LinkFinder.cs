using CompanionApi.Data;
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
    /// <summary>The open deals, leads and projects that are visible to the owner.</summary>
    public async Task<IReadOnlyList<Candidate>> OpenOfAsync(
        IReadOnlyCollection<long> personIds, IReadOnlyCollection<string> addresses, CancellationToken ct = default)
    {
        var open = Visible.RecordsOf(db, ownerId).Where(r => r.Status == RecordStatus.Open &&
            (r.Kind == RecordKind.Deal || r.Kind == RecordKind.Lead || r.Kind == RecordKind.Project));
        var byPerson = await (
            from link in db.RecordPersons
            where personIds.Contains(link.PersonId)
            join record in open on link.RecordId equals record.Id
            // The order leads SQLite to the index of persons; another would read the whole company's.
            orderby link.PersonId
            select new Candidate(record.Kind, record.Id, record.CreatedAt, link.PersonId, null)).ToListAsync(ct);
        var byAddress = await (
            from email in db.RecordEmails
            where addresses.Contains(email.Address)
            join record in open.Where(r => r.Kind == RecordKind.Lead) on email.RecordId equals record.Id
            select new Candidate(record.Kind, record.Id, record.CreatedAt, null, email.Address)).ToListAsync(ct);
        return [.. byPerson.Concat(byAddress).DistinctBy(c => c.RecordId).OrderBy(c => c.RecordId)];
    }

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
    /// Whether a rule may fill the slot: no link of the kind stands and no hand has removed one (S7, S38).
    /// </summary>
    public async Task<bool> IsFreeAsync(long conversationId, LinkSlot slot, CancellationToken ct = default) =>
        !await db.ConversationLinks.AnyAsync(l => l.ConversationId == conversationId && l.Slot == slot, ct) &&
        !await db.RemovedLinks.AnyAsync(l => l.ConversationId == conversationId && l.Slot == slot, ct);

    /// <summary>
    /// The living record that the addressed one leads to (S34): itself, or what it was merged or converted into, where
    /// the owner may see it. Null: "that address is not available to you", deleted and hidden alike.
    /// </summary>
    public Task<Record?> AddressedAsync(long recordId, CancellationToken ct = default)
    {
        var living = Successors.Of(db, recordId);
        return Visible.RecordsOf(db, ownerId).FirstOrDefaultAsync(r => living.Contains(r.Id), ct);
    }
}
