using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>A message that may have a conversation already: what the rules look at.</summary>
public sealed record Placing(
    long OwnerId, string InternetMessageId, IReadOnlyCollection<string> Mentions, string? ProviderConversationId,
    string NormalizedSubject, DateTimeOffset SentAt, IReadOnlyCollection<string> Outside, string FromAddress);

/// <summary>
/// Finds the conversation that a message belongs to (R66, S52): reply headers first, then the mailbox's own
/// conversation, both only where an outside participant is shared; last the subject, within 30 days, where subject
/// and two participants, the sender among them, agree.
/// </summary>
public sealed class ConversationFinder(CompanionDb db, OwnAddresses own)
{
    private const int MaxSteps = 200;
    private static readonly TimeSpan SubjectReach = TimeSpan.FromDays(30);

    public async Task<(Conversation Conversation, PlacedBy By)?> FindAsync(Placing message, CancellationToken ct = default) =>
        await ByReplyHeadersAsync(message, ct) is { } reply ? (reply, PlacedBy.ReplyHeaders)
        : await ByProviderAsync(message, ct) is { } provider ? (provider, PlacedBy.Provider)
        : await BySubjectAsync(message, ct) is { } subject ? (subject, PlacedBy.Subject)
        : null;

    private async Task<Conversation?> ByReplyHeadersAsync(Placing message, CancellationToken ct)
    {
        var mentions = message.Mentions.Take(MaxSteps).ToList();
        // Parents that are here, and children that mentioned this one before it came.
        var parents = db.Messages.Where(m => m.OwnerId == message.OwnerId && m.DeletedAt == null &&
            mentions.Contains(m.InternetMessageId));
        var children =
            from reference in db.MessageReferences
            where reference.OwnerId == message.OwnerId && reference.InternetMessageId == message.InternetMessageId
            join child in db.Messages on reference.MessageId equals child.Id
            where child.DeletedAt == null
            select child;
        var near = await parents.Union(children).OrderByDescending(m => m.SentAt).Take(MaxSteps)
            .Select(m => m.ConversationId).ToListAsync(ct);
        return await FirstWithSharedOutsideAsync(near.Distinct(), message, ct);
    }

    private async Task<Conversation?> ByProviderAsync(Placing message, CancellationToken ct)
    {
        if (message.ProviderConversationId is null)
        {
            return null;
        }

        var same = await db.Conversations
            .Where(c => c.OwnerId == message.OwnerId && c.ProviderConversationId == message.ProviderConversationId)
            .OrderByDescending(c => c.LastEnteredAt).Take(MaxSteps).Select(c => c.Id).ToListAsync(ct);
        return await FirstWithSharedOutsideAsync(same, message, ct);
    }

    private async Task<Conversation?> BySubjectAsync(Placing message, CancellationToken ct)
    {
        if (!Subjects.Tells(message.NormalizedSubject))
        {
            return null;
        }

        var earliest = message.SentAt - SubjectReach;
        var latest = message.SentAt + SubjectReach;
        var people = message.Outside.Append(message.FromAddress).Distinct().ToList();
        var near = await (
            from c in db.Conversations
            where c.OwnerId == message.OwnerId && c.NormalizedSubject == message.NormalizedSubject
            join m in db.Messages on c.Id equals m.ConversationId
            where m.DeletedAt == null && m.SentAt >= earliest && m.SentAt <= latest
            orderby m.SentAt descending
            select new { Conversation = c, MessageId = m.Id }).Take(MaxSteps).ToListAsync(ct);
        foreach (var candidate in near)
        {
            var there = await db.Participants.Where(p => p.MessageId == candidate.MessageId && people.Contains(p.Address))
                .Select(p => p.Address).Distinct().ToListAsync(ct);
            var outside = there.Any(address => !own.IsInternal(address));
            if (outside && there.Contains(message.FromAddress) && there.Count >= 2)
            {
                return candidate.Conversation;
            }
        }

        return null;
    }

    private async Task<Conversation?> FirstWithSharedOutsideAsync(
        IEnumerable<long> conversationIds, Placing message, CancellationToken ct)
    {
        foreach (var id in conversationIds)
        {
            var shared = await (
                from m in db.Messages
                where m.ConversationId == id && m.DeletedAt == null
                join p in db.Participants on m.Id equals p.MessageId
                where message.Outside.Contains(p.Address)
                select p.Id).AnyAsync(ct);
            if (shared)
            {
                return await db.Conversations.FirstAsync(c => c.Id == id, ct);
            }
        }

        return null;
    }
}
