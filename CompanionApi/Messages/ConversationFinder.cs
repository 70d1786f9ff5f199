using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>A message that may have a conversation already: what the rules look at.</summary>
/// <param name="OwnerId">Nobody else's mail is looked at.</param>
/// <param name="Message">The message, with its participants; in the database already, or not yet.</param>
/// <param name="Mentions">The ids in its reply headers, the nearest first.</param>
internal sealed record Placing(long OwnerId, Message Message, IReadOnlyList<string> Mentions);

/// <summary>A conversation that a rule says the message belongs to, by which message there and by which rule.</summary>
internal sealed record Near(long ConversationId, long MessageId, PlacedBy By);

/// <summary>
/// Finds the conversations that a message belongs to (R66, S52): by reply headers, what it mentions and what mentions
/// it, then by the mailbox's own conversation; both only from message to message that share an outside participant, so
/// that the order in which mail arrives changes nothing. Only where neither says anything, by the subject, within 30
/// days, where subject and two participants, the later one's sender among them, agree.
/// </summary>
internal sealed class ConversationFinder(CompanionDb db, OwnAddresses own, MailTraces? traces)
{
    private const int MaxNear = 50;
    private const int MaxSameSubject = 200;
    private static readonly TimeSpan SubjectReach = TimeSpan.FromDays(30);

    /// <summary>A question about the mail of one owner, beside one message of it.</summary>
    private sealed record Asked(
        long OwnerId, long MessageId, IReadOnlyCollection<string> Outside, IReadOnlyCollection<string> Mentions, string Id);

    private sealed record AskedSubject(
        long OwnerId, long MessageId, string Subject, DateTimeOffset Earliest, DateTimeOffset Latest);

    private sealed record AskedPeople(IReadOnlyCollection<long> MessageIds, IReadOnlyCollection<string> People);

    private sealed record Parent(long Id, long ConversationId, string InternetMessageId);

    private sealed record Newest(long ConversationId, long MessageId);

    private sealed record SameSubject(long Id, long ConversationId, DateTimeOffset SentAt, string FromAddress);

    private sealed record OnIt(long MessageId, string Address);

    private static readonly PreparedQuery<Asked, Parent> Parents = new((db, asked) =>
        from message in Sharing(db, asked)
        where asked.Mentions.Contains(message.InternetMessageId)
        select new Parent(message.Id, message.ConversationId, message.InternetMessageId));

    private static readonly PreparedQuery<Asked, Newest> Children = new((db, asked) => NewestOf(
        from reference in db.MessageReferences
        where reference.OwnerId == asked.OwnerId && reference.InternetMessageId == asked.Id
        join message in Sharing(db, asked) on reference.MessageId equals message.Id
        select message));

    private static readonly PreparedQuery<Asked, Newest> OfProvider = new((db, asked) =>
        NewestOf(Sharing(db, asked).Where(m => m.ProviderConversationId == asked.Id)));

    private static readonly PreparedQuery<AskedSubject, SameSubject> BySubject = new((db, asked) =>
        (from message in Others(db, asked.OwnerId, asked.MessageId)
         where message.NormalizedSubject == asked.Subject && message.SentAt >= asked.Earliest && message.SentAt <= asked.Latest
         orderby message.SentAt descending
         select new SameSubject(message.Id, message.ConversationId, message.SentAt, message.FromAddress)).Take(MaxSameSubject));

    private static readonly PreparedQuery<AskedPeople, OnIt> On = new((db, asked) =>
        from participant in db.Participants
        where asked.MessageIds.Contains(participant.MessageId) && asked.People.Contains(participant.Address)
        select new OnIt(participant.MessageId, participant.Address));

