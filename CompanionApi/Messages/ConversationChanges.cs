using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>One act on many conversations of mine as one change (R4, R101).</summary>
public static class ConversationChanges
{
    private const int Most = 200;

    public static void MapConversationChanges(this RouteGroupBuilder api) =>
        api.MapPost("/conversation-changes", ChangeAsync).WithTags("Conversations");

    /// <summary>Shares, makes private, archives, deletes, marks or links many conversations at once.</summary>
    private static async Task<Results<Ok<ConversationsChanged>, ProblemHttpResult>> ChangeAsync(
        ConversationChangeRequest request, Writer writer, CurrentUser me, CancellationToken ct)
    {
        if (request.ConversationIds is not { } ids)
        {
            return Problems.Required("conversationIds", $"1 to {Most} ids.");
        }

        if (ids.Count is 0 or > Most)
        {
            return Problems.Invalid("conversationIds", "count", $"1 to {Most} ids.");
        }

        if (request.Change is not { } act)
        {
            return Problems.Required("change", "archive, unarchive, delete, read, unread, share, make_private or link.");
        }

        if (act == BulkAct.Link && request.RecordId is null)
        {
            return Problems.Required("recordId", "the id of a deal, lead or project.");
        }

        var (refused, change, changed) = await writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var gate = new Visible(write.Db, me);
                var mine = await gate.MyConversations.Where(c => ids.Contains(c.PublicId)).ToDictionaryAsync(c => c.PublicId, ct);
                if (act == BulkAct.MakePrivate)
                {
                    await FollowAsync(gate, ids, mine, ct);
                }

                var done = new BulkChange(write, me, gate);
                return act == BulkAct.Link
                    ? await done.LinkAsync([.. mine.Values], request.RecordId, ct)
                    : await done.ApplyAsync(mine, act, ct);
            },
            ct);
        return refused
            ? Problems.Invalid("recordId", "unknown", "the id of a deal, lead or project.")
            : TypedResults.Ok(new ConversationsChanged(ChangeRef.Of(change), changed, [.. ids.Except(changed)]));
    }

    private static async Task FollowAsync(
        Visible gate, IReadOnlyList<Guid> ids, Dictionary<Guid, Conversation> mine, CancellationToken ct)
    {
        foreach (var id in ids.Distinct().Where(id => !mine.ContainsKey(id)).ToList())
        {
            if (await gate.WhereMyMailIsAsync(id, ct) is { } holding)
            {
                mine[id] = holding;
            }
        }
    }
}

public enum BulkAct
{
    Archive,
    Unarchive,
    Delete,
    Read,
    Unread,
    Share,
    MakePrivate,
    Link,
}

public sealed record ConversationChangeRequest(IReadOnlyList<Guid>? ConversationIds, BulkAct? Change, Guid? RecordId);

/// <summary>What was changed; the skipped stood so already or are not there.</summary>
public sealed record ConversationsChanged(ChangeRef? Change, IReadOnlyList<Guid> Changed, IReadOnlyList<Guid> Skipped);

