using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompanionApi.Linking;

/// <summary>What came of an act on links: its item (null: nothing to do), and the shared message it showed to a person.</summary>
public sealed record LinkAct(ChangeItem? Item, long? SharedMessageId = null, LinkRefusal? Refused = null)
{
    public static LinkAct NotFound { get; } = new(null, null, LinkRefusal.NotFound);

    public static LinkAct NoSuchRecord { get; } = new(null, null, LinkRefusal.NoSuchRecord);
}

public enum LinkRefusal
{
    NotFound,
    NoSuchRecord,
}

/// <summary>Runs one act on links as one write with one change.</summary>
public sealed class LinkWrites(Writer writer, CurrentUser me)
{
    public async Task<Results<Ok<Written>, ProblemHttpResult>> WriteAsync(
        ChangeKind kind, Func<HandLinks, Visible, Task<LinkAct>> act, CancellationToken ct)
    {
        var (refused, change) = await writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var done = await act(new HandLinks(write, me), new Visible(write.Db, me));
                if (done.Item is null)
                {
                    return (done.Refused, (Change?)null);
                }

                var change = Change.By(me.Id, write.Now, kind, [done.Item]);
                write.Db.Changes.Add(change);
                await write.Db.SaveChangesAsync(ct);
                if (done.SharedMessageId is { } shared)
                {
                    await LinkedMail.WidenNewPersonsAsync(write, [shared], change, ct);
                }

                return (null, change);
            },
            ct);
        return refused switch
        {
            LinkRefusal.NotFound => Problems.NotFound(),
            LinkRefusal.NoSuchRecord => Problems.Invalid("recordId", "unknown", "the id of a record of this kind."),
            _ => TypedResults.Ok(new Written(ChangeRef.Of(change))),
        };
    }
}