    /// <summary>The nearest first, each conversation once; the message's own is not among them.</summary>
    public async Task<IReadOnlyList<Near>> FindAsync(Placing placing, CancellationToken ct = default)
    {
        var people = placing.Message.Participants.Select(p => p.Address).Append(placing.Message.FromAddress).Distinct().ToList();
        var outside = people.Where(address => !own.IsInternal(address)).ToList();
        var (owner, message) = (placing.OwnerId, placing.Message);
        var asked = new Asked(owner, message.Id, outside, placing.Mentions, message.InternetMessageId);
        var near = new List<Near>();
        if (placing.Mentions.Count > 0 && traces?.MayAnswer(placing.Mentions) != false)
        {
            near.AddRange(Nearest(placing.Mentions, await Parents.ToListAsync(db, asked, ct)));
        }

        if (traces?.MayBeAnswered(message.InternetMessageId) != false)
        {
            near.AddRange((await Children.ToListAsync(db, asked, ct)).Select(n => Of(n, PlacedBy.ReplyHeaders)));
        }

        if (message.ProviderConversationId is { } provider && traces?.MayBeOfProvider(provider) != false)
        {
            near.AddRange((await OfProvider.ToListAsync(db, asked with { Id = provider }, ct)).Select(n => Of(n, PlacedBy.Provider)));
        }

        if (near.Count == 0 && await BySubjectAsync(placing, people, ct) is { } same)
        {
            near.Add(same);
        }

        return [.. near.DistinctBy(n => n.ConversationId).Where(n => n.ConversationId != message.ConversationId)];
    }

    // What may not be the rep's at all holds nothing together (S30).
    private static IQueryable<Message> Others(CompanionDb db, long ownerId, long messageId) => db.Messages.Where(m =>
        m.OwnerId == ownerId && m.DeletedAt == null && m.Id != messageId &&
        !db.Notices.Any(n => n.MessageId == m.Id && n.Code == NoticeCodes.IsThisYours && n.DismissedAt == null));

    private static IQueryable<Message> Sharing(CompanionDb db, Asked asked) => Others(db, asked.OwnerId, asked.MessageId)
        .Where(m => db.Participants.Any(p => p.MessageId == m.Id && asked.Outside.Contains(p.Address)));

    private static IQueryable<Newest> NewestOf(IQueryable<Message> messages) =>
        messages.GroupBy(m => m.ConversationId)
            .Select(g => new { ConversationId = g.Key, MessageId = g.Max(m => m.Id) })
            .OrderByDescending(g => g.MessageId).Take(MaxNear)
            .Select(g => new Newest(g.ConversationId, g.MessageId));

    private static IEnumerable<Near> Nearest(IReadOnlyList<string> mentions, List<Parent> parents)
    {
        var steps = mentions.Index().ToDictionary(mention => mention.Item, mention => mention.Index);
        return parents.OrderBy(m => steps[m.InternetMessageId]).ThenByDescending(m => m.Id)
            .Select(m => new Near(m.ConversationId, m.Id, PlacedBy.ReplyHeaders));
    }

    private static Near Of(Newest newest, PlacedBy by) => new(newest.ConversationId, newest.MessageId, by);

    private async Task<Near?> BySubjectAsync(Placing placing, List<string> people, CancellationToken ct)
    {
        var message = placing.Message;
        if (message.NormalizedSubject is not { } subject)
        {
            return null;
        }

        var near = await BySubject.ToListAsync(db, new AskedSubject(
            placing.OwnerId, message.Id, subject, message.SentAt - SubjectReach, message.SentAt + SubjectReach), ct);
        if (near.Count == 0)
        {
            return null;
        }

        var there = (await On.ToListAsync(db, new AskedPeople([.. near.Select(m => m.Id)], people), ct))
            .ToLookup(p => p.MessageId, p => p.Address);
        return near.Where(m =>
            {
                var common = there[m.Id].ToHashSet();
                var sender = m.SentAt <= message.SentAt ? message.FromAddress : m.FromAddress;
                return common.Count >= 2 && common.Contains(sender) && common.Any(address => !own.IsInternal(address));
            })
            .Select(m => new Near(m.ConversationId, m.Id, PlacedBy.Subject)).FirstOrDefault();
    }
}
