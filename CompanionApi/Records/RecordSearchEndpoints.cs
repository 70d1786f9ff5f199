using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

public static class RecordSearchEndpoints
{
    public static void MapRecordSearch(this RouteGroupBuilder api) =>
        api.MapGet("/records", FindAsync).WithTags("Records").AddEndpointFilter<NoStore>();

    /// <summary>
    /// Records of all kinds that one sees, by name, mail address and organization, the best first. kinds narrows it:
    /// <c>kinds=deal,lead</c>.
    /// </summary>
    private static async Task<Results<Ok<Page<RecordCard>>, ProblemHttpResult>> FindAsync(
        string? q, string? kinds, int? limit, string? cursor,
        CompanionDb db, Visible visible, RecordCards cards, CancellationToken ct)
    {
        if (Kinds(kinds) is not { } wanted)
        {
            var all = string.Join(',', Enum.GetValues<RecordKind>().Select(RecordPaths.Code));
            return Problems.Invalid("kinds", "unknown", $"some of {all}.");
        }

        var among = visible.Records.AsNoTracking().Where(r => wanted.Contains(r.Kind));
        var found = await RecordSearch.FindAsync(
            db, visible, among, q ?? "", $"records?kinds={kinds}", new PageRequest(limit, cursor), ct);
        if (found is not var (rows, next))
        {
            return RecordSearch.Refused(q);
        }

        var shown = await cards.LoadAsync(db, visible, rows.Select(r => r.Id), ct);
        return TypedResults.Ok(new Page<RecordCard>(
            [.. rows.Where(r => shown.ContainsKey(r.Id)).Select(r => shown[r.Id])], next));
    }

    /// <summary>Null: one of them is no kind.</summary>
    private static List<RecordKind>? Kinds(string? kinds)
    {
        if (string.IsNullOrEmpty(kinds))
        {
            return [.. Enum.GetValues<RecordKind>()];
        }

        var codes = kinds.Split(',');
        var wanted = Enum.GetValues<RecordKind>().Where(kind => codes.Contains(RecordPaths.Code(kind))).ToList();
        return wanted.Count == codes.Distinct().Count() ? wanted : null;
    }
}
