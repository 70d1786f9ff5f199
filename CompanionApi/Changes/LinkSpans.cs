using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>Which conversation a message was in, and when.</summary>
internal sealed record Stay(long ConversationId, DateTimeOffset From, DateTimeOffset To);

/// <summary>On which record a message stood, and when.</summary>
internal sealed record LinkSpan(long RecordId, DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// When a message stood on which records, by itself and by the conversations that it was in: what became of the sight of a
/// record before or after that was not about it (R8). Read from the items that linked and unlinked, which say since when,
/// and from the links that stand, since those that a split copied have no item.
/// </summary>
internal sealed class LinkSpans(CompanionDb db)
{
    // Of the message itself; conversations go by their id.
    private const long Itself = 0;

    private readonly Dictionary<(long On, long RecordId), DateTimeOffset> open = [];
    private readonly List<(long On, LinkSpan Span)> spans = [];

    public async Task<IReadOnlyList<LinkSpan>> OfAsync(long messageId, IReadOnlyList<Stay> stays, CancellationToken ct)
    {
        var conversations = stays.Select(s => s.ConversationId).Distinct().ToList();
        var acts = await (
            from item in db.ChangeItems.AsNoTracking()
            where (item.MessageId == messageId &&
                    (item.Field == ChangeField.PersonLink || item.Field == ChangeField.PersonMoved)) ||
                (item.ConversationId != null && conversations.Contains(item.ConversationId.Value) &&
                    (item.Field == ChangeField.ConversationLink || item.Field == ChangeField.ConversationMoved))
            join change in db.Changes on item.ChangeId equals change.Id
            orderby change.Id, item.Id
            select new { Item = item, change.At }).ToListAsync(ct);
        foreach (var act in acts)
        {
            Read(act.Item, act.At);
        }

        var standing = await db.MessageLinks.Where(l => l.MessageId == messageId)
            .Select(l => new { On = Itself, l.RecordId, l.At })
            .Concat(db.ConversationLinks.Where(l => conversations.Contains(l.ConversationId))
                .Select(l => new { On = l.ConversationId, l.RecordId, l.At })).ToListAsync(ct);
        standing.ForEach(link => open.TryAdd((link.On, link.RecordId), link.At));
        spans.AddRange(open.Select(link =>
            (link.Key.On, new LinkSpan(link.Key.RecordId, link.Value, DateTimeOffset.MaxValue))));
        return
        [
            .. spans.Where(s => s.On == Itself).Select(s => s.Span),
            .. stays.SelectMany(stay => spans.Where(s => s.On == stay.ConversationId).Select(s => s.Span with
            {
                From = stay.From > s.Span.From ? stay.From : s.Span.From,
                To = stay.To < s.Span.To ? stay.To : s.Span.To,
            })).Where(span => span.From <= span.To),
        ];
    }

    private void Read(ChangeItem item, DateTimeOffset at)
    {
        var on = item.ConversationId ?? Itself;
        if (item.Before is { } before)
        {
            var (recordId, since) = Link(before);
            var from = open.Remove((on, recordId), out var opened) ? opened : since ?? DateTimeOffset.MinValue;
            spans.Add((on, new LinkSpan(recordId, from, at)));
        }

        if (item.After is { } after)
        {
            open.TryAdd((on, Link(after).RecordId), at);
        }
    }

    /// <summary>A link that was put is named by its record alone; one that was taken away, or put back, with all of it.</summary>
    private static (long RecordId, DateTimeOffset? Since) Link(string written) =>
        written.StartsWith('{') && LinkState.Parse(written) is var state ? (state.RecordId, state.At) : (long.Parse(written), null);
}
