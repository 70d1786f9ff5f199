using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompanionApi.Messages;

/// <summary>Splitting and joining my conversations by hand (R66, S55); nobody else's are there (S2).</summary>
public static class ConversationMovesEndpoints
{
    public static void MapConversationMoves(this RouteGroupBuilder api)
    {
        var moves = api.MapGroup("").WithTags("Conversations").AddEndpointFilter<NoStore>();
        moves.MapPost("/conversations/{id:guid}/splits", SplitAsync);
        moves.MapPost("/conversations/{id:guid}/joins", JoinAsync);
        moves.MapDelete("/join-offers/{id:guid}", DismissAsync);
    }

    /// <summary>
    /// Starts a conversation of its own from a message; andLater: with all that came after it. It keeps links and
    /// decisions, so nobody sees more or less; no rule joins the two again, and later replies go where the message went.
    /// </summary>
    private static async Task<Results<Ok<ConversationMoved>, ProblemHttpResult>> SplitAsync(
        Guid id, SplitRequest request, Writer writer, CurrentUser me, CancellationToken ct)
    {
        if (request.MessageId is not { } messageId)
        {
            return Problems.Required("messageId", "the id of a message of this conversation.");
        }

        var split = await writer.WriteAsync(
            me.CompanyId, write => new HandMoves(write, me).SplitAsync(id, messageId, request.AndLater, ct), ct);
        return split is null ? Problems.NotFound() : TypedResults.Ok(split);
    }

    /// <summary>
    /// Brings all of another conversation of mine into this one. At most one of them may be linked in a slot, else 409
    /// <c>linked_differently</c> names the links. Where mail is shown to others by it, 409 <c>would_expose</c> says to
    /// how many; ask again with <c>?expose=true</c>. The narrower decision on later messages holds.
    /// </summary>
    private static async Task<Results<Ok<ConversationMoved>, ProblemHttpResult>> JoinAsync(
        Guid id, JoinRequest request, bool? expose, Writer writer, CurrentUser me, LinkViews links, CancellationToken ct)
    {
        if (request.ConversationId is not { } other)
        {
            return Problems.Required("conversationId", "the id of another conversation of yours.");
        }

        if (other == id)
        {
            return Problems.Invalid("conversationId", "same", "the id of another conversation of yours.");
        }

        try
        {
            var joined = await writer.WriteAsync(
                me.CompanyId, write => new HandMoves(write, me).JoinAsync(id, other, expose ?? false, ct), ct);
            return joined is null ? Problems.NotFound() : TypedResults.Ok(joined);
        }
        catch (LinkedDifferentlyException differ)
        {
            var there = await links.OfConversationsAsync([differ.Into, differ.From], ct);
            return Problems.Problem(409, "linked_differently", "Both are linked: take one link away first.",
                new Dictionary<string, object?> { ["links"] = there[differ.Into], ["otherLinks"] = there[differ.From] });
        }
        catch (WouldExposeException exposed)
        {
            return Problems.WouldExpose(exposed);
        }
    }

    /// <summary>Dismisses the offer to join two of my conversations: they are not offered to each other again.</summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> DismissAsync(
        Guid id, Writer writer, CurrentUser me, CancellationToken ct)
    {
        var (found, change) = await writer.WriteAsync(me.CompanyId, write => new HandMoves(write, me).DismissAsync(id, ct), ct);
        return found ? TypedResults.Ok(new Written(ChangeRef.Of(change))) : Problems.NotFound();
    }
}

public sealed record SplitRequest(Guid? MessageId, bool AndLater);

public sealed record JoinRequest(Guid? ConversationId);

/// <summary>
/// The change (null: it stood so already), the conversation in which the messages are now, and what holds for its later
/// messages where joining has narrowed that.
/// </summary>
public sealed record ConversationMoved(ChangeRef? Change, Guid ConversationId, Visibility? Later = null);
