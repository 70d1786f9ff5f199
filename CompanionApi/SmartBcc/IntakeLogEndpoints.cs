using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SmartBcc;

public static class IntakeLogEndpoints
{
    public static void MapIntakeLog(this RouteGroupBuilder api)
    {
        var logs = api.MapGroup("").WithTags("Intake log").AddEndpointFilter<NoStore>();
        logs.MapGet("/me/intake-log", MineAsync);
        logs.MapGet("/admin/intake-log", CompanyAsync).RequireAdmin();
    }

    /// <summary>
    /// Every attempt to hand over mail of mine, taken or refused, newest first (R28). <c>outcome</c>: only these;
    /// <c>from</c>, <c>until</c>: only what came in that time.
    /// </summary>
    private static async Task<Results<Ok<Page<IntakeLine>>, ProblemHttpResult>> MineAsync(
        int? limit, string? cursor, Word<IntakeOutcome>[] outcome, DateTimeOffset? from, DateTimeOffset? until,
        CompanionDb db, Visible visible, CurrentUser me, CancellationToken ct)
    {
        var wanted = new IntakeLogQuery(limit, cursor, outcome, from, until);
        var (rows, next, wrong) = await wanted.PageAsync(
            "me/intake-log", db.IntakeAttempts.Where(a => a.UserId == me.Id), ct);
        if (wrong is not null)
        {
            return wrong;
        }

        var ids = rows.Select(r => r.MessageId).OfType<long>().ToList();
        var messages = await visible.Mine.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.PublicId, ct);
        return TypedResults.Ok(new Page<IntakeLine>(
            [.. rows.Select(a => Line(a) with
            {
                Subject = MaySayWhat(a, messages) ? a.Subject : null,
                Detail = a.Detail,
                MessageId = a.MessageId is { } id && messages.TryGetValue(id, out var message) ? message : null,
            })],
            next));
    }

    /// <summary>
    /// The company's attempts for its admin, filtered alike: envelope and reason only, no subject, no message (R28, S11).
    /// </summary>
    private static async Task<Results<Ok<Page<IntakeLine>>, ProblemHttpResult>> CompanyAsync(
        int? limit, string? cursor, Word<IntakeOutcome>[] outcome, DateTimeOffset? from, DateTimeOffset? until,
        CompanionDb db, CancellationToken ct)
    {
        var wanted = new IntakeLogQuery(limit, cursor, outcome, from, until);
        var (rows, next, wrong) = await wanted.PageAsync("admin/intake-log", db.IntakeAttempts, ct);
        return wrong is not null ? wrong : TypedResults.Ok(new Page<IntakeLine>([.. rows.Select(Line)], next));
    }

    /// <summary>Of proven mail only (S31), and not of what was deleted here since (R7).</summary>
    private static bool MaySayWhat(IntakeAttempt a, Dictionary<long, Guid> messages) => a.IsProven && a.Outcome switch
    {
        IntakeOutcome.Stored or IntakeOutcome.Merged => a.MessageId is { } id && messages.ContainsKey(id),
        _ => true,
    };

    private static IntakeLine Line(IntakeAttempt a) => new(
        a.PublicId, a.At, a.Times, a.LastAt, a.Outcome, a.Reason, a.AddressKind, a.FromAddress, a.SizeBytes,
        a.ClientAddress, a.IsProven, a.Proof, null, null, null);
}

/// <summary>Which lines are asked for.</summary>
internal sealed record IntakeLogQuery(
    int? Limit, string? Cursor, Word<IntakeOutcome>[] Outcome, DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>One page of what was asked for; else why not.</summary>
    public async Task<(IReadOnlyList<IntakeAttempt> Rows, string? Next, ProblemHttpResult? Wrong)> PageAsync(
        string list, IQueryable<IntakeAttempt> lines, CancellationToken ct)
    {
        var wanted = Outcome.Select(o => o.Value).Distinct().Order().ToList();
        lines = wanted.Count > 0 ? lines.Where(a => wanted.Contains(a.Outcome)) : lines;
        lines = From is { } from ? lines.Where(a => a.At >= from) : lines;
        lines = Until is { } until ? lines.Where(a => a.At < until) : lines;
        var page = await lines.AsNoTracking().PageAsync(
            a => a.At, $"{list}?{string.Join(',', wanted)}&{From:O}&{Until:O}", new PageRequest(Limit, Cursor), ct);
        return page is var (rows, next)
            ? (rows, next, null)
            : ([], null, Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list."));
    }
}

/// <summary>
/// One attempt, or several that are alike: <c>Times</c>, the last at <c>LastAt</c>. <c>Proven</c> false: it only claims to
/// be from <c>From</c>; else <c>Proof</c> carried it. <c>Detail</c>: what the reason speaks of.
/// </summary>
public sealed record IntakeLine(
    Guid Id, DateTimeOffset At, int Times, DateTimeOffset LastAt, IntakeOutcome Outcome, string Reason, string AddressKind,
    string From, int Size, string Host, bool Proven, string? Proof, string? Subject, string? Detail, Guid? MessageId);
