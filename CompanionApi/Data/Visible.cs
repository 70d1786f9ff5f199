using System.Linq.Expressions;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// The gate: everything that a person reads starts here (R1–R4, R9, S1–S3, S72). Three entrances to messages:
/// <see cref="Mine"/>, <see cref="On"/> one record, <see cref="Message"/> by id; what else answers messages narrows
/// these three. There is no way to all of them.
/// What it does not show does not exist: callers answer 404.
/// </summary>
public sealed class Visible(CompanionDb db, CurrentUser me)
{
    private sealed record Asked(long UserId, IReadOnlyCollection<long> Ids);

    private sealed record Named(long Id, RecordKind Kind, Guid PublicId, string Name);

    private static readonly PreparedQuery<Asked, Named> Names = new((db, asked) =>
        from record in RecordsOf(db, asked.UserId)
        where asked.Ids.Contains(record.Id)
        select new Named(record.Id, record.Kind, record.PublicId, record.Name));

    private sealed record Own(long Id, Guid PublicId);

    private static readonly PreparedQuery<Asked, Own> OwnConversations = new((db, asked) =>
        from conversation in ConversationsOf(db, asked.UserId)
        where asked.Ids.Contains(conversation.Id)
        select new Own(conversation.Id, conversation.PublicId));

    private sealed record AskedRecord(long UserId, Guid PublicId);

    private static readonly IReadOnlyDictionary<RecordKind, PreparedQuery<AskedRecord, long>> RecordIds =
        Enum.GetValues<RecordKind>().ToDictionary(kind => kind, kind => new PreparedQuery<AskedRecord, long>((db, asked) =>
            RecordsOf(db, asked.UserId).Where(r => r.PublicId == asked.PublicId && r.Kind == kind).Select(r => r.Id)));

    private static readonly IReadOnlyDictionary<RecordKind, PreparedQuery<Asked, LastMail>> LastMailOn =
        Enum.GetValues<RecordKind>().ToDictionary(kind => kind, kind => new PreparedQuery<Asked, LastMail>((db, asked) =>
        {
            var newest = SeenOn(db, asked.UserId, kind).OrderByDescending(m => m.SentAt);
            var sent = newest.Where(m => m.IsSent);
            var received = newest.Where(m => !m.IsSent &&
                !db.SenderAddresses.Any(a => a.Address == m.FromAddress && (a.ConfirmedAt != null || a.IsSignIn)) &&
                !db.CompanyDomains.Any(d => d.CompanyId == db.CompanyId && m.FromAddress.EndsWith("@" + d.Domain)));
            return RecordsOf(db, asked.UserId).Where(r => asked.Ids.Contains(r.Id) && r.Kind == kind).Select(r => new LastMail(
                r.Id,
                sent.Where(m => m.RecordId == r.Id).Select(m => (DateTimeOffset?)m.SentAt).FirstOrDefault(),
                received.Where(m => m.RecordId == r.Id).Select(m => (DateTimeOffset?)m.SentAt).FirstOrDefault()));
        }));

    /// <summary>Whose eyes these are: the argument of queries that are prepared once for everyone.</summary>
    public long ViewerId => me.Id;

    /// <summary>The names of those of these records that the viewer may see.</summary>
    public async Task<IReadOnlyDictionary<long, RecordRef>> RefsAsync(
        IReadOnlyCollection<long> recordIds, CancellationToken ct = default) =>
        recordIds.Count == 0
            ? new Dictionary<long, RecordRef>()
            : (await Names.ToListAsync(db, new Asked(me.Id, recordIds), ct))
                .ToDictionary(r => r.Id, r => new RecordRef(r.Kind, r.PublicId, r.Name));

    /// <summary>
    /// Which message lies in which conversation: ids alone, as the index holds them, anyone's and deleted ones too. Come from
    /// conversations of <see cref="ConversationsOf"/>, and go on to <see cref="MessagesOf"/>.
    /// </summary>
    internal static IQueryable<MessagePlace> PlacesIn(CompanionDb db) =>
        db.Messages.Select(m => new MessagePlace { MessageId = m.Id, ConversationId = m.ConversationId });

