using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

public static class VisibilityEndpoints
{
    public static void MapVisibility(this RouteGroupBuilder api)
    {
        var visibility = api.MapGroup("").WithTags("Visibility").AddEndpointFilter<NoStore>();
        visibility.MapPut("/messages/{id:guid}/visibility", MessageAsync);
        visibility.MapPut("/conversations/{id:guid}/visibility", ConversationAsync);
        visibility.MapGet("/me/shared-messages", SharedAsync);
    }

    /// <summary>Shares one message of mine or makes it private; answers who sees it now (R4).</summary>
    private static async Task<Results<Ok<VisibilityWritten>, ProblemHttpResult>> MessageAsync(
        Guid id, VisibilityRequest request, Writer writer, CurrentUser me, Visible visible, MessageAudiences audiences,
        CancellationToken ct)
    {
        if (request.Visibility is not { } wanted)
        {
            return Problems.Required("visibility", "\"private\" or \"shared\".");
        }

        var (found, change) = await writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var mine = await new Visible(write.Db, me).Mine.FirstOrDefaultAsync(m => m.PublicId == id, ct);
                return mine is null
                    ? (false, null)
                    : (true, await new Sharing(write, me).SetAsync([mine], wanted, null, false, ct));
            },
            ct);
        if (!found)
        {
            return Problems.NotFound();
        }

        var now = await visible.Mine.AsNoTracking().Where(m => m.PublicId == id).ToListAsync(ct);
        return TypedResults.Ok(new VisibilityWritten(ChangeRef.Of(change), await audiences.OfAsync(now, ct)));
    }

    /// <summary>
    /// Shares a conversation of mine or makes it private. Private holds for its later messages too; shared only with
    /// laterToo (S7). Of one that went into another since, private follows its mail there; share is 404, since it would
    /// show more than the rep has looked at.
    /// </summary>
    private static async Task<Results<Ok<VisibilityWritten>, ProblemHttpResult>> ConversationAsync(
        Guid id, ConversationVisibilityRequest request, Writer writer, CurrentUser me, Visible visible,
        MessageAudiences audiences, CancellationToken ct)
    {
        if (request.Visibility is not { } wanted)
        {
            return Problems.Required("visibility", "\"private\" or \"shared\".");
        }

        var (conversationId, change) = await writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var gate = new Visible(write.Db, me);
                var found = wanted == Visibility.Private
                    ? await gate.WhereMyMailIsAsync(id, ct)
                    : await gate.MyConversations.FirstOrDefaultAsync(c => c.PublicId == id, ct);
                if (found is not { } conversation)
                {
                    return ((long?)null, null);
                }

                var mine = await gate.Mine.Where(m => m.ConversationId == conversation.Id).ToListAsync(ct);
                write.Announce(new LiveEvent("conversation", conversation.PublicId, [me.Id]));
                return ((long?)conversation.Id,
                    await new Sharing(write, me).SetAsync(mine, wanted, conversation, request.LaterToo, ct));
            },
            ct);
        if (conversationId is null)
        {
            return Problems.NotFound();
        }

        var now = await visible.Mine.AsNoTracking().Where(m => m.ConversationId == conversationId).ToListAsync(ct);
        return TypedResults.Ok(new VisibilityWritten(ChangeRef.Of(change), await audiences.OfAsync(now, ct)));
    }

    /// <summary>Everything of mine that others can see, and who (R11).</summary>
    private static async Task<Results<Ok<Page<SharedMessage>>, ProblemHttpResult>> SharedAsync(
        int? limit, string? cursor, Visible visible, MessageViews views, MessageAudiences audiences, CancellationToken ct)
    {
        var page = await visible.MineSeenByOthers.AsNoTracking()
            .PageAsync(m => m.SentAt, "shared-messages", new PageRequest(limit, cursor), ct);
        if (page is not var (rows, next))
        {
            return Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");
        }

        var own = await views.OwnAsync(rows, ct);
        var seen = await audiences.OfEachAsync(rows, ct);
        return TypedResults.Ok(new Page<SharedMessage>(
            [.. own.Zip(seen, (message, audience) => new SharedMessage(message, audience))], next));
    }
}

public sealed record VisibilityRequest(Visibility? Visibility);

public sealed record ConversationVisibilityRequest(Visibility? Visibility, bool LaterToo);

public sealed record VisibilityWritten(ChangeRef? Change, MessageAudience Audience);

public sealed record SharedMessage(OwnMessage Message, MessageAudience Audience);
