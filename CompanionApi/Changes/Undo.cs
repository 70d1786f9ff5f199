using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>Undoing would show mail to people who do not see it now: they are counted, and nothing was done.</summary>
internal sealed class WouldExposeException(int people, int messages) : Exception("This would show mail again.")
{
    public int People { get; } = people;

    public int Messages { get; } = messages;
}

/// <summary>
/// Puts back what a change did, field by field, where it still stands as that change left it (S76); what was changed
/// since is left alone. It is a change of its own in the trail.
/// </summary>
internal sealed class Undo(Write write, CurrentUser me)
{
    private readonly CompanionDb db = write.Db;
    private readonly HashSet<long> touchedRecords = [];
    private readonly List<Message> touched = [];

    /// <summary>
    /// The new change and how many of the old one's items were put back. Unless <paramref name="expose"/>, an undo that
    /// shows mail to anyone who does not see it now is not done.
    /// </summary>
    /// <exception cref="WouldExposeException">To how many people it would show how many messages.</exception>
    public async Task<(Change Change, int Reverted)> RunAsync(Change change, bool expose, CancellationToken ct)
    {
        var mail = await MailOfAsync(change, ct);
        var before = await Audiences.SeenByAsync(db, mail, ct);
        var done = await RevertAsync(change, ct);
        var gained = (await Audiences.SeenByAsync(db, mail, ct))
            .Select(now => now.Value.Except(before.GetValueOrDefault(now.Key) ?? []).ToList())
            .Where(people => people.Count > 0).ToList();
        return gained.Count == 0 || expose
            ? done
            : throw new WouldExposeException(gained.SelectMany(people => people).Distinct().Count(), gained.Count);
    }

    /// <summary>The messages that the change touched, by themselves or through a conversation or record.</summary>
    private async Task<IReadOnlyCollection<long>> MailOfAsync(Change change, CancellationToken ct)
    {
        const int most = 5_000;
        var messages = change.Items.Select(i => i.MessageId).OfType<long>().ToList();
        var conversations = change.Items.Select(i => i.ConversationId).OfType<long>().ToList();
        var records = change.Items.Where(i => i.MessageId is null && i.ConversationId is null)
            .Select(i => i.RecordId).OfType<long>().ToList();
        return await db.Messages.Where(m => messages.Contains(m.Id) || conversations.Contains(m.ConversationId) ||
                db.ConversationLinks.Any(l => l.ConversationId == m.ConversationId && records.Contains(l.RecordId)) ||
                db.MessageLinks.Any(l => l.MessageId == m.Id && records.Contains(l.RecordId)))
            .Take(most).Select(m => m.Id).ToListAsync(ct);
    }

    private async Task<(Change Change, int Reverted)> RevertAsync(Change change, CancellationToken ct)
    {
        // Links first: a record that was made and linked in one go is unlinked before it goes.
        var reverted = new List<ChangeItem>();
        foreach (var item in change.Items.OrderBy(i => i.Field is ChangeField.RecordCreated))
        {
            if (await RevertAsync(item, ct))
            {
                reverted.Add(new ChangeItem
                {
                    MessageId = item.MessageId, ConversationId = item.ConversationId, RecordId = item.RecordId,
                    Field = item.Field, Before = item.After, After = item.Before,
                });
            }
        }

        change.UndoneAt = write.Now;
        var undone = Change.By(me.Id, write.Now, ChangeKind.Undone, reverted, canUndo: false);
        db.Changes.Add(undone);
        await db.SaveChangesAsync(ct);
        await AnnounceAsync(ct);
        return (undone, reverted.Count);
    }

    private async Task<bool> RevertAsync(ChangeItem item, CancellationToken ct) => item.Field switch
    {
        ChangeField.Visibility => await OnMessageAsync(item, m => m.Visibility.ToString(),
            (m, was) => m.Visibility = Enum.Parse<Visibility>(was!), ct),
        ChangeField.Archived => await OnMessageAsync(item, m => (m.ArchivedAt is not null).ToString(),
            (m, was) => m.ArchivedAt = was == bool.TrueString ? write.Now : null, ct),
        ChangeField.Read => await OnMessageAsync(item, m => m.IsRead.ToString(),
            (m, was) => m.IsRead = was == bool.TrueString, ct),
        ChangeField.Deleted => await OnMessageAsync(item, m => (m.DeletedAt is not null).ToString(),
            (m, was) => m.DeletedAt = null, ct),
        ChangeField.LaterVisibility => await OnConversationAsync(item, ct),
        ChangeField.ConversationLink => await OnConversationLinkAsync(item, ct),
        ChangeField.PersonLink => await OnPersonLinkAsync(item, ct),
        ChangeField.RecordCreated => await OnRecordAsync(item, r => r.Version == 1 ? item.After : null,
            (r, _) => r.DeletedAt = write.Now, ct),
        ChangeField.RecordDeleted => await OnRecordAsync(item, r => r.DeletedAt is not null ? item.After : null,
            (r, _) => r.DeletedAt = null, ct),
        ChangeField.RecordVisibleTo => await OnRecordAsync(item, r => r.VisibleTo.ToString(),
            (r, was) => r.VisibleTo = Enum.Parse<VisibleTo>(was!), ct),
        ChangeField.RecordOwner => await OnRecordAsync(item, r => $"{r.OwnerId}",
            (r, was) => r.OwnerId = long.Parse(was!), ct),
        ChangeField.RecordFields => await OnFieldsAsync(item, ct),
        _ => false,
    };

