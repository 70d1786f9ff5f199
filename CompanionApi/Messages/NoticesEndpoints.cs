using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>The owner's answers to what a message tells of itself.</summary>
public static class NoticesEndpoints
{
    public static void MapNotices(this RouteGroupBuilder api)
    {
        var notices = api.MapGroup("").WithTags("Messages").AddEndpointFilter<NoStore>();
        notices.MapDelete("/messages/{id:guid}/notices/{code}", DismissAsync);
        notices.MapPut("/messages/{id:guid}/confirmation", ConfirmAsync);
        notices.MapGet("/me/doubtful-messages", DoubtfulAsync);
    }

    /// <summary>Puts a notice away for good; 409 <c>answer_needed</c> for one that asks: confirm the mail or delete it.</summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> DismissAsync(
        Guid id, string code, Writer writer, CurrentUser me, CancellationToken ct)
    {
        if (code == NoticeCodes.IsThisYours)
        {
            return Problems.Conflict("answer_needed", "Say whether this mail is yours.");
        }

        var (found, change) = await writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var mine = await new Visible(write.Db, me).Mine.FirstOrDefaultAsync(m => m.PublicId == id, ct);
                return mine is null ? (false, null) : (true, await PutAwayAsync(write, me, mine, code, ct));
            },
            ct);
        return found ? TypedResults.Ok(new Written(ChangeRef.Of(change))) : Problems.NotFound();
    }

    /// <summary>
    /// Says of a doubtful mail that it is mine (S30): it gets its conversation, persons, links and default visibility.
    /// Where that would show it to others, 409 <c>would_expose</c> says to whom; ask again with <c>?expose=true</c>. If it
    /// is not mine, delete it.
    /// </summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> ConfirmAsync(
        Guid id, bool? expose, Writer writer, CurrentUser me, BccDomain bccDomain, NewPersonLimit limit,
        CancellationToken ct)
    {
        try
        {
            var (found, change) = await writer.WriteAsync(
                me.CompanyId,
                async write =>
                {
                    var mine = await new Visible(write.Db, me).Mine.FirstOrDefaultAsync(m => m.PublicId == id, ct);
                    return mine is null
                        ? (false, null)
                        : (true, await new ConfirmedMail(write, me, bccDomain, limit).ConfirmAsync(mine, expose ?? false, ct));
                },
                ct);
            return found ? TypedResults.Ok(new Written(ChangeRef.Of(change))) : Problems.NotFound();
        }
        catch (WouldExposeException exposed)
        {
            return Problems.WouldExpose(exposed);
        }
    }

    /// <summary>Mail in my name that nobody but an old signature vouches for, and that I have not answered yet (S30).</summary>
    private static async Task<Results<Ok<Page<OwnMessage>>, ProblemHttpResult>> DoubtfulAsync(
        int? limit, string? cursor, CompanionDb db, Visible visible, MessageViews views, CancellationToken ct)
    {
        var asked =
            from notice in db.Notices
            where notice.Code == NoticeCodes.IsThisYours && notice.DismissedAt == null
            join message in visible.Mine on notice.MessageId equals message.Id
            select message;
        var page = await asked.AsNoTracking().PageAsync(
            m => m.EnteredAt, "doubtful-messages", new PageRequest(limit, cursor), ct);
        return page is var (rows, next)
            ? TypedResults.Ok(new Page<OwnMessage>(await views.OwnAsync(rows, ct), next))
            : Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");
    }

    private static async Task<Change?> PutAwayAsync(
        Write write, CurrentUser me, Message mine, string code, CancellationToken ct)
    {
        var notice = await write.Db.Notices.FirstOrDefaultAsync(
            n => n.MessageId == mine.Id && n.Code == code && n.DismissedAt == null, ct);
        if (notice is null)
        {
            return null;
        }

        notice.DismissedAt = write.Now;
        var item = new ChangeItem { MessageId = mine.Id, Field = ChangeField.Notice, Before = code };
        var change = Change.By(me.Id, write.Now, ChangeKind.NoticeDismissed, [item]);
        write.Db.Changes.Add(change);
        write.Announce(new LiveEvent("message", mine.PublicId, [me.Id]));
        return change;
    }
}
