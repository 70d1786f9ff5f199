using System.Collections.Concurrent;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Http;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>The list of a user's conversations in one box, prepared.</summary>
internal sealed class ConversationQueries(MailBox box, bool unread)
{
    private static readonly ConcurrentDictionary<(MailBox, bool), ConversationQueries> All = new();

    private readonly PreparedQuery<AskedPage, Conversation> rows = new((db, asked) =>
        In(db, asked.UserId, box, unread)
            .Where(c => c.LastEnteredAt <= asked.Time && (c.LastEnteredAt < asked.Time || c.Id < asked.Id))
            .OrderByDescending(c => c.LastEnteredAt).ThenByDescending(c => c.Id).Take(asked.Most));

    private readonly PreparedQuery<AskedRow, long> ids = new((db, asked) =>
        In(db, asked.UserId, box, unread).Where(c => c.PublicId == asked.PublicId).Select(c => c.Id));

    private sealed record AskedPage(long UserId, DateTimeOffset Time, long Id, int Most);

    private sealed record AskedRow(long UserId, Guid PublicId);

    public static ConversationQueries Of(MailBox box, bool unread) =>
        All.GetOrAdd((box, unread), key => new ConversationQueries(key.Item1, key.Item2));

    public Task<List<Conversation>> RowsAsync(CompanionDb db, long userId, PageEdge edge, CancellationToken ct) =>
        rows.ToListAsync(db, new AskedPage(userId, edge.Time, edge.Id, edge.Most), ct);

    /// <summary>0: it is not in the box.</summary>
    public Task<long> IdAsync(CompanionDb db, long userId, Guid publicId, CancellationToken ct) =>
        ids.FirstAsync(db, new AskedRow(userId, publicId), ct);

    /// <summary>The user's conversations in a box (S53), only those with unread mail where asked.</summary>
    public static IQueryable<Conversation> In(CompanionDb db, long userId, MailBox box, bool unread)
    {
        var mine = Visible.MessagesOf(db, userId);
        var inBox = box switch
        {
            MailBox.Sent => mine.Where(m => m.IsSent),
            MailBox.Archive => mine.Where(m => m.ArchivedAt != null),
            MailBox.All => mine,
            _ => mine.Where(m => m.ArchivedAt == null && (!m.IsSent || db.Arrivals.Any(a => a.MessageId == m.Id &&
                (a.Door == Door.SmartBcc || a.Door == Door.Dropbox || a.Door == Door.Pane)))),
        };
        var found = Visible.ConversationsOf(db, userId).Where(c => inBox.Any(m => m.ConversationId == c.Id));
        if (box == MailBox.Archive)
        {
            found = found.Where(c => !mine.Any(m => m.ConversationId == c.Id && m.ArchivedAt == null));
        }

        return unread ? found.Where(c => mine.Any(m => m.ConversationId == c.Id && !m.IsRead)) : found;
    }
}
