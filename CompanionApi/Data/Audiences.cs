using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>A record as far as the question "who sees it?" goes.</summary>
public sealed record SeenRecord(long Id, long OwnerId, VisibleTo VisibleTo, bool IsNewByMail);

/// <summary>One link that a message is seen through: its record, since when, by whom (null: a rule).</summary>
public sealed record SeenThrough(long RecordId, DateTimeOffset Since, long? ByUserId);

/// <summary>
/// The gate the other way round: not "what may this person see" but "who may see this" (R8, R11). Holds the rules of
/// <see cref="Visible"/> over the users and teams of one company, loaded once.
/// </summary>
public sealed class Audiences
{
    /// <summary>As many messages are asked about in one query; more are asked in turns, never left out.</summary>
    public const int AtOnce = 1_000;

    private sealed record AskedAll;

    private sealed record Asked(IReadOnlyCollection<long> Ids);

    private sealed record Linked(long MessageId, long RecordId, DateTimeOffset At, long? ByUserId);

    private static readonly PreparedQuery<AskedAll, long> Active = new((db, _) =>
        db.Users.Where(u => u.LeftAt == null).Select(u => u.Id));

    private static readonly PreparedQuery<AskedAll, TeamMember> Members = new((db, _) => db.TeamMembers);

    private static readonly PreparedQuery<AskedAll, VisibleTo> WhenSharedAtFirst = new((db, _) =>
        db.Companies.Where(c => c.Id == db.CompanyId).Select(c => c.DefaultVisibleTo));

    private static readonly PreparedQuery<Asked, Linked> ByConversation = new((db, asked) =>
        from message in db.Messages
        where asked.Ids.Contains(message.Id)
        join link in db.ConversationLinks on message.ConversationId equals link.ConversationId
        select new Linked(message.Id, link.RecordId, link.At, link.ByUserId));

    private static readonly PreparedQuery<Asked, Linked> ByPerson = new((db, asked) =>
        from link in db.MessageLinks
        where asked.Ids.Contains(link.MessageId)
        select new Linked(link.MessageId, link.RecordId, link.At, link.ByUserId));

    private static readonly PreparedQuery<Asked, SeenRecord> Living = new((db, asked) =>
        from record in db.Records
        where asked.Ids.Contains(record.Id) && record.DeletedAt == null
        select new SeenRecord(record.Id, record.OwnerId, record.VisibleTo, record.IsNewByMail));

    private readonly HashSet<long> active;
    private readonly ILookup<long, long> teamsOf;
    private readonly ILookup<long, long> membersOf;
    private readonly IReadOnlyList<TeamMember> members;
    private readonly VisibleTo whenShared;

    private Audiences(HashSet<long> active, IReadOnlyList<TeamMember> members, VisibleTo whenShared)
    {
        this.active = active;
        this.members = members;
        this.whenShared = whenShared;
        teamsOf = members.ToLookup(m => m.UserId, m => m.TeamId);
        membersOf = members.ToLookup(m => m.TeamId, m => m.UserId);
    }

    public static async Task<Audiences> LoadAsync(CompanionDb db, CancellationToken ct = default)
    {
        var active = await Active.ToListAsync(db, new AskedAll(), ct);
        var members = await Members.ToListAsync(db, new AskedAll(), ct);
        var whenShared = await WhenSharedAtFirst.FirstAsync(db, new AskedAll(), ct);
        return new Audiences([.. active], members, whenShared);
    }

    /// <summary>The active users who may see the record, its owner among them.</summary>
    public IEnumerable<long> Of(SeenRecord record) => record.VisibleTo switch
    {
        VisibleTo.Everyone => active,
        VisibleTo.Team => teamsOf[record.OwnerId].SelectMany(team => membersOf[team]).Append(record.OwnerId)
            .Where(active.Contains),
        _ => active.Contains(record.OwnerId) ? [record.OwnerId] : [],
    };

    /// <summary>
    /// The record as it will be once a message on it is shared: one that mail made, still its owner's alone, takes the
    /// company's default (S10).
    /// </summary>
    public SeenRecord WhenShared(SeenRecord record) =>
        record is { IsNewByMail: true, VisibleTo: VisibleTo.Owner } ? record with { VisibleTo = whenShared } : record;

