using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;

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
        if (await visible.RecordIdAsync(kind, id, ct) is not { } recordId)
        {
            return Problems.NotFound();
        }

        var queries = RecordMailQueries.Of(kind, source);
        var rows = await Paging.PageAsync(
            page, $"{kind}/{id}/{source}", m => m.SentAt,
            publicId => queries.IdAsync(db, me.Id, recordId, publicId, ct),
            edge => queries.RowsAsync(db, me.Id, recordId, edge, ct));
        if (rows is not var (found, next))
        {
            return Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");
        }

        var copies = await queries.CopiesAsync(
            db, me.Id, recordId, [.. found.Select(r => r.InternetMessageId).Distinct()], ct);
        return TypedResults.Ok(new Page<RecordMessage>(await views.OnRecordAsync(found, OwnersOf(copies, found), ct), next));
    }

    /// <summary>The other owners who share the same mail on this record.</summary>
    private static ILookup<long, long> OwnersOf(IReadOnlyList<MailCopy> copies, IReadOnlyList<Message> rows) =>
        rows.SelectMany(row => copies
                .Where(c => c.Id != row.Id && c.OwnerId != row.OwnerId && c.InternetMessageId == row.InternetMessageId &&
                    c.FromAddress == row.FromAddress && c.Variant == row.Variant)
                .Select(c => (row.Id, c.OwnerId)).Distinct())
            .ToLookup(pair => pair.Id, pair => pair.OwnerId);
}
