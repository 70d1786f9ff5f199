using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.MailAccounts;

/// <summary>
/// The lists of addresses and domains whose mail no door captures (R70): a rep's own and the company's. Messages that are
/// here already stay.
/// </summary>
public static class NeverCaptureEndpoints
{
    public static void MapNeverCapture(this RouteGroupBuilder api)
    {
        var mine = api.MapGroup("/me/never-capture").WithTags("Me").AddEndpointFilter<NoStore>();
        mine.MapGet("", GetMineAsync);
        mine.MapPut("", PutMineAsync);
        var company = api.MapGroup("/admin/never-capture").RequireAdmin().WithTags("Admin").AddEndpointFilter<NoStore>();
        company.MapGet("", GetCompanysAsync);
        company.MapPut("", PutCompanysAsync);
    }

    /// <summary>My never-capture list, and the company's beside it: both keep mail out.</summary>
    private static async Task<Ok<MyNeverCapture>> GetMineAsync(CompanionDb db, CurrentUser me, CancellationToken ct) =>
        TypedResults.Ok(new MyNeverCapture(await ViewAsync(db, me.Id, ct), await ViewAsync(db, null, ct)));

    /// <summary>
    /// Writes my list anew. It needs the <c>version</c> it was made from. A domain covers what is below it; my own
    /// addresses, the company's domains and public suffixes are refused, each with its field.
    /// </summary>
    private static Task<Results<Ok<NeverCaptureWritten>, ProblemHttpResult>> PutMineAsync(
        NeverCaptureWanted wanted, CurrentUser me, BccDomain ours, Writer writer, CancellationToken ct) =>
        PutAsync(wanted, me, false, ours, writer, ct);

    /// <summary>The company's never-capture list.</summary>
    private static async Task<Ok<NeverCaptureView>> GetCompanysAsync(CompanionDb db, CancellationToken ct) =>
        TypedResults.Ok(await ViewAsync(db, null, ct));

    /// <summary>Writes the company's list anew; it holds for every user and beats each door, as a rep's own does.</summary>
    private static Task<Results<Ok<NeverCaptureWritten>, ProblemHttpResult>> PutCompanysAsync(
        NeverCaptureWanted wanted, CurrentUser me, BccDomain ours, Writer writer, CancellationToken ct) =>
        PutAsync(wanted, me, true, ours, writer, ct);

    private static async Task<Results<Ok<NeverCaptureWritten>, ProblemHttpResult>> PutAsync(
        NeverCaptureWanted wanted, CurrentUser me, bool isCompanys, BccDomain ours, Writer writer, CancellationToken ct)
    {
        var missing = wanted.Version is null ? "version"
            : wanted.Addresses is null ? "addresses"
            : wanted.Domains is null ? "domains"
            : null;
        return missing is not null
            ? Problems.Invalid(missing, "required", "expected the version, all addresses and all domains.")
            : await writer.WriteAsync(me.CompanyId, write => ChangeAsync(write, me, isCompanys, wanted, ours), ct);
    }

    private static async Task<Results<Ok<NeverCaptureWritten>, ProblemHttpResult>> ChangeAsync(
        Write write, CurrentUser me, bool isCompanys, NeverCaptureWanted wanted, BccDomain ours)
    {
        long? userId = isCompanys ? null : me.Id;
        var standing = await NeverCapture.ListAsync(write.Db, userId);
        var before = NeverCaptureView.Of(standing);
        if (wanted.Version != before.Version)
        {
            return Problems.Conflict("version_conflict", "It was changed meanwhile.", before, wanted);
        }

        var rules = new NeverCaptureRules(write.Db, ours, me, isCompanys);
        var entries = await rules.ReadAsync(wanted.Addresses!, wanted.Domains!);
        if (rules.Errors.Count > 0)
        {
            return Problems.Invalid(rules.Errors, "an entry is not right; its field says which.");
        }

        var gone = standing.Where(e => !entries.Contains(e.Entry)).ToList();
        var come = entries.Except(standing.Select(e => e.Entry)).ToList();
        write.Db.NeverCaptureEntries.RemoveRange(gone);
        write.Db.NeverCaptureEntries.AddRange(come.Select(e => new NeverCaptureEntry { UserId = userId, Entry = e }));
        if (gone.Count > 0)
        {
            await NeverCapture.AskAgainAsync(write.Db, userId, write.Now);
        }

        var change = await NoteAsync(write, me, isCompanys, [.. gone.Select(e => e.Entry)], come);
        var after = NeverCaptureView.Of(entries);
        return TypedResults.Ok(new NeverCaptureWritten(after) { Change = ChangeRef.Of(change) });
    }

    /// <summary>An item for each entry, so that an undo leaves alone what was changed since. Null: nothing changed.</summary>
    private static async Task<Change?> NoteAsync(
        Write write, CurrentUser me, bool isCompanys, IReadOnlyList<string> gone, IReadOnlyList<string> come)
    {
        var field = isCompanys ? ChangeField.CompanyNeverCapture : ChangeField.NeverCapture;
        List<ChangeItem> items =
        [
            .. gone.Select(entry => new ChangeItem { Field = field, Before = entry }),
            .. come.Select(entry => new ChangeItem { Field = field, After = entry }),
        ];
        if (items.Count == 0)
        {
            return null;
        }

        var change = Change.By(me.Id, write.Now, ChangeKind.SettingsChanged, items);
        write.Db.Changes.Add(change);
        var concerned = write.Db.Users.Where(u => u.LeftAt == null && (isCompanys || u.Id == me.Id));
        foreach (var user in await concerned.Select(u => new { u.Id, u.PublicId }).ToListAsync())
        {
            write.Announce(new LiveEvent("me", user.PublicId, [user.Id]));
        }

        return change;
    }

    private static async Task<NeverCaptureView> ViewAsync(CompanionDb db, long? userId, CancellationToken ct) =>
        NeverCaptureView.Of(await NeverCapture.ListAsync(db, userId, ct));
}

/// <summary>One list; a domain stands for what is below it too.</summary>
public record NeverCaptureView(string Version, IReadOnlyList<string> Addresses, IReadOnlyList<string> Domains)
{
    internal static NeverCaptureView Of(IEnumerable<NeverCaptureEntry> entries) => Of(entries.Select(e => e.Entry).ToList());

    internal static NeverCaptureView Of(IReadOnlyCollection<string> entries) => new(
        NeverCaptureRules.VersionOf(entries),
        [.. entries.Where(e => e.Contains('@')).Order(StringComparer.Ordinal)],
        [.. entries.Where(e => !e.Contains('@')).Order(StringComparer.Ordinal)]);
}

/// <summary>The rep's own list and, to be read only, the company's.</summary>
public sealed record MyNeverCapture : NeverCaptureView
{
    internal MyNeverCapture(NeverCaptureView mine, NeverCaptureView company)
        : base(mine) => Company = company;

    public NeverCaptureView Company { get; }
}

public sealed record NeverCaptureWritten : NeverCaptureView
{
    internal NeverCaptureWritten(NeverCaptureView list)
        : base(list)
    {
    }

    public required ChangeRef? Change { get; init; }
}

/// <summary>The whole list as it shall be, and the version that it was made from.</summary>
public sealed record NeverCaptureWanted(
    string? Version, IReadOnlyList<string?>? Addresses, IReadOnlyList<string?>? Domains);
