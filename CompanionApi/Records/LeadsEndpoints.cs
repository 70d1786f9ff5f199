using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;

namespace CompanionApi.Records;

public static class LeadsEndpoints
{
    public static void MapLeads(this RouteGroupBuilder api) => new Leads().Map(api);

    private sealed class Leads() : RecordResource<Lead, LeadBody, LeadView, WrittenLead>(RecordKind.Lead, "leads")
    {
        public override void Map(RouteGroupBuilder api)
        {
            var leads = GroupOf(api);
            leads.MapGet("/", ListAsync).WithSummary(OfList);
            leads.MapPost("/", CreateAsync).WithSummary(OfCreate);
            leads.MapGet("/{id:guid}", GetAsync).WithSummary(OfGet);
            leads.MapPatch("/{id:guid}", EditAsync).WithSummary(OfEdit);
            leads.MapDelete("/{id:guid}", DeleteAsync).WithSummary(OfDelete);
        }

        public override Lead Blank() => new() { Name = "" };

        public override async Task ApplyAsync(LeadBody body, Lead lead, RecordEdit edit)
        {
            if (lead.Id == 0 || body.Has(nameof(body.Title)))
            {
                lead.Name = edit.Name("title", body.Title);
            }

            if (body.Has(nameof(body.LastName)))
            {
                lead.LastName = edit.Text("lastName", body.LastName, RecordEdit.MaxName);
            }

            if (body.Has(nameof(body.Emails)))
            {
                lead.PutEmails(edit.Emails("emails", body.Emails));
            }

            if (body.Has(nameof(body.PersonId)))
            {
                await edit.TakePersonsAsync("personId", body.PersonId is { } id ? [id] : [], lead);
            }

            if (body.Has(nameof(body.Status)))
            {
                TakeStatus(body, lead, edit);
            }

            lead.IsNewByMail &= body.IsNewByMail ?? true;
        }

        public override Task<FirstLink?> MailAsync(LeadBody body, RecordEdit edit) =>
            FirstLink.ToConversationAsync(body.LinkConversationId, edit);

        public override async Task<IReadOnlyList<LeadView>> ViewsAsync(
            RecordViews views, IReadOnlyList<Lead> rows, CancellationToken ct)
        {
            var persons = await views.PersonsOfAsync([.. rows.Select(row => row.Id)], ct);
            var deals = rows.Where(row => row.SuccessorId is not null)
                .Select(row => new Relation(row.Id, row.SuccessorId!.Value));
            return
            [
                .. (await views.LoadAsync(RecordKind.Lead, rows, [.. persons, .. deals], ct))
                    .Select(seen => new LeadView(seen)),
            ];
        }

        protected override WrittenLead Written(LeadView view, ChangeRef? change) => new(view, change);

        /// <summary>Converted is what a conversion makes of it; it is neither set nor taken back by hand.</summary>
        private static void TakeStatus(LeadBody body, Lead lead, RecordEdit edit)
        {
            if (lead.Status != RecordStatus.Converted)
            {
                lead.Status = edit.Status("status", body.Status, RecordStatus.Open, RecordStatus.Archived);
            }
            else
            {
                edit.Status("status", body.Status, RecordStatus.Converted);
            }
        }
    }
}

public sealed class LeadBody : RecordBody
{
    /// <summary>Required.</summary>
    public string? Title { get; set => field = Give(value); }

    public string? LastName { get; set => field = Give(value); }

    public IReadOnlyList<string?>? Emails { get; set => field = Give(value); }

    public Guid? PersonId { get; set => field = Give(value); }

    /// <summary>open or archived.</summary>
    public string? Status { get; set => field = Give(value); }

    /// <summary>PATCH: false confirms a lead that mail made (S10). Mail alone makes it true.</summary>
    public bool? IsNewByMail { get; set => field = Give(value); }

    /// <summary>POST: the conversation of one's own that is linked to it.</summary>
    public Guid? LinkConversationId { get; set => field = Give(value); }
}

public record LeadView : RecordView
{
    internal LeadView(Seen<Lead> seen)
        : base(seen.Row, seen.Card, seen.Mail, seen.IsMine)
    {
        Title = seen.Row.Name;
        LastName = seen.Row.LastName;
        Emails = seen.Card.Emails ?? [];
        Person = seen.One(RecordKind.Person);
        PersonId = Person?.Id;
        ConvertedTo = seen.One(RecordKind.Deal);
        Status = seen.Row.Status;
        SmartBccAddress = seen.Card.SmartBccAddress;
        IsNewByMail = seen.Row.IsNewByMail;
    }

    public string Title { get; }

    public string? LastName { get; }

    public IReadOnlyList<string> Emails { get; }

    public RecordCard? Person { get; }

    public Guid? PersonId { get; }

    public RecordStatus Status { get; }

    /// <summary>The deal that has its mail now, if the viewer may see it.</summary>
    public RecordCard? ConvertedTo { get; }

    /// <summary>Mail to it is linked to this lead, or to the deal that it was converted to (R27, S34).</summary>
    public string? SmartBccAddress { get; }

    public bool IsNewByMail { get; }
}

public sealed record WrittenLead : LeadView
{
    internal WrittenLead(LeadView view, ChangeRef? change)
        : base(view) => Change = change;

    public ChangeRef? Change { get; }
}
