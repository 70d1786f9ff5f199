using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

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
    private readonly HashSet<(long, long)> apart;

    private ConversationSides(Dictionary<long, ConversationSide> sides, HashSet<(long, long)> apart)
    {
        this.sides = sides;
        this.apart = apart;
    }

    public static async Task<ConversationSides> LoadAsync(
        CompanionDb db, IReadOnlyCollection<long> ids, CancellationToken ct = default)
    {
        var links = (await (
            from link in db.ConversationLinks
            where ids.Contains(link.ConversationId)
            join record in db.Records on link.RecordId equals record.Id
            where record.DeletedAt == null
            select new { link.ConversationId, link.Slot, link.RecordId }).ToListAsync(ct)).ToLookup(l => l.ConversationId);
        var removed = (await db.RemovedLinks.AsNoTracking()
            .Where(l => l.ConversationId != null && ids.Contains(l.ConversationId.Value)).ToListAsync(ct))
            .ToLookup(l => l.ConversationId!.Value);
        var apart = await db.KeptApart.AsNoTracking()
            .Where(a => ids.Contains(a.ConversationId) && ids.Contains(a.OtherId)).ToListAsync(ct);
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

    /// <summary>The side that the two become.</summary>
    public void Merge(long into, long from) => sides[into] = new ConversationSide(
        sides[from].Links.Concat(sides[into].Links).GroupBy(l => l.Key).ToDictionary(l => l.Key, l => l.Last().Value),
        sides[into].Emptied.Union(sides[from].Emptied).ToHashSet(),
        sides[into].Removed.Union(sides[from].Removed).ToHashSet());

    private static bool Fills(ConversationSide from, ConversationSide into) =>
        from.Links.Keys.Any(slot => !into.Links.ContainsKey(slot) && into.Emptied.Contains(slot));
}
