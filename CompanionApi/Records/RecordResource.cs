using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>
/// One kind of record over HTTP. What the five kinds have in common is here and in <c>RecordWrites</c>; a kind says
/// which fields it has and what its view shows.
/// </summary>
internal abstract class RecordResource<TRecord, TBody, TView, TWritten>(RecordKind kind, string path)
    : IRecordKind<TRecord, TBody, TView>
    where TRecord : Record
    where TBody : RecordBody
    where TView : RecordView
{
    private sealed record Asked(long UserId, Guid Id);

    private static readonly PreparedQuery<Asked, TRecord> Named = new((db, asked) =>
        Visible.RecordsOf(db, asked.UserId).OfType<TRecord>().Where(r => r.PublicId == asked.Id));

    private readonly string noun = kind.ToString().ToLowerInvariant();

    protected string OfList => $"The {path} that one sees, the newest first; with q those it finds, the best first.";

    protected string OfCreate => $"Makes a {noun}.";

    protected string OfGet => $"One {noun} that one sees.";

    protected string OfEdit => "Changes the fields that are sent. Owner and visibility are the owner's to change.";

    protected string OfDelete => $"Deletes a {noun} of one's own.";

    /// <summary>
    /// Maps the five acts on <see cref="GroupOf"/>. Each kind writes them out: what binds a request to a handler is made
    /// by the compiler, where the handler's types are known; here it would be made at every start.
    /// </summary>
    public abstract void Map(RouteGroupBuilder api);

    public abstract TRecord Blank();

    public abstract Task ApplyAsync(TBody body, TRecord record, RecordEdit edit);

    public virtual Task<RecordCard?> SameAsync(TRecord record, RecordEdit edit, RecordCards cards) =>
        Task.FromResult<RecordCard?>(null);

    public virtual Task<FirstLink?> MailAsync(TBody body, RecordEdit edit) =>
        Task.FromResult<FirstLink?>(new FirstLink());

    public abstract Task<IReadOnlyList<TView>> ViewsAsync(
        RecordViews views, IReadOnlyList<TRecord> rows, CancellationToken ct);

    protected RouteGroupBuilder GroupOf(RouteGroupBuilder api) =>
        api.MapGroup($"/{path}").WithTags("Records").AddEndpointFilter<NoStore>();

    protected abstract TWritten Written(TView view, ChangeRef? change);

    protected async Task<Results<Ok<Page<TView>>, ProblemHttpResult>> ListAsync(
        string? q, bool? newByMail, int? limit, string? cursor,
        CompanionDb db, Visible visible, RecordCards cards, CurrentUser me, CancellationToken ct)
    {
        var page = new PageRequest(limit, cursor);
        var among = visible.Records.OfType<TRecord>().AsNoTracking()
            .Where(r => newByMail == null || r.IsNewByMail == newByMail);
        var list = $"{path}?newByMail={newByMail}";
        var found = string.IsNullOrWhiteSpace(q)
            ? await among.PageAsync(r => r.CreatedAt, list, page, ct)
            : await RecordSearch.FindAsync(db, visible, among, q, list, page, ct);
        if (found is not var (rows, next))
        {
            return RecordSearch.Refused(q);
        }

        var views = new RecordViews(db, visible, cards, me);
        return TypedResults.Ok(new Page<TView>(await ViewsAsync(views, rows, ct), next));
    }

    protected async Task<Results<Ok<TView>, ProblemHttpResult>> GetAsync(
        Guid id, CompanionDb db, Visible visible, RecordCards cards, CurrentUser me, CancellationToken ct)
    {
        // A record that was merged answers as the one it was merged into: links in old mails go on working (S34).
        var row = await Named.FirstAsync(db, new Asked(me.Id, id), ct) ?? await SuccessorAsync(id, db, visible, ct);
        var views = new RecordViews(db, visible, cards, me);
        return row is not null && await ViewsAsync(views, [row], ct) is [var view]
            ? TypedResults.Ok(view)
            : Problems.NotFound();
    }

    private static Task<TRecord?> SuccessorAsync(Guid id, CompanionDb db, Visible visible, CancellationToken ct)
    {
        var successors = Successors.Of(db, id);
        return visible.Records.OfType<TRecord>().AsNoTracking().FirstOrDefaultAsync(r => successors.Contains(r.Id), ct);
    }

    protected async Task<Results<Created<TWritten>, Created<Written>, ProblemHttpResult>> CreateAsync(
        TBody body, Writer writer, RecordCards cards, CurrentUser me, CancellationToken ct)
    {
        var done = await new RecordWrites<TRecord, TBody, TView>(this, writer, cards, me).CreateAsync(body, ct);
        return done switch
        {
            { Problem: { } problem } => problem,
            { View: { } view } => TypedResults.Created($"/api/{path}/{view.Id}", Written(view, done.Ref)),
            _ => TypedResults.Created((string?)null, new Written(done.Ref)),
        };
    }

    protected async Task<Results<Ok<TWritten>, Ok<Written>, ProblemHttpResult>> EditAsync(
        Guid id, TBody body, Writer writer, RecordCards cards, CurrentUser me, CancellationToken ct)
    {
        var done = await new RecordWrites<TRecord, TBody, TView>(this, writer, cards, me).EditAsync(id, body, ct);
        return done switch
        {
            { Problem: { } problem } => problem,
            { View: { } view } => TypedResults.Ok(Written(view, done.Ref)),
            _ => TypedResults.Ok(new Written(done.Ref)),
        };
    }

    protected async Task<Results<Ok<Written>, ProblemHttpResult>> DeleteAsync(
        Guid id, Writer writer, RecordCards cards, CurrentUser me, CancellationToken ct)
    {
        var done = await new RecordWrites<TRecord, TBody, TView>(this, writer, cards, me).DeleteAsync(id, ct);
        return done.Problem is { } problem ? problem : TypedResults.Ok(new Written(done.Ref));
    }
}
