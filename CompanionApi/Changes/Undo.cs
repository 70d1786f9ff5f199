using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>
/// Puts back what a change did, field by field, where it still stands as that change left it (S76); what was changed
/// since is left alone. It is a change of its own in the trail.
/// </summary>
internal sealed class Undo(Write write, CurrentUser me)
{
    private readonly CompanionDb db = write.Db;
    private readonly HashSet<long> touchedRecords = [];
    private readonly HashSet<long> shownMail = [];
    private readonly List<Message> touched = [];

    /// <summary>
    /// The new change and how many of the old one's items were put back. Unless <paramref name="expose"/>, an undo that
    /// shows mail to anyone who does not see it now is not done.
    /// </summary>
    /// <exception cref="WouldExposeException">To how many people it would show how many messages.</exception>
    public async Task<(Change Change, int Reverted)> RunAsync(Change change, bool expose, CancellationToken ct) =>
        await Exposure.GuardAsync(
            db, await MailOfAsync(change, ct), expose, () => RevertAsync(change, ct), ct);

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
        // Mail before the sight of records that followed it; links before a record that was made with them.
        var reverted = new List<ChangeItem>();
        foreach (var item in change.Items.OrderBy(i => i.Field switch
        {
            ChangeField.RecordCreated => 2,
            ChangeField.RecordVisibleTo => 1,
            _ => 0,
        }))
        {
            if (await RevertAsync(item, ct))
            {
                await db.SaveChangesAsync(ct);
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
        ChangeField.RecordCreated => !await OthersUseAsync(item.RecordId!.Value, ct) && await IsUntouchedAsync(item, ct) &&
            await OnOwnRecordAsync(item, r => r.DeletedAt is null ? item.After : null, (r, _) => r.DeletedAt = write.Now, ct),
        ChangeField.RecordDeleted => await OnOwnRecordAsync(item, r => r.DeletedAt is not null ? item.After : null,
            (r, _) => r.DeletedAt = null, ct),
        ChangeField.RecordVisibleTo => !await HoldsSharedMailAsync(item, ct) &&
            await OnOwnRecordAsync(item, r => r.VisibleTo.ToString(),
                (r, was) => r.VisibleTo = Enum.Parse<VisibleTo>(was!), ct),
        ChangeField.RecordOwner => await OnRecordAsync(item, r => $"{r.OwnerId}",
            (r, was) => r.OwnerId = long.Parse(was!), ct),
        ChangeField.RecordFields => await OnFieldsAsync(item, ct),
        ChangeField.Notice => Touch(await new UndoAnswers(db, me).NoticeAsync(item, ct)),
        ChangeField.Placed => Touch(await new UndoAnswers(db, me).PlacedAsync(item, ct)),
        ChangeField.Suggestion => await new UndoAnswers(db, me).SuggestionAsync(item, ct),
        ChangeField.NeverCapture => await NeverCapture.PutBackAsync(db, item, me.Id, ct),
        ChangeField.CompanyNeverCapture => me.IsAdmin && await NeverCapture.PutBackAsync(db, item, null, ct),
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
        var wasShared = item is { Field: ChangeField.Visibility, After: nameof(Visibility.Shared) };
        if (wasShared || (message.IsShared && item.Field is ChangeField.Visibility or ChangeField.Deleted))
        {
            shownMail.Add(message.Id);
        }

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

        var touchedHere = new List<long>();
        if (standing is not null)
        {
            db.ConversationLinks.Remove(standing);
            touchedHere.Add(standing.RecordId);
            await db.SaveChangesAsync(ct);
        }

        if (item.Before is { } before)
        {
            var link = LinkState.Parse(before).ToConversation(conversation.Id, slot);
            var recordId = link.RecordId;
            db.ConversationLinks.Add(link);
            db.RemovedLinks.RemoveRange(await db.RemovedLinks.Where(
                l => l.ConversationId == conversation.Id && l.RecordId == recordId).ToListAsync(ct));
            touchedHere.Add(recordId);
        }

        write.Announce(new LiveEvent("conversation", conversation.PublicId, [me.Id]));
        var anyShared = await db.Messages.AnyAsync(
            m => m.ConversationId == conversation.Id && m.Visibility == Visibility.Shared && m.DeletedAt == null, ct);
        await LinkedMail.AnnounceRecordsAsync(write, touchedHere, anyShared ? null : [me.Id], ct);
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
            db.MessageLinks.Add(LinkState.Parse(item.Before!).ToMessage(message));
            db.RemovedLinks.RemoveRange(await db.RemovedLinks.Where(
                l => l.MessageId == message.Id && l.RecordId == item.RecordId).ToListAsync(ct));
        }

        touched.Add(message);
        await LinkedMail.AnnounceRecordsAsync(
            write, [item.RecordId!.Value], message.IsShared ? null : [me.Id], ct);
        return true;
    }

    /// <summary>Colleagues' mail or words stand on it by now: it is no longer the maker's alone to take away.</summary>
    private async Task<bool> OthersUseAsync(long recordId, CancellationToken ct) =>
        await db.Notes.AnyAsync(n => n.RecordId == recordId && n.AuthorId != me.Id, ct) ||
        await db.ConversationLinks.AnyAsync(l => l.RecordId == recordId &&
            db.Conversations.Any(c => c.Id == l.ConversationId && c.OwnerId != me.Id), ct) ||
        await db.MessageLinks.AnyAsync(l => l.RecordId == recordId &&
            db.Messages.Any(m => m.Id == l.MessageId && m.OwnerId != me.Id), ct);

    /// <summary>No hand has changed it since it was made; the sight that it took with shared mail is no hand's.</summary>
    private async Task<bool> IsUntouchedAsync(ChangeItem made, CancellationToken ct) =>
        made.Rule is null
            ? await db.Records.AnyAsync(r => r.Id == made.RecordId && r.Version == 1, ct)
            : !(await MadeByMail.InUseAsync(db, me.Id, [made.RecordId!.Value], ct)).ContainsKey(made.RecordId.Value);

    private bool Touch(Message? message)
    {
        if (message is not null)
        {
            touched.Add(message);
        }

        return message is not null;
    }

    /// <summary>
    /// A person that became visible with shared mail stays so while any of its mail is shared (S10): another message
    /// was shared since, and would be out of sight without a word.
    /// </summary>
    private async Task<bool> HoldsSharedMailAsync(ChangeItem item, CancellationToken ct) =>
        item.Rule == LinkedMail.MailShared &&
        await db.MessageLinks.AnyAsync(l => l.RecordId == item.RecordId && db.Messages.Any(m =>
            m.Id == l.MessageId && m.DeletedAt == null && m.Visibility == Visibility.Shared), ct);

    /// <summary>Only a record's owner deletes it or says who sees it (S5), also when undoing.</summary>
    private async Task<bool> OnOwnRecordAsync(
        ChangeItem item, Func<Record, string?> state, Action<Record, string?> put, CancellationToken ct) =>
        await db.Records.AnyAsync(r => r.Id == item.RecordId && r.OwnerId == me.Id, ct) &&
        await OnRecordAsync(item, state, put, ct);

    private async Task<bool> OnRecordAsync(
        ChangeItem item, Func<Record, string?> state, Action<Record, string?> put, CancellationToken ct)
    {
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

        await LinkedMail.AnnounceAsync(write, shownMail, ct);
        await LinkedMail.AnnounceRecordsAsync(write, touchedRecords, null, ct);
    }
}
