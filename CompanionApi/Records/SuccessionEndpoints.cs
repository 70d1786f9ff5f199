using CompanionApi.Data;
using CompanionApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompanionApi.Records;

/// <summary>Two persons become one, a lead becomes a deal. Both are sharing: <c>/audience-previews</c> says who gains and who loses (S6).</summary>
public static class SuccessionEndpoints
{
    public static void MapSuccession(this RouteGroupBuilder api)
    {
        var records = api.MapGroup("").WithTags("Records").AddEndpointFilter<NoStore>();
        records.MapPost("/persons/{id:guid}/merges", MergeAsync);
        records.MapPost("/leads/{id:guid}/conversions", ConvertAsync);
        records.MapGet("/persons/{id:guid}/duplicates", DuplicatesAsync);
    }

    /// <summary>
    /// Merges another person of one's own into this one; its mail, notes, addresses and deals go along, and its id
    /// answers as this person from then on.
    /// </summary>
    private static async Task<Results<Ok<WrittenPerson>, ProblemHttpResult>> MergeAsync(
        Guid id, MergeBody body, Writer writer, RecordCards cards, CurrentUser me, CancellationToken ct) =>
        await writer.WriteAsync<Results<Ok<WrittenPerson>, ProblemHttpResult>>(
            me.CompanyId,
            async write =>
            {
                var edit = new RecordEdit(write, me);
                var done = await new PersonMerge(edit, ct).RunAsync(id, body.PersonId);
                if (done is not { View: { } person })
                {
                    return done.Problem!;
                }

                var views = new RecordViews(write.Db, edit.Visible, cards, me);
                var view = (await PersonsEndpoints.Kind.ViewsAsync(views, [person], ct))[0];
                return TypedResults.Ok(new WrittenPerson(view, done.Ref));
            },
            ct);

    /// <summary>
    /// Converts a lead of one's own into a new deal, or into one that is there. A new deal takes the lead's title and
    /// visibility where the body does not say; persons are found by the lead's addresses, or one is made.
    /// </summary>
    private static async Task<Results<Created<WrittenDeal>, Created<Written>, ProblemHttpResult>> ConvertAsync(
        Guid id, ConversionBody body, Writer writer, RecordCards cards, CurrentUser me, CancellationToken ct) =>
        await writer.WriteAsync<Results<Created<WrittenDeal>, Created<Written>, ProblemHttpResult>>(
            me.CompanyId,
            async write =>
            {
                var edit = new RecordEdit(write, me);
                var done = await new LeadConversion(edit, DealsEndpoints.Kind, ct).RunAsync(id, body);
                if (done is not { View: { } deal })
                {
                    // Fields were taken over to be judged; none of it is to be saved.
                    write.Db.ChangeTracker.Clear();
                    return done.Problem!;
                }

                var views = new RecordViews(write.Db, edit.Visible, cards, me);
                return await DealsEndpoints.Kind.ViewsAsync(views, [deal], ct) is [var view]
                    ? TypedResults.Created($"/api/deals/{view.Id}", new WrittenDeal(view, done.Ref))
                    : TypedResults.Created((string?)null, new Written(done.Ref));
            },
            ct);

    /// <summary>Persons that one sees and that may be this one: an address or the name is the same (S9).</summary>
    private static async Task<Results<Ok<Page<Duplicate>>, ProblemHttpResult>> DuplicatesAsync(
        Guid id, CompanionDb db, Visible visible, RecordCards cards, CurrentUser me, CancellationToken ct) =>
        await new Duplicates(db, visible, cards, me).OfAsync(id, ct) is { } found
            ? TypedResults.Ok(new Page<Duplicate>(found, null))
            : Problems.NotFound();
}

/// <summary><c>personId</c>: who is merged into the person of the path, and is gone then.</summary>
public sealed record MergeBody(Guid? PersonId);

/// <summary><c>dealId</c>: the deal that it becomes part of; without one, <c>deal</c> says what the new one is like.</summary>
public sealed record ConversionBody(Guid? DealId, DealBody? Deal);
