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
        logs.MapGet("/admin/intake-log", CompanyAsync);
    }

    /// <summary>Every attempt to hand over mail of mine, taken or refused, newest first (R28).</summary>
    private static async Task<Results<Ok<Page<IntakeLine>>, ProblemHttpResult>> MineAsync(
        int? limit, string? cursor, CompanionDb db, Visible visible, CurrentUser me, CancellationToken ct)
    {
        var page = await db.IntakeAttempts.AsNoTracking().Where(a => a.UserId == me.Id)
            .PageAsync(a => a.At, "me/intake-log", new PageRequest(limit, cursor), ct);
        if (page is not var (rows, next))
        {
            return Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");
        }

        var ids = rows.Select(r => r.MessageId).OfType<long>().ToList();
        var messages = await visible.Mine.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.PublicId, ct);
        return TypedResults.Ok(new Page<IntakeLine>(
            [.. rows.Select(a => Line(a) with
            {
                Subject = MaySayWhat(a, messages) ? a.Subject : null,
                MessageId = a.MessageId is { } id && messages.TryGetValue(id, out var message) ? message : null,
            })],
            next));
    }

    /// <summary>The company's attempts for its admin: envelope and reason only, no subject, no message (R28, S11).</summary>
    private static async Task<Results<Ok<Page<IntakeLine>>, ProblemHttpResult>> CompanyAsync(
        int? limit, string? cursor, CompanionDb db, CurrentUser me, CancellationToken ct)
    {
        if (!me.IsAdmin)
        {
            return Problems.Forbidden("admin_only", "Admins only.");
        }

        var page = await db.IntakeAttempts.AsNoTracking()
            .PageAsync(a => a.At, "admin/intake-log", new PageRequest(limit, cursor), ct);
        return page is var (rows, next)
            ? TypedResults.Ok(new Page<IntakeLine>([.. rows.Select(Line)], next))
            : Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");
    }

    /// <summary>Of proven mail only (S31), and not of what was deleted here since (R7).</summary>
    private static bool MaySayWhat(IntakeAttempt a, Dictionary<long, Guid> messages) => a.IsProven && a.Outcome switch
    {
        IntakeOutcome.Stored or IntakeOutcome.Merged => a.MessageId is { } id && messages.ContainsKey(id),
        _ => true,
    };

    private static IntakeLine Line(IntakeAttempt a) => new(
        a.PublicId, a.At, a.Outcome, a.Reason, a.AddressKind, a.FromAddress, a.SizeBytes, a.ClientAddress, a.IsProven,
        null, null);
}

/// <summary>One attempt. <c>Proven</c> false: it only claims to be from <c>From</c>.</summary>
public sealed record IntakeLine(
    Guid Id, DateTimeOffset At, IntakeOutcome Outcome, string Reason, string AddressKind, string From, int Size,
    string Host, bool Proven, string? Subject, Guid? MessageId);
