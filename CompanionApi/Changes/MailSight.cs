using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>Who gains or loses sight of how many shared messages, by user; the mail that anyone gains, and how much anyone loses.</summary>
internal sealed record SightChange(
    IReadOnlyDictionary<long, int> Gains, IReadOnlyDictionary<long, int> Losses, IReadOnlyList<long> Gained, int Lost);

/// <summary>
/// Who sees the shared mail on some records, whoever's it is: blind to what it says, and exact for any number, since a
/// message is a few numbers here and messages on the same records have one audience (S6).
/// </summary>
internal sealed class MailSight
{
    private readonly IReadOnlyDictionary<long, Hanging> mail;
    private readonly IReadOnlyDictionary<long, SeenRecord> records;
    private readonly Audiences audiences;
    private readonly Dictionary<(long Owner, string Records), HashSet<long>> known = [];

    private MailSight(
        IReadOnlyDictionary<long, Hanging> mail, IReadOnlyDictionary<long, SeenRecord> records, Audiences audiences)
    {
        this.mail = mail;
        this.records = records;
        this.audiences = audiences;
    }

    public bool HasMail => mail.Count > 0;

    public Audiences Audiences => audiences;

    /// <summary>The mail on <paramref name="recordIds"/>, with all the records that each of its messages is seen through.</summary>
    public static async Task<MailSight> OnAsync(CompanionDb db, IQueryable<long> recordIds, CancellationToken ct)
    {
        var shared = db.Messages.Where(m => m.DeletedAt == null && m.Visibility == Visibility.Shared);
        var ids = db.MessageLinks.Where(l => recordIds.Contains(l.RecordId)).Select(l => l.MessageId).Union(
            from link in db.ConversationLinks
            where recordIds.Contains(link.RecordId)
            join message in db.Messages on link.ConversationId equals message.ConversationId
            select message.Id);
        var those = shared.Where(m => ids.Contains(m.Id));
        var mail = await those.Select(m => new { m.Id, m.OwnerId }).ToDictionaryAsync(m => m.Id, m => new Hanging(m.OwnerId), ct);
        var byPerson = await (
            from message in those
            join link in db.MessageLinks on message.Id equals link.MessageId
            select new { message.Id, link.RecordId }).ToListAsync(ct);
        var byConversation = await (
            from message in those
            join link in db.ConversationLinks on message.ConversationId equals link.ConversationId
            select new { message.Id, link.RecordId }).ToListAsync(ct);
        foreach (var link in byPerson.Concat(byConversation))
        {
            mail[link.Id].Records.Add(link.RecordId);
        }

        var through = byPerson.Concat(byConversation).Select(l => l.RecordId).Distinct().ToList();
        return new MailSight(
            mail, await Audiences.RecordsAsync(db, through, ct), await Audiences.LoadAsync(db, ct));
    }

    /// <summary>The same mail, were its records <paramref name="changed"/>; a record may stand in the place of another.</summary>
    public MailSight With(Func<SeenRecord, SeenRecord> changed, Audiences? then = null) => new(
        mail, records.ToDictionary(r => r.Key, r => changed(r.Value)), then ?? audiences);

    public SightChange To(MailSight then)
    {
        var (gains, losses) = (new Dictionary<long, int>(), new Dictionary<long, int>());
        var gained = new List<long>();
        var lost = 0;
        foreach (var id in mail.Keys.Union(then.mail.Keys))
        {
            var (before, after) = (SeenBy(id), then.SeenBy(id));
            gained.AddRange(Count(after, before, gains) ? [id] : []);
            lost += Count(before, after, losses) ? 1 : 0;
        }

        return new SightChange(gains, losses, gained, lost);
    }

    private static bool Count(HashSet<long> people, HashSet<long> others, Dictionary<long, int> counts)
    {
        var any = false;
        foreach (var person in people.Where(person => !others.Contains(person)))
        {
            counts[person] = counts.GetValueOrDefault(person) + 1;
            any = true;
        }

        return any;
    }

    private HashSet<long> SeenBy(long messageId)
    {
        if (!mail.TryGetValue(messageId, out var hanging))
        {
            return [];
        }

        var key = (hanging.OwnerId, string.Join(' ', hanging.Records.Order()));
        if (!known.TryGetValue(key, out var people))
        {
            people = audiences.Through(
                hanging.Records.Where(records.ContainsKey).Select(r => records[r]), hanging.OwnerId);
            known[key] = people;
        }

        return people;
    }

    private sealed record Hanging(long OwnerId)
    {
        public List<long> Records { get; } = [];
    }
}