    /// <summary>The outside ids of those of these conversations that are the viewer's own.</summary>
    public async Task<IReadOnlyDictionary<long, Guid>> MyConversationIdsAsync(
        IReadOnlyCollection<long> conversationIds, CancellationToken ct = default) =>
        conversationIds.Count == 0
            ? new Dictionary<long, Guid>()
            : (await OwnConversations.ToListAsync(db, new Asked(me.Id, conversationIds), ct))
                .ToDictionary(c => c.Id, c => c.PublicId);

    /// <summary>The same rule as <see cref="Mine"/>, of any user: what prepared queries narrow.</summary>
    public static IQueryable<Message> MessagesOf(CompanionDb db, long userId) =>
        db.Messages.Where(m => m.OwnerId == userId && m.DeletedAt == null);

    /// <summary>The viewer's own messages.</summary>
    public IQueryable<Message> Mine => MessagesOf(db, me.Id);

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

    /// <summary>
    /// The viewer's own conversations; nobody else's are ever shown (S2). One that went into another is not there any more: what
    /// was done to it would reach no mail.
    /// </summary>
    public IQueryable<Conversation> MyConversations => ConversationsOf(db, me.Id).Where(c => c.JoinedIntoId == null);

    /// <summary>
    /// The viewer's own conversation, or the one that it went into since and that has its mail now: for what takes mail out of
    /// sight alone, since that may reach more than was asked for.
    /// </summary>
    public async Task<Conversation?> WhereMyMailIsAsync(Guid conversationId, CancellationToken ct = default)
    {
        var found = await ConversationsOf(db, me.Id).FirstOrDefaultAsync(c => c.PublicId == conversationId, ct);
        while (found?.JoinedIntoId is { } into)
        {
            found = await ConversationsOf(db, me.Id).FirstOrDefaultAsync(c => c.Id == into, ct);
        }

        return found;
    }

    /// <summary>A user's conversations, those that went into another one too: what prepared queries narrow.</summary>
    public static IQueryable<Conversation> ConversationsOf(CompanionDb db, long userId) =>
        db.Conversations.Where(c => c.OwnerId == userId);

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
    public static IQueryable<Message> SharedCopies(CompanionDb db, long userId, string internetMessageId)
    {
        var records = RecordsOf(db, userId);
        return db.Messages.Where(m => m.InternetMessageId == internetMessageId && m.OwnerId != userId &&
            m.DeletedAt == null && m.Visibility == Visibility.Shared &&
            (db.ConversationLinks.Any(l => l.ConversationId == m.ConversationId && records.Any(r => r.Id == l.RecordId)) ||
             db.MessageLinks.Any(l => l.MessageId == m.Id && records.Any(r => r.Id == l.RecordId))));
    }

    /// <summary>The record's id where the viewer may see it, else null: the way to <see cref="On"/>.</summary>
    public async Task<long?> RecordIdAsync(RecordKind kind, Guid publicId, CancellationToken ct = default) =>
        await RecordIds[kind].FirstAsync(db, new AskedRecord(me.Id, publicId), ct) is > 0 and var id ? id : null;

    /// <summary>
    /// The messages on one record, as a user sees them, entered from its links: shared ones and the user's own; none where
    /// the user may not see the record. An organization shows the mail of its persons and deals that the user may see, and
    /// grants nothing itself (S3).
    /// </summary>
    public static IQueryable<Message> On(CompanionDb db, long userId, RecordKind kind, long recordId)
    {
        var records = RecordsOf(db, userId);
        var on = kind switch
        {
            RecordKind.Person => OfPersons(db, db.MessageLinks.Where(l => l.RecordId == recordId)),
            RecordKind.Organization => OfOrganization(db, records, recordId),
            _ => OfConversations(db, db.ConversationLinks.Where(l => l.RecordId == recordId)),
        };
        return on.Where(MayRead(userId)).Where(m => records.Any(r => r.Id == recordId));
    }

    /// <summary>
    /// The same mail, each asked whether it stands there, for a query that finds a few by something else. Whether the viewer may
    /// see the record is the caller's to have asked.
    /// </summary>
    public static IQueryable<Message> Standing(CompanionDb db, long userId, RecordKind kind, long recordId)
    {
        var standing = kind switch
        {
            RecordKind.Person => db.Messages.Where(
                m => db.MessageLinks.Any(l => l.MessageId == m.Id && l.RecordId == recordId)),
            RecordKind.Organization => OfOrganization(db, RecordsOf(db, userId), recordId),
            _ => db.Messages.Where(
                m => db.ConversationLinks.Any(l => l.ConversationId == m.ConversationId && l.RecordId == recordId)),
        };
        return standing.Where(MayRead(userId));
    }

