using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Linking;

public sealed record LinkRequest(Guid? RecordId);

public static class LinksEndpoints
{
    private static readonly Dictionary<string, RecordKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["deal"] = RecordKind.Deal, ["lead"] = RecordKind.Lead, ["project"] = RecordKind.Project,
    };

    public static void MapLinks(this RouteGroupBuilder api)
    {
        var links = api.MapGroup("").WithTags("Links");
        links.MapPut("/conversations/{id:guid}/links/{kind:regex(\\A(deal|lead|project)\\z)}", LinkConversationAsync);
        links.MapDelete("/conversations/{id:guid}/links/{kind:regex(\\A(deal|lead|project)\\z)}", UnlinkConversationAsync);
        links.MapPut("/messages/{id:guid}/links/persons/{personId:guid}", LinkPersonAsync);
        links.MapDelete("/messages/{id:guid}/links/persons/{personId:guid}", UnlinkPersonAsync);
    }

    /// <summary>Links the conversation to one deal, lead or project, in the place of the one before (R66).</summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> LinkConversationAsync(
        Guid id, string kind, LinkRequest request, LinkWrites links, CancellationToken ct)
    {
        if (request.RecordId is not { } recordId)
        {
            return Problems.Required("recordId", $"the id of a {kind} that you can see.");
        }

        return await links.WriteAsync(
            ChangeKind.Linked,
            async (hand, visible) =>
            {
                if (await visible.MyConversations.FirstOrDefaultAsync(c => c.PublicId == id, ct) is not { } mine)
                {
                    return LinkAct.NotFound;
                }

                var wanted = Kinds[kind];
                var record = await visible.Records.FirstOrDefaultAsync(r => r.PublicId == recordId && r.Kind == wanted, ct);
                return record is null ? LinkAct.NoSuchRecord : new LinkAct(await hand.LinkAsync(mine, record, ct));
            },
            ct);
    }

    /// <summary>
    /// Removes the conversation's link to its deal, lead or project; no rule puts it back (S7). With <c>recordId</c> only
    /// the link to that record: where another one stands by now, nothing is done and the change is null.
    /// </summary>
    private static Task<Results<Ok<Written>, ProblemHttpResult>> UnlinkConversationAsync(
        Guid id, string kind, Guid? recordId, LinkWrites links, CancellationToken ct) =>
        links.WriteAsync(
            ChangeKind.Unlinked,
            async (hand, visible) =>
            {
                if (await visible.MyConversations.FirstOrDefaultAsync(c => c.PublicId == id, ct) is not { } mine)
                {
                    return LinkAct.NotFound;
                }

                return new LinkAct(await hand.UnlinkAsync(mine, Kinds[kind], recordId, ct));
            },
            ct);

    /// <summary>Links this message to a person.</summary>
    private static Task<Results<Ok<Written>, ProblemHttpResult>> LinkPersonAsync(
        Guid id, Guid personId, LinkWrites links, CancellationToken ct) =>
        links.WriteAsync(
            ChangeKind.Linked,
            async (hand, visible) =>
            {
                if (await visible.Mine.FirstOrDefaultAsync(m => m.PublicId == id, ct) is not { } mine ||
                    await visible.Records.OfType<Person>().FirstOrDefaultAsync(p => p.PublicId == personId, ct) is not { } person)
                {
                    return LinkAct.NotFound;
                }

                var item = await hand.LinkAsync(mine, person, ct);
                return new LinkAct(item, item is not null && mine.IsShared ? mine.Id : null);
            },
            ct);

    /// <summary>Removes this message's link to the person; no rule puts it back (S7).</summary>
    private static Task<Results<Ok<Written>, ProblemHttpResult>> UnlinkPersonAsync(
        Guid id, Guid personId, LinkWrites links, CancellationToken ct) =>
        links.WriteAsync(
            ChangeKind.Unlinked,
            async (hand, visible) =>
            {
                if (await visible.Mine.FirstOrDefaultAsync(m => m.PublicId == id, ct) is not { } mine)
                {
                    return LinkAct.NotFound;
                }

                return new LinkAct(await hand.UnlinkAsync(mine, personId, ct));
            },
            ct);
}