    private async Task<bool> OnMessageAsync(
        ChangeItem item, Func<Message, string> state, Action<Message, string?> put, CancellationToken ct)
    {
        var message = await db.Messages.FirstOrDefaultAsync(m => m.Id == item.MessageId && m.OwnerId == me.Id, ct);
        if (message is null || state(message) != item.After)
        {
            return false;
        }

        put(message, item.Before);
        touched.Add(message);
        return true;
    }

    private async Task<bool> OnConversationAsync(ChangeItem item, CancellationToken ct)
    {
        var conversation = await db.Conversations.FirstOrDefaultAsync(
            c => c.Id == item.ConversationId && c.OwnerId == me.Id, ct);
        if (conversation is null || conversation.LaterVisibility?.ToString() != item.After)
        {
            return false;
        }

        conversation.LaterVisibility = item.Before is null ? null : Enum.Parse<Visibility>(item.Before);
        return true;
    }

    private async Task<bool> OnConversationLinkAsync(ChangeItem item, CancellationToken ct)
    {
        var kind = await db.Records.Where(r => r.Id == item.RecordId).Select(r => r.Kind).FirstAsync(ct);
        var slot = ConversationLink.SlotOf(kind);
        var conversation = await db.Conversations.FirstOrDefaultAsync(
            c => c.Id == item.ConversationId && c.OwnerId == me.Id, ct);
        var standing = await db.ConversationLinks.FirstOrDefaultAsync(
            l => l.ConversationId == item.ConversationId && l.Slot == slot, ct);
        if (conversation is null || standing?.RecordId.ToString() != item.After)
        {
            return false;
        }

        if (standing is not null)
        {
            db.ConversationLinks.Remove(standing);
            touchedRecords.Add(standing.RecordId);
            await db.SaveChangesAsync(ct);
        }

        if (item.Before is { } before)
        {
            var recordId = long.Parse(before);
            db.ConversationLinks.Add(new ConversationLink
            {
                ConversationId = conversation.Id, RecordId = recordId, Slot = slot, Rule = LinkRule.ByHand,
                ByUserId = me.Id, At = write.Now,
            });
            db.RemovedLinks.RemoveRange(await db.RemovedLinks.Where(
                l => l.ConversationId == conversation.Id && l.RecordId == recordId).ToListAsync(ct));
            touchedRecords.Add(recordId);
        }

        write.Announce(new LiveEvent("conversation", conversation.PublicId, [me.Id]));
        return true;
    }

    private async Task<bool> OnPersonLinkAsync(ChangeItem item, CancellationToken ct)
    {
        var message = await db.Messages.FirstOrDefaultAsync(m => m.Id == item.MessageId && m.OwnerId == me.Id, ct);
        var standing = await db.MessageLinks.FirstOrDefaultAsync(
            l => l.MessageId == item.MessageId && l.RecordId == item.RecordId, ct);
        if (message is null || (standing is null) != (item.After is null))
        {
            return false;
        }

        if (standing is not null)
        {
            db.MessageLinks.Remove(standing);
        }
        else
        {
            db.MessageLinks.Add(new MessageLink
            {
                MessageId = message.Id, RecordId = item.RecordId!.Value, SentAt = message.SentAt, Rule = LinkRule.ByHand,
                ByUserId = me.Id, At = write.Now,
            });
            db.RemovedLinks.RemoveRange(await db.RemovedLinks.Where(
                l => l.MessageId == message.Id && l.RecordId == item.RecordId).ToListAsync(ct));
        }

        touchedRecords.Add(item.RecordId!.Value);
        touched.Add(message);
        return true;
    }

    private async Task<bool> OnRecordAsync(
        ChangeItem item, Func<Record, string?> state, Action<Record, string?> put, CancellationToken ct)
    {
        // Widened by the sharing of my mail, or my own act: either way it stands in a change of mine.
        var record = await db.Records.FirstOrDefaultAsync(r => r.Id == item.RecordId, ct);
        if (record is null || state(record) != item.After)
        {
            return false;
        }

        touchedRecords.Add(record.Id);
        put(record, item.Before);
        record.Version++;
        return true;
    }

    private async Task<bool> OnFieldsAsync(ChangeItem item, CancellationToken ct)
    {
        var record = await new Visible(db, me).Records.FirstOrDefaultAsync(r => r.Id == item.RecordId, ct);
        if (record is null || !await RecordFields.PutBackAsync(db, record, item, ct))
        {
            return false;
        }

        touchedRecords.Add(record.Id);
        record.Version++;
        return true;
    }

    private async Task AnnounceAsync(CancellationToken ct)
    {
        foreach (var message in touched.DistinctBy(m => m.Id))
        {
            write.Announce(new LiveEvent("message", message.PublicId, [me.Id]));
        }

        await LinkedMail.AnnounceAsync(write, [.. touched.Select(m => m.Id).Distinct()], ct);
        await LinkedMail.AnnounceRecordsAsync(write, touchedRecords, null, ct);
    }
}
