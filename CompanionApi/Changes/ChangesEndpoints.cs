using CompanionApi.Data;
using CompanionApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

public static class ChangesEndpoints
{
    public static void MapChanges(this RouteGroupBuilder api)
    {
        var changes = api.MapGroup("").WithTags("Changes").AddEndpointFilter<NoStore>();
        changes.MapGet("/changes", ListAsync);
        changes.MapDelete("/changes/{id:guid}", UndoAsync);
        changes.MapGet("/messages/{id:guid}/trail", TrailAsync);
    }

    /// <summary>What I did, newest first.</summary>
    private static async Task<Results<Ok<Page<ChangeRef>>, ProblemHttpResult>> ListAsync(
        int? limit, string? cursor, CompanionDb db, CurrentUser me, CancellationToken ct)
    {
        var page = await db.Changes.AsNoTracking().Where(c => c.ActorId == me.Id)
            .PageAsync(c => c.At, "changes", new PageRequest(limit, cursor), ct);
        return page is var (rows, next)
            ? TypedResults.Ok(new Page<ChangeRef>([.. rows.Select(c => ChangeRef.Of(c)!)], next))
            : Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");
    }

    /// <summary>
    /// Undoes a change of mine within ten minutes: what still stands as it left it is put back. Where that would show
    /// mail to others again, 409 <c>would_expose</c> says to how many; ask again with <c>?expose=true</c>.
    /// </summary>
    private static async Task<Results<Ok<Undone>, ProblemHttpResult>> UndoAsync(
        Guid id, bool? expose, Writer writer, CurrentUser me, CancellationToken ct)
    {
        try
        {
            var (refused, undone) = await writer.WriteAsync<(ProblemHttpResult?, Undone?)>(
                me.CompanyId, write => RunAsync(write, me, id, expose ?? false, ct), ct);
            return refused is not null ? refused : TypedResults.Ok(undone);
        }
        catch (WouldExposeException exposed)
        {
            return Problems.WouldExpose(exposed);
        }
    }

    private static async Task<(ProblemHttpResult? Refused, Undone? Undone)> RunAsync(
        Write write, CurrentUser me, Guid id, bool expose, CancellationToken ct)
    {
        var change = await write.Db.Changes.FirstOrDefaultAsync(c => c.PublicId == id && c.ActorId == me.Id, ct);
        if (change is null)
        {
            return (Problems.NotFound(), null);
        }

        if (change.UndoneAt is not null)
        {
            return (Problems.Conflict("already_undone", "This was undone already."), null);
        }

        if (change.UndoUntil is not { } until || until <= write.Now)
        {
            return (Problems.Conflict("undo_expired", "This can no longer be undone."), null);
        }

        if (UndoSuccession.IsOf(change))
        {
            return await new UndoSuccession(write, me, change).RunAsync(expose, ct) is var (back, moved, left)
                ? (null, new Undone(ChangeRef.Of(back), moved, left))
                : (Problems.Conflict("moved_since", "One of the two was merged, deleted or given away since."), null);
        }

        await write.Db.Entry(change).Collection(c => c.Items).LoadAsync(ct);
        var (done, reverted) = await new Undo(write, me).RunAsync(change, expose, ct);
        return (null, new Undone(ChangeRef.Of(done), reverted, change.Items.Count - reverted));
    }

    /// <summary>What happened to a message of mine: by whom or which rule, newest first (R8). Its owner's alone.</summary>
    private static async Task<Results<Ok<Page<TrailLine>>, ProblemHttpResult>> TrailAsync(
        Guid id, Visible visible, Trail trail, CancellationToken ct) =>
        await visible.Mine.AsNoTracking().FirstOrDefaultAsync(m => m.PublicId == id, ct) is { } mine
            ? TypedResults.Ok(new Page<TrailLine>(await trail.OfAsync(mine, ct), null))
            : Problems.NotFound();
}

/// <summary>How many items were put back, and how many had been changed since and were left alone.</summary>
public sealed record Undone(ChangeRef? Change, int Reverted, int Skipped);
