using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

public static class PersonsEndpoints
{
    private static readonly Persons Resource = new();

    internal static IRecordKind<Person, PersonBody, PersonView> Kind => Resource;

    public static void MapPersons(this RouteGroupBuilder api) => Resource.Map(api);

    private sealed class Persons()
        : RecordResource<Person, PersonBody, PersonView, WrittenPerson>(RecordKind.Person, "persons")
    {
        public override void Map(RouteGroupBuilder api)
        {
            var persons = GroupOf(api);
            persons.MapGet("/", ListAsync).WithSummary(OfList);
            persons.MapPost("/", CreateAsync).WithSummary(OfCreate);
            persons.MapGet("/{id:guid}", GetAsync).WithSummary(OfGet);
            persons.MapPatch("/{id:guid}", EditAsync).WithSummary(OfEdit);
            persons.MapDelete("/{id:guid}", DeleteAsync).WithSummary(OfDelete);
        }

        public override Person Blank() => new() { Name = "" };

        public override async Task ApplyAsync(PersonBody body, Person person, RecordEdit edit)
        {
            TakeNames(body, person, edit);
            if (body.Has(nameof(body.Emails)))
            {
                person.PutEmails(edit.Emails("emails", body.Emails));
            }

            if (body.Has(nameof(body.OrganizationId)))
            {
                person.OrganizationId = await edit.ReferenceAsync<Organization>(
                    "organizationId", body.OrganizationId, person.OrganizationId);
            }

            person.IsNewByMail &= body.IsNewByMail ?? true;
        }

        /// <summary>
        /// One address, one person, as far as the writer sees. Another's hidden person with the same address is passed
        /// over by the same query (S9).
        /// </summary>
        public override async Task<RecordCard?> SameAsync(Person person, RecordEdit edit, RecordCards cards)
        {
            var kept = edit.Db.Entry(person).State == EntityState.Detached
                ? []
                : await edit.Db.RecordEmails.AsNoTracking().Where(e => e.RecordId == person.Id).Select(e => e.Address)
                    .ToListAsync();
            var addresses = person.Emails.Select(e => e.Address).Except(kept).ToList();
            if (addresses.Count == 0)
            {
                return null;
            }

            var id = await edit.Visible.Records.OfType<Person>()
                .Where(p => p.Id != person.Id &&
                    edit.Db.RecordEmails.Any(e => e.RecordId == p.Id && addresses.Contains(e.Address)))
                .OrderByDescending(p => p.OwnerId == edit.Me.Id).ThenBy(p => p.Id)
                .Select(p => p.Id).FirstOrDefaultAsync();
            return (await cards.LoadAsync(edit.Db, edit.Visible, id == 0 ? [] : [id])).GetValueOrDefault(id);
        }

        public override Task<FirstLink?> MailAsync(PersonBody body, RecordEdit edit) =>
            FirstLink.ToMessageAsync(body.LinkMessageId, edit);

        public override async Task<IReadOnlyList<PersonView>> ViewsAsync(
            RecordViews views, IReadOnlyList<Person> rows, CancellationToken ct)
        {
            var deals = await views.DealsOfPersonsAsync([.. rows.Select(row => row.Id)], ct);
            var persons = await views.LoadAsync(RecordKind.Person, rows, deals, ct);
            return [.. persons.Select(seen => new PersonView(seen))];
        }

        protected override WrittenPerson Written(PersonView view, ChangeRef? change) => new(view, change);

        /// <summary>A name that was made of its parts goes on following them.</summary>
        private static void TakeNames(PersonBody body, Person person, RecordEdit edit)
        {
            var follows = person.Name == WholeName(person);
            var hasParts = body.Has(nameof(body.FirstName)) || body.Has(nameof(body.LastName));
            if (body.Has(nameof(body.FirstName)))
            {
                person.FirstName = edit.Text("firstName", body.FirstName, RecordEdit.MaxNamePart);
            }

            if (body.Has(nameof(body.LastName)))
            {
                person.LastName = edit.Text("lastName", body.LastName, RecordEdit.MaxNamePart);
            }

            if (body.Name is not null || (body.Has(nameof(body.Name)) && !hasParts))
            {
                person.Name = edit.Name("name", body.Name);
            }
            else if (follows)
            {
                person.Name = edit.Name("name", WholeName(person));
            }
        }

        /// <summary>The last name first where names are written so: 山田 太郎.</summary>
        private static string WholeName(Person person)
        {
            var parts = new[] { person.FirstName, person.LastName }.OfType<string>().ToList();
            if (parts.Count == 2 && parts.All(part => Folding.IsUnspaced(part.EnumerateRunes().First())))
            {
                parts.Reverse();
            }

            return string.Join(' ', parts);
        }
    }
}

/// <summary>A person: <c>name</c>, or <c>lastName</c> and <c>firstName</c>, is required.</summary>
public sealed class PersonBody : RecordBody
{
    public string? Name { get; set => field = Give(value); }

    public string? FirstName { get; set => field = Give(value); }

    public string? LastName { get; set => field = Give(value); }

    public IReadOnlyList<string?>? Emails { get; set => field = Give(value); }

    public Guid? OrganizationId { get; set => field = Give(value); }

    /// <summary>PATCH: false confirms a person that mail made (S10). Mail alone makes it true.</summary>
    public bool? IsNewByMail { get; set => field = Give(value); }

    /// <summary>POST: the message of one's own that the person is linked to.</summary>
    public Guid? LinkMessageId { get; set => field = Give(value); }
}

public record PersonView : RecordView
{
    internal PersonView(Seen<Person> seen)
        : base(seen.Row, seen.Card, seen.Mail, seen.IsMine)
    {
        FirstName = seen.Row.FirstName;
        LastName = seen.Row.LastName;
        Emails = seen.Card.Emails ?? [];
        Organization = seen.Card.Organization;
        OrganizationId = Organization?.Id;
        IsNewByMail = seen.Row.IsNewByMail;
        Deals = seen.All(RecordKind.Deal);
    }

    public string? FirstName { get; }

    public string? LastName { get; }

    public IReadOnlyList<string> Emails { get; }

    public RecordRef? Organization { get; }

    public Guid? OrganizationId { get; }

    /// <summary>Made by mail and not confirmed: it stands on the review list.</summary>
    public bool IsNewByMail { get; }

    public IReadOnlyList<RecordCard> Deals { get; }
}

public sealed record WrittenPerson : PersonView
{
    internal WrittenPerson(PersonView view, ChangeRef? change)
        : base(view) => Change = change;

    public ChangeRef? Change { get; }
}
