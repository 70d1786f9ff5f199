using System.Linq.Expressions;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// The gate: everything that a person reads starts here (R1–R4, R9, S1–S3, S72). Three entrances to messages:
/// <see cref="Mine"/>, <see cref="OnAsync"/> one record, <see cref="Message"/> by id; what else answers messages narrows
/// these three. There is no way to all of them.
/// What it does not show does not exist: callers answer 404.
/// </summary>
public sealed class Visible(CompanionDb db, CurrentUser me)
{
    /// <summary>The viewer's own messages.</summary>
    public IQueryable<Message> Mine => db.Messages.Where(m => m.OwnerId == me.Id && m.DeletedAt == null);

    /// <summary>
    /// The viewer's own messages that others can see (R11): shared, and on a record that is not the viewer's alone.
    /// </summary>
    public IQueryable<Message> MineSeenByOthers
    {
        get
        {
            var seen = db.Records.Where(r => r.DeletedAt == null && db.Users.Any(u => u.Id != me.Id && u.LeftAt == null &&
                (r.OwnerId == u.Id || r.VisibleTo == VisibleTo.Everyone ||
                 (r.VisibleTo == VisibleTo.Team && db.TeamMembers.Any(owner => owner.UserId == r.OwnerId &&
                     db.TeamMembers.Any(viewer => viewer.TeamId == owner.TeamId && viewer.UserId == u.Id))))));
            return Mine.Where(m => m.Visibility == Visibility.Shared &&
                (db.ConversationLinks.Any(l => l.ConversationId == m.ConversationId && seen.Any(r => r.Id == l.RecordId)) ||
                 db.MessageLinks.Any(l => l.MessageId == m.Id && seen.Any(r => r.Id == l.RecordId))));
        }
    }

    /// <summary>The viewer's own conversations; nobody else's are ever shown (S2).</summary>
    public IQueryable<Conversation> MyConversations => db.Conversations.Where(c => c.OwnerId == me.Id);

    /// <summary>The records that the viewer may see.</summary>
    public IQueryable<Record> Records => RecordsOf(db, me.Id);

    /// <summary>The same rule for any user: what matching, auto-link and suggestions of a message's owner may know (S9).</summary>
    public static IQueryable<Record> RecordsOf(CompanionDb db, long userId) => db.Records.Where(r =>
        r.DeletedAt == null &&
        (r.OwnerId == userId ||
         r.VisibleTo == VisibleTo.Everyone ||
         (r.VisibleTo == VisibleTo.Team && db.TeamMembers.Any(owner =>
             owner.UserId == r.OwnerId &&
             db.TeamMembers.Any(viewer => viewer.TeamId == owner.TeamId && viewer.UserId == userId)))));

    /// <summary>One message: the viewer's own, or a shared one on a record that the viewer may see.</summary>
    public IQueryable<Message> Message(Guid publicId)
    {
        var records = Records;
        return db.Messages.Where(m => m.PublicId == publicId && m.DeletedAt == null &&
            (m.OwnerId == me.Id ||
             (m.Visibility == Visibility.Shared &&
              (db.ConversationLinks.Any(l => l.ConversationId == m.ConversationId &&
                   records.Any(r => r.Id == l.RecordId)) ||
               db.MessageLinks.Any(l => l.MessageId == m.Id && records.Any(r => r.Id == l.RecordId))))));
    }

    /// <summary>
    /// Colleagues' copies of a mail by its Message-ID that the viewer may see: shared, on a record of the viewer's sight
    /// (S13). Found by id, so it shows nothing that <see cref="Message"/> would not.
    /// </summary>
    public IQueryable<Message> SharedCopies(string internetMessageId, string? from)
    {
        var records = Records;
        return db.Messages.Where(m => m.InternetMessageId == internetMessageId && m.OwnerId != me.Id &&
            (from == null || m.FromAddress == from) && m.DeletedAt == null && m.Visibility == Visibility.Shared &&
            (db.ConversationLinks.Any(l => l.ConversationId == m.ConversationId && records.Any(r => r.Id == l.RecordId)) ||
             db.MessageLinks.Any(l => l.MessageId == m.Id && records.Any(r => r.Id == l.RecordId))));
    }

    /// <summary>
    /// The messages on one record, entered from its links: shared ones and the viewer's own. The record is checked
    /// first; null when the viewer may not see it. An organization shows the mail of its persons and deals that the
    /// viewer may see, and grants nothing itself (S3).
    /// </summary>
    public async Task<IQueryable<Message>?> OnAsync(RecordKind kind, Guid publicId, CancellationToken ct = default)
    {
        var record = await Records.Where(r => r.PublicId == publicId && r.Kind == kind)
            .Select(r => new { r.Id }).FirstOrDefaultAsync(ct);
        return record is null ? null : On(kind, record.Id);
    }

