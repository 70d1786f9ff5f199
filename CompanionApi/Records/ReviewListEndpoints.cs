using CompanionApi.Data;
using CompanionApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompanionApi.Records;

/// <summary>The persons and leads that mail made for me and that I have not looked at yet (S10).</summary>
public static class ReviewListEndpoints
{
    private const int Most = 200;

    public static void MapReviewList(this RouteGroupBuilder api)
    {
        var review = api.MapGroup("/me/review-list").WithTags("Review list").AddEndpointFilter<NoStore>();
        review.MapGet("/", ListAsync);
        review.MapGet("/count", CountAsync);
        review.MapPost("/changes", ChangeAsync);
    }

    /// <summary>
    /// Made by my mail and not looked at, newest first, each with the mail that made it. <c>inUse</c>: why it can no longer
    /// be removed (<c>edited</c>, <c>linked_by_hand</c>, <c>in_use</c>).
    /// </summary>
    private static async Task<Results<Ok<Page<ReviewItem>>, ProblemHttpResult>> ListAsync(
        int? limit, string? cursor, ReviewList list, CancellationToken ct) =>
        await list.PageAsync(new PageRequest(limit, cursor), ct) is { } page
            ? TypedResults.Ok(page)
            : Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");

    /// <summary>How many stand on it.</summary>
    private static async Task<Ok<ReviewCount>> CountAsync(ReviewList list, CancellationToken ct) =>
        TypedResults.Ok(new ReviewCount(await list.CountAsync(ct)));

    /// <summary>
    /// Keeps them; removes them with their links; or gives their addresses and mail to a person that is there already
    /// (R62). One change, whatever the number; <c>skipped</c> says why. Where it would show mail to others, 409
    /// <c>would_expose</c>; ask again with <c>?expose=true</c>.
    /// </summary>
    private static async Task<Results<Ok<Reviewed>, ProblemHttpResult>> ChangeAsync(
        ReviewRequest request, bool? expose, Writer writer, CurrentUser me, CancellationToken ct)
    {
        if (request.RecordIds is not { } ids)
        {
            return Problems.Required("recordIds", $"1 to {Most} ids.");
        }

        if (ids.Count is 0 or > Most)
        {
            return Problems.Invalid("recordIds", "count", $"1 to {Most} ids.");
        }

        if (request.Change is not { } act)
        {
            return Problems.Required("change", "keep, remove or move_address.");
        }

        if (act == ReviewAct.MoveAddress && request.PersonId is null)
        {
            return Problems.Required("personId", "the id of a person that you can see, not one of these.");
        }

        try
        {
            var done = await writer.WriteAsync(
                me.CompanyId, write => new ReviewChange(write, me).RunAsync(ids, act, request.PersonId, expose ?? false, ct), ct);
            return done is null
                ? Problems.Invalid("personId", "not_available", "the id of a person that you can see, not one of these.")
                : TypedResults.Ok(done);
        }
        catch (WouldExposeException exposed)
        {
            return Problems.WouldExpose(exposed);
        }
    }
}

public enum ReviewAct
{
    Keep,
    Remove,
    MoveAddress,
}

/// <summary><c>personId</c>: who gets the addresses, with move_address.</summary>
public sealed record ReviewRequest(IReadOnlyList<Guid>? RecordIds, ReviewAct? Change, Guid? PersonId);

public sealed record ReviewCount(int Count);

/// <summary>What was changed, and what was not and why: <c>not_found</c>, or why it is in use.</summary>
public sealed record Reviewed(ChangeRef? Change, IReadOnlyList<Guid> Changed, IReadOnlyList<ReviewSkipped> Skipped);

public sealed record ReviewSkipped(Guid Id, string Code);
