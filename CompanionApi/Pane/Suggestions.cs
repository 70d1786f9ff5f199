using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;

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

    private sealed record Asked(long UserId, IReadOnlyCollection<long> Ids);

    private sealed record AskedConversation(long Id);

    private sealed record Near(long Id, long OrganizationId);

    private sealed record Lively(long RecordId, DateTimeOffset At);

    private static readonly PreparedQuery<Asked, Near> Deals = new((db, asked) => (
        from deal in Visible.RecordsOf(db, asked.UserId).OfType<Deal>()
        where deal.Status == RecordStatus.Open && asked.Ids.Contains(deal.OrganizationId!.Value)
        orderby deal.OrganizationId
        select new Near(deal.Id, deal.OrganizationId!.Value)).Take(MaxCandidates));

    private static readonly PreparedQuery<AskedConversation, LinkSlot> Filled = new((db, asked) =>
        ConversationSides.Living(db, asked.Id).Select(l => l.Slot));

    private static readonly PreparedQuery<AskedConversation, long> TakenAway = new((db, asked) =>
        db.RemovedLinks.Where(l => l.ConversationId == asked.Id).Select(l => l.RecordId)
            .Concat(db.DismissedSuggestions.Where(d => d.ConversationId == asked.Id).Select(d => d.RecordId)));

    private static readonly PreparedQuery<Asked, Lively> Activity = new((db, asked) =>
        from link in db.ConversationLinks
        where asked.Ids.Contains(link.RecordId)
        join conversation in Visible.ConversationsOf(db, asked.UserId) on link.ConversationId equals conversation.Id
        group conversation by link.RecordId into mine
        select new Lively(mine.Key, mine.Max(c => c.LastEnteredAt)));

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

        var free = await FreeAsync(conversationId, ct);
        if (free.Count == 0)
        {
            return [];
        }

        var found = known ?? await new PersonFinder(db, me.Id).FindAsync(outside, ct);
        var persons = outside.SelectMany(a => found[a]).DistinctBy(p => p.Id).ToList();
        var candidates = (await OpenAsync(outside, found, persons, ct))
            .Concat(await new EarlierConversations(db, me).OfAsync(outside, free, ct))
            .Where(c => free.Contains(ConversationLink.SlotOf(c.Kind)));
        if (free.Contains(ConversationLink.SlotOf(RecordKind.Deal)))
        {
            candidates = candidates.Concat(await OfOrganizationsAsync(persons, ct))
                .Concat(await OfDomainsAsync([.. outside.Where(a => !found.Contains(a))], ct));
        }

        var some = candidates.DistinctBy(c => c.RecordId).Take(MaxCandidates).ToList();
        var left = some.Count == 0 ? some : await WithoutTakenAwayAsync(some, conversationId, ct);
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

        var organizations = await visible.RefsAsync(ids, ct);
        var near = await NearAsync([.. organizations.Keys], ct);
        return near.Select(d => new Suggested(3, RecordKind.Deal, d.Id, new Why("same_organization")
        {
            Organization = organizations[d.OrganizationId],
        }));
    }

    private async Task<IEnumerable<Suggested>> OfDomainsAsync(IReadOnlyList<string> unknown, CancellationToken ct)
    {
        var colleagues = await new Colleagues(db, visible).OfAsync(unknown, ct);
        var organizations = colleagues.Values.Where(c => c.OrganizationId is not null).DistinctBy(c => c.OrganizationId)
            .ToDictionary(c => c.OrganizationId!.Value, c => c.Organization!);
        return (await NearAsync(organizations.Keys, ct)).Select(d => new Suggested(
            4, RecordKind.Deal, d.Id, new Why("same_domain")
            {
                Organization = organizations[d.OrganizationId],
                Address = unknown.First(a =>
                    colleagues.GetValueOrDefault(Colleagues.DomainOf(a))?.OrganizationId == d.OrganizationId),
            }));
    }

    private async Task<IReadOnlyList<Near>> NearAsync(IReadOnlyCollection<long> organizations, CancellationToken ct) =>
        organizations.Count == 0 ? [] : await Deals.ToListAsync(db, new Asked(me.Id, organizations), ct);

    /// <summary>What a link can still be made to: one that stands is no question any more.</summary>
    private async Task<IReadOnlySet<LinkSlot>> FreeAsync(long? conversationId, CancellationToken ct)
    {
        var free = Enum.GetValues<LinkSlot>().ToHashSet();
        if (conversationId is { } id)
        {
            free.ExceptWith(await Filled.ToListAsync(db, new AskedConversation(id), ct));
        }

        return free;
    }

    /// <summary>Links that a hand removed and suggestions that were put away are not made again.</summary>
    private async Task<List<Suggested>> WithoutTakenAwayAsync(
        List<Suggested> candidates, long? conversationId, CancellationToken ct)
    {
        if (conversationId is not { } id)
        {
            return candidates;
        }

        var away = (await TakenAway.ToListAsync(db, new AskedConversation(id), ct)).ToHashSet();
        return [.. candidates.Where(c => !away.Contains(c.RecordId))];
    }

    /// <summary>When a conversation of the viewer's on it last got mail: nobody else's mail moves a suggestion.</summary>
    private async Task<Dictionary<long, DateTimeOffset>> ActivityAsync(
        IReadOnlyCollection<long> recordIds, CancellationToken ct) =>
        (await Activity.ToListAsync(db, new Asked(me.Id, recordIds), ct)).ToDictionary(l => l.RecordId, l => l.At);
}

/// <summary>A record that the mail may belong to; a lower rank stands first.</summary>
internal sealed record Suggested(int Rank, RecordKind Kind, long RecordId, Why Why);
