using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Pane;

/// <summary>
/// The open records of the viewer's own latest conversations with these people. Looks at a fixed number of them and step
/// by step, so that an address in a million mails costs no more than one in ten.
/// </summary>
internal sealed class EarlierConversations(CompanionDb db, Visible visible)
{
    private const int MaxConversations = 300;
    private const int MaxMessages = 1_000;
    private const int Rank = 2;

    public async Task<IReadOnlyList<Suggested>> OfAsync(IReadOnlyList<string> addresses, CancellationToken ct)
    {
        var latest = await visible.MyConversations.OrderByDescending(c => c.LastEnteredAt).Take(MaxConversations)
            .Select(c => c.Id).ToListAsync(ct);
        var links = await (
            from link in db.ConversationLinks
            where latest.Contains(link.ConversationId)
            join record in visible.Records on link.RecordId equals record.Id
            where record.Status == RecordStatus.Open
            // The order leads SQLite to the index of conversations; another would read the whole company's links.
            orderby link.ConversationId, link.Slot
            select new { link.ConversationId, record.Id, record.Kind }).ToListAsync(ct);
        if (links.Count == 0)
        {
            return [];
        }

        var conversations = links.Select(l => l.ConversationId).Distinct().ToList();
        var messages = await visible.Mine.Where(m => conversations.Contains(m.ConversationId))
            .OrderBy(m => m.ConversationId).Take(MaxMessages)
            .Select(m => new { m.Id, m.ConversationId }).ToListAsync(ct);
        var ids = messages.Select(m => m.Id).ToList();
        var people = await db.Participants
            .Where(p => ids.Contains(p.MessageId) && p.Role <= ParticipantRole.Cc && addresses.Contains(p.Address))
            .Select(p => new { p.MessageId, p.Address }).ToListAsync(ct);
        return
        [
            .. from person in people
               join message in messages on person.MessageId equals message.Id
               join link in links on message.ConversationId equals link.ConversationId
               orderby latest.IndexOf(message.ConversationId)
               select new Suggested(
                   Rank, link.Kind, link.Id, new Why("earlier_conversation") { Address = person.Address }),
        ];
    }
}
