using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>
/// Makes two persons one (S55): mail, notes, addresses and deals of the second go to the first, whose fields win; empty
/// ones are filled. Both are the writer's own (S5), so the narrower visibility shows nobody more than saw each before.
/// </summary>
internal sealed class PersonMerge(RecordEdit edit, CancellationToken ct)
{
    private readonly CompanionDb db = edit.Db;

    public async Task<RecordDone<Person>> RunAsync(Guid intoId, Guid? fromId)
    {
        if (await FindAsync(intoId) is not { } into)
        {
            return new RecordDone<Person>(Problems.NotFound());
        }

        if (fromId is not { } id)
        {
            return new RecordDone<Person>(Problems.Required("personId", "the id of another person that you can see."));
        }

        var from = id != intoId ? await FindAsync(id) : null;
        if (from is null)
        {
            return new RecordDone<Person>(
                Problems.Invalid("personId", "not_available", "the id of another person that you can see."));
        }

        return Wrong(into, from) is { } wrong
            ? new RecordDone<Person>(wrong)
            : new RecordDone<Person>(null, await MergeAsync(into, from), into);
    }

    private Task<Person?> FindAsync(Guid id) =>
        edit.Visible.Records.OfType<Person>().Include(p => p.Emails).FirstOrDefaultAsync(p => p.PublicId == id, ct);

    private ProblemHttpResult? Wrong(Person into, Person from) =>
        into.OwnerId != edit.Me.Id || from.OwnerId != edit.Me.Id
            ? Problems.Forbidden("owner_only", "Only who owns both merges them.")
            : into.Emails.Concat(from.Emails).Select(e => e.Address).Distinct().Count() > RecordEdit.MaxEmails
                ? Problems.Conflict("too_many_emails", $"Together they have over {RecordEdit.MaxEmails} addresses.")
                : null;

    private async Task<Change> MergeAsync(Person into, Person from)
    {
        var (before, gone) = (await RecordBefore.OfAsync(db, into, ct), RecordBefore.SeenOf(from));
        var audiences = await Audiences.LoadAsync(db, ct);
        var sight = audiences.Merged(before.Seen, gone, await LinkedMail.HasSharedAsync(db, [into.Id, from.Id], ct));
        Fill(into, from);
        (into.VisibleTo, into.IsNewByMail) = (sight.VisibleTo, sight.IsNewByMail);
        (from.DeletedAt, from.SuccessorId) = (edit.Write.Now, into.Id);
        into.Version++;
        from.Version++;
        await db.SaveChangesAsync(ct);

        var change = Change.By(edit.Me.Id, edit.Write.Now, ChangeKind.PersonsMerged, before.Sight(into));
        var fields = await RecordFields.ReadAsync(db, into, ct);
        if (RecordFields.Difference(into, before.Fields, fields) is { } filled)
        {
            change.Items.Add(filled);
        }

        await Succession.MoveAsync(edit.Write, change, from, into, RecordStatus.Open, ct);
        var seers = audiences.Of(before.Seen).Union(audiences.Of(gone)).Union(audiences.Of(sight)).ToList();
        foreach (var person in new[] { into, from })
        {
            edit.Write.Announce(new LiveEvent(RecordPaths.Code(RecordKind.Person), person.PublicId, seers));
        }

        return change;
    }

    /// <summary>A person whom a mail without a name made is called by the address: that is no name to keep.</summary>
    private static void Fill(Person into, Person from)
    {
        if (into.Emails.Exists(e => e.Address == into.Name))
        {
            into.Name = from.Name;
        }

        if (into.FirstName is null && into.LastName is null)
        {
            (into.FirstName, into.LastName) = (from.FirstName, from.LastName);
        }

        into.OrganizationId ??= from.OrganizationId;
        into.PutEmails(
        [
            .. into.Emails.OrderBy(e => e.Position).Select(e => e.Address)
                .Union(from.Emails.OrderBy(e => e.Position).Select(e => e.Address)),
        ]);
    }
}
