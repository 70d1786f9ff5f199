using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>
/// Links that undo takes away or puts back. A record that was merged or converted since has a successor, which has its
/// mail: there the link goes, where it is seen (S34, S55).
/// </summary>
internal sealed class UndoLinks(Write write, CurrentUser me)
{
    private readonly CompanionDb db = write.Db;
    private readonly Dictionary<ChangeItem, LinkState> put = [];

    /// <summary>
    /// The link that the item took away, on the record that it belongs to now; null: the actor does not see that one.
    /// </summary>
    public async Task<LinkState?> BackAsync(ChangeItem item, CancellationToken ct)
    {
        var was = LinkState.Parse(item.Before!);
        var back = was with { RecordId = (await Successors.Of(db, was.RecordId).ToListAsync(ct))[0] };
        if (await new UndoLimits(db, me).IsHiddenAsync(back.RecordId, ct))
        {
            return null;
        }

        put[item] = back;
        return back;
    }

    /// <summary>The message whose person was put back or taken away; null: it is not as the change left it.</summary>
    public async Task<Message?> OnPersonAsync(ChangeItem item, CancellationToken ct)
    {
        var message = await db.Messages.FirstOrDefaultAsync(m => m.Id == item.MessageId && m.OwnerId == me.Id, ct);
        if (message is null || !await (item.After is null ? PutPersonAsync(message, item, ct) : TakePersonAsync(message, item, ct)))
        {
            return null;
        }

        await LinkedMail.AnnounceRecordsAsync(
            write, [UndoneOf(item).RecordId!.Value], message.IsShared ? null : [me.Id], ct);
        return message;
    }

    /// <summary>What hands took off the mail is forgotten, on the record that was and on its successor, which has a copy.</summary>
    public async Task ForgetRemovedAsync(long? conversationId, long? messageId, ChangeItem item, CancellationToken ct)
    {
        long[] records = [LinkState.Parse(item.Before!).RecordId, put[item].RecordId];
        db.RemovedLinks.RemoveRange(await db.RemovedLinks.Where(l =>
            l.ConversationId == conversationId && l.MessageId == messageId && records.Contains(l.RecordId)).ToListAsync(ct));
    }

    /// <summary>The item of the undo's own change, once this one was put back.</summary>
    public ChangeItem UndoneOf(ChangeItem item)
    {
        var link = put.GetValueOrDefault(item);
        return new ChangeItem
        {
            MessageId = item.MessageId, ConversationId = item.ConversationId, RecordId = link?.RecordId ?? item.RecordId,
            Field = item.Field, Before = item.After, After = link?.ToText() ?? item.Before,
        };
    }

    private async Task<bool> TakePersonAsync(Message message, ChangeItem item, CancellationToken ct)
    {
        var standing = await db.MessageLinks.FirstOrDefaultAsync(
            l => l.MessageId == message.Id && l.RecordId == item.RecordId, ct);
        if (standing is not null)
        {
            db.MessageLinks.Remove(standing);
        }

        return standing is not null;
    }

    private async Task<bool> PutPersonAsync(Message message, ChangeItem item, CancellationToken ct)
    {
        if (await BackAsync(item, ct) is not { } back || await db.MessageLinks.AnyAsync(
            l => l.MessageId == message.Id && (l.RecordId == item.RecordId || l.RecordId == back.RecordId), ct))
        {
            return false;
        }

        db.MessageLinks.Add(back.ToMessage(message));
        await ForgetRemovedAsync(null, message.Id, item, ct);
        return true;
    }
}
