using CompanionApi.Data;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>
/// Shares messages, or makes them private, for their owner (R4): one change, whatever the number. From the commit on
/// nobody else sees any of a private one.
/// </summary>
internal sealed class Sharing(Write write, CurrentUser me)
{
    /// <summary>Null: all of them stood so already.</summary>
    public async Task<Change?> SetAsync(
        IReadOnlyList<Message> mine, Visibility visibility, Conversation? conversation, bool laterToo,
        CancellationToken ct = default)
    {
        var items = mine.Where(m => m.Visibility != visibility).Select(m => Set(m, visibility)).ToList();
        if (conversation is not null && Decide(conversation, visibility, laterToo) is { } decision)
        {
            items.Add(decision);
        }

        if (items.Count == 0)
        {
            return null;
        }

        var kind = visibility == Visibility.Shared ? ChangeKind.Shared : ChangeKind.MadePrivate;
        var change = Change.By(me.Id, write.Now, kind, items);
        write.Db.Changes.Add(change);
        await write.Db.SaveChangesAsync(ct);
        var changed = items.Select(i => i.MessageId).OfType<long>().ToList();
        if (visibility == Visibility.Shared)
        {
            await LinkedMail.WidenNewPersonsAsync(write, changed, change, ct);
        }

        await LinkedMail.AnnounceAsync(write, changed, ct);
        foreach (var message in mine)
        {
            write.Announce(new LiveEvent("message", message.PublicId, [me.Id]));
        }

        return change;
    }

    private static ChangeItem Set(Message message, Visibility visibility)
    {
        var item = new ChangeItem
        {
            MessageId = message.Id, Field = ChangeField.Visibility, Before = message.Visibility.ToString(),
            After = visibility.ToString(),
        };
        message.Visibility = visibility;
        return item;
    }

    /// <summary>
    /// S7: private holds for later messages always; shared only where the rep ticked "later replies too".
    /// </summary>
    private ChangeItem? Decide(Conversation conversation, Visibility visibility, bool laterToo)
    {
        var before = conversation.LaterVisibility;
        Visibility? after = visibility == Visibility.Private ? Visibility.Private
            : laterToo ? Visibility.Shared
            : before == Visibility.Shared ? null
            : before;
        if (after == before)
        {
            return null;
        }

        conversation.LaterVisibility = after;
        conversation.LaterSince = after == Visibility.Shared ? write.Now : null;
        return new ChangeItem
        {
            ConversationId = conversation.Id, Field = ChangeField.LaterVisibility, Before = before?.ToString(),
            After = after?.ToString(),
        };
    }
}
