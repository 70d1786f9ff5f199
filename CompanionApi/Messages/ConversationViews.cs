using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>A conversation in a list, drawn from the messages that stand now; nothing of it is kept (S2).</summary>
public record ConversationView(
    Guid Id, string Subject, IReadOnlyList<AddressView> People, string Snippet, DateTimeOffset LastMessageAt,
    int Messages, int Unread, bool HasAttachments, string Visibility, IReadOnlyList<LinkView> Links);

public sealed class ConversationViews(CompanionDb db, Visible visible, LinkViews links)
{
    private const int MaxPeople = 10;

    private sealed record AskedMail(long UserId, IReadOnlyCollection<long> Ids);

    private sealed record Mail(
        long Id, long ConversationId, string Subject, string Snippet, DateTimeOffset SentAt, bool IsRead, bool HasAttachments,
        Visibility Visibility);

    private static readonly PreparedQuery<AskedMail, Mail> Mails = new((db, asked) =>
        from message in Visible.MessagesOf(db, asked.UserId)
        where asked.Ids.Contains(message.ConversationId)
        orderby message.SentAt descending
        select new Mail(
            message.Id, message.ConversationId, message.Subject, message.Snippet, message.SentAt, message.IsRead,
            message.HasAttachments, message.Visibility));

    private sealed record AskedPeople(IReadOnlyCollection<long> Ids);

    private static readonly PreparedQuery<AskedPeople, Participant> People = new((db, asked) =>
        db.Participants
            .Where(p => asked.Ids.Contains(p.MessageId) && p.Role != ParticipantRole.ReplyTo && p.Role != ParticipantRole.Bcc)
            .OrderBy(p => p.Role).ThenBy(p => p.Position));

    /// <summary>The viewer's own conversations, in the order given; one whose messages are all deleted is absent.</summary>
    public async Task<IReadOnlyList<ConversationView>> OfAsync(
        IReadOnlyList<Conversation> mine, CancellationToken ct = default)
    {
        var ids = mine.Select(c => c.Id).ToList();
        var messages = (await Mails.ToListAsync(db, new AskedMail(visible.ViewerId, ids), ct))
            .ToLookup(m => m.ConversationId);
        var newest = messages.Select(m => m.First().Id).ToList();
        var people = (await People.ToListAsync(db, new AskedPeople(newest), ct)).ToLookup(p => p.MessageId);
        var linked = await links.OfConversationsAsync(ids, ct);
        return
        [
            .. mine.Where(c => messages.Contains(c.Id)).Select(c =>
            {
                var all = messages[c.Id].ToList();
                return new ConversationView(
                    c.PublicId, all[0].Subject,
                    [.. people[all[0].Id].DistinctBy(p => p.Address).Take(MaxPeople).Select(p => new AddressView(p.Name, p.Address))],
                    all[0].Snippet, all[0].SentAt, all.Count, all.Count(m => !m.IsRead), all.Any(m => m.HasAttachments),
                    all.All(m => m.Visibility == Visibility.Private) ? "private"
                        : all.All(m => m.Visibility == Visibility.Shared) ? "shared" : "mixed",
                    [.. linked[c.Id]]);
            }),
        ];
    }
}
