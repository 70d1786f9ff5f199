using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.MailAccounts;

/// <summary>
/// My mailboxes that are synced (R60, R63), with the shared ones whose steward I am (S15): anyone else's are 404.
/// </summary>
public static class MailAccountsEndpoints
{
    public static void MapMailAccounts(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/mail-accounts").WithTags("Mail accounts").AddEndpointFilter<NoStore>();
        accounts.MapGet("", ListAsync);
        accounts.MapPost("", ConnectAsync);
        accounts.MapGet("/{id:guid}", GetAsync);
        accounts.MapDelete("/{id:guid}", DisconnectAsync);
        accounts.MapPost("/{id:guid}/syncs", SyncAsync);
        accounts.MapPost("/{id:guid}/reconnections", ReconnectAsync);
    }

    /// <summary>My connected mailboxes, and whether mailboxes can be connected here at all.</summary>
    private static async Task<Ok<MailAccountList>> ListAsync(
        CurrentUser me, CompanionDb db, IEnumerable<IMailSource> sources, CancellationToken ct)
    {
        var accounts = await db.MailAccountsOf(me).AsNoTracking().OrderBy(a => a.Id).ToListAsync(ct);
        return TypedResults.Ok(new MailAccountList([.. accounts.Select(MailAccountView.Of)], null, sources.Any()));
    }

    /// <summary>One of my mailboxes.</summary>
    private static async Task<Results<Ok<MailAccountView>, ProblemHttpResult>> GetAsync(
        Guid id, CurrentUser me, CompanionDb db, CancellationToken ct) =>
        await MineAsync(db, me, id, ct) is { } account ? TypedResults.Ok(MailAccountView.Of(account)) : Problems.NotFound();

    /// <summary>
    /// Connects my own mailbox, with the sign-in of this request, made to last. Nothing is read before folders and a date are
    /// chosen. Connected already: 200, with the sign-in renewed.
    /// </summary>
    private static async Task<Results<Created<MailAccountWritten>, Ok<MailAccountWritten>, ProblemHttpResult>> ConnectAsync(
        CurrentUser me, Writer writer, SyncHints hints, HttpRequest http, IEnumerable<IMailSource> sources, CancellationToken ct)
    {
        if (sources.FirstOrDefault() is not { } source)
        {
            return MailboxProblems.Unavailable();
        }

        try
        {
            var reader = MailboxReader.Of(me, http);
            var mailbox = await source.ConnectAsync(reader, ct);
            await source.KeepAsync(KeyOf(me, mailbox.Id), reader, ct);
            var (account, isNew) = await writer.WriteAsync(me.CompanyId, write => AddAsync(write, me, mailbox), ct);
            hints.Wake();
            return isNew ? TypedResults.Created($"/api/mail-accounts/{account.Id}", account) : TypedResults.Ok(account);
        }
        catch (MailSourceException failed)
        {
            return MailboxProblems.Of(failed);
        }
    }

    /// <summary>
    /// Signs in again with the sign-in of this request, and goes on from where it was. A shared mailbox has no sign-in: 409.
    /// </summary>
    private static async Task<Results<Ok<MailAccountWritten>, ProblemHttpResult>> ReconnectAsync(
        Guid id, CurrentUser me, CompanionDb db, Writer writer, SyncHints hints, HttpRequest http,
        IEnumerable<IMailSource> sources, CancellationToken ct)
    {
        if (await MineAsync(db, me, id, ct) is not { } mine)
        {
            return Problems.NotFound();
        }

        if (mine.IsShared)
        {
            return Problems.Conflict("shared_mailbox", "A shared mailbox is opened by the application: nobody signs in to it.");
        }

        if (sources.FirstOrDefault() is not { } source)
        {
            return MailboxProblems.Unavailable();
        }

        try
        {
            await source.KeepAsync(KeyOf(me, mine.MailboxId), MailboxReader.Of(me, http), ct);
        }
        catch (MailSourceException failed)
        {
            return MailboxProblems.Of(failed);
        }

        var account = await GoOnAsync(writer, me, id, SignIn, ct);
        hints.Wake();
        return account is null ? Problems.NotFound() : TypedResults.Ok(account);
    }

    /// <summary>Looks for new mail now.</summary>
    private static async Task<Results<Accepted<MailAccountWritten>, ProblemHttpResult>> SyncAsync(
        Guid id, CurrentUser me, CompanionDb db, Writer writer, SyncHints hints, CancellationToken ct)
    {
        if (await MineAsync(db, me, id, ct) is not { } mine)
        {
            return Problems.NotFound();
        }

        if (mine.State is MailAccountState.ReconnectNeeded)
        {
            return Problems.Conflict("mailbox_needs_reconnect", "Sign in to the mailbox again.");
        }

        var account = await GoOnAsync(writer, me, id, (row, now) => row.LookNow(now), ct);
        hints.Tell(me.CompanyId, mine.Id, null);
        return account is null ? Problems.NotFound() : TypedResults.Accepted($"/api/mail-accounts/{id}", account);
    }

