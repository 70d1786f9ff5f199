using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Pane;

public static class SuggestionsEndpoints
{
    public static void MapSuggestions(this RouteGroupBuilder api) =>
        api.MapDelete("/conversations/{id:guid}/suggestions/{recordId:guid}", DismissAsync).WithTags("Pane");

    /// <summary>Puts a suggestion away: it does not come back for this conversation of mine.</summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> DismissAsync(
        Guid id, Guid recordId, Writer writer, CurrentUser me, CancellationToken ct)
    {
        var (found, change) = await writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var visible = new Visible(write.Db, me);
                var mine = await visible.MyConversations.FirstOrDefaultAsync(c => c.PublicId == id, ct);
                var record = await visible.Records.FirstOrDefaultAsync(r => r.PublicId == recordId, ct);
                return mine is null || record is null ? (false, null) : (true, await PutAwayAsync(write, me, mine, record, ct));
            },
            ct);
        return found ? TypedResults.Ok(new Written(ChangeRef.Of(change))) : Problems.NotFound();
    }

    private static async Task<Change?> PutAwayAsync(
        Write write, CurrentUser me, Conversation mine, Record record, CancellationToken ct)
    {
        if (await write.Db.DismissedSuggestions.AnyAsync(d => d.ConversationId == mine.Id && d.RecordId == record.Id, ct))
        {
            return null;
        }

        write.Db.DismissedSuggestions.Add(new DismissedSuggestion { ConversationId = mine.Id, RecordId = record.Id });
        var item = new ChangeItem
        {
            ConversationId = mine.Id, RecordId = record.Id, Field = ChangeField.Suggestion, After = $"{record.Id}",
        };
        var change = Change.By(me.Id, write.Now, ChangeKind.SuggestionDismissed, [item]);
        write.Db.Changes.Add(change);
        write.Announce(new LiveEvent("conversation", mine.PublicId, [me.Id]));
        return change;
    }
}
