using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;

namespace CompanionApi.Records;

public static class ProjectsEndpoints
{
    public static void MapProjects(this RouteGroupBuilder api) => new Projects().Map(api);

    private sealed class Projects()
        : RecordResource<Project, ProjectBody, ProjectView, WrittenProject>(RecordKind.Project, "projects")
    {
        public override void Map(RouteGroupBuilder api)
        {
            var projects = GroupOf(api);
            projects.MapGet("/", ListAsync).WithSummary(OfList);
            projects.MapPost("/", CreateAsync).WithSummary(OfCreate);
            projects.MapGet("/{id:guid}", GetAsync).WithSummary(OfGet);
            projects.MapPatch("/{id:guid}", EditAsync).WithSummary(OfEdit);
            projects.MapDelete("/{id:guid}", DeleteAsync).WithSummary(OfDelete);
        }

        public override Project Blank() => new() { Name = "" };

        public override async Task ApplyAsync(ProjectBody body, Project project, RecordEdit edit)
        {
            if (project.Id == 0 || body.Has(nameof(body.Title)))
            {
                project.Name = edit.Name("title", body.Title);
            }

            if (body.Has(nameof(body.PersonIds)))
            {
                await edit.TakePersonsAsync("personIds", body.PersonIds, project);
            }

            if (body.Has(nameof(body.DealId)))
            {
                project.DealId = await edit.ReferenceAsync<Deal>("dealId", body.DealId, project.DealId);
            }

            if (body.Has(nameof(body.Status)))
            {
                project.Status = edit.Status("status", body.Status, RecordStatus.Open, RecordStatus.Done);
            }
        }

        public override Task<FirstLink?> MailAsync(ProjectBody body, RecordEdit edit) =>
            FirstLink.ToConversationAsync(body.LinkConversationId, edit);

        public override async Task<IReadOnlyList<ProjectView>> ViewsAsync(
            RecordViews views, IReadOnlyList<Project> rows, CancellationToken ct)
        {
            var persons = await views.PersonsOfAsync([.. rows.Select(row => row.Id)], ct);
            var deals = rows.Where(row => row.DealId is not null)
                .Select(row => new Relation(row.Id, row.DealId!.Value));
            return
            [
                .. (await views.LoadAsync(RecordKind.Project, rows, [.. persons, .. deals], ct))
                    .Select(seen => new ProjectView(seen)),
            ];
        }

        protected override WrittenProject Written(ProjectView view, ChangeRef? change) => new(view, change);
    }
}

public sealed class ProjectBody : RecordBody
{
    /// <summary>Required.</summary>
    public string? Title { get; set => field = Give(value); }

    public IReadOnlyList<Guid>? PersonIds { get; set => field = Give(value); }

    public Guid? DealId { get; set => field = Give(value); }

    /// <summary>open or done.</summary>
    public string? Status { get; set => field = Give(value); }

    /// <summary>POST: the conversation of one's own that is linked to it.</summary>
    public Guid? LinkConversationId { get; set => field = Give(value); }
}

public record ProjectView : RecordView
{
    internal ProjectView(Seen<Project> seen)
        : base(seen.Row, seen.Card, seen.Mail, seen.IsMine)
    {
        Title = seen.Row.Name;
        Persons = seen.All(RecordKind.Person);
        PersonIds = [.. Persons.Select(card => card.Id)];
        Deal = seen.One(RecordKind.Deal);
        DealId = Deal?.Id;
        Status = seen.Row.Status;
    }

    public string Title { get; }

    public IReadOnlyList<RecordCard> Persons { get; }

    public IReadOnlyList<Guid> PersonIds { get; }

    public RecordCard? Deal { get; }

    public Guid? DealId { get; }

    public RecordStatus Status { get; }
}

public sealed record WrittenProject : ProjectView
{
    internal WrittenProject(ProjectView view, ChangeRef? change)
        : base(view) => Change = change;

    public ChangeRef? Change { get; }
}