    /// <summary>
    /// When mail was last sent and last received on these records, all of one kind, of what the viewer sees there
    /// (R67). Received is what came from outside the company: a colleague's copy of a mail that another sent is the mail that
    /// was sent (S13). Hidden records are absent.
    /// </summary>
    public async Task<Dictionary<long, LastMail>> LastMailAsync(
        RecordKind kind, IReadOnlyCollection<long> recordIds, CancellationToken ct = default) =>
        (await LastMailOn[kind].ToListAsync(db, new Asked(me.Id, recordIds), ct)).ToDictionary(last => last.RecordId);

    /// <summary>What the viewer may read where it stands on a record that the viewer sees.</summary>
    private static Expression<Func<Message, bool>> MayRead(long userId) =>
        m => m.DeletedAt == null && (m.OwnerId == userId || m.Visibility == Visibility.Shared);

    private static IQueryable<Message> OfPersons(CompanionDb db, IQueryable<MessageLink> links) =>
        from link in links
        join message in db.Messages on link.MessageId equals message.Id
        select message;

    private static IQueryable<Message> OfConversations(CompanionDb db, IQueryable<ConversationLink> links) =>
        from link in links
        join message in db.Messages on link.ConversationId equals message.ConversationId
        select message;

    private static IQueryable<Message> OfOrganization(
        CompanionDb db, IQueryable<Record> records, long organizationId)
    {
        var persons = records.OfType<Person>().Where(p => p.OrganizationId == organizationId).Select(p => p.Id);
        var deals = records.OfType<Deal>().Where(d => d.OrganizationId == organizationId).Select(d => d.Id);
        var byPerson = db.MessageLinks.Where(l => persons.Contains(l.RecordId)).Select(l => l.MessageId);
        var byDeal = db.ConversationLinks.Where(l => deals.Contains(l.RecordId)).Select(l => l.ConversationId);
        return db.Messages.Where(m => byPerson.Contains(m.Id) || byDeal.Contains(m.ConversationId));
    }

    private static IQueryable<SeenMail> SeenOn(CompanionDb db, long userId, RecordKind kind)
    {
        var messages = db.Messages.Where(MayRead(userId));
        // The link holds the message's time, and is indexed by it: the newest that may be read ends the search.
        var onPersons =
            from link in db.MessageLinks
            join message in messages on link.MessageId equals message.Id
            select new SeenMail { RecordId = link.RecordId, IsSent = message.IsSent, FromAddress = message.FromAddress, SentAt = link.SentAt };
        var inConversations =
            from link in db.ConversationLinks
            join message in messages on link.ConversationId equals message.ConversationId
            select new SeenMail { RecordId = link.RecordId, IsSent = message.IsSent, FromAddress = message.FromAddress, SentAt = message.SentAt };
        return kind switch
        {
            RecordKind.Person => onPersons,
            RecordKind.Organization => (
                from person in RecordsOf(db, userId).OfType<Person>()
                where person.OrganizationId != null
                join seen in onPersons on person.Id equals seen.RecordId
                select new SeenMail
                {
                    RecordId = person.OrganizationId!.Value, IsSent = seen.IsSent, FromAddress = seen.FromAddress, SentAt = seen.SentAt,
                })
                .Concat(
                from deal in RecordsOf(db, userId).OfType<Deal>()
                where deal.OrganizationId != null
                join seen in inConversations on deal.Id equals seen.RecordId
                select new SeenMail
                {
                    RecordId = deal.OrganizationId!.Value, IsSent = seen.IsSent, FromAddress = seen.FromAddress, SentAt = seen.SentAt,
                }),
            _ => inConversations,
        };
    }

    private sealed class SeenMail
    {
        public long RecordId { get; init; }

        public bool IsSent { get; init; }

        public required string FromAddress { get; init; }

        public DateTimeOffset SentAt { get; init; }
    }
}

internal sealed class MessagePlace
{
    public long MessageId { get; init; }

    public long ConversationId { get; init; }
}

/// <summary>When the viewer's own or shared mail on a record was last sent and received; null: never.</summary>
public sealed record LastMail(long RecordId, DateTimeOffset? SentAt, DateTimeOffset? ReceivedAt);
