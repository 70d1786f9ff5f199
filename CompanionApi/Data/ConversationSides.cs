using CompanionApi.Data.Prepared;
using CompanionApi.Model;

namespace CompanionApi.Data;

/// <summary>What a conversation is linked to, slot by slot, and the slots that a hand has emptied (S7).</summary>
public sealed record ConversationSide(
    IReadOnlyDictionary<LinkSlot, long> Links, IReadOnlySet<LinkSlot> Emptied, IReadOnlySet<long> Removed)
{
    public static ConversationSide Empty { get; } =
        new(new Dictionary<LinkSlot, long>(), new HashSet<LinkSlot>(), new HashSet<long>());

    public ConversationSide LinkedTo(LinkSlot slot, long recordId) =>
        this with { Links = new Dictionary<LinkSlot, long>(Links) { [slot] = recordId } };
}

/// <summary>
/// Which conversations may become one (S52, S55). Links to deleted records do not count. Loaded once, kept true by the
/// caller with <see cref="Set"/> while it joins.
/// </summary>
public sealed class ConversationSides
{
    private readonly Dictionary<long, ConversationSide> sides;
    private readonly HashSet<(long One, long Other)> apart;

    private ConversationSides(Dictionary<long, ConversationSide> sides, HashSet<(long One, long Other)> apart)
    {
        this.sides = sides;
        this.apart = apart;
    }

    /// <summary>The conversation's links to records that are not deleted: these alone fill a slot.</summary>
    public static IQueryable<ConversationLink> Living(CompanionDb db, long conversationId) =>
        from link in db.ConversationLinks
        where link.ConversationId == conversationId &&
            db.Records.Any(r => r.Id == link.RecordId && r.DeletedAt == null)
        select link;

    /// <summary>Of no conversation at all.</summary>
    public static ConversationSides None => new([], []);

    private sealed record Asked(IReadOnlyCollection<long> Ids);

    private sealed record Linked(long ConversationId, LinkSlot Slot, long RecordId);

    private sealed record RemovedFrom(long? ConversationId, LinkSlot? Slot, long RecordId);

    private sealed record Apart(long ConversationId, long OtherId);

    private static readonly PreparedQuery<Asked, Linked> Links = new((db, asked) =>
        from link in db.ConversationLinks
        where asked.Ids.Contains(link.ConversationId)
        join record in db.Records on link.RecordId equals record.Id
        where record.DeletedAt == null
        select new Linked(link.ConversationId, link.Slot, link.RecordId));

    private static readonly PreparedQuery<Asked, RemovedFrom> Removed = new((db, asked) =>
        from link in db.RemovedLinks
        where link.ConversationId != null && asked.Ids.Contains(link.ConversationId.Value)
        select new RemovedFrom(link.ConversationId, link.Slot, link.RecordId));

    private static readonly PreparedQuery<Asked, Apart> KeptApart = new((db, asked) =>
        from kept in db.KeptApart
        where asked.Ids.Contains(kept.ConversationId) && asked.Ids.Contains(kept.OtherId)
        select new Apart(kept.ConversationId, kept.OtherId));

    public static async Task<ConversationSides> LoadAsync(
        CompanionDb db, IReadOnlyCollection<long> ids, CancellationToken ct = default)
    {
        var asked = new Asked(ids);
        var links = (await Links.ToListAsync(db, asked, ct)).ToLookup(l => l.ConversationId);
        var removed = (await Removed.ToListAsync(db, asked, ct)).ToLookup(l => l.ConversationId!.Value);
        var apart = ids.Count < 2 ? [] : await KeptApart.ToListAsync(db, asked, ct);
        return new ConversationSides(
            ids.Distinct().ToDictionary(id => id, id => new ConversationSide(
                links[id].ToDictionary(l => l.Slot, l => l.RecordId),
                removed[id].Select(l => l.Slot).OfType<LinkSlot>().ToHashSet(),
                removed[id].Select(l => l.RecordId).ToHashSet())),
            [.. apart.SelectMany(a => new[] { (a.ConversationId, a.OtherId), (a.OtherId, a.ConversationId) })]);
    }

    public ConversationSide Of(long id) => sides[id];

    public void Set(long id, ConversationSide side) => sides[id] = side;

    public bool AreKeptApart(long one, long other) => apart.Contains((one, other));

    /// <summary>At most one of them is linked in each slot, or both alike: a hand may join them (S55).</summary>
    public bool MayJoin(long one, long other) => Differing(one, other).Count == 0;

    /// <summary>The slots in which both are linked, to different records.</summary>
    public IReadOnlyList<LinkSlot> Differing(long one, long other) =>
    [
        .. sides[one].Links.Where(l => sides[other].Links.TryGetValue(l.Key, out var there) && there != l.Value)
            .Select(l => l.Key),
    ];

    /// <summary>
    /// Nor has a hand kept them apart, or emptied a slot that the other one would fill: a rule may join them (S7).
    /// </summary>
    public bool MayJoinByRule(long one, long other) =>
        !AreKeptApart(one, other) && MayJoin(one, other) &&
        !Fills(sides[one], sides[other]) && !Fills(sides[other], sides[one]);

    /// <summary>Which of the two would come to records, joined, that it is not linked to now.</summary>
    public IReadOnlyList<(long ConversationId, IReadOnlyList<long> Records)> Gaining(long one, long other)
    {
        return [.. new[] { Of(one, other), Of(other, one) }.Where(gain => gain.Records.Count > 0)];

        (long ConversationId, IReadOnlyList<long> Records) Of(long id, long from) =>
            (id, [.. sides[from].Links.Where(link => !sides[id].Links.ContainsKey(link.Key)).Select(link => link.Value)]);
    }

    /// <summary>The side that the two become: kept apart from whatever either of them was.</summary>
    public void Merge(long into, long from)
    {
        sides[into] = new ConversationSide(
            sides[from].Links.Concat(sides[into].Links).GroupBy(l => l.Key).ToDictionary(l => l.Key, l => l.Last().Value),
            sides[into].Emptied.Union(sides[from].Emptied).ToHashSet(),
            sides[into].Removed.Union(sides[from].Removed).ToHashSet());
        foreach (var (_, other) in apart.Where(pair => pair.One == from && pair.Other != into).ToList())
        {
            apart.Add((into, other));
            apart.Add((other, into));
        }
    }

    private static bool Fills(ConversationSide from, ConversationSide into) =>
        from.Links.Keys.Any(slot => !into.Links.ContainsKey(slot) && into.Emptied.Contains(slot));
}
