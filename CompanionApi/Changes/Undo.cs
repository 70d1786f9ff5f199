using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Search;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>
/// Puts back what a change did, field by field, where it still stands as that change left it (S76); what was changed
/// since is left alone. It is a change of its own in the trail.
/// </summary>
internal sealed class Undo
{
    private readonly Write write;
    private readonly CurrentUser me;
    private readonly CompanionDb db;
    private readonly HashSet<long> touchedRecords = [];
    private readonly HashSet<long> shownMail = [];
    private readonly List<Message> touched = [];
    private readonly UndoLinks links;
    private readonly UndoConversations conversations;
    private Dictionary<long, Message> mine = [];

    public Undo(Write write, CurrentUser me)
    {
        (this.write, this.me, db) = (write, me, write.Db);
        links = new UndoLinks(write, me);
        conversations = new UndoConversations(write, me, links);
    }

    /// <summary>
    /// The new change and how many of the old one's items were put back. Unless <paramref name="expose"/>, an undo that
    /// shows mail to anyone who does not see it now is not done.
    /// </summary>
    /// <exception cref="WouldExposeException">To how many people it would show how many messages.</exception>
    public async Task<(Change Change, int Reverted)> RunAsync(Change change, bool expose, CancellationToken ct) =>
        await Exposure.GuardAsync(
            db, await MailOfAsync(change, ct), expose, () => RevertAsync(change, ct), ct);

    /// <summary>
    /// The messages that the change touched, by themselves or through a conversation or record. All of them: one that is
    /// left out would be shown without a word.
    /// </summary>
    private async Task<IReadOnlyCollection<long>> MailOfAsync(Change change, CancellationToken ct)
    {
        var messages = change.Items.Select(i => i.MessageId).OfType<long>().ToHashSet();
        var named = change.Items.Select(i => i.ConversationId).OfType<long>().ToList();
        var whole = new HashSet<long>();
        for (var next = named; next.Count > 0;)
        {
            whole.UnionWith(next);
            next = await db.Conversations.Where(c => next.Contains(c.Id) && c.JoinedIntoId != null)
                .Select(c => c.JoinedIntoId!.Value).Where(id => !whole.Contains(id)).ToListAsync(ct);
        }

        var records = change.Items.Where(i => i.MessageId is null && i.ConversationId is null)
            .Select(i => i.RecordId).OfType<long>().ToList();
        messages.UnionWith(await db.Messages.Where(m => whole.Contains(m.ConversationId) ||
                db.ConversationLinks.Any(l => l.ConversationId == m.ConversationId && records.Contains(l.RecordId)) ||
                db.MessageLinks.Any(l => l.MessageId == m.Id && records.Contains(l.RecordId)))
            .Select(m => m.Id).ToListAsync(ct));
        return messages;
    }

    private async Task<(Change Change, int Reverted)> RevertAsync(Change change, CancellationToken ct)
    {
        // Mail before the sight of records that followed it; links before a record that was made with them.
        mine = await MineAsync(change, ct);
        var reverted = new List<ChangeItem>();
        foreach (var item in change.Items.OrderBy(i => i.Field switch
        {
            ChangeField.RecordCreated => 2,
            ChangeField.RecordVisibleTo => 1,
            _ => 0,
        }))
        {
            // A message's own fields are asked of the row at hand; all else looks into the database.
            if (item.MessageId is null || item.RecordId is not null)
            {
                await db.SaveChangesAsync(ct);
            }

            if (await RevertAsync(item, ct))
            {
                reverted.Add(links.UndoneOf(item));
            }
        }

        await db.SaveChangesAsync(ct);
        await MailboxWrites.FollowAsync(write, me.Id, Of(ChangeField.Read), WriteBackKind.Read, ct);
        await MailboxWrites.FollowAsync(write, me.Id, Of(ChangeField.Archived), WriteBackKind.Archived, ct);

        change.UndoneAt = write.Now;
        var undone = Change.By(me.Id, write.Now, ChangeKind.Undone, reverted, canUndo: false);
        await conversations.SettleAsync(undone, ct);
        db.Changes.Add(undone);
        await db.SaveChangesAsync(ct);
        await AnnounceAsync(ct);
        return (undone, reverted.Count);

        List<long> Of(ChangeField field) => [.. reverted.Where(i => i.Field == field).Select(i => i.MessageId).OfType<long>()];
    }

