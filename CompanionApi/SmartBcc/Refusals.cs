using CompanionApi.Data;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SmartBcc;

/// <summary>
/// Who hears of a mail that was refused before it was here (R28): at RCPT, too large, or cut off. Nobody is proven by then,
/// so the recipient tells the company, and the sender's address whose it claims to be.
/// </summary>
public sealed class Refusals(RecipientGate gate, KnownSenders known, IntakeLog intakeLog, DatabaseOptions database)
{
    public static readonly SmtpReply NotOurs = new(550, "5.1.1",
        "No such address here. Copy the Smart BCC address from MailCrm's settings or from the deal's page");

    /// <summary>A recipient that is none of ours: whoever copied it long ago, or mistyped it, finds out why (R32).</summary>
    public async Task NoSuchAddressAsync(SmtpEnvelope envelope, string recipient, CancellationToken ct)
    {
        if (await gate.MeantAsync(recipient, ct) is { } meant)
        {
            await OfCompanyAsync(envelope, meant, NotOurs, ct);
        }
        else
        {
            await OfSenderAsync(envelope, NotOurs, ct);
        }
    }

    /// <summary>A transaction that ended before the message was whole.</summary>
    public async Task NotReceivedAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct)
    {
        if (envelope.Recipients.Count == 0)
        {
            // Too large, said at MAIL already.
            await OfSenderAsync(envelope, reply, ct);
        }
        else if (await gate.FindAsync(envelope.Recipients[0], ct) is { } address)
        {
            await OfCompanyAsync(envelope, address, reply, ct);
        }
    }

    private async Task OfCompanyAsync(SmtpEnvelope envelope, OurAddress address, SmtpReply reply, CancellationToken ct)
    {
        var user = await known.FindAsync(address.CompanyId, Addresses.Normalize(envelope.MailFrom), ct);
        await intakeLog.WriteAsync(address.CompanyId, intakeLog.Rejected(envelope, address, user?.Id, reply), ct);
    }

    private async Task OfSenderAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct)
    {
        foreach (var (company, user) in await ClaimedAsync(Addresses.Normalize(envelope.MailFrom), ct))
        {
            await intakeLog.WriteAsync(company, intakeLog.Rejected(envelope, null, user, reply), ct);
        }
    }

    /// <summary>The users of any company who have it as a confirmed sender address.</summary>
    private async Task<IReadOnlyList<(int CompanyId, long UserId)>> ClaimedAsync(string sender, CancellationToken ct)
    {
        if (sender.Length == 0)
        {
            return [];
        }

        await using var db = database.Open();
        var found = await db.SenderAddresses.IgnoreQueryFilters().AsNoTracking()
            .Where(a => a.Address == sender && a.ConfirmedAt != null).Select(a => new { a.CompanyId, a.UserId }).ToListAsync(ct);
        return [.. found.Select(a => (a.CompanyId, a.UserId))];
    }
}
