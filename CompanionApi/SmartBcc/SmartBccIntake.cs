using CompanionApi.Data;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SmartBcc;

/// <summary>
/// A letter to one of our addresses: checked, stored, then 250 (R21–R29). Refusals come in the order of S31: size (the
/// server's own), proof, sender, record; each says what to do and stands in the log. Any trouble of ours is a 451: the
/// sender's server is our queue.
/// </summary>
public sealed class SmartBccIntake(
    RecipientGate gate, KnownSenders known, SenderCheck senders, SenderQuota quota, Forwards forwards, MessageIntake intake,
    IntakeLog intakeLog, DatabaseOptions database, OwnMail ownMail, TimeProvider clock, ILogger<SmartBccIntake> log) : ISmtpMailbox
{
    private static readonly SmtpReply NotOurs = new(550, "5.1.1",
        "No such address here. Copy the Smart BCC address from MailCrm's settings or from the deal's page");

    // As RFC 5321 6.3 counts a loop: no honest way is that long.
    private const int MaxHops = 100;

    private static readonly SmtpReply Loop = new(554, "5.4.6", "This mail goes round in a loop; look at where it is forwarded");

    private static readonly SmtpReply OtherCompany = new(452, "4.5.3", "Send to one company's addresses at a time");

    private static readonly SmtpReply TooManyForwarded = new(554, "5.6.0",
        $"Refused: more than {Forwards.MaxMails} mails are attached. Forward fewer at a time");

    public async Task<SmtpReply> AcceptRecipientAsync(SmtpEnvelope envelope, string recipient, CancellationToken ct)
    {
        if (await FindAsync(recipient, ct) is not { } address)
        {
            log.LogInformation("A recipient was refused: no address of ours, from {Client}", envelope.ClientAddress);
            return NotOurs;
        }

        if (envelope.Recipients.Count == 0)
        {
            return SmtpReplies.RecipientOk;
        }

        var first = await gate.FindAsync(envelope.Recipients[0], ct);
        return first?.CompanyId == address.CompanyId ? SmtpReplies.RecipientOk : OtherCompany;
    }

    public async Task<SmtpReply> DeliverAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
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

        var mail = MailParser.Parse(message);
        var companyId = addresses[0].CompanyId;
        var requiresDkim = await known.RequiresDkimAsync(companyId, ct);
        var proof = await senders.CheckAsync(envelope, message, mail, requiresDkim, ct);
        var attempt = intakeLog.Attempt(envelope, addresses, mail, proof, message.Length);
        var user = await known.FindAsync(companyId, proof.From, ct);
        attempt.UserId = user?.Id;
        return proof.Verdict switch
        {
            _ when mail.Headers.All("Received").Take(MaxHops + 1).Count() > MaxHops =>
                await RefuseAsync(companyId, attempt, IntakeOutcome.Refused, IntakeReasons.Loop, Loop, ct),
            SenderVerdict.NotOneFrom => await RefuseAsync(companyId, attempt, IntakeOutcome.Refused, IntakeReasons.NotOneFrom,
                new SmtpReply(550, "5.7.1", "Refused: a mail must have exactly one From field with one address"), ct),
            SenderVerdict.TryAgain => await RefuseAsync(companyId, attempt, IntakeOutcome.TryAgain, IntakeReasons.DnsTrouble,
                new SmtpReply(451, "4.4.3", "DNS did not answer for the sender's SPF or DKIM; try again later"), ct),
            SenderVerdict.Unproven => await RefuseAsync(companyId, attempt, IntakeOutcome.Refused,
                requiresDkim ? IntakeReasons.UnprovenDkimRequired : IntakeReasons.Unproven, Unproven(proof, requiresDkim), ct),
            _ when proof.From == ownMail.From =>
                await RefuseAsync(companyId, attempt, IntakeOutcome.Refused, IntakeReasons.Loop, Loop, ct),
            _ when user is null => await RefuseAsync(companyId, attempt, IntakeOutcome.Refused, IntakeReasons.UnknownSender,
                new SmtpReply(550, "5.7.1", $"Refused: {proof.From} is no confirmed sender address of a MailCrm user. " +
                    "Send from the address you sign in with, or add this one in MailCrm under Settings, Sender addresses"), ct),
            _ => await StoreWithinQuotaAsync(envelope, message, mail, proof, addresses, attempt, user, ct),
        };
    }

    public async Task RejectedAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct)
    {
        try
        {
            await LogRejectedAsync(envelope, reply, ct);
        }
        catch
        {
            intakeLog.CountTrouble();
            throw;
        }
    }

    private async Task LogRejectedAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct)
    {
        log.LogInformation("A transaction from {Client} ended with {Code} {Status}",
            envelope.ClientAddress, reply.Code, reply.Status);
        var sender = Addresses.Normalize(envelope.MailFrom);
        if (envelope.Recipients.Count > 0)
        {
            if (await gate.FindAsync(envelope.Recipients[0], ct) is { } address)
            {
                var user = await known.FindAsync(address.CompanyId, sender, ct);
                await intakeLog.WriteAsync(
                    address.CompanyId, intakeLog.Rejected(envelope, address, user?.Id, reply), ct);
            }

            return;
        }

        // Too large, said at MAIL already: no recipient tells the company, the sender's address does.
        foreach (var (company, user) in await ClaimedAsync(sender, ct))
        {
            await intakeLog.WriteAsync(company, intakeLog.Rejected(envelope, null, user, reply), ct);
        }
    }

    private async Task<OurAddress?> FindAsync(string recipient, CancellationToken ct)
    {
        try
        {
            return await gate.FindAsync(recipient, ct);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            intakeLog.CountTrouble();
            throw;
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

    private async Task<SmtpReply> StoreWithinQuotaAsync(
        SmtpEnvelope envelope, ReadOnlyMemory<byte> message, ParsedMail mail, SenderProof proof,
        IReadOnlyList<OurAddress> addresses, IntakeAttempt attempt, KnownSender user, CancellationToken ct)
    {
        attempt.IsProven = true;
        attempt.Proof = proof.Proof;
        var isDoubtful = proof.Verdict == SenderVerdict.Doubtful;
        if (await quota.TakeAsync(user, isDoubtful) is not { } taken)
        {
            return await RefuseAsync(user.CompanyId, attempt, IntakeOutcome.TryAgain, IntakeReasons.TooMany, new SmtpReply(
                452, "4.7.28", $"Too many mails: {quota.PerHour} an hour and {quota.PerDay} a day are the limits for one sender; try again later"), ct);
        }

        try
        {
            return await StoreAsync(envelope, message, mail, proof, addresses, attempt, user, ct);
        }
        catch
        {
            await quota.GiveBackAsync(user, isDoubtful, taken);
            throw;
        }
    }

    private async Task<SmtpReply> StoreAsync(
        SmtpEnvelope envelope, ReadOnlyMemory<byte> message, ParsedMail mail, SenderProof proof,
        IReadOnlyList<OurAddress> addresses, IntakeAttempt attempt, KnownSender user, CancellationToken ct)
    {
        var isDoubtful = proof.Verdict == SenderVerdict.Doubtful;
        attempt.Subject = mail.Subject;
        var now = clock.GetUtcNow();
        var forwarded = forwards.Of(mail, message, now);
        if (forwarded.Count > Forwards.MaxMails)
        {
            return await RefuseAsync(user.CompanyId, attempt, IntakeOutcome.Refused, IntakeReasons.TooManyForwarded, TooManyForwarded, ct);
        }

        var incoming = new IncomingMessage
        {
            CompanyId = user.CompanyId,
            OwnerId = user.Id,
            Door = Door.SmartBcc,
            Mail = mail,
            Source = message,
            ReceivedAt = now,
            Envelope = new Envelope(envelope.MailFrom, envelope.Recipients, envelope.ClientAddress.ToString(),
                envelope.Helo, envelope.Tls, proof.Proof),
            Addressed = isDoubtful ? [] : await RecordsOfAsync(user.CompanyId, addresses, ct),
            // The null sender is a machine's (R31).
            MakesPersons = envelope.MailFrom.Length > 0 && !mail.IsAutomatic,
            IsDoubtful = isDoubtful,
        };
        if (forwarded.Count > 1)
        {
            await using var db = database.Open().Of(user.CompanyId);
            return await StoreSeveralAsync(await KeptOut.SeparateAsync(db, incoming, forwarded, ct), attempt, ct);
        }

        return await StoreAsync(forwarded.Count == 0 ? incoming : incoming.Inner(forwarded[0]), attempt, ct);
    }

    /// <summary>
    /// The line of the log goes with the last: a fault before it is a 451, and what stands already merges. What a list keeps
    /// out takes the others nothing away, and has its line before anything is promised (R28).
    /// </summary>
    private async Task<SmtpReply> StoreSeveralAsync(KeptOut separated, IntakeAttempt attempt, CancellationToken ct)
    {
        foreach (var (number, by) in separated.Mails)
        {
            await intakeLog.WriteAsync(separated.CompanyId, IntakeLog.KeptOut(attempt, number, by), ct);
        }

        if (separated.Others.Count == 0)
        {
            return NeverCaptured(separated.Mails[0].By);
        }

        foreach (var mail in separated.Others.SkipLast(1))
        {
            if (await intake.CaptureAsync(mail, ct) is { Message: null, NeverCaptured: null })
            {
                // It was deleted here before: said, since it is nowhere (R28).
                await intakeLog.WriteAsync(separated.CompanyId, IntakeLog.DeletedHere(attempt, mail.Forward!.Number), ct);
            }
        }

        var last = separated.Others[^1];
        // The forward's own subject may be that of a mail which was kept out.
        attempt.Subject = separated.Mails.Count == 0 ? attempt.Subject : last.Mail.Subject;
        var reply = await StoreAsync(last, attempt, ct);
        return separated.Others.Count == 1 && reply.IsPermanent ? reply : separated.Reply;
    }

    private async Task<SmtpReply> StoreAsync(IncomingMessage mail, IntakeAttempt attempt, CancellationToken ct)
    {
        var taken = await intake.CaptureAsync(mail with { Attempt = attempt }, ct);
        log.LogInformation("A mail of {Size} bytes came by Smart BCC: {Outcome}", mail.Source.Length, taken.Outcome);
        intakeLog.Count(attempt);
        return taken.NeverCaptured is { } kept ? NeverCaptured(kept) : SmtpReplies.MessageTaken;
    }

    private async Task<SmtpReply> RefuseAsync(
        int companyId, IntakeAttempt attempt, IntakeOutcome outcome, string reason, SmtpReply reply, CancellationToken ct)
    {
        attempt.Outcome = outcome;
        attempt.Reason = reason;
        await intakeLog.WriteAsync(companyId, attempt, ct);
        log.LogInformation("A mail was answered {Code} {Status}: {Reason}", reply.Code, reply.Status, reason);
        return reply;
    }

    private async Task<IReadOnlyList<Addressed>> RecordsOfAsync(
        int companyId, IReadOnlyList<OurAddress> addresses, CancellationToken ct)
    {
        var records = addresses.Where(a => a.Token is not null).DistinctBy(a => (a.Kind, a.Token)).ToList();
        if (records.Count == 0)
        {
            return [];
        }

        await using var db = database.Open().Of(companyId);
        var found = await GivenAddresses.FindAsync(db, [.. records.Select(a => a.Token!)], ct);
        // 0 is no record: an address that was never given out reads like one that is not available (S34).
        return [.. records.Select(a => new Addressed(found.GetValueOrDefault((a.Kind!.Value, a.Token!)), a.Written))];
    }

    // The sender is proven and a user of the company: both lists are hers to know (R70).
    private static SmtpReply NeverCaptured(NeverCaptured kept) => new(550, "5.7.1", kept.IsCompanys
        ? $"Refused: {kept.Entry} stands on your company's never-capture list; nothing was kept. Its admins can change that"
        : $"Refused: {kept.Entry} stands on your never-capture list; nothing was kept. " +
            "To file such mail, take it off in MailCrm under Settings, Never capture");

    private static SmtpReply Unproven(SenderProof proof, bool requiresDkim) => new(550, "5.7.26",
        $"Refused: the sender's domain does not vouch for this mail (SPF: {proof.Spf}; DKIM: {proof.Dkim}).\n" +
        (requiresDkim
            ? "This company asks for DKIM: send through your own mail provider, or ask its admin to turn on DKIM signing"
            : "Send through your own mail provider, or ask its admin to set up SPF and DKIM for your domain"));
}