    /// <summary>
    /// When mail was last sent and last received on these records, all of one kind, of what the viewer sees there
    /// (R67). Hidden records are absent.
    /// </summary>
    public Task<Dictionary<long, LastMail>> LastMailAsync(
        RecordKind kind, IReadOnlyCollection<long> recordIds, CancellationToken ct = default)
    {
        var newest = SeenOn(kind).OrderByDescending(m => m.SentAt);
        var sent = newest.Where(m => m.IsSent);
        var received = newest.Where(m => !m.IsSent);
        return Records.Where(r => recordIds.Contains(r.Id) && r.Kind == kind)
            .Select(r => new LastMail(
                r.Id,
                sent.Where(m => m.RecordId == r.Id).Select(m => (DateTimeOffset?)m.SentAt).FirstOrDefault(),
                received.Where(m => m.RecordId == r.Id).Select(m => (DateTimeOffset?)m.SentAt).FirstOrDefault()))
            .ToDictionaryAsync(last => last.RecordId, ct);
    }

    private IQueryable<Message> On(RecordKind kind, long recordId)
    {
        var records = Records;
        var on = kind switch
        {
            RecordKind.Person => OfPersons(db.MessageLinks.Where(l => l.RecordId == recordId)),
            RecordKind.Organization => OfOrganization(records, recordId),
            _ => OfConversations(db.ConversationLinks.Where(l => l.RecordId == recordId)),
        };
        return on.Where(MayRead);
    }

    /// <summary>What the viewer may read where it stands on a record that the viewer sees.</summary>
    private Expression<Func<Message, bool>> MayRead =>
        m => m.DeletedAt == null && (m.OwnerId == me.Id || m.Visibility == Visibility.Shared);

    private IQueryable<Message> OfPersons(IQueryable<MessageLink> links) =>
        from link in links
        join message in db.Messages on link.MessageId equals message.Id
        select message;

    private IQueryable<Message> OfConversations(IQueryable<ConversationLink> links) =>
        from link in links
        join message in db.Messages on link.ConversationId equals message.ConversationId
        select message;

    private IQueryable<Message> OfOrganization(IQueryable<Record> records, long organizationId)
    {
        var persons = records.OfType<Person>().Where(p => p.OrganizationId == organizationId).Select(p => p.Id);
        var deals = records.OfType<Deal>().Where(d => d.OrganizationId == organizationId).Select(d => d.Id);
        var byPerson = db.MessageLinks.Where(l => persons.Contains(l.RecordId)).Select(l => l.MessageId);
        var byDeal = db.ConversationLinks.Where(l => deals.Contains(l.RecordId)).Select(l => l.ConversationId);
        return db.Messages.Where(m => byPerson.Contains(m.Id) || byDeal.Contains(m.ConversationId));
    }

    private IQueryable<SeenMail> SeenOn(RecordKind kind)
    {
        var messages = db.Messages.Where(MayRead);
        // The link holds the message's time, and is indexed by it: the newest that may be read ends the search.
        var onPersons =
            from link in db.MessageLinks
            join message in messages on link.MessageId equals message.Id
            select new SeenMail { RecordId = link.RecordId, IsSent = message.IsSent, SentAt = link.SentAt };
        var inConversations =
            from link in db.ConversationLinks
            join message in messages on link.ConversationId equals message.ConversationId
            select new SeenMail { RecordId = link.RecordId, IsSent = message.IsSent, SentAt = message.SentAt };
        return kind switch
        {
            RecordKind.Person => onPersons,
            RecordKind.Organization => (
                from person in Records.OfType<Person>()
                where person.OrganizationId != null
                join seen in onPersons on person.Id equals seen.RecordId
                select new SeenMail
                {
                    RecordId = person.OrganizationId!.Value, IsSent = seen.IsSent, SentAt = seen.SentAt,
                })
                .Concat(
                from deal in Records.OfType<Deal>()
                where deal.OrganizationId != null
                join seen in inConversations on deal.Id equals seen.RecordId
                select new SeenMail
                {
                    RecordId = deal.OrganizationId!.Value, IsSent = seen.IsSent, SentAt = seen.SentAt,
                }),
            _ => inConversations,
        };
    }

    private sealed class SeenMail
    {
        public long RecordId { get; init; }

        public bool IsSent { get; init; }

        public DateTimeOffset SentAt { get; init; }
    }
}

/// <summary>When the viewer's own or shared mail on a record was last sent and received; null: never.</summary>
public sealed record LastMail(long RecordId, DateTimeOffset? SentAt, DateTimeOffset? ReceivedAt);
