using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>
/// Makes a deal of a lead (S55): conversations, notes and the person go to a new deal or to one that is there; the
/// lead's address leads to it. A new deal is seen by those who saw the lead, unless its maker says otherwise (S6).
/// </summary>
internal sealed class LeadConversion(
    RecordEdit edit, IRecordKind<Deal, DealBody, DealView> deals, CancellationToken ct)
{
    private readonly CompanionDb db = edit.Db;
    private readonly List<ChangeItem> made = [];

    public async Task<RecordDone<Deal>> RunAsync(Guid leadId, ConversionBody body)
    {
        var lead = await edit.Visible.Records.OfType<Lead>().Include(l => l.Emails)
            .FirstOrDefaultAsync(l => l.PublicId == leadId, ct);
        if (lead is null)
        {
            return new RecordDone<Deal>(Problems.NotFound());
        }

        if (lead.OwnerId != edit.Me.Id)
        {
            return new RecordDone<Deal>(Problems.Forbidden("owner_only", "Only its owner converts it."));
        }

        if (lead.Status == RecordStatus.Converted)
        {
            return new RecordDone<Deal>(Problems.Conflict("already_converted", "It was converted already."));
        }

        var deal = body.DealId is { } id ? await FindAsync(id) : await NewAsync(lead, body.Deal ?? new DealBody());
        return edit.Errors.Problem is { } wrong
            ? new RecordDone<Deal>(wrong)
            : new RecordDone<Deal>(null, await ConvertAsync(lead, deal!), deal);
    }

    private async Task<Deal?> FindAsync(Guid id)
    {
        var deal = await edit.Visible.Records.OfType<Deal>().FirstOrDefaultAsync(d => d.PublicId == id, ct);
        if (deal is null)
        {
            edit.Errors.Add("dealId", "not_available", "the id of a deal that you can see.");
        }

        return deal;
    }

    private async Task<Deal> NewAsync(Lead lead, DealBody body)
    {
        var deal = deals.Blank();
        (deal.OwnerId, deal.CreatedAt, deal.VisibleTo) = (edit.Me.Id, edit.Write.Now, lead.VisibleTo);
        body.Title ??= lead.Name;
        await edit.TakeSightAsync(body, deal);
        await deals.ApplyAsync(body, deal, edit);
        return deal;
    }

    private async Task<Change> ConvertAsync(Lead lead, Deal deal)
    {
        if (deal.Id == 0)
        {
            db.Add(deal);
            await db.SaveChangesAsync(ct);
            db.SmartBccAddresses.Add(SmartBccAddress.Of(deal));
            made.Add(Made(deal));
        }
        else
        {
            deal.Version++;
        }

        var memberships = await AddPersonsAsync(deal, [.. await PersonsOfAsync(lead), .. edit.Persons ?? []]);
        var status = lead.Status;
        (lead.Status, lead.SuccessorId, lead.IsNewByMail) = (RecordStatus.Converted, deal.Id, false);
        lead.Version++;
        var change = Change.By(edit.Me.Id, edit.Write.Now, ChangeKind.LeadConverted, made);
        await Succession.MoveAsync(edit.Write, change, lead, deal, status, ct, memberships);
        await AnnounceAsync(lead, deal);
        return change;
    }

    /// <summary>The lead's person, else the persons of its addresses; where there is none, one is made (S10).</summary>
    private async Task<IReadOnlyList<long>> PersonsOfAsync(Lead lead)
    {
        var persons = await (
            from link in db.RecordPersons
            where link.RecordId == lead.Id
            join living in db.Set<Person>() on link.PersonId equals living.Id
            where living.DeletedAt == null
            orderby link.Id
            select living.Id).ToListAsync(ct);
        if (persons.Count > 0 || (lead.Emails.Count == 0 && lead.LastName is null))
        {
            return persons;
        }

        var finder = new PersonFinder(db, edit.Me.Id);
        var addresses = lead.Emails.OrderBy(e => e.Position).Select(e => e.Address).ToList();
        var found = await finder.FindAsync(addresses, ct);
        if (found.Count > 0)
        {
            return [.. addresses.Select(a => finder.Best(found[a])).OfType<Person>().Select(p => p.Id).Distinct()];
        }

        var person = finder.Make(new OutsideAddress(addresses.FirstOrDefault() ?? "", lead.LastName ?? ""), edit.Write.Now);
        person.LastName = lead.LastName;
        person.PutEmails(addresses);
        await db.SaveChangesAsync(ct);
        made.Add(Made(person));
        return [person.Id];
    }

    private async Task<IReadOnlyList<RecordPerson>> AddPersonsAsync(Deal deal, IReadOnlyList<long> persons)
    {
        var present = await db.RecordPersons.Where(p => p.RecordId == deal.Id).Select(p => p.PersonId).ToListAsync(ct);
        var added = persons.Except(present).Select(id => new RecordPerson { RecordId = deal.Id, PersonId = id }).ToList();
        db.RecordPersons.AddRange(added);
        await db.SaveChangesAsync(ct);
        return added;
    }

    private async Task AnnounceAsync(Lead lead, Deal deal)
    {
        var audiences = await Audiences.LoadAsync(db, ct);
        var seers = audiences.Of(RecordBefore.SeenOf(lead)).Union(audiences.Of(RecordBefore.SeenOf(deal))).ToList();
        edit.Write.Announce(new LiveEvent(RecordPaths.Code(RecordKind.Lead), lead.PublicId, seers));
        edit.Write.Announce(new LiveEvent(RecordPaths.Code(RecordKind.Deal), deal.PublicId, seers));
    }

    private static ChangeItem Made(Record record) => new()
    {
        RecordId = record.Id, Field = ChangeField.RecordCreated, After = record.Kind.ToString(),
    };
}
