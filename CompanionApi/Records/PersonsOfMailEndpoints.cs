using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Linking;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>Persons made by hand of many people of one mail at once (R62): those whom no rule made (S10).</summary>
public static class PersonsOfMailEndpoints
{
    private const int Most = 200;

    public static void MapPersonsOfMail(this RouteGroupBuilder api) =>
        api.MapPost("/messages/{id:guid}/persons", MakeAsync).WithTags("Persons");

    /// <summary>
    /// Makes a person of each of these addresses of my mail that is nobody's yet, and links it to the mail: one change.
    /// Where that would show the mail to others, 409 <c>would_expose</c>; ask again with <c>?expose=true</c>.
    /// </summary>
    private static async Task<Results<Ok<PersonsMade>, ProblemHttpResult>> MakeAsync(
        Guid id, PersonsOfMailRequest request, bool? expose, Writer writer, CurrentUser me, BccDomain bccDomain,
        RecordCards cards, CancellationToken ct)
    {
        if (request.Addresses is not { } addresses)
        {
            return Problems.Required("addresses", $"1 to {Most} addresses of the mail.");
        }

        if (addresses.Count is 0 or > Most)
        {
            return Problems.Invalid("addresses", "count", $"1 to {Most} addresses of the mail.");
        }

        try
        {
            var made = await writer.WriteAsync(
                me.CompanyId,
                async write =>
                {
                    var visible = new Visible(write.Db, me);
                    var mine = await visible.Mine.FirstOrDefaultAsync(m => m.PublicId == id, ct);
                    if (mine is null)
                    {
                        return null;
                    }

                    var wanted = addresses.Select(Addresses.Normalize).ToHashSet();
                    var people = (await new Strangers(write.Db, me.Id, bccDomain).OfAsync(mine.Id, ct))
                        .Where(p => wanted.Contains(p.Address)).ToList();
                    return await Exposure.GuardAsync(
                        write.Db, [mine.Id], expose ?? false,
                        () => MakeAllAsync(write, me, mine, people, cards, ct), ct);
                },
                ct);
            return made is null ? Problems.NotFound() : TypedResults.Ok(made);
        }
        catch (WouldExposeException exposed)
        {
            return Problems.WouldExpose(exposed);
        }
    }

    private static async Task<PersonsMade> MakeAllAsync(
        Write write, CurrentUser me, Message mine, IReadOnlyList<OutsideAddress> people, RecordCards cards,
        CancellationToken ct)
    {
        var visibleTo = await write.Db.Companies.Where(c => c.Id == write.Db.CompanyId).Select(c => c.DefaultVisibleTo)
            .SingleAsync(ct);
        var hand = new HandLinks(write, me);
        var items = new List<ChangeItem>();
        var made = new List<long>();
        foreach (var who in people)
        {
            var person = new PersonFinder(write.Db, me.Id).Make(who, write.Now);
            (person.VisibleTo, person.IsNewByMail) = (visibleTo, false);
            await write.Db.SaveChangesAsync(ct);
            made.Add(person.Id);
            items.Add(new ChangeItem
            {
                RecordId = person.Id, Field = ChangeField.RecordCreated, After = nameof(RecordKind.Person),
            });
            items.AddRange(await hand.LinkAsync(mine, person, ct) is { } link ? [link] : []);
        }

        var change = items.Count == 0 ? null : Change.By(me.Id, write.Now, ChangeKind.RecordCreated, items);
        if (change is not null)
        {
            write.Db.Changes.Add(change);
            await write.Db.SaveChangesAsync(ct);
        }

        var shown = await cards.LoadAsync(write.Db, new Visible(write.Db, me), made, ct);
        return new PersonsMade(ChangeRef.Of(change), [.. made.Select(id => shown[id])]);
    }
}

public sealed record PersonsOfMailRequest(IReadOnlyList<string?>? Addresses);

public sealed record PersonsMade(ChangeRef? Change, IReadOnlyList<RecordCard> Persons);