    /// <summary>
    /// Ends the sync: sign-in and subscription go, what was captured stays. A shared mailbox is ended by an admin: 403.
    /// </summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> DisconnectAsync(
        Guid id, CurrentUser me, CompanionDb db, Writer writer, SyncDispatcher dispatcher, CancellationToken ct)
    {
        if (await MineAsync(db, me, id, ct) is not { } mine)
        {
            return Problems.NotFound();
        }

        if (mine.IsShared)
        {
            return Problems.Forbidden("admin_only", "An admin connected this shared mailbox, and ends it.");
        }

        var change = await writer.WriteAsync(
            me.CompanyId, write => Task.FromResult(MailAccountTrail.Note(write, me, MailAccountTrail.Of(mine), null)), ct);
        // It stands in the trail: whether the rep waits for the end or not, it ends.
        await dispatcher.RemoveAsync(me.CompanyId, mine.Id, CancellationToken.None);
        return TypedResults.Ok(new Written(change));
    }

    private static MailboxKey KeyOf(CurrentUser me, string mailboxId) =>
        new(me.CompanyId, me.TenantId, me.ObjectId, mailboxId);

    private static Task<MailAccount?> MineAsync(CompanionDb db, CurrentUser me, Guid id, CancellationToken ct) =>
        db.MailAccountsOf(me).AsNoTracking().FirstOrDefaultAsync(a => a.PublicId == id, ct);

    private static async Task<(MailAccountWritten Account, bool IsNew)> AddAsync(
        Write write, CurrentUser me, SourceMailbox mailbox)
    {
        if (await write.Db.MailAccounts.FirstOrDefaultAsync(
            a => a.Provider == MailProvider.Microsoft365 && a.MailboxId == mailbox.Id) is { } there)
        {
            return (GoOn(write, me, there, SignIn), false);
        }

        var account = new MailAccount
        {
            UserId = me.Id, Provider = MailProvider.Microsoft365, MailboxId = mailbox.Id, Address = mailbox.Address,
            ConnectedAt = write.Now, DueAt = write.Now,
        };
        write.Db.MailAccounts.Add(account);
        write.Announce(new LiveEvent("mail_account", account.PublicId, [me.Id]));
        return (MailAccountWritten.Of(account, MailAccountTrail.Note(write, me, null, MailAccountTrail.Of(account))), true);
    }

    /// <summary>Null: it is gone.</summary>
    private static Task<MailAccountWritten?> GoOnAsync(
        Writer writer, CurrentUser me, Guid id, Action<MailAccount, DateTimeOffset> act, CancellationToken ct) =>
        writer.WriteAsync(
            me.CompanyId,
            async write => await write.Db.MailAccountsOf(me).FirstOrDefaultAsync(a => a.PublicId == id) is { } account
                ? GoOn(write, me, account, act)
                : null,
            ct);

    private static void SignIn(MailAccount account, DateTimeOffset now)
    {
        account.Reconnect(now);
        // Where the folders were never read, they are now.
        account.DueAt = now;
    }

    /// <summary>It is looked at now; that is a change where it stood still before.</summary>
    private static MailAccountWritten GoOn(
        Write write, CurrentUser me, MailAccount account, Action<MailAccount, DateTimeOffset> act)
    {
        var before = MailAccountTrail.Of(account);
        act(account, write.Now);
        write.Announce(new LiveEvent("mail_account", account.PublicId, [account.UserId]));
        var after = MailAccountTrail.Of(account);
        return MailAccountWritten.Of(account, before == after ? null : MailAccountTrail.Note(write, me, before, after));
    }
}

/// <summary>
/// <c>canConnect</c>: this installation is registered with a provider; else connecting is 503 until the operator has done so.
/// </summary>
public sealed record MailAccountList(IReadOnlyList<MailAccountView> Items, string? NextCursor, bool CanConnect);

/// <summary>
/// A connected mailbox; <c>shared</c>: one that is nobody's own, of which I am the steward. <c>trouble</c>: a code of what
/// stands in the way; <c>claims</c>: what the next sign-in must satisfy, as JSON for the sign-in library.
/// </summary>
public record MailAccountView(
    Guid Id, MailProvider Provider, string Address, MailAccountState State, string? Trouble, string? Claims,
    DateTimeOffset ConnectedAt, bool AllFolders, DateTimeOffset? Since, DateTimeOffset? LastSuccessAt,
    DateTimeOffset? NextTryAt, bool FoldersKnown, bool Shared)
{
    internal static MailAccountView Of(MailAccount account) => new(
        account.PublicId, account.Provider, account.Address, account.State, account.Trouble, account.Claims,
        account.ConnectedAt, account.TakesAllFolders, account.State == MailAccountState.Choosing ? null : account.Since,
        account.LastSuccessAt, account.Trouble is null ? null : account.DueAt, account.FoldersAt is not null, account.IsShared);
}

/// <summary><c>change</c>: null where nothing changed.</summary>
public sealed record MailAccountWritten : MailAccountView
{
    private MailAccountWritten(MailAccountView account)
        : base(account)
    {
    }

    public required ChangeRef? Change { get; init; }

    internal static MailAccountWritten Of(MailAccount account, ChangeRef? change) => new(Of(account)) { Change = change };
}
