using CompanionApi.Data;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.SmartBcc;

/// <summary>A mail that a user's own address is proven to have sent; of it only the header has been read.</summary>
public sealed record ProvenMail(
    SmtpEnvelope Envelope, ReadOnlyMemory<byte> Source, MailHeader Header, SenderProof Proof, IReadOnlyList<OurAddress> Addresses,
    KnownSender User);

/// <summary>
/// Files proven mail in its sender's tab, within her quota (R31): reads it whole, takes it apart where it is a forward (S37),
/// stores it, and only then says 250 (R29).
/// </summary>
public sealed class Filing(
    SenderQuota quota, Forwards forwards, MessageIntake intake, IntakeLog intakeLog, ReadingRoom room, NewPersonLimit persons,
    DatabaseOptions database, TimeProvider clock, ILogger<Filing> log)
{
    private static readonly SmtpReply TooManyForwarded = new(554, "5.6.0",
        $"Refused: more than {Forwards.MaxMails} mails are attached. Forward fewer at a time");

    /// <summary>What the sender hears, and whether a message was made.</summary>
    private readonly record struct Filed(SmtpReply Reply, bool IsNew);

    public async Task<SmtpReply> FileAsync(ProvenMail proven, IntakeAttempt attempt, CancellationToken ct)
    {
        var user = proven.User;
        attempt.IsProven = true;
        attempt.Proof = proven.Proof.Proof;
        var kind = await KindOfAsync(proven, attempt, ct);
        if (await quota.TakeAsync(user, kind) is not { } taken)
        {
            return await intakeLog.RefuseAsync(user.CompanyId, attempt, IntakeOutcome.TryAgain, IntakeReasons.TooMany, new SmtpReply(
                452, "4.7.28", $"Too many mails: {quota.PerHour} an hour and {quota.PerDay} a day are the limits for one sender; try again later"), ct);
        }

        try
        {
            var filed = await FileWholeAsync(proven, attempt, ct);
            if (kind == QuotaKind.Fresh && !filed.IsNew)
            {
                await quota.GiveBackAsync(user, kind, taken);
                await quota.TakeAsync(user, QuotaKind.Repeated);
            }

            return filed.Reply;
        }
        catch
        {
            await quota.GiveBackAsync(user, kind, taken);
            throw;
        }
    }

    /// <summary>
    /// Whoever received a signed mail of hers may send it again and again: what makes no message takes none of her places.
    /// The log is asked beforehand only once a mail has come twice, so that honest ones need not wait for it.
    /// </summary>
    private async Task<QuotaKind> KindOfAsync(ProvenMail proven, IntakeAttempt attempt, CancellationToken ct) =>
        proven.Proof.Verdict == SenderVerdict.Doubtful ? QuotaKind.Doubtful
        : await quota.HasAnyAsync(proven.User, QuotaKind.Repeated) &&
            await intakeLog.HasSeenAsync(proven.User, attempt.MailHash, ct) ? QuotaKind.Repeated
        : QuotaKind.Fresh;

    private async Task<Filed> FileWholeAsync(ProvenMail proven, IntakeAttempt attempt, CancellationToken ct)
    {
        using var place = await room.EnterAsync(proven.Source.Length, ct);
        var mail = proven.Header.ReadWhole();
        attempt.Subject = Subjects.Cut(mail.Subject);
        var now = clock.GetUtcNow();
        var forwarded = forwards.Of(mail, proven.Source, now);
        if (forwarded.Count > Forwards.MaxMails)
        {
            return new Filed(await intakeLog.RefuseAsync(
                proven.User.CompanyId, attempt, IntakeOutcome.Refused, IntakeReasons.TooManyForwarded, TooManyForwarded, ct), false);
        }

        var incoming = await IncomingAsync(proven, mail, now, ct);
        if (forwarded.Count > 1)
        {
            await using var db = database.Open().Of(incoming.CompanyId);
            return await StoreSeveralAsync(await KeptOut.SeparateAsync(db, incoming, forwarded, ct), attempt, ct);
        }

        return await StoreAsync(forwarded.Count == 0 ? incoming : incoming.Inner(forwarded[0]), attempt, ct);
    }

    private async Task<IncomingMessage> IncomingAsync(
        ProvenMail proven, ParsedMail mail, DateTimeOffset now, CancellationToken ct)
    {
        var (envelope, user) = (proven.Envelope, proven.User);
        var isDoubtful = proven.Proof.Verdict == SenderVerdict.Doubtful;
        return new IncomingMessage
        {
            CompanyId = user.CompanyId,
            OwnerId = user.Id,
            Door = Door.SmartBcc,
            Mail = mail,
            Source = proven.Source,
            ReceivedAt = now,
            Envelope = new Envelope(envelope.MailFrom, envelope.Recipients, envelope.ClientAddress.ToString(),
                envelope.Helo, envelope.Tls, proven.Proof.Proof),
            Addressed = isDoubtful ? [] : await RecordsOfAsync(user.CompanyId, proven.Addresses, ct),
            // The null sender is a machine's (R31).
            NewPersons = envelope.MailFrom.Length > 0 && !mail.IsAutomatic ? persons.PerMail : 0,
            IsDoubtful = isDoubtful,
        };
    }

    /// <summary>
    /// The line of the log goes with the last: a fault before it is a 451, and what stands already merges. What a list keeps
    /// out takes the others nothing away, and has its line before anything is promised (R28).
    /// </summary>
    private async Task<Filed> StoreSeveralAsync(KeptOut separated, IntakeAttempt attempt, CancellationToken ct)
    {
        foreach (var (number, by) in separated.Mails)
        {
            await intakeLog.WriteAsync(separated.CompanyId, IntakeLog.KeptOut(attempt, number, by), ct);
        }

        if (separated.Others.Count == 0)
        {
            return new Filed(NeverCaptured(separated.Mails[0].By), false);
        }

        var isNew = false;
        foreach (var mail in separated.Others.SkipLast(1))
        {
            var taken = await intake.CaptureAsync(mail, ct);
            isNew |= taken.Outcome == IntakeOutcome.Stored;
            if (taken is { Message: null, NeverCaptured: null })
            {
                // It was deleted here before: said, since it is nowhere (R28).
                await intakeLog.WriteAsync(separated.CompanyId, IntakeLog.DeletedHere(attempt, mail.Forward!.Number), ct);
            }
        }

        var last = separated.Others[^1];
        // The forward's own subject may be that of a mail which was kept out.
        attempt.Subject = separated.Mails.Count == 0 ? attempt.Subject : Subjects.Cut(last.Mail.Subject);
        var filed = await StoreAsync(last, attempt, ct);
        return new Filed(
            separated.Others.Count == 1 && filed.Reply.IsPermanent ? filed.Reply : separated.Reply, isNew || filed.IsNew);
    }

    private async Task<Filed> StoreAsync(IncomingMessage mail, IntakeAttempt attempt, CancellationToken ct)
    {
        var taken = await intake.CaptureAsync(mail with { Attempt = attempt }, ct);
        log.LogInformation("A mail of {Size} bytes came by Smart BCC: {Outcome}", mail.Source.Length, taken.Outcome);
        intakeLog.Count(attempt);
        return new Filed(
            taken.NeverCaptured is { } kept ? NeverCaptured(kept) : SmtpReplies.MessageTaken, taken.Outcome == IntakeOutcome.Stored);
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
}
