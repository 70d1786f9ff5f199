using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;

namespace CompanionApi.Records;

public static class OrganizationsEndpoints
{
    public static void MapOrganizations(this RouteGroupBuilder api) => new Organizations().Map(api);

    private sealed class Organizations()
        : RecordResource<Organization, OrganizationBody, OrganizationView, WrittenOrganization>(
            RecordKind.Organization, "organizations")
    {
        public override void Map(RouteGroupBuilder api)
        {
            var organizations = GroupOf(api);
            organizations.MapGet("/", ListAsync).WithSummary(OfList);
            organizations.MapPost("/", CreateAsync).WithSummary(OfCreate);
            organizations.MapGet("/{id:guid}", GetAsync).WithSummary(OfGet);
            organizations.MapPatch("/{id:guid}", EditAsync).WithSummary(OfEdit);
            organizations.MapDelete("/{id:guid}", DeleteAsync).WithSummary(OfDelete);
        }

        public override Organization Blank() => new() { Name = "" };

        public override Task ApplyAsync(OrganizationBody body, Organization organization, RecordEdit edit)
        {
            if (organization.Id == 0 || body.Has(nameof(body.Name)))
            {
                organization.Name = edit.Name("name", body.Name);
            }

            return Task.CompletedTask;
        }

        public override async Task<IReadOnlyList<OrganizationView>> ViewsAsync(
            RecordViews views, IReadOnlyList<Organization> rows, CancellationToken ct)
        {
            var members = await views.MembersOfAsync([.. rows.Select(row => row.Id)], ct);
            return
            [
                .. (await views.LoadAsync(RecordKind.Organization, rows, members, ct))
                    .Select(seen => new OrganizationView(seen)),
            ];
        }

        protected override WrittenOrganization Written(OrganizationView view, ChangeRef? change) => new(view, change);
    }
}

public sealed class OrganizationBody : RecordBody
{
    /// <summary>Required.</summary>
    public string? Name { get; set => field = Give(value); }
}

public record OrganizationView : RecordView
{
    internal OrganizationView(Seen<Organization> seen)
        : base(seen.Row, seen.Card, seen.Mail, seen.IsMine)
    {
        Persons = seen.All(RecordKind.Person);
        Deals = seen.All(RecordKind.Deal);
    }

    /// <summary>The newest hundred that the viewer sees.</summary>
    public IReadOnlyList<RecordCard> Persons { get; }

    /// <summary>The newest hundred that the viewer sees.</summary>
    public IReadOnlyList<RecordCard> Deals { get; }
}

public sealed record WrittenOrganization : OrganizationView
{
    internal WrittenOrganization(OrganizationView view, ChangeRef? change)
        : base(view) => Change = change;

    public ChangeRef? Change { get; }
}
