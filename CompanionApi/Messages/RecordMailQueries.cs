using System.Collections.Concurrent;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Http;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>What the list of mail on a record of one kind asks, prepared.</summary>
/// <param name="kind">The record's kind.</param>
/// <param name="source">How the mail came; told of the viewer's own mail only (S4).</param>
internal sealed class RecordMailQueries(RecordKind kind, Door? source)
{
    private static readonly ConcurrentDictionary<(RecordKind, Door?), RecordMailQueries> All = new();

    private readonly PreparedQuery<AskedPage, Message> rows = new((db, asked) =>
        OneRowPerMail(db, On(db, asked.UserId, kind, asked.RecordId, source), asked.UserId, kind, asked.RecordId)
            .Where(m => m.SentAt <= asked.Time && (m.SentAt < asked.Time || m.Id < asked.Id))
            .OrderByDescending(m => m.SentAt).ThenByDescending(m => m.Id).Take(asked.Most));

    private readonly PreparedQuery<AskedRow, long> ids = new((db, asked) =>
        On(db, asked.UserId, kind, asked.RecordId, source).Where(m => m.PublicId == asked.PublicId).Select(m => m.Id));

    private readonly PreparedQuery<AskedCopies, MailCopy> copies = new((db, asked) =>
        On(db, asked.UserId, kind, asked.RecordId, source)
            .Where(m => asked.InternetMessageIds.Contains(m.InternetMessageId))
            .Select(m => new MailCopy(m.Id, m.OwnerId, m.InternetMessageId, m.FromAddress, m.Variant)));

    private sealed record AskedPage(long UserId, long RecordId, DateTimeOffset Time, long Id, int Most);

    private sealed record AskedRow(long UserId, long RecordId, Guid PublicId);

    private sealed record AskedCopies(long UserId, long RecordId, IReadOnlyCollection<string> InternetMessageIds);

    public static RecordMailQueries Of(RecordKind kind, Door? source) =>
        All.GetOrAdd((kind, source), key => new RecordMailQueries(key.Item1, key.Item2));

    public Task<List<Message>> RowsAsync(
        CompanionDb db, long userId, long recordId, PageEdge edge, CancellationToken ct) =>
        rows.ToListAsync(db, new AskedPage(userId, recordId, edge.Time, edge.Id, edge.Most), ct);

    /// <summary>0: it is not on the record.</summary>
    public Task<long> IdAsync(CompanionDb db, long userId, long recordId, Guid publicId, CancellationToken ct) =>
        ids.FirstAsync(db, new AskedRow(userId, recordId, publicId), ct);

    /// <summary>Everyone's copies of these mails on the record, those of the rows themselves among them.</summary>
    public Task<List<MailCopy>> CopiesAsync(
        CompanionDb db, long userId, long recordId, IReadOnlyCollection<string> internetMessageIds, CancellationToken ct) =>
        copies.ToListAsync(db, new AskedCopies(userId, recordId, internetMessageIds), ct);

    private static IQueryable<Message> On(CompanionDb db, long userId, RecordKind kind, long recordId, Door? source)
    {
        var on = Visible.On(db, userId, kind, recordId);
        return source is not { } door ? on : on.Where(m =>
            m.OwnerId == userId && db.Arrivals.Any(a => a.MessageId == m.Id && a.Door == door));
    }

    /// <summary>
    /// Of several copies of a mail the viewer's own, else the oldest here (S13). The copies are found by their Message-ID: by the
    /// record's links each row would read all mail on the record again.
    /// </summary>
    private static IQueryable<Message> OneRowPerMail(
        CompanionDb db, IQueryable<Message> on, long userId, RecordKind kind, long recordId)
    {
        var copies = Visible.Standing(db, userId, kind, recordId);
        return on.Where(m => m.OwnerId == userId || !copies.Any(other =>
            other.Id != m.Id && other.InternetMessageId == m.InternetMessageId && other.FromAddress == m.FromAddress &&
            other.Variant == m.Variant && (other.OwnerId == userId || other.Id < m.Id)));
    }
}

/// <summary>Whose copy of which mail.</summary>
internal sealed record MailCopy(long Id, long OwnerId, string InternetMessageId, string FromAddress, int Variant);