    /// <summary>
    /// How the first is seen once the second is merged into it: the narrower of the two wins (S55), each as it stands
    /// once it holds shared mail (S10). Both are one owner's.
    /// </summary>
    public SeenRecord Merged(SeenRecord into, SeenRecord from, bool holdsSharedMail)
    {
        var (one, other) = holdsSharedMail ? (WhenShared(into), WhenShared(from)) : (into, from);
        return into with
        {
            VisibleTo = one.VisibleTo < other.VisibleTo ? one.VisibleTo : other.VisibleTo,
            IsNewByMail = into.IsNewByMail && from.IsNewByMail,
        };
    }

    /// <summary>The same company, were these the active members of the team (0: a new one).</summary>
    public Audiences WithTeam(long teamId, IReadOnlyCollection<long> userIds)
    {
        // Who has left stays a member unseen: the records such a user still owns stay open to the team.
        var others = members.Where(m => m.TeamId != teamId || !active.Contains(m.UserId));
        return new Audiences(
            active, [.. others, .. userIds.Select(id => new TeamMember { TeamId = teamId, UserId = id })], whenShared);
    }

    /// <summary>Everyone but <paramref name="ownerId"/> who sees a message through any of these records.</summary>
    public HashSet<long> Through(IEnumerable<SeenRecord> records, long ownerId)
    {
        var people = records.SelectMany(Of).ToHashSet();
        people.Remove(ownerId);
        return people;
    }

    /// <summary>The living records that the messages are linked to, by conversation and by person.</summary>
    public static async Task<LinkedRecords> LinksAsync(
        CompanionDb db, IReadOnlyCollection<long> messageIds, CancellationToken ct = default)
    {
        var links = new List<(long MessageId, SeenThrough Through)>();
        foreach (var ids in messageIds.Chunk(AtOnce))
        {
            var byConversation = await ByConversation.ToListAsync(db, new Asked(ids), ct);
            var byPerson = await ByPerson.ToListAsync(db, new Asked(ids), ct);
            links.AddRange(byConversation.Concat(byPerson)
                .Select(l => (l.MessageId, new SeenThrough(l.RecordId, l.At, l.ByUserId))));
        }

        var records = new Dictionary<long, SeenRecord>();
        foreach (var ids in links.Select(l => l.Through.RecordId).Distinct().Chunk(AtOnce))
        {
            foreach (var (id, record) in await RecordsAsync(db, ids, ct))
            {
                records[id] = record;
            }
        }

        return new LinkedRecords(
            links.Where(l => records.ContainsKey(l.Through.RecordId)).ToLookup(l => l.MessageId, l => l.Through), records);
    }

    /// <summary>Who but its owner sees each of these messages as things stand in <paramref name="db"/> now.</summary>
    public static async Task<Dictionary<long, HashSet<long>>> SeenByAsync(
        CompanionDb db, IReadOnlyCollection<long> messageIds, CancellationToken ct = default)
    {
        var audiences = await LoadAsync(db, ct);
        var linked = await LinksAsync(db, messageIds, ct);
        var seen = new Dictionary<long, HashSet<long>>();
        // Most messages of a record are seen by the same people: one set for all of them.
        var same = new Dictionary<string, HashSet<long>>();
        foreach (var ids in messageIds.Chunk(AtOnce))
        {
            var shared = await db.Messages.AsNoTracking()
                .Where(m => ids.Contains(m.Id) && m.DeletedAt == null && m.Visibility == Visibility.Shared)
                .Select(m => new { m.Id, m.OwnerId }).ToListAsync(ct);
            foreach (var message in shared)
            {
                var records = linked.Of(message.Id).ToList();
                var key = $"{message.OwnerId}:{string.Join(',', records.Select(r => r.Id).Order())}";
                if (!same.TryGetValue(key, out var people))
                {
                    same[key] = people = audiences.Through(records, message.OwnerId);
                }

                seen[message.Id] = people;
            }
        }

        return seen;
    }

    public static async Task<Dictionary<long, SeenRecord>> RecordsAsync(
        CompanionDb db, IReadOnlyCollection<long> recordIds, CancellationToken ct = default) =>
        (await Living.ToListAsync(db, new Asked(recordIds), ct)).ToDictionary(r => r.Id);
}

/// <summary>Which records each message is linked to.</summary>
public sealed record LinkedRecords(
    ILookup<long, SeenThrough> Links, IReadOnlyDictionary<long, SeenRecord> Records)
{
    public IEnumerable<SeenRecord> Of(long messageId) => Links[messageId].Select(l => Records[l.RecordId]).Distinct();
}
