using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>
/// Making, changing and deleting a record: one write, one change each. Whoever sees a record may change its plain
/// fields; to delete it, to give it away and to say who sees it is its owner's. Others are told so, since they see it
/// (S5).
/// </summary>
internal sealed class RecordWrites<TRecord, TBody, TView>(
    IRecordKind<TRecord, TBody, TView> kind, Writer writer, RecordCards cards, CurrentUser me)
    where TRecord : Record
    where TBody : RecordBody
{
    public Task<RecordDone<TView>> CreateAsync(TBody body, CancellationToken ct) =>
        WriteAsync(
            async edit =>
            {
                var record = kind.Blank();
                record.OwnerId = me.Id;
                record.CreatedAt = edit.Write.Now;
                record.VisibleTo = await edit.Db.Companies.Where(c => c.Id == edit.Db.CompanyId)
                    .Select(c => c.DefaultVisibleTo).SingleAsync(ct);
                await edit.TakeSightAsync(body, record);
                await kind.ApplyAsync(body, record, edit);
                if (await WrongAsync(record, edit) is { } wrong)
                {
                    return new RecordDone<TView>(wrong);
                }

                return await kind.MailAsync(body, edit) is { } mail
                    ? await AddAsync(edit, record, mail, ct)
                    : new RecordDone<TView>(Problems.NotFound());
            },
            ct);

    public Task<RecordDone<TView>> EditAsync(Guid id, TBody body, CancellationToken ct) =>
        WriteAsync(
            async edit =>
            {
                if (await FindAsync(edit, id, ct) is not { } record)
                {
                    return new RecordDone<TView>(Problems.NotFound());
                }

                if (body.Version is { } version && version != record.Version)
                {
                    var current = await ViewAsync(edit, record, ct);
                    return new RecordDone<TView>(Problems.Conflict(
                        "version_conflict", "It was changed meanwhile.", current, body.Given));
                }

                if (body.Version is null)
                {
                    edit.Errors.Add("version", "required", "the version that the change was made from.");
                }

                var before = await RecordBefore.OfAsync(edit.Db, record, ct);
                await edit.TakeSightAsync(body, record);
                if (before.Seen.OwnerId != me.Id && before.Sight(record).Count > 0)
                {
                    return new RecordDone<TView>(OwnerOnly());
                }

                await kind.ApplyAsync(body, record, edit);
                return await WrongAsync(record, edit) is { } wrong
                    ? new RecordDone<TView>(wrong)
                    : await ChangeAsync(edit, record, before, ct);
            },
            ct);

    public Task<RecordDone<TView>> DeleteAsync(Guid id, CancellationToken ct) =>
        WriteAsync(
            async edit =>
            {
                if (await FindAsync(edit, id, ct) is not { } record)
                {
                    return new RecordDone<TView>(Problems.NotFound());
                }

                if (record.OwnerId != me.Id)
                {
                    return new RecordDone<TView>(OwnerOnly());
                }

                var seen = RecordBefore.SeenOf(record);
                record.DeletedAt = edit.Write.Now;
                record.Version++;
                var item = new ChangeItem
                {
                    RecordId = record.Id, Field = ChangeField.RecordDeleted, After = record.Kind.ToString(),
                };
                return await FinishAsync(edit, record, ChangeKind.RecordDeleted, [item], seen, ct);
            },
            ct);

    private Task<RecordDone<TView>> WriteAsync(Func<RecordEdit, Task<RecordDone<TView>>> work, CancellationToken ct) =>
        writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var done = await work(new RecordEdit(write, me));
                if (done.Problem is not null)
                {
                    // Fields were taken over to be judged; none of it is to be saved.
                    write.Db.ChangeTracker.Clear();
                }

                return done;
            },
            ct);

    private static Task<TRecord?> FindAsync(RecordEdit edit, Guid id, CancellationToken ct) =>
        edit.Visible.Records.OfType<TRecord>().Include(r => r.Emails).FirstOrDefaultAsync(r => r.PublicId == id, ct);

    private async Task<ProblemHttpResult?> WrongAsync(TRecord record, RecordEdit edit)
    {
        if (edit.Errors.Problem is { } wrong)
        {
            return wrong;
        }

        return await kind.SameAsync(record, edit, cards) is { } same
            ? Problems.Problem(
                409, "already_there", "There is one already.", new Dictionary<string, object?> { ["record"] = same })
            : null;
    }

    private async Task<RecordDone<TView>> AddAsync(
        RecordEdit edit, TRecord record, FirstLink mail, CancellationToken ct)
    {
        edit.Db.Add(record);
        await edit.Db.SaveChangesAsync(ct);
        await RecordPeople.PutAsync(edit.Db, record.Id, edit.Persons ?? [], ct);
        if (record is Deal or Lead)
        {
            edit.Db.SmartBccAddresses.Add(SmartBccAddress.Of(record));
        }

        var made = new ChangeItem
        {
            RecordId = record.Id, Field = ChangeField.RecordCreated, After = record.Kind.ToString(),
        };
        var link = await mail.MakeAsync(record, edit);
        ChangeItem[] items = link is null ? [made] : [made, link];
        return await FinishAsync(edit, record, ChangeKind.RecordCreated, items, null, ct);
    }

    private async Task<RecordDone<TView>> ChangeAsync(
        RecordEdit edit, TRecord record, RecordBefore before, CancellationToken ct)
    {
        if (edit.Persons is { } persons)
        {
            await RecordPeople.PutAsync(edit.Db, record.Id, persons, ct);
        }

        await edit.Db.SaveChangesAsync(ct);
        var sight = before.Sight(record);
        var now = await RecordFields.ReadAsync(edit.Db, record, ct);
        var items = RecordFields.Difference(record, before.Fields, now) is { } fields ? [.. sight, fields] : sight;
        if (items.Count == 0)
        {
            return new RecordDone<TView>(null, null, await ViewAsync(edit, record, ct));
        }

        record.Version++;
        return sight.Count > 0
            ? await FinishAsync(edit, record, ChangeKind.RecordVisibilityChanged, items, before.Seen, ct)
            : await FinishAsync(edit, record, ChangeKind.RecordEdited, items, null, ct);
    }

    /// <summary>Those who saw it until now are told, too: for them it changed, or went.</summary>
    private async Task<RecordDone<TView>> FinishAsync(
        RecordEdit edit, TRecord record, ChangeKind what, IEnumerable<ChangeItem> items,
        SeenRecord? before, CancellationToken ct)
    {
        var change = Change.By(me.Id, edit.Write.Now, what, items);
        edit.Db.Changes.Add(change);
        await edit.Db.SaveChangesAsync(ct);
        var to = before is null ? null : await SeersAsync(edit, before, record, ct);
        edit.Write.Announce(new LiveEvent(RecordPaths.Code(record.Kind), record.PublicId, to));
        return new RecordDone<TView>(null, change, await ViewAsync(edit, record, ct));
    }

    private static async Task<IReadOnlyCollection<long>> SeersAsync(
        RecordEdit edit, SeenRecord before, TRecord record, CancellationToken ct)
    {
        var audiences = await Audiences.LoadAsync(edit.Db, ct);
        return [.. audiences.Of(before).Union(audiences.Of(RecordBefore.SeenOf(record)))];
    }

    private async Task<TView?> ViewAsync(RecordEdit edit, TRecord record, CancellationToken ct)
    {
        var views = new RecordViews(edit.Db, edit.Visible, cards, me);
        return await kind.ViewsAsync(views, [record], ct) is [var view] ? view : default;
    }

    private static ProblemHttpResult OwnerOnly() =>
        Problems.Forbidden("owner_only", "Only its owner deletes it, gives it away or says who sees it.");
}