internal sealed class BulkChange(Write write, CurrentUser me, Visible gate)
{
    /// <param name="asked">By the ids that were asked for.</param>
    /// <param name="act">Any but <see cref="BulkAct.Link"/>.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<(bool Refused, Change? Change, IReadOnlyList<Guid> Changed)> ApplyAsync(
        IReadOnlyDictionary<Guid, Conversation> asked, BulkAct act, CancellationToken ct)
    {
        var mine = asked.Values.Distinct().ToList();
        var ids = mine.Select(c => c.Id).ToList();
        var messages = await gate.Mine.Where(m => ids.Contains(m.ConversationId)).ToListAsync(ct);
        var before = messages.ToDictionary(m => m.Id, m => State(m, act));
        Change? change;
        if (act is BulkAct.Share or BulkAct.MakePrivate)
        {
            change = await ShareAsync(mine, messages, act == BulkAct.Share ? Visibility.Shared : Visibility.Private, ct);
        }
        else
        {
            messages.ForEach(m => Apply(m, act, write.Now));
            change = Record(act, messages, before);
        }

        var touched = messages.Where(m => State(m, act) != before[m.Id]).ToList();
        touched.ForEach(m => write.Announce(new LiveEvent("message", m.PublicId, [me.Id])));
        if (act == BulkAct.Delete)
        {
            await LinkedMail.AnnounceAsync(write, [.. touched.Where(m => m.IsShared).Select(m => m.Id)], ct);
        }

        if (act is BulkAct.Read or BulkAct.Unread or BulkAct.Archive or BulkAct.Unarchive)
        {
            var kind = act is BulkAct.Read or BulkAct.Unread ? WriteBackKind.Read : WriteBackKind.Archived;
            await MailboxWrites.FollowAsync(write, me.Id, [.. touched.Select(m => m.Id)], kind, ct);
        }

        var changed = touched.Select(m => m.ConversationId)
            .Concat(change?.Items.Select(i => i.ConversationId).OfType<long>() ?? []).ToHashSet();
        return (false, change, [.. asked.Where(c => changed.Contains(c.Value.Id)).Select(c => c.Key)]);
    }

    public async Task<(bool Refused, Change? Change, IReadOnlyList<Guid> Changed)> LinkAsync(
        IReadOnlyList<Conversation> mine, Guid? recordId, CancellationToken ct)
    {
        var record = await gate.Records.FirstOrDefaultAsync(r => r.PublicId == recordId &&
            (r.Kind == RecordKind.Deal || r.Kind == RecordKind.Lead || r.Kind == RecordKind.Project), ct);
        if (record is null)
        {
            return (true, null, []);
        }

        var hand = new HandLinks(write, me);
        var items = new List<ChangeItem>();
        var changed = new List<Guid>();
        foreach (var conversation in mine)
        {
            if (await hand.LinkAsync(conversation, record, ct) is { } item)
            {
                items.Add(item);
                changed.Add(conversation.PublicId);
            }
        }

        return (false, Record(ChangeKind.Linked, items), changed);
    }

    private async Task<Change?> ShareAsync(
        IReadOnlyList<Conversation> mine, List<Message> messages, Visibility visibility, CancellationToken ct)
    {
        var change = await new Sharing(write, me).SetAsync(messages, visibility, null, false, ct);
        if (visibility == Visibility.Shared)
        {
            return change;
        }

        // Private holds for later mail, too (S7), also where every message stood private already.
        var decided = mine.Where(c => c.LaterVisibility != Visibility.Private).Select(conversation =>
        {
            var item = new ChangeItem
            {
                ConversationId = conversation.Id, Field = ChangeField.LaterVisibility,
                Before = conversation.LaterVisibility?.ToString(), After = nameof(Visibility.Private),
            };
            conversation.LaterVisibility = Visibility.Private;
            return item;
        }).ToList();
        if (change is null)
        {
            return Record(ChangeKind.MadePrivate, decided);
        }

        change.Items.AddRange(decided);
        return change;
    }

    private Change? Record(BulkAct act, IEnumerable<Message> messages, Dictionary<long, string> before)
    {
        var field = act switch
        {
            BulkAct.Archive or BulkAct.Unarchive => ChangeField.Archived,
            BulkAct.Delete => ChangeField.Deleted,
            _ => ChangeField.Read,
        };
        var kind = act switch
        {
            BulkAct.Archive => ChangeKind.Archived,
            BulkAct.Unarchive => ChangeKind.Unarchived,
            BulkAct.Delete => ChangeKind.Deleted,
            BulkAct.Read => ChangeKind.MarkedRead,
            _ => ChangeKind.MarkedUnread,
        };
        return Record(kind, [.. messages.Where(m => State(m, act) != before[m.Id]).Select(m => new ChangeItem
        {
            MessageId = m.Id, Field = field, Before = before[m.Id], After = State(m, act),
        })]);
    }

    private Change? Record(ChangeKind kind, IReadOnlyCollection<ChangeItem> items)
    {
        if (items.Count == 0)
        {
            return null;
        }

        var change = Change.By(me.Id, write.Now, kind, items);
        write.Db.Changes.Add(change);
        return change;
    }

    private static void Apply(Message message, BulkAct act, DateTimeOffset now)
    {
        switch (act)
        {
            case BulkAct.Archive:
                message.ArchivedAt ??= now;
                break;
            case BulkAct.Unarchive:
                message.ArchivedAt = null;
                break;
            case BulkAct.Delete:
                message.DeletedAt = now;
                break;
            default:
                message.IsRead = act == BulkAct.Read;
                break;
        }
    }

    private static string State(Message message, BulkAct act) => act switch
    {
        BulkAct.Archive or BulkAct.Unarchive => (message.ArchivedAt is not null).ToString(),
        BulkAct.Delete => (message.DeletedAt is not null).ToString(),
        BulkAct.Read or BulkAct.Unread => message.IsRead.ToString(),
        _ => message.Visibility.ToString(),
    };
}
