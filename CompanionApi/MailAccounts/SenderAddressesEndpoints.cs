using System.Buffers.Text;
using System.Security.Cryptography;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Protocols.Smtp;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.MailAccounts;

/// <summary>The addresses whose mail counts as mine (R22, R42, S21).</summary>
public static class SenderAddressesEndpoints
{
    private const int MaxToken = 200;

    public static void MapSenderAddresses(this RouteGroupBuilder api)
    {
        var addresses = api.MapGroup("/me/sender-addresses").WithTags("Me");
        addresses.MapGet("", ListAsync);
        addresses.MapPost("", AskAsync);
        addresses.MapDelete("/{id:guid}", RemoveAsync);
        api.MapPost("/sender-address-confirmations", ConfirmAsync).WithTags("Me");
    }

    /// <summary>My sender addresses, the sign-in address first.</summary>
    private static async Task<Ok<Page<SenderAddressView>>> ListAsync(
        CurrentUser me, CompanionDb db, CancellationToken ct)
    {
        var addresses = await db.SenderAddresses.AsNoTracking().Where(a => a.UserId == me.Id)
            .OrderByDescending(a => a.IsSignIn).ThenBy(a => a.Id).ToListAsync(ct);
        return TypedResults.Ok(new Page<SenderAddressView>([.. addresses.Select(SenderAddressView.Of)], null));
    }

    /// <summary>
    /// Asks for an address: a link goes to it by mail, and opened by me it confirms the address. Asking again sends a
    /// new link. Five beside the sign-in address at most, five mails a day.
    /// </summary>
    private static async Task<Results<Created<SenderAddressWritten>, Ok<SenderAddressWritten>, ProblemHttpResult>> AskAsync(
        SenderAddressRequested wanted, CurrentUser me, CompanionDb db, Writer writer, BccDomain ours, OwnMail ownMail,
        ConfirmationMail mail, HttpContext http, ILogger<ConfirmationMail> log, CancellationToken ct)
    {
        if (SenderAddressRules.Read(wanted.Address) is not { } address)
        {
            return Problems.Invalid(
                "address", wanted.Address is null ? "required" : "malformed",
                "expected a mail address such as anna@example.com.");
        }

        if (address.EndsWith("@" + ours.Name, StringComparison.OrdinalIgnoreCase) || address == ownMail.From)
        {
            return Problems.Invalid("address", "ours", "an address of MailCrm itself sends no mail.");
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var asking = await writer.WriteAsync(
            me.CompanyId, write => SenderAddressRules.AskAsync(write, me, address, token), ct);
        if (asking.Outcome != AskOutcome.Asked)
        {
            return Refused(asking, http);
        }

        try
        {
            var company = await db.Companies.Where(c => c.Id == me.CompanyId).Select(c => c.Name).FirstAsync(ct);
            await mail.SendAsync(address, me, company, token, ct);
        }
        catch (SmtpRelayException trouble)
        {
            log.LogError(
                trouble, "The confirmation mail of sender address {Id} was not sent", asking.Address!.PublicId);
            await writer.WriteAsync(
                me.CompanyId, write => SenderAddressRules.TakeBackAsync(write, me, asking), CancellationToken.None);
            if (trouble.IsPermanent)
            {
                return Problems.Problem(502, "mail_refused", "The operator's relay does not take the mail with the link.");
            }

            http.Response.Headers.RetryAfter = "60";
            return Problems.Problem(503, "mail_not_sent", "The mail with the link could not be sent now.");
        }

        var answer = SenderAddressWritten.Of(asking.Address!, null);
        return asking.IsNew
            ? TypedResults.Created($"/api/me/sender-addresses/{asking.Address!.PublicId}", answer)
            : TypedResults.Ok(answer);
    }

    private static ProblemHttpResult Refused(Asking asking, HttpContext http)
    {
        if (asking.Outcome == AskOutcome.TooOften)
        {
            http.Response.Headers.RetryAfter = $"{(long)Math.Ceiling(asking.TryAgainIn.TotalSeconds)}";
            return Problems.Problem(429, "too_many_requests", "Five confirmation mails a day are the limit.");
        }

        return asking.Outcome switch
        {
            AskOutcome.AlreadyMine => Problems.Conflict("already_yours", "Mail from this address counts as yours."),
            AskOutcome.NeverCaptured => Problems.Conflict(
                "never_capture", "This address stands on a never-capture list: take it off there first."),
            AskOutcome.TooMany => Problems.Conflict(
                "too_many_addresses", "Five addresses beside the sign-in address are the limit."),
            _ => NotAvailable(),
        };
    }

    /// <summary>Confirms an address by the token of the mailed link. It counts for who asked, for one day.</summary>
    private static async Task<Results<Ok<SenderAddressWritten>, ProblemHttpResult>> ConfirmAsync(
        SenderAddressConfirmation sent, CurrentUser me, Writer writer, CancellationToken ct)
    {
        if (sent.Token is not { Length: > 0 } token)
        {
            return Problems.Required("token", "expected the token of the mailed link.");
        }

        if (token.Length > MaxToken)
        {
            return Problems.Invalid("token", "too_long", $"expected at most {MaxToken} characters.");
        }

        return await writer.WriteAsync(me.CompanyId, write => ActivateAsync(write, me, token), ct);
    }

    private static async Task<Results<Ok<SenderAddressWritten>, ProblemHttpResult>> ActivateAsync(
        Write write, CurrentUser me, string token)
    {
        var hash = SenderAddressRules.HashOf(token);
        var address = await write.Db.SenderAddresses.FirstOrDefaultAsync(a => a.UserId == me.Id && a.TokenHash == hash);
        if (address is { ConfirmedAt: not null })
        {
            return TypedResults.Ok(SenderAddressWritten.Of(address, null));
        }

        // Too old, never made, or made for somebody else: one answer.
        if (address is null || address.RequestedAt + SenderAddressRules.LinkLives < write.Now)
        {
            return Problems.Problem(404, "confirmation_not_valid", "This link is not valid for you.");
        }

        if (await SenderAddressRules.IsActiveForAnotherAsync(write.Db, me, address.Address))
        {
            return NotAvailable();
        }

        address.ConfirmedAt = write.Now;
        var change = Changed(write, me, null, address.Address);
        return TypedResults.Ok(SenderAddressWritten.Of(address, change));
    }

    /// <summary>Takes an address off my list: its mail no longer counts as mine.</summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> RemoveAsync(
        Guid id, CurrentUser me, Writer writer, CancellationToken ct) =>
        await writer.WriteAsync<Results<Ok<Written>, ProblemHttpResult>>(
            me.CompanyId,
            async write =>
            {
                var address = await write.Db.SenderAddresses
                    .FirstOrDefaultAsync(a => a.UserId == me.Id && a.PublicId == id);
                if (address is null)
                {
                    return Problems.NotFound();
                }

                if (address.IsSignIn)
                {
                    return Problems.Conflict("is_sign_in_address", "The address you sign in with stays.");
                }

                write.Db.SenderAddresses.Remove(address);
                return TypedResults.Ok(new Written(Changed(write, me, address.Address, null)));
            },
            ct);

