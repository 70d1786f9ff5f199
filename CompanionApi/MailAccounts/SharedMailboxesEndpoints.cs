using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.MailAccounts;

/// <summary>
/// Shared mailboxes that the application itself opens (S15): admins connect them, a steward owns their mail. Admins see address,
/// steward and state; folders and mail are the steward's, as private as all of hers.
/// </summary>
public static class SharedMailboxesEndpoints
{
    public static void MapSharedMailboxes(this RouteGroupBuilder api)
    {
        var mailboxes = api.MapGroup("/admin/shared-mailboxes").RequireAdmin().WithTags("Admin").AddEndpointFilter<NoStore>();
        mailboxes.MapGet("", ListAsync);
        mailboxes.MapPost("", ConnectAsync);
        mailboxes.MapDelete("/{id:guid}", DisconnectAsync);
    }

    /// <summary>The company's connected shared mailboxes, by address.</summary>
    private static async Task<Ok<Page<SharedMailbox>>> ListAsync(CompanionDb db, CancellationToken ct)
    {
        var accounts = await db.MailAccounts.AsNoTracking().Where(a => a.IsShared).OrderBy(a => a.Address).ToListAsync(ct);
        var stewards = await UserRefs.LoadAsync(db, [.. accounts.Select(a => a.UserId).Distinct()], ct);
        return TypedResults.Ok(new Page<SharedMailbox>(
            [.. accounts.Select(account => SharedMailbox.Of(account, stewards[account.UserId]))], null));
    }

    /// <summary>
    /// Connects a shared mailbox by the permissions of the application; its mail becomes the steward's, who chooses folders and
    /// a date. Refused for a person's mailbox, and for an address that a user signs in with or sends from. One whose steward has
    /// left is given to another by connecting it again.
    /// </summary>
    private static async Task<Results<Created<SharedMailboxWritten>, ProblemHttpResult>> ConnectAsync(
        SharedMailboxWanted wanted, CurrentUser me, CompanionDb db, Writer writer, SyncHints hints,
        IEnumerable<IMailSource> sources, CancellationToken ct)
    {
        if (sources.FirstOrDefault() is not { } source)
        {
            return MailboxProblems.Unavailable();
        }

        if (SenderAddressRules.Read(wanted.Address) is not { } address)
        {
            return Problems.Invalid(
                "address", wanted.Address is null ? "required" : "malformed",
                "expected a mail address such as info@example.com.");
        }

        if (wanted.StewardId is null)
        {
            return Problems.Required("stewardId", "expected an active user of the company.");
        }

        var steward = await StewardAsync(db, wanted, ct);
        if (await RefusedAsync(db, address, steward, ct) is { } refused)
        {
            return refused;
        }

        try
        {
            await source.ConnectSharedAsync(
                new MailboxKey(me.CompanyId, steward!.TenantId, steward.ObjectId, address) { IsShared = true }, ct);
        }
        catch (MailSourceException failed)
        {
            return Refused(failed);
        }

        var answer = await writer.WriteAsync(me.CompanyId, write => AddAsync(write, me, address, wanted), ct);
        hints.Wake();
        return answer;
    }

