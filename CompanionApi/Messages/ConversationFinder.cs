using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

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
internal sealed class ConversationFinder(CompanionDb db, OwnAddresses own)
{
    private const int MaxNear = 50;
    private const int MaxSameSubject = 200;
    private static readonly TimeSpan SubjectReach = TimeSpan.FromDays(30);

    /// <summary>The nearest first, each conversation once; the message's own is not among them.</summary>
    public async Task<IReadOnlyList<Near>> FindAsync(Placing placing, CancellationToken ct = default)
    {
        var people = placing.Message.Participants.Select(p => p.Address).Append(placing.Message.FromAddress).Distinct().ToList();
        var outside = people.Where(address => !own.IsInternal(address)).ToList();
        var sharing = Others(placing).Where(m =>
            db.Participants.Any(p => p.MessageId == m.Id && outside.Contains(p.Address)));
        var near = await ParentsAsync(placing, sharing, ct);
        near.AddRange(await ChildrenAsync(placing, sharing, ct));
        near.AddRange(await OfProviderAsync(placing, sharing, ct));
        if (near.Count == 0 && await BySubjectAsync(placing, people, ct) is { } same)
        {
            near.Add(same);
        }

        return [.. near.DistinctBy(n => n.ConversationId).Where(n => n.ConversationId != placing.Message.ConversationId)];
    }

    // What may not be the rep's at all holds nothing together (S30).
    private IQueryable<Message> Others(Placing placing) => db.Messages.Where(m =>
        m.OwnerId == placing.OwnerId && m.DeletedAt == null && m.Id != placing.Message.Id &&
        !db.Notices.Any(n => n.MessageId == m.Id && n.Code == NoticeCodes.IsThisYours && n.DismissedAt == null));

    private static async Task<List<Near>> ParentsAsync(Placing placing, IQueryable<Message> sharing, CancellationToken ct)
    {
        var mentions = placing.Mentions;
        if (mentions.Count == 0)
        {
            return [];
        }

        var parents = await sharing.Where(m => mentions.Contains(m.InternetMessageId))
            .Select(m => new { m.Id, m.ConversationId, m.InternetMessageId }).ToListAsync(ct);
        var steps = mentions.Index().ToDictionary(mention => mention.Item, mention => mention.Index);
        return [.. parents.OrderBy(m => steps[m.InternetMessageId]).ThenByDescending(m => m.Id)
            .Select(m => new Near(m.ConversationId, m.Id, PlacedBy.ReplyHeaders))];
    }

    private Task<List<Near>> ChildrenAsync(Placing placing, IQueryable<Message> sharing, CancellationToken ct)
    {
        var mentioning = db.MessageReferences.Where(r =>
            r.OwnerId == placing.OwnerId && r.InternetMessageId == placing.Message.InternetMessageId).Select(r => r.MessageId);
        return NewestAsync(sharing.Where(m => mentioning.Contains(m.Id)), PlacedBy.ReplyHeaders, ct);
    }

    private static async Task<List<Near>> OfProviderAsync(Placing placing, IQueryable<Message> sharing, CancellationToken ct) =>
        placing.Message.ProviderConversationId is not { } id ? []
        : await NewestAsync(sharing.Where(m => m.ProviderConversationId == id), PlacedBy.Provider, ct);

    private static async Task<List<Near>> NewestAsync(IQueryable<Message> messages, PlacedBy by, CancellationToken ct) =>
        await messages.GroupBy(m => m.ConversationId)
            .Select(g => new { ConversationId = g.Key, MessageId = g.Max(m => m.Id) })
            .OrderByDescending(g => g.MessageId).Take(MaxNear)
            .Select(g => new Near(g.ConversationId, g.MessageId, by)).ToListAsync(ct);

    private async Task<Near?> BySubjectAsync(Placing placing, List<string> people, CancellationToken ct)
    {
        var message = placing.Message;
        if (message.NormalizedSubject is not { } subject)
        {
            return null;
        }

        var (earliest, latest) = (message.SentAt - SubjectReach, message.SentAt + SubjectReach);
        var near = await Others(placing)
            .Where(m => m.NormalizedSubject == subject && m.SentAt >= earliest && m.SentAt <= latest)
            .OrderByDescending(m => m.SentAt).Take(MaxSameSubject)
            .Select(m => new { m.Id, m.ConversationId, m.SentAt, m.FromAddress }).ToListAsync(ct);
        var ids = near.Select(m => m.Id).ToList();
        var there = (await db.Participants.Where(p => ids.Contains(p.MessageId) && people.Contains(p.Address))
            .Select(p => new { p.MessageId, p.Address }).Distinct().ToListAsync(ct))
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
