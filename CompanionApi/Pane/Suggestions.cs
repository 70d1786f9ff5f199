using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Pane;

/// <summary>
/// What the open mail may belong to, each with its reason: open records of its sender, of its other people, of earlier
/// conversations with them, of their organizations, of the organization that shares their domain; in each the most
/// recently active first. Seen with the viewer's eyes alone (S9), and a bounded number of rows, however much there is.
/// </summary>
public sealed class Suggestions(CompanionDb db, Visible visible, CurrentUser me, RecordCards cards)
{
    private const int Most = 5;
    private const int MaxCandidates = 50;

    /// <param name="outside">The addresses of the mail, the sender's first.</param>
    /// <param name="conversationId">Of a captured mail: what stands there, was taken away or was refused is left out.</param>
    /// <param name="ct">Stops the search.</param>
    /// <param name="known">The persons of these addresses, where they were looked for already.</param>
    public async Task<IReadOnlyList<LinkView>> ForAsync(
        IReadOnlyList<string> outside, long? conversationId, CancellationToken ct, ILookup<string, Person>? known = null)
    {
        if (outside.Count == 0)
        {
            return [];
        }

        var found = known ?? await new PersonFinder(db, me.Id).FindAsync(outside, ct);
        var persons = outside.SelectMany(a => found[a]).DistinctBy(p => p.Id).ToList();
        var candidates = (await OpenAsync(outside, found, persons, ct))
            .Concat(await new EarlierConversations(db, visible).OfAsync(outside, ct))
            .Concat(await OfOrganizationsAsync(persons, ct))
            .Concat(await OfDomainsAsync([.. outside.Where(a => !found.Contains(a))], ct))
            .DistinctBy(c => c.RecordId).Take(MaxCandidates).ToList();
        if (candidates.Count == 0)
        {
            return [];
        }

        var refused = conversationId is { } id ? await RefusedAsync(id, ct) : new Refused([], []);
        var left = candidates.Where(c => !refused.Has(c)).ToList();
        if (left.Count == 0)
        {
            return [];
        }

        var active = await ActivityAsync([.. left.Select(c => c.RecordId)], ct);
        var ranked = left.OrderBy(c => c.Rank).ThenByDescending(c => active.GetValueOrDefault(c.RecordId))
            .ThenByDescending(c => c.RecordId).Take(Most).ToList();
        var shown = await cards.LoadAsync(db, visible, ranked.Select(c => c.RecordId), ct);
        return
        [
            .. ranked.Where(c => shown.ContainsKey(c.RecordId))
                .Select(c => new LinkView(c.Kind, shown[c.RecordId], c.Why)),
        ];
    }

    private async Task<IEnumerable<Suggested>> OpenAsync(
        IReadOnlyList<string> outside, ILookup<string, Person> found, IReadOnlyList<Person> persons, CancellationToken ct)
    {
        var names = persons.ToDictionary(p => p.Id, RecordRef.Of);
        var senders = found[outside[0]].Select(p => p.Id).ToHashSet();
        var open = await new LinkFinder(db, me.Id).OpenOfAsync([.. names.Keys], outside, ct);
        return open.Select(c => c.PersonId is { } person
                ? new Suggested(senders.Contains(person) ? 0 : 1, c.Kind, c.RecordId,
                    new Why("open_of_person") { Person = names[person] })
                : new Suggested(c.Address == outside[0] ? 0 : 1, c.Kind, c.RecordId,
                    new Why("open_of_address") { Address = c.Address }))
            .OrderBy(c => c.Rank).ThenByDescending(c => c.RecordId);
    }

    private async Task<IEnumerable<Suggested>> OfOrganizationsAsync(IReadOnlyList<Person> persons, CancellationToken ct)
    {
        var ids = persons.Select(p => p.OrganizationId).OfType<long>().Distinct().ToList();
        if (ids.Count == 0)
        {
            return [];
        }

        var organizations = await visible.Records.OfType<Organization>().Where(o => ids.Contains(o.Id)).ToListAsync(ct);
        var near = await NearAsync([.. organizations.Select(o => o.Id)], ct);
        return near.Select(d => new Suggested(3, RecordKind.Deal, d.Id, new Why("same_organization")
        {
            Organization = RecordRef.Of(organizations.First(o => o.Id == d.OrganizationId)),
        }));
    }

    private async Task<IEnumerable<Suggested>> OfDomainsAsync(IReadOnlyList<string> unknown, CancellationToken ct)
    {
        var colleagues = await new Colleagues(db, visible).OfAsync(unknown, ct);
        var refs = colleagues.Values.Select(c => c.Organization).OfType<RecordRef>().DistinctBy(o => o.Id).ToList();
        if (refs.Count == 0)
        {
            return [];
        }

        var publicIds = refs.Select(o => o.Id).ToList();
        var organizations = await visible.Records.Where(o => publicIds.Contains(o.PublicId))
            .ToDictionaryAsync(o => o.Id, RecordRef.Of, ct);
        return (await NearAsync([.. organizations.Keys], ct)).Select(d => new Suggested(
            4, RecordKind.Deal, d.Id, new Why("same_domain")
            {
                Organization = organizations[d.OrganizationId!.Value],
                Address = unknown.First(a => colleagues.GetValueOrDefault(Colleagues.DomainOf(a))?.Organization?.Id ==
                    organizations[d.OrganizationId!.Value].Id),
            }));
    }

    private async Task<IReadOnlyList<Deal>> NearAsync(IReadOnlyCollection<long> organizations, CancellationToken ct) =>
        organizations.Count == 0
            ? []
            : await visible.Records.OfType<Deal>().AsNoTracking()
                .Where(d => d.Status == RecordStatus.Open && organizations.Contains(d.OrganizationId!.Value))
                .OrderBy(d => d.OrganizationId).Take(MaxCandidates).ToListAsync(ct);

    /// <summary>Slots that are filled, links that a hand removed, suggestions that were put away.</summary>
    private async Task<Refused> RefusedAsync(long conversationId, CancellationToken ct)
    {
        var filled = await db.ConversationLinks.Where(l => l.ConversationId == conversationId).Select(l => l.Slot)
            .ToListAsync(ct);
        var removed = await db.RemovedLinks.Where(l => l.ConversationId == conversationId).Select(l => l.RecordId)
            .Concat(db.DismissedSuggestions.Where(d => d.ConversationId == conversationId).Select(d => d.RecordId))
            .ToListAsync(ct);
        return new Refused([.. filled], [.. removed]);
    }

    /// <summary>When a conversation of the viewer's on it last got mail: nobody else's mail moves a suggestion.</summary>
    private async Task<Dictionary<long, DateTimeOffset>> ActivityAsync(IReadOnlyCollection<long> recordIds, CancellationToken ct)
    {
        var last = await (
            from link in db.ConversationLinks
            where recordIds.Contains(link.RecordId)
            join conversation in visible.MyConversations on link.ConversationId equals conversation.Id
            group conversation by link.RecordId into mine
            select new { RecordId = mine.Key, At = mine.Max(c => c.LastEnteredAt) }).ToListAsync(ct);
        return last.ToDictionary(l => l.RecordId, l => l.At);
    }

    private sealed record Refused(HashSet<LinkSlot> Filled, HashSet<long> Records)
    {
        public bool Has(Suggested one) =>
            Filled.Contains(ConversationLink.SlotOf(one.Kind)) || Records.Contains(one.RecordId);
    }
}

/// <summary>A record that the mail may belong to; a lower rank stands first.</summary>
internal sealed record Suggested(int Rank, RecordKind Kind, long RecordId, Why Why);
