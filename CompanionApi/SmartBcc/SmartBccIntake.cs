using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.SmartBcc;

/// <summary>
/// A letter to one of our addresses: checked, filed, then 250 (R21–R29). Refusals come in the order of S31: size (the
/// server's own), proof, sender, record; each says what to do and stands in the log. Any trouble of ours is a 451: the
/// sender's server is our queue.
/// </summary>
public sealed class SmartBccIntake(
    RecipientGate gate, KnownSenders known, SenderCheck senders, Filing filing, Refusals refusals, Postmaster postmaster,
    IntakeLog intakeLog, OwnMail ownMail, ILogger<SmartBccIntake> log) : ISmtpMailbox
{
    private static readonly SmtpReply OtherCompany = new(452, "4.5.3", "Send to one company's addresses at a time");

    private static readonly SmtpReply PostmasterAlone = new(452, "4.5.3", "Send to postmaster by itself");

    public async Task<SmtpReply> AcceptRecipientAsync(SmtpEnvelope envelope, string recipient, CancellationToken ct)
    {
        var isFirst = envelope.Recipients.Count == 0;
        if (postmaster.IsAddressedBy(recipient) || (!isFirst && postmaster.IsAddressedBy(envelope.Recipients[0])))
        {
            return isFirst ? SmtpReplies.RecipientOk : PostmasterAlone;
        }

        try
        {
            if (await gate.FindAsync(recipient, ct) is not { } address)
            {
                log.LogInformation("A recipient was refused: no address of ours, from {Client}", envelope.ClientAddress);
                await refusals.NoSuchAddressAsync(envelope, recipient, ct);
                return Refusals.NotOurs;
            }

            return isFirst || (await gate.FindAsync(envelope.Recipients[0], ct))?.CompanyId == address.CompanyId
                ? SmtpReplies.RecipientOk
                : OtherCompany;
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            intakeLog.CountTrouble();
            throw;
        }
    }

    public async Task<SmtpReply> DeliverAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        if (postmaster.IsAddressedBy(envelope.Recipients[0]))
        {
            return await postmaster.HandOnAsync(envelope, message, ct);
        }

        var addresses = new List<OurAddress>();
        foreach (var recipient in envelope.Recipients)
        {
            // A mail name may change between RCPT and here: then the sender comes again and hears so.
            if (await gate.FindAsync(recipient, ct) is not { } address)
            {
                return SmtpReplies.LocalTrouble;
            }

            addresses.Add(address);
        }

        // Anybody may send us anything: only the proven mail of somebody known is worth decoding.
        var header = MailParser.ReadHeader(message);
        var companyId = addresses[0].CompanyId;
        var requiresDkim = await known.RequiresDkimAsync(companyId, ct);
        var proof = await senders.CheckAsync(envelope, message, header, requiresDkim, ct);
        var attempt = intakeLog.Attempt(envelope, addresses, header, proof, message.Length);
        var user = await known.FindAsync(companyId, proof.From, ct);
        attempt.UserId = user?.Id;
        return proof.Verdict switch
        {
            SenderVerdict.NotOneFrom => await RefuseAsync(IntakeOutcome.Refused, IntakeReasons.NotOneFrom,
                new SmtpReply(550, "5.7.1", "Refused: a mail must have exactly one From field with one address")),
            SenderVerdict.TryAgain => await RefuseAsync(IntakeOutcome.TryAgain, IntakeReasons.DnsTrouble,
                new SmtpReply(451, "4.4.3", "DNS did not answer for the sender's SPF or DKIM; try again later")),
            SenderVerdict.Unproven => await RefuseAsync(IntakeOutcome.Refused,
                requiresDkim ? IntakeReasons.UnprovenDkimRequired : IntakeReasons.Unproven, Unproven(proof, requiresDkim)),
            _ when Hops.AreTooMany(header.Headers) || proof.From == ownMail.From =>
                await RefuseAsync(IntakeOutcome.Refused, IntakeReasons.Loop, Hops.Loop),
            _ when user is null => await RefuseAsync(IntakeOutcome.Refused, IntakeReasons.UnknownSender,
                new SmtpReply(550, "5.7.1", $"Refused: {proof.From} is no confirmed sender address of a MailCrm user. " +
                    "Send from the address you sign in with, or add this one in MailCrm under Settings, Sender addresses")),
            _ => await filing.FileAsync(new ProvenMail(envelope, message, header, proof, addresses, user), attempt, ct),
        };

        Task<SmtpReply> RefuseAsync(IntakeOutcome outcome, string reason, SmtpReply reply) =>
            intakeLog.RefuseAsync(companyId, attempt, outcome, reason, reply, ct);
    }

    public async Task RejectedAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct)
    {
        log.LogInformation("A transaction from {Client} ended with {Code} {Status}",
            envelope.ClientAddress, reply.Code, reply.Status);
        try
        {
            await refusals.NotReceivedAsync(envelope, reply, ct);
        }
        catch
        {
            intakeLog.CountTrouble();
            throw;
        }
    }

    private static SmtpReply Unproven(SenderProof proof, bool requiresDkim) => new(550, "5.7.26",
        $"Refused: the sender's domain does not vouch for this mail (SPF: {proof.Spf}; DKIM: {proof.Dkim}).\n" +
        (requiresDkim
            ? "This company asks for DKIM: send through your own mail provider, or ask its admin to turn on DKIM signing"
            : "Send through your own mail provider, or ask its admin to set up SPF and DKIM for your domain"));
}