    private static ChangeRef Changed(Write write, CurrentUser me, string? before, string? after)
    {
        var item = new ChangeItem { Field = ChangeField.Other, Before = before, After = after };
        var change = Change.By(me.Id, write.Now, ChangeKind.SettingsChanged, [item], canUndo: false);
        write.Db.Changes.Add(change);
        write.Announce(new LiveEvent("me", me.PublicId, [me.Id]));
        return ChangeRef.Of(change)!;
    }

    // Whose it is is nobody's business, and neither is whether it is used for signing in or for sending.
    private static ProblemHttpResult NotAvailable() =>
        Problems.Conflict("address_not_available", "This address is not available to you.");
}

public sealed record SenderAddressRequested(string? Address);

public sealed record SenderAddressConfirmation(string? Token);

public sealed record SenderAddressView(Guid Id, string Address, bool IsSignIn, DateTimeOffset? ConfirmedAt)
{
    internal static SenderAddressView Of(SenderAddress address) =>
        new(address.PublicId, address.Address, address.IsSignIn, address.ConfirmedAt);
}

public sealed record SenderAddressWritten(
    Guid Id, string Address, bool IsSignIn, DateTimeOffset? ConfirmedAt, ChangeRef? Change)
{
    internal static SenderAddressWritten Of(SenderAddress address, ChangeRef? change) =>
        new(address.PublicId, address.Address, address.IsSignIn, address.ConfirmedAt, change);
}
