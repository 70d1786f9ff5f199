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
    private static async Task<Results<Created<MailAccountView>, Ok<MailAccountView>, ProblemHttpResult>> ConnectAsync(
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
            var view = MailAccountView.Of(account);
            return isNew ? TypedResults.Created($"/api/mail-accounts/{account.PublicId}", view) : TypedResults.Ok(view);
        }
        catch (MailSourceException failed)
        {
            return MailboxProblems.Of(failed);
        }
    }

    /// <summary>
    /// Signs in again with the sign-in of this request, and goes on from where it was. A shared mailbox has no sign-in: 409.
    /// </summary>
    private static async Task<Results<Ok<MailAccountView>, ProblemHttpResult>> ReconnectAsync(
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

        var account = await ChangeAsync(writer, me, id, (row, now) =>
        {
            row.Reconnect(now);
            // Where the folders were never read, they are now.
            row.DueAt = now;
        });
        hints.Wake();
        return account is null ? Problems.NotFound() : TypedResults.Ok(MailAccountView.Of(account));
    }

    /// <summary>Looks for new mail now.</summary>
    private static async Task<Results<Accepted<MailAccountView>, ProblemHttpResult>> SyncAsync(
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

        var account = await ChangeAsync(writer, me, id, (row, now) => row.LookNow(now));
        hints.Tell(me.CompanyId, mine.Id, null);
        return account is null
            ? Problems.NotFound()
            : TypedResults.Accepted($"/api/mail-accounts/{id}", MailAccountView.Of(account));
    }

    /// <summary>
    /// Ends the sync: sign-in and subscription go, what was captured stays. A shared mailbox is ended by an admin: 403.
    /// </summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> DisconnectAsync(
        Guid id, CurrentUser me, CompanionDb db, SyncDispatcher dispatcher, CancellationToken ct)
    {
        if (await MineAsync(db, me, id, ct) is not { } mine)
        {
            return Problems.NotFound();
        }

        if (mine.IsShared)
        {
            return Problems.Forbidden("admin_only", "An admin connected this shared mailbox, and ends it.");
        }

        await dispatcher.RemoveAsync(me.CompanyId, mine.Id, ct);
        return TypedResults.NoContent();
    }

    private static MailboxKey KeyOf(CurrentUser me, string mailboxId) =>
        new(me.CompanyId, me.TenantId, me.ObjectId, mailboxId);

    private static Task<MailAccount?> MineAsync(CompanionDb db, CurrentUser me, Guid id, CancellationToken ct) =>
        db.MailAccountsOf(me).AsNoTracking().FirstOrDefaultAsync(a => a.PublicId == id, ct);

    private static async Task<(MailAccount Account, bool IsNew)> AddAsync(Write write, CurrentUser me, SourceMailbox mailbox)
    {
        var there = await write.Db.MailAccounts.FirstOrDefaultAsync(
            a => a.Provider == MailProvider.Microsoft365 && a.MailboxId == mailbox.Id);
        var account = there ?? new MailAccount
        {
            UserId = me.Id, Provider = MailProvider.Microsoft365, MailboxId = mailbox.Id, Address = mailbox.Address,
            ConnectedAt = write.Now, DueAt = write.Now,
        };
        if (there is null)
        {
            write.Db.MailAccounts.Add(account);
        }

        account.Reconnect(write.Now);
        account.DueAt = write.Now;
        write.Announce(new LiveEvent("mail_account", account.PublicId, [me.Id]));
        return (account, there is null);
    }

    private static Task<MailAccount?> ChangeAsync(
        Writer writer, CurrentUser me, Guid id, Action<MailAccount, DateTimeOffset> change) =>
        writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var account = await write.Db.MailAccountsOf(me).FirstOrDefaultAsync(a => a.PublicId == id);
                if (account is not null)
                {
                    change(account, write.Now);
                    write.Announce(new LiveEvent("mail_account", account.PublicId, [me.Id]));
                }

                return account;
            });
}

/// <summary>
/// <c>canConnect</c>: this installation is registered with a provider; else connecting is 503 until the operator has done so.
/// </summary>
public sealed record MailAccountList(IReadOnlyList<MailAccountView> Items, string? NextCursor, bool CanConnect);

/// <summary>
/// A connected mailbox; <c>shared</c>: one that is nobody's own, of which I am the steward. <c>trouble</c>: a code of what
/// stands in the way; <c>claims</c>: what the next sign-in must satisfy, as JSON for the sign-in library.
/// </summary>
public sealed record MailAccountView(
    Guid Id, MailProvider Provider, string Address, MailAccountState State, string? Trouble, string? Claims,
    DateTimeOffset ConnectedAt, bool AllFolders, DateTimeOffset? Since, DateTimeOffset? LastSuccessAt,
    DateTimeOffset? NextTryAt, bool FoldersKnown, bool Shared)
{
    internal static MailAccountView Of(MailAccount account) => new(
        account.PublicId, account.Provider, account.Address, account.State, account.Trouble, account.Claims,
        account.ConnectedAt, account.TakesAllFolders, account.State == MailAccountState.Choosing ? null : account.Since,
        account.LastSuccessAt, account.Trouble is null ? null : account.DueAt, account.FoldersAt is not null, account.IsShared);
}
