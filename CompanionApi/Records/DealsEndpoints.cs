using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;

namespace CompanionApi.Records;

public static class DealsEndpoints
{
    /// <summary>With the three decimals of the finest currencies still exact in the database's numbers.</summary>
    private const decimal MaxValue = 999_999_999_999m;

    private const int MaxDecimals = 3;

    private static readonly Deals Resource = new();

    internal static IRecordKind<Deal, DealBody, DealView> Kind => Resource;

    public static void MapDeals(this RouteGroupBuilder api) => Resource.Map(api);

    private sealed class Deals() : RecordResource<Deal, DealBody, DealView, WrittenDeal>(RecordKind.Deal, "deals")
    {
        public override void Map(RouteGroupBuilder api)
        {
            var deals = GroupOf(api);
            deals.MapGet("/", ListAsync).WithSummary(OfList);
            deals.MapPost("/", CreateAsync).WithSummary(OfCreate);
            deals.MapGet("/{id:guid}", GetAsync).WithSummary(OfGet);
            deals.MapPatch("/{id:guid}", EditAsync).WithSummary(OfEdit);
            deals.MapDelete("/{id:guid}", DeleteAsync).WithSummary(OfDelete);
        }

        public override Deal Blank() => new() { Name = "" };

        public override async Task ApplyAsync(DealBody body, Deal deal, RecordEdit edit)
        {
            if (deal.Id == 0 || body.Has(nameof(body.Title)))
            {
                deal.Name = edit.Name("title", body.Title);
            }

            if (body.Has(nameof(body.PersonIds)))
            {
                await edit.TakePersonsAsync("personIds", body.PersonIds, deal);
            }

            if (body.Has(nameof(body.OrganizationId)))
            {
                deal.OrganizationId = await edit.ReferenceAsync<Organization>(
                    "organizationId", body.OrganizationId, deal.OrganizationId);
            }

            TakeValue(body, deal, edit);
            if (body.Has(nameof(body.Status)))
            {
                deal.Status = edit.Status(
                    "status", body.Status, RecordStatus.Open, RecordStatus.Won, RecordStatus.Lost);
            }
        }

        public override Task<FirstLink?> MailAsync(DealBody body, RecordEdit edit) =>
            FirstLink.ToConversationAsync(body.LinkConversationId, edit);

        public override async Task<IReadOnlyList<DealView>> ViewsAsync(
            RecordViews views, IReadOnlyList<Deal> rows, CancellationToken ct)
        {
            var persons = await views.PersonsOfAsync([.. rows.Select(row => row.Id)], ct);
            var organizations = rows.Where(row => row.OrganizationId is not null)
                .Select(row => new Relation(row.Id, row.OrganizationId!.Value));
            return
            [
                .. (await views.LoadAsync(RecordKind.Deal, rows, [.. persons, .. organizations], ct))
                    .Select(seen => new DealView(seen)),
            ];
        }

        protected override WrittenDeal Written(DealView view, ChangeRef? change) => new(view, change);

        private static void TakeValue(DealBody body, Deal deal, RecordEdit edit)
        {
            if (body.Has(nameof(body.Value)))
            {
                deal.Value = body.Value;
                if (body.Value is < 0 or > MaxValue || body.Value?.Scale > MaxDecimals)
                {
                    edit.Errors.Add("value", "out_of_range", $"0 to {MaxValue}, with at most {MaxDecimals} decimals.");
                }
            }

            if (body.Has(nameof(body.Currency)))
            {
                deal.Currency = edit.Text("currency", body.Currency, 3)?.ToUpperInvariant();
                if (deal.Currency is { } code && !(code.Length == 3 && code.All(char.IsAsciiLetterUpper)))
                {
                    edit.Errors.Add("currency", "malformed", "the three letters of ISO 4217, such as JPY.");
                }
            }
        }
    }
}

public sealed class DealBody : RecordBody
{
    /// <summary>Required.</summary>
    public string? Title { get; set => field = Give(value); }

    public IReadOnlyList<Guid>? PersonIds { get; set => field = Give(value); }

    public Guid? OrganizationId { get; set => field = Give(value); }

    public decimal? Value { get; set => field = Give(value); }

    /// <summary>ISO 4217, such as JPY.</summary>
    public string? Currency { get; set => field = Give(value); }

    /// <summary>open, won or lost.</summary>
    public string? Status { get; set => field = Give(value); }

    /// <summary>POST: the conversation of one's own that is linked to it.</summary>
    public Guid? LinkConversationId { get; set => field = Give(value); }
}

public record DealView : RecordView
{
    internal DealView(Seen<Deal> seen)
        : base(seen.Row, seen.Card, seen.Mail, seen.IsMine)
    {
        Title = seen.Row.Name;
        Persons = seen.All(RecordKind.Person);
        PersonIds = [.. Persons.Select(card => card.Id)];
        Organization = seen.One(RecordKind.Organization);
        OrganizationId = Organization?.Id;
        Value = seen.Row.Value;
        Currency = seen.Row.Currency;
        Status = seen.Row.Status;
        SmartBccAddress = seen.Card.SmartBccAddress;
    }

    public string Title { get; }

    public IReadOnlyList<RecordCard> Persons { get; }

    public IReadOnlyList<Guid> PersonIds { get; }

    public RecordCard? Organization { get; }

    public Guid? OrganizationId { get; }

    public decimal? Value { get; }

    public string? Currency { get; }

    public RecordStatus Status { get; }

    /// <summary>Mail to it is linked to this deal (R27).</summary>
    public string? SmartBccAddress { get; }
}

public sealed record WrittenDeal : DealView
{
    internal WrittenDeal(DealView view, ChangeRef? change)
        : base(view) => Change = change;

    public ChangeRef? Change { get; }
}
