using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;

namespace CompanionApi.Pane;

/// <summary>
/// The open records of the viewer's own latest conversations with these people. Looks at a fixed number of them and step
/// by step, so that an address in a million mails costs no more than one in ten.
/// </summary>
internal sealed class EarlierConversations(CompanionDb db, CurrentUser me)
{
    private const int MaxConversations = 300;
    private const int MaxMessages = 1_000;
    private const int Rank = 2;

    private sealed record Asked(long UserId, IReadOnlyCollection<long> Ids);

    private sealed record AskedPeople(IReadOnlyCollection<long> MessageIds, IReadOnlyCollection<string> Addresses);

    private sealed record Linked(long ConversationId, long RecordId, RecordKind Kind);

    private sealed record Of(long Id, long ConversationId);

    private sealed record Named(long MessageId, string Address);

    private static readonly PreparedQuery<Asked, long> Latest = new((db, asked) =>
        Visible.ConversationsOf(db, asked.UserId).OrderByDescending(c => c.LastEnteredAt).Take(MaxConversations)
            .Select(c => c.Id));

    private static readonly PreparedQuery<Asked, Linked> Links = new((db, asked) =>
        from link in db.ConversationLinks
        where asked.Ids.Contains(link.ConversationId)
        join record in Visible.RecordsOf(db, asked.UserId) on link.RecordId equals record.Id
        where record.Status == RecordStatus.Open
        // The order leads SQLite to the index of conversations; another would read the whole company's links.
        orderby link.ConversationId, link.Slot
        select new Linked(link.ConversationId, record.Id, record.Kind));

    private static readonly PreparedQuery<Asked, Of> Messages = new((db, asked) =>
        Visible.MessagesOf(db, asked.UserId).Where(m => asked.Ids.Contains(m.ConversationId))
            .OrderBy(m => m.ConversationId).Take(MaxMessages).Select(m => new Of(m.Id, m.ConversationId)));

    private static readonly PreparedQuery<AskedPeople, Named> People = new((db, asked) =>
        from person in db.Participants
        where asked.MessageIds.Contains(person.MessageId) && person.Role <= ParticipantRole.Cc &&
            asked.Addresses.Contains(person.Address)
        select new Named(person.MessageId, person.Address));

    public async Task<IReadOnlyList<Suggested>> OfAsync(IReadOnlyList<string> addresses, CancellationToken ct)
    {
        var latest = await Latest.ToListAsync(db, new Asked(me.Id, []), ct);
        var links = await Links.ToListAsync(db, new Asked(me.Id, latest), ct);
        if (links.Count == 0)
        {
            return [];
        }

        var messages = await Messages.ToListAsync(
            db, new Asked(me.Id, [.. links.Select(l => l.ConversationId).Distinct()]), ct);
        var people = await People.ToListAsync(db, new AskedPeople([.. messages.Select(m => m.Id)], addresses), ct);
        return
        [
            .. from person in people
               join message in messages on person.MessageId equals message.Id
               join link in links on message.ConversationId equals link.ConversationId
               orderby latest.IndexOf(message.ConversationId)
               select new Suggested(
                   Rank, link.Kind, link.RecordId, new Why("earlier_conversation") { Address = person.Address }),
        ];
    }
}
