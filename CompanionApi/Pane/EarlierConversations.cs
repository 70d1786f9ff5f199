using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;

namespace CompanionApi.Pane;

/// <summary>
/// The open records of the viewer's own latest conversations with these people. Looks at a fixed number of them and of
/// their messages, so that an address in a million mails costs no more than one in ten.
/// </summary>
internal sealed class EarlierConversations(CompanionDb db, CurrentUser me)
{
    private const int MaxConversations = 300;
    private const int MaxMessages = 1_000;
    private const int Rank = 2;

    private sealed record Asked(long UserId, IReadOnlyCollection<string> Addresses);

    private sealed record Found(long RecordId, RecordKind Kind, string Address);

    private static readonly PreparedQuery<Asked, Found> OfAnySlot = new((db, asked) => Find(db, asked, db.ConversationLinks));

    private static readonly Dictionary<LinkSlot, PreparedQuery<Asked, Found>> OfOneSlot = Enum.GetValues<LinkSlot>().ToDictionary(
        slot => slot,
        slot => new PreparedQuery<Asked, Found>((db, asked) => Find(db, asked, db.ConversationLinks.Where(l => l.Slot == slot))));

    /// <param name="addresses">The people.</param>
    /// <param name="slots">Which of them the records may stand in: where one alone is asked for, little else is read.</param>
    /// <param name="ct">Stops the search.</param>
    public async Task<IReadOnlyList<Suggested>> OfAsync(
        IReadOnlyList<string> addresses, IReadOnlySet<LinkSlot> slots, CancellationToken ct)
    {
        var records = slots.Count == 1 ? OfOneSlot[slots.First()] : OfAnySlot;
        return
        [
            .. (await records.ToListAsync(db, new Asked(me.Id, addresses), ct)).DistinctBy(f => f.RecordId)
                .Select(f => new Suggested(Rank, f.Kind, f.RecordId, new Why("earlier_conversation") { Address = f.Address })),
        ];
    }

    private static IQueryable<Found> Find(CompanionDb db, Asked asked, IQueryable<ConversationLink> links)
    {
        // Ids alone, which stand in the index; the gate is asked of the few that these people stand in.
        var messages = (
            from conversation in Visible.ConversationsOf(db, asked.UserId)
                .OrderByDescending(c => c.LastEnteredAt).Take(MaxConversations)
            join link in links on conversation.Id equals link.ConversationId
            join record in Visible.RecordsOf(db, asked.UserId) on link.RecordId equals record.Id
            where record.Status == RecordStatus.Open
            join message in Visible.PlacesIn(db) on link.ConversationId equals message.ConversationId
            orderby conversation.LastEnteredAt descending
            select new { conversation.LastEnteredAt, RecordId = record.Id, record.Kind, message.MessageId }).Take(MaxMessages);
        return
            from message in messages
            join person in db.Participants on message.MessageId equals person.MessageId
            where person.Role <= ParticipantRole.Cc && asked.Addresses.Contains(person.Address)
            join seen in Visible.MessagesOf(db, asked.UserId) on message.MessageId equals seen.Id
            orderby message.LastEnteredAt descending
            select new Found(message.RecordId, message.Kind, person.Address);
    }
}
