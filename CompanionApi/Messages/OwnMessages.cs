using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>Changes one field of one of the viewer's own messages; anyone else's answers 404 (S5).</summary>
public sealed class OwnMessages(Writer writer, CurrentUser me)
{
    public async Task<Results<Ok<Written>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeKind kind, ChangeField field, Func<Message, string> state,
        Action<Message, DateTimeOffset> apply, CancellationToken ct)
    {
        var (found, change) = await writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var message = await new Visible(write.Db, me).Mine.FirstOrDefaultAsync(m => m.PublicId == id, ct);
                return message is null ? (false, null) : (true, await ApplyAsync(write, message));
            },
            ct);
        return found ? TypedResults.Ok(new Written(ChangeRef.Of(change))) : Problems.NotFound();

        async Task<Change?> ApplyAsync(Write write, Message message)
        {
            var before = state(message);
            apply(message, write.Now);
            if (state(message) == before)
            {
                return null;
            }

            var item = new ChangeItem { MessageId = message.Id, Field = field, Before = before, After = state(message) };
            var change = Change.By(me.Id, write.Now, kind, [item]);
            write.Db.Changes.Add(change);
            write.Announce(new LiveEvent("message", message.PublicId, [me.Id]));
            if (field is ChangeField.Read or ChangeField.Archived)
            {
                await MailboxWrites.FollowAsync(
                    write, me.Id, [message.Id], field == ChangeField.Read ? WriteBackKind.Read : WriteBackKind.Archived, ct);
            }

            if (field == ChangeField.Deleted && message.IsShared)
            {
                await LinkedMail.AnnounceAsync(write, [message.Id], ct);
            }

            return change;
        }
    }
}
