using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>
/// Takes a merge or a conversion back (S55, S76): the record that went is there again, with the mail that still stands
/// where the change put it. What came since stays with the successor.
/// </summary>
internal sealed class UndoSuccession(Write write, CurrentUser me, Change change)
{
    private readonly CompanionDb db = write.Db;

    public static bool IsOf(Change change) => change.Kind is ChangeKind.PersonsMerged or ChangeKind.LeadConverted;

    /// <summary>Null: one of the two went on meanwhile, so that nothing can be put back.</summary>
    /// <exception cref="WouldExposeException">To how many people it would show how many messages.</exception>
    public async Task<(Change Change, int Reverted, int Skipped)?> RunAsync(bool expose, CancellationToken ct)
    {
        // The items of moved mail are not loaded: statements go by them.
        var items = await db.ChangeItems
            .Where(i => i.ChangeId == change.Id && i.MessageId == null && i.ConversationId == null).ToListAsync(ct);
        var main = items.Single(i => i.Field == ChangeField.RecordSucceeded);
        var from = await db.Records.Include(r => r.Emails).FirstAsync(r => r.Id == main.RecordId, ct);
        var to = await db.Records.Include(r => r.Emails).FirstAsync(r => r.Id == from.SuccessorId, ct);
        var tookOver = items.SingleOrDefault(i => i.Field == ChangeField.RecordTookOver);
        if (!Stands(from, to, main) || !await MayTouchAsync(to, tookOver ?? main, ct))
        {
            return null;
        }

        long[] both = [from.Id, to.Id];
        var on = db.Records.Where(r => both.Contains(r.Id)).Select(r => r.Id);
        var before = await MailSight.OnAsync(db, on, ct);
        var done = Change.By(me.Id, write.Now, ChangeKind.Undone, [], canUndo: false);
        db.Changes.Add(done);
        await db.SaveChangesAsync(ct);
        var moved = await PutBackAsync(from, to, main, done, ct);
        foreach (var item in items.Where(i => i.Field is not (ChangeField.RecordSucceeded or ChangeField.RecordTookOver)))
        {
            await PutBackAsync(item, to, done, ct);
        }

        change.UndoneAt = write.Now;
        await db.SaveChangesAsync(ct);
        if (!expose)
        {
            await RefuseAsync(before.To(await MailSight.OnAsync(db, on, ct)), ct);
        }

        await LinkedMail.AnnounceRecordsAsync(write, both, null, ct);
        return (done, moved + done.Items.Count, await LeftAsync(done, ct));
    }

    /// <summary>Only the owner of both takes it back, and only while it is the last thing that became of the one that went (S5).</summary>
    private bool Stands(Record from, Record to, ChangeItem main) =>
        $"{from.SuccessorId}" == main.After && (from.DeletedAt is not null) == from is Person &&
        to.DeletedAt is null && to.SuccessorId is null && from.OwnerId == me.Id;

    /// <summary>
    /// A colleague's deal only while it is as it was: hidden since, or with mail or words of others on it, the mail that would
    /// come back to the lead is no longer who converts it's to show (S5).
    /// </summary>
    private async Task<bool> MayTouchAsync(Record to, ChangeItem tookOver, CancellationToken ct)
    {
        if (to.OwnerId == me.Id)
        {
            return true;
        }

        var limits = new UndoLimits(db, me);
        return to is Deal && !await limits.IsHiddenAsync(to.Id, ct) && !await limits.OthersActedSinceAsync(tookOver, ct);
    }

    private async Task<int> PutBackAsync(Record from, Record to, ChangeItem main, Change done, CancellationToken ct)
    {
        var along = MovedAlong.Read(main.Before);
        var back = new RecordMove(db, to.Id, from.Id, ct);
        from.SuccessorId = null;
        from.DeletedAt = null;
        from.Status = along.Status;
        from.Version++;
        to.Version++;
        done.Items.Add(new ChangeItem
        {
            RecordId = from.Id, Field = main.Field, Before = main.After, After = null,
        });
        await db.SaveChangesAsync(ct);
        await back.PutBackAsync(change.Id, change.At, done.Id);
        await back.PutBackAsync(along);
        return await Told(done).CountAsync(i => i.MessageId != null || i.ConversationId != null, ct);
    }

    /// <summary>The items that may be counted: how much private mail a colleague has there is nobody's to know (R2).</summary>
    private IQueryable<ChangeItem> Told(Change of) => db.ChangeItems.Where(i => i.ChangeId == of.Id &&
        (i.MessageId == null || db.Messages.Any(m => m.Id == i.MessageId && m.OwnerId == me.Id)) &&
        (i.ConversationId == null || db.Conversations.Any(c => c.Id == i.ConversationId && c.OwnerId == me.Id)));

    private async Task PutBackAsync(ChangeItem item, Record to, Change done, CancellationToken ct)
    {
        var reverted = item.Field switch
        {
            ChangeField.RecordFields => await RecordFields.PutBackAsync(db, to, item, ct),
            ChangeField.RecordVisibleTo when to.VisibleTo.ToString() == item.After => Widen(to, item),
            ChangeField.RecordCreated => await TakeAwayAsync(item.RecordId!.Value, item.RecordId == to.Id ? 2 : 1, ct),
            _ => false,
        };
        if (reverted)
        {
            done.Items.Add(new ChangeItem
            {
                RecordId = item.RecordId, Field = item.Field, Before = item.After, After = item.Before,
            });
        }
    }

    private static bool Widen(Record to, ChangeItem item)
    {
        to.VisibleTo = Enum.Parse<VisibleTo>(item.Before!);
        return true;
    }

    /// <summary>A deal or person that the conversion made goes again, unless somebody has used it meanwhile.</summary>
    private async Task<bool> TakeAwayAsync(long recordId, int untouched, CancellationToken ct)
    {
        var record = await db.Records.FirstOrDefaultAsync(r => r.Id == recordId && r.OwnerId == me.Id, ct);
        if (record is null || record.DeletedAt is not null || record.Version > untouched ||
            await db.ConversationLinks.AnyAsync(l => l.RecordId == recordId && db.Messages.Any(m =>
                m.ConversationId == l.ConversationId && (m.OwnerId == me.Id || m.Visibility == Visibility.Shared)), ct) ||
            await db.MessageLinks.AnyAsync(l => l.RecordId == recordId && db.Messages.Any(m =>
                m.Id == l.MessageId && (m.OwnerId == me.Id || m.Visibility == Visibility.Shared)), ct) ||
            await db.Notes.AnyAsync(n => n.RecordId == recordId, ct))
        {
            return false;
        }

        record.DeletedAt = write.Now;
        return true;
    }

    private async Task RefuseAsync(SightChange sight, CancellationToken ct)
    {
        const int maxNamed = 50;
        if (sight.Gains.Count > 0)
        {
            var named = await db.Users.Where(u => sight.Gains.Keys.Contains(u.Id)).OrderBy(u => u.DisplayName)
                .Take(maxNamed).ToListAsync(ct);
            throw new WouldExposeException([.. named.Select(UserRef.Of)], sight.Gains.Count, sight.Gained.Count);
        }
    }

    private async Task<int> LeftAsync(Change done, CancellationToken ct)
    {
        var all = await Told(change).CountAsync(i => i.Field != ChangeField.RecordTookOver, ct);
        return all - await Told(done).CountAsync(ct);
    }
}