    private async Task<bool> RevertAsync(ChangeItem item, CancellationToken ct) => item.Field switch
    {
        ChangeField.Visibility => OnMessage(item, m => m.Visibility.ToString(),
            (m, was) => m.Visibility = Enum.Parse<Visibility>(was!)),
        ChangeField.Archived => OnMessage(item, m => (m.ArchivedAt is not null).ToString(),
            (m, was) => m.ArchivedAt = was == bool.TrueString ? write.Now : null),
        ChangeField.Read => OnMessage(item, m => m.IsRead.ToString(),
            (m, was) => m.IsRead = was == bool.TrueString),
        ChangeField.Deleted => OnMessage(item, m => (m.DeletedAt is not null).ToString(),
            (m, was) => m.DeletedAt = null),
        ChangeField.Placed => mine.TryGetValue(item.MessageId!.Value, out var placed) &&
            await conversations.PutBackAsync(placed, item, ct),
        ChangeField.Sender => await OnSenderAsync(item, ct),
        ChangeField.LaterVisibility or ChangeField.ConversationLink or ChangeField.KeptApart or ChangeField.LinkRemoved or
            ChangeField.OfferDismissed => await conversations.RevertAsync(item, ct),
        ChangeField.PersonLink => Touch(await links.OnPersonAsync(item, ct)),
        ChangeField.RecordCreated => !await OthersUseAsync(item.RecordId!.Value, ct) && await IsUntouchedAsync(item, ct) &&
            await OnOwnRecordAsync(item, r => r.DeletedAt is null ? item.After : null, (r, _) => r.DeletedAt = write.Now, ct),
        ChangeField.RecordDeleted => await OnOwnRecordAsync(item, r => r.DeletedAt is not null ? item.After : null,
            (r, _) => r.DeletedAt = null, ct),
        ChangeField.RecordVisibleTo => !await HoldsSharedMailAsync(item, ct) &&
            await OnOwnRecordAsync(item, r => r.VisibleTo.ToString(),
                (r, was) => r.VisibleTo = Enum.Parse<VisibleTo>(was!), ct),
        ChangeField.RecordOwner => !await new UndoLimits(db, me).OthersActedSinceAsync(item, ct) &&
            await OnRecordAsync(item, r => $"{r.OwnerId}", (r, was) => r.OwnerId = long.Parse(was!), ct),
        ChangeField.RecordFields => await OnFieldsAsync(item, ct),
        ChangeField.Notice => Touch(await new UndoAnswers(db, me).NoticeAsync(item, ct)),
        ChangeField.Suggestion => await new UndoAnswers(db, me).SuggestionAsync(item, ct),
        ChangeField.NeverCapture => await NeverCapture.PutBackAsync(db, item, me.Id, write.Now, ct),
        ChangeField.CompanyNeverCapture => me.IsAdmin && await NeverCapture.PutBackAsync(db, item, null, write.Now, ct),
        _ => false,
    };

    private async Task<Dictionary<long, Message>> MineAsync(Change change, CancellationToken ct)
    {
        var rows = new Dictionary<long, Message>();
        foreach (var ids in change.Items.Select(i => i.MessageId).OfType<long>().Distinct().Chunk(Audiences.AtOnce))
        {
            foreach (var row in await db.Messages.Where(m => ids.Contains(m.Id) && m.OwnerId == me.Id).ToListAsync(ct))
            {
                rows[row.Id] = row;
            }
        }

        return rows;
    }

    private bool OnMessage(ChangeItem item, Func<Message, string> state, Action<Message, string?> put)
    {
        if (!mine.TryGetValue(item.MessageId!.Value, out var message) || state(message) != item.After)
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

    private async Task<bool> OnSenderAsync(ChangeItem item, CancellationToken ct)
    {
        var message = await db.Messages.FirstOrDefaultAsync(m => m.Id == item.MessageId && m.OwnerId == me.Id, ct);
        if (message is null || ForwardSender.Of(message)?.ToText() != item.After ||
            !await ForwardSender.Read(item.Before!).PutAsync(db, message, ct))
        {
            return false;
        }

        await MailIndex.RenewAsync(db, message, ct);
        touched.Add(message);
        return true;
    }

    /// <summary>
    /// Colleagues' shared mail or words stand on it by now: it is no longer the maker's alone to take away. Their private mail
    /// does not count: that there is any would be told (R2).
    /// </summary>
    private async Task<bool> OthersUseAsync(long recordId, CancellationToken ct) =>
        await db.Notes.AnyAsync(n => n.RecordId == recordId && n.AuthorId != me.Id, ct) ||
        await db.ConversationLinks.AnyAsync(l => l.RecordId == recordId && db.Messages.Any(m =>
            m.ConversationId == l.ConversationId && m.OwnerId != me.Id && m.Visibility == Visibility.Shared), ct) ||
        await db.MessageLinks.AnyAsync(l => l.RecordId == recordId && db.Messages.Any(m =>
            m.Id == l.MessageId && m.OwnerId != me.Id && m.Visibility == Visibility.Shared), ct);

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
