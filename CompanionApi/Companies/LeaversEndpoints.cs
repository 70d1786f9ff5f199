using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Companies;

/// <summary>What becomes of the records of one who has left (S57): given to another by count, never seen (S11).</summary>
public static class LeaversEndpoints
{
    public static void MapLeavers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/admin/users").RequireAdmin().WithTags("Admin");
        users.MapGet("/{id:guid}/record-counts", CountAsync);
        users.MapPost("/{id:guid}/reassignments", ReassignAsync);
    }

    /// <summary>How many records of each kind a user owns, those hidden from the admin counted too.</summary>
    private static async Task<Results<Ok<RecordCounts>, ProblemHttpResult>> CountAsync(
        Guid id, CompanionDb db, CancellationToken ct) =>
        await db.Users.FirstOrDefaultAsync(u => u.PublicId == id, ct) is { } user
            ? TypedResults.Ok(RecordCounts.Of(await LeaverRecords.CountAsync(db, user.Id, ct)))
            : Problems.NotFound();

    /// <summary>
    /// Gives all records of a user who has left to an active one. Mail stays its owner's; who gains sight of the shared
    /// mail on them is told beforehand by <c>/audience-previews</c>, and stands in the trail of each message.
    /// </summary>
    private static async Task<Results<Ok<Reassigned>, ProblemHttpResult>> ReassignAsync(
        Guid id, ReassignmentBody body, CurrentUser me, Writer writer, CancellationToken ct) =>
        await writer.WriteAsync<Results<Ok<Reassigned>, ProblemHttpResult>>(
            me.CompanyId,
            async write =>
            {
                var from = await write.Db.Users.FirstOrDefaultAsync(u => u.PublicId == id, ct);
                if (from is null)
                {
                    return Problems.NotFound();
                }

                if (body.To is null)
                {
                    return Problems.Required("to", "the id of an active user.");
                }

                if (from.LeftAt is null)
                {
                    return Problems.Conflict("not_left", "An active user's records are given away by that user.");
                }

                var to = await write.Db.Users.FirstOrDefaultAsync(u => u.PublicId == body.To && u.LeftAt == null, ct);
                return to is null
                    ? Problems.Invalid("to", "not_available", "the id of an active user.")
                    : TypedResults.Ok(await GiveAsync(write, me, from, to, ct));
            },
            ct);

    private static async Task<Reassigned> GiveAsync(
        Write write, CurrentUser me, User from, User to, CancellationToken ct)
    {
        var counts = RecordCounts.Of(await LeaverRecords.CountAsync(write.Db, from.Id, ct));
        var change = Change.By(me.Id, write.Now, ChangeKind.RecordsReassigned, [], canUndo: false);
        write.Db.Changes.Add(change);
        await write.Db.SaveChangesAsync(ct);
        await LeaverRecords.ReassignAsync(write.Db, change.Id, from.Id, to.Id, ct);
        write.Announce(new LiveEvent("me", to.PublicId, [to.Id]));
        return new Reassigned(counts, ChangeRef.Of(change));
    }
}

public sealed record ReassignmentBody(Guid? To);

public sealed record RecordCounts(int Persons, int Organizations, int Leads, int Deals, int Projects)
{
    internal static RecordCounts Of(IReadOnlyDictionary<RecordKind, int> counts) => new(
        counts.GetValueOrDefault(RecordKind.Person), counts.GetValueOrDefault(RecordKind.Organization),
        counts.GetValueOrDefault(RecordKind.Lead), counts.GetValueOrDefault(RecordKind.Deal),
        counts.GetValueOrDefault(RecordKind.Project));
}

public sealed record Reassigned(RecordCounts Records, ChangeRef? Change);