    /// <summary>Ends the sync of a shared mailbox. Mail that is here stays its steward's.</summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> DisconnectAsync(
        Guid id, CurrentUser me, Writer writer, SyncDispatcher dispatcher, CancellationToken ct)
    {
        var noted = await writer.WriteAsync(
            me.CompanyId,
            async write => await write.Db.MailAccounts.FirstOrDefaultAsync(a => a.IsShared && a.PublicId == id) is { } account
                ? (account.Id, Change: await NoteAsync(write, me, account, isConnected: false))
                : default,
            ct);
        if (noted.Change is not { } change)
        {
            return Problems.NotFound();
        }

        // It stands in the trail: whether the admin waits for the end or not, it ends.
        await dispatcher.RemoveAsync(me.CompanyId, noted.Id, CancellationToken.None);
        return TypedResults.Ok(new Written(change));
    }

    private static async Task<Results<Created<SharedMailboxWritten>, ProblemHttpResult>> AddAsync(
        Write write, CurrentUser me, string address, SharedMailboxWanted wanted)
    {
        // Once more: while the mailbox was asked, somebody may have left, signed in, or connected it. What users of other
        // companies send from is asked only here, of a mailbox that is in our own tenant: nobody can try strangers' addresses.
        var steward = await StewardAsync(write.Db, wanted);
        if (await RefusedAsync(write.Db, address, steward) is { } refused)
        {
            return refused;
        }

        if (await UserAddresses.IsAnyonesAsync(write.Db, address))
        {
            return OfAUser();
        }

        await write.Db.MailAccounts.Where(a => a.MailboxId == address && a.Trouble == MailAccount.StewardLeft).ExecuteDeleteAsync();
        var account = new MailAccount
        {
            UserId = steward!.Id, IsShared = true, Provider = MailProvider.Microsoft365, MailboxId = address, Address = address,
            ConnectedAt = write.Now, DueAt = write.Now,
        };
        write.Db.MailAccounts.Add(account);
        var change = await NoteAsync(write, me, account, isConnected: true);
        write.Announce(new LiveEvent("mail_account", account.PublicId, [account.UserId]));
        return TypedResults.Created(
            $"/api/admin/shared-mailboxes/{account.PublicId}",
            new SharedMailboxWritten(SharedMailbox.Of(account, UserRef.Of(steward))) { Change = change });
    }

    private static async Task<User?> StewardAsync(CompanionDb db, SharedMailboxWanted wanted, CancellationToken ct = default) =>
        wanted.StewardId is { } id
            ? await ActiveUsers.Of(db).AsNoTracking().FirstOrDefaultAsync(u => u.PublicId == id, ct)
            : null;

    /// <summary>What our own company says to it; null: nothing.</summary>
    private static async Task<ProblemHttpResult?> RefusedAsync(
        CompanionDb db, string address, User? steward, CancellationToken ct = default) =>
        steward is null ? Problems.Invalid("stewardId", "unknown_user", "expected an active user of the company.")
        : await UserAddresses.IsOursAsync(db, address, ct) ? OfAUser()
        : await db.MailAccounts.AnyAsync(a => a.MailboxId == address && a.Trouble != MailAccount.StewardLeft, ct)
            ? Problems.Invalid("address", "already_connected", "this mailbox is connected already.")
            : null;

    private static ProblemHttpResult Refused(MailSourceException failed) => failed switch
    {
        { Code: MailSourceException.NotShared } => Problems.Invalid(
            "address", MailSourceException.NotShared,
            "a person's mailbox, a room's or equipment's is not connected; expected one whose userPurpose is shared."),
        { Code: MailSourceException.NoMailbox } or { Failure: MailSourceFailure.NotFound } => Problems.Invalid(
            "address", MailSourceException.NoMailbox, "there is no such mailbox in the cloud of the steward's tenant."),
        { Code: MailSourceException.AccessDenied } or { Failure: MailSourceFailure.NeedsReconnect } => Problems.Invalid(
            "address", MailSourceException.AccessDenied,
            "the application may not open it: grant it the application permissions Mail.ReadWrite and MailboxSettings.Read, " +
            "in Entra ID with admin consent, or for this mailbox by RBAC for Applications."),
        _ => MailboxProblems.Of(failed),
    };

    private static ProblemHttpResult OfAUser() => Problems.Invalid(
        "address", "belongs_to_user", "a user signs in with this address or sends from it, or did before leaving.");

    /// <summary>In the trail, as other settings that admins change (S11).</summary>
    private static async Task<ChangeRef?> NoteAsync(Write write, CurrentUser me, MailAccount account, bool isConnected)
    {
        var steward = await write.Db.Users.Where(u => u.Id == account.UserId).Select(u => u.PublicId).FirstAsync();
        var said = JsonSerializer.Serialize(new { sharedMailbox = account.Address, steward });
        var item = new ChangeItem
        {
            Field = ChangeField.Other, Before = isConnected ? null : said, After = isConnected ? said : null,
        };
        var change = Change.By(me.Id, write.Now, ChangeKind.SettingsChanged, [item], canUndo: false);
        write.Db.Changes.Add(change);
        return ChangeRef.Of(change);
    }
}

/// <summary>A shared mailbox as admins see it. <c>trouble</c>: a code of what stands in the way.</summary>
public record SharedMailbox(
    Guid Id, string Address, UserRef Steward, MailAccountState State, string? Trouble, DateTimeOffset ConnectedAt)
{
    internal static SharedMailbox Of(MailAccount account, UserRef steward) =>
        new(account.PublicId, account.Address, steward, account.State, account.Trouble, account.ConnectedAt);
}

public sealed record SharedMailboxWritten : SharedMailbox
{
    internal SharedMailboxWritten(SharedMailbox mailbox)
        : base(mailbox)
    {
    }

    public required ChangeRef? Change { get; init; }
}

/// <summary><c>stewardId</c>: the user whose mail it becomes.</summary>
public sealed record SharedMailboxWanted(string? Address, Guid? StewardId);
