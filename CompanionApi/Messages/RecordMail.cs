using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>The mail on a record's page (R106): through the gate, one row per mail (S13), newest first.</summary>
public static class RecordMail
{
    public static ILookup<long, long> NoCopies { get; } = Array.Empty<long>().ToLookup(id => id);

    public static void MapRecordMail(this RouteGroupBuilder api)
    {
        foreach (var (path, kind) in new[]
        {
            ("persons", RecordKind.Person), ("organizations", RecordKind.Organization), ("leads", RecordKind.Lead),
            ("deals", RecordKind.Deal), ("projects", RecordKind.Project),
        })
        {
            api.MapGet($"/{path}/{{id:guid}}/messages",
                    (Guid id, Word<Door>? source, int? limit, string? cursor, RecordMailList list, CancellationToken ct) =>
                        list.ListAsync(kind, id, source?.Value, new PageRequest(limit, cursor), ct))
                .WithTags("Messages").AddEndpointFilter<NoStore>()
                .WithSummary("The mail on it that the viewer may see, newest first; source: how it came.");
        }
    }
}

public sealed class RecordMailList(CompanionDb db, Visible visible, CurrentUser me, MessageViews views)
{
    public async Task<Results<Ok<Page<RecordMessage>>, ProblemHttpResult>> ListAsync(
        RecordKind kind, Guid id, Door? source, PageRequest page, CancellationToken ct)
    {
        if (await visible.OnAsync(kind, id, ct) is not { } on)
        {
            return Problems.NotFound();
        }

        if (source is { } door)
        {
            // How it came is told of the viewer's own mail only (S4).
            on = on.Where(m => m.OwnerId == me.Id && db.Arrivals.Any(a => a.MessageId == m.Id && a.Door == door));
        }

        var rows = OneRowPerMail(on);
        if (await rows.AsNoTracking().PageAsync(m => m.SentAt, $"{kind}/{id}/{source}", page, ct) is not var (found, next))
        {
            return Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");
        }

        return TypedResults.Ok(new Page<RecordMessage>(
            await views.OnRecordAsync(found, await CopiesAsync(on, found, ct), ct), next));
    }

    /// <summary>Of several copies of a mail the viewer's own, else the oldest here (S13).</summary>
    private IQueryable<Message> OneRowPerMail(IQueryable<Message> on) =>
        on.Where(m => !on.Any(other =>
            other.Id != m.Id && other.InternetMessageId == m.InternetMessageId && other.FromAddress == m.FromAddress &&
            other.Variant == m.Variant &&
            ((other.OwnerId == me.Id && m.OwnerId != me.Id) ||
             (m.OwnerId != me.Id && other.OwnerId != me.Id && other.Id < m.Id))));

    /// <summary>The other owners who share the same mail on this record.</summary>
    private static async Task<ILookup<long, long>> CopiesAsync(
        IQueryable<Message> on, IReadOnlyList<Message> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.InternetMessageId).Distinct().ToList();
        var copies = await on.Where(m => ids.Contains(m.InternetMessageId))
            .Select(m => new { m.Id, m.OwnerId, m.InternetMessageId, m.FromAddress, m.Variant }).ToListAsync(ct);
        return rows.SelectMany(row => copies
                .Where(c => c.Id != row.Id && c.OwnerId != row.OwnerId && c.InternetMessageId == row.InternetMessageId &&
                    c.FromAddress == row.FromAddress && c.Variant == row.Variant)
                .Select(c => (row.Id, c.OwnerId)).Distinct())
            .ToLookup(pair => pair.Id, pair => pair.OwnerId);
    }
}
