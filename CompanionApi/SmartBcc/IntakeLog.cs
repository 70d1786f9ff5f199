using System.Security.Cryptography;
using System.Text;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SmartBcc;

/// <summary>
/// The lines of the intake log (R28): every attempt stands there. Of an unproven mail no subject is kept (S31), of an address
/// only its kind (S11).
/// </summary>
public sealed class IntakeLog(Writer writer, DatabaseOptions database, Metrics metrics, TimeProvider clock, ILogger<IntakeLog> log)
{
    private const int MaxText = 320;

    public IntakeAttempt Attempt(
        SmtpEnvelope envelope, IReadOnlyList<OurAddress> addresses, MailHeader mail, SenderProof proof, int size) => new()
    {
        At = clock.GetUtcNow(),
        LastAt = clock.GetUtcNow(),
        MailHash = HashOf(mail, proof.From),
        Reason = "",
        Door = Door.SmartBcc,
        AddressKind = KindOf(addresses),
        MailFrom = Cut(envelope.MailFrom),
        FromAddress = Cut(proof.From.Length > 0 || mail.From.Count == 0 ? proof.From : mail.From[0].Address),
        ClientAddress = envelope.ClientAddress.ToString(),
        SizeBytes = size,
    };

    /// <summary>
    /// A transaction that ended before the message was whole: too large, or the client went; or a recipient that was not
    /// accepted. It claims to be of the user whose address stood in MAIL FROM; unproven, as nothing of the message was checked.
    /// </summary>
    public IntakeAttempt Rejected(SmtpEnvelope envelope, OurAddress? address, long? userId, SmtpReply reply) => new()
    {
        UserId = userId,
        At = clock.GetUtcNow(),
        LastAt = clock.GetUtcNow(),
        Outcome = reply.IsPermanent ? IntakeOutcome.Refused : IntakeOutcome.TryAgain,
        Reason = reply.Code == SmtpReplies.MessageTooLarge.Code ? IntakeReasons.TooLarge
            : reply == SmtpReplies.LocalTrouble ? IntakeReasons.OurTrouble
            : reply == SmtpReplies.StorageFull || reply == SmtpReplies.TooMuchFromAddress ? IntakeReasons.TooMuchAtOnce
            : reply == Refusals.NotOurs ? IntakeReasons.NoSuchAddress
            : IntakeReasons.NotReceived,
        Door = Door.SmartBcc,
        AddressKind = KindOf(address is null ? [] : [address]),
        MailFrom = Cut(envelope.MailFrom),
        FromAddress = Cut(envelope.MailFrom),
        ClientAddress = envelope.ClientAddress.ToString(),
        SizeBytes = (int)Math.Min(envelope.DeclaredSize ?? 0, int.MaxValue),
    };

    /// <summary>
    /// One of the mails that hung on a forward, kept out by a list: which entry, and nothing of the mail (R70). A forward that
    /// comes again counts in the same line.
    /// </summary>
    public static IntakeAttempt KeptOut(IntakeAttempt whole, int number, NeverCaptured by) => OneOf(
        whole, number, IntakeOutcome.Refused, by.IsCompanys ? IntakeReasons.NeverCaptureCompany : IntakeReasons.NeverCapture, by.Entry);

    /// <summary>One of them that the rep has deleted here: of such a mail nothing is kept (S54).</summary>
    public static IntakeAttempt DeletedHere(IntakeAttempt whole, int number) =>
        OneOf(whole, number, IntakeOutcome.Merged, IntakeReasons.DeletedHere, null);

    private static IntakeAttempt OneOf(IntakeAttempt whole, int number, IntakeOutcome outcome, string reason, string? detail) => new()
    {
        UserId = whole.UserId,
        At = whole.At,
        LastAt = whole.At,
        MailHash = whole.MailHash is { } hash ? SHA256.HashData([.. hash, (byte)number]).AsSpan(0, 16).ToArray() : null,
        Outcome = outcome,
        Reason = reason,
        Detail = detail,
        Door = whole.Door,
        AddressKind = whole.AddressKind,
        MailFrom = whole.MailFrom,
        FromAddress = whole.FromAddress,
        ClientAddress = whole.ClientAddress,
        SizeBytes = whole.SizeBytes,
        IsProven = whole.IsProven,
        Proof = whole.Proof,
    };

    /// <exception cref="StorageUnavailableException">It could not be written; the sender must come again.</exception>
    public async Task WriteAsync(int companyId, IntakeAttempt attempt, CancellationToken ct)
    {
        await writer.WriteAsync(companyId, write => WriteAsync(write, attempt), ct);
        Count(attempt);
    }

    /// <summary>Writes why, and answers the reply that says so to the sender.</summary>
    /// <exception cref="StorageUnavailableException">It could not be written; the sender must come again.</exception>
    public async Task<SmtpReply> RefuseAsync(
        int companyId, IntakeAttempt attempt, IntakeOutcome outcome, string reason, SmtpReply reply, CancellationToken ct)
    {
        attempt.Outcome = outcome;
        attempt.Reason = reason;
        await WriteAsync(companyId, attempt, ct);
        log.LogInformation("A mail was answered {Code} {Status}: {Reason}", reply.Code, reply.Status, reason);
        return reply;
    }

    private static async Task WriteAsync(Write write, IntakeAttempt attempt)
    {
        if (await IntakeBursts.CountAsync(write.Db, attempt))
        {
            return;
        }

        write.Db.IntakeAttempts.Add(attempt);
        var readers = await write.Db.Users
            .Where(u => u.LeftAt == null && (u.Id == attempt.UserId || u.Role == Role.Admin || u.IsAdminByClaim))
            .Select(u => u.Id).ToListAsync();
        write.Announce(new LiveEvent("intake", attempt.PublicId, readers));
    }

    /// <summary>Whether the user has handed it over before, as far as the log reaches back.</summary>
    public async Task<bool> HasSeenAsync(KnownSender user, byte[]? mailHash, CancellationToken ct)
    {
        if (mailHash is null)
        {
            return false;
        }

        await using var db = database.Open().Of(user.CompanyId);
        return await db.IntakeAttempts.AnyAsync(
            a => a.MailHash == mailHash && a.UserId == user.Id && a.IsProven && a.Outcome != IntakeOutcome.TryAgain, ct);
    }

    /// <summary>For the operator's metrics, once the line stands.</summary>
    public void Count(IntakeAttempt attempt) => metrics.CountIntake(attempt.Outcome, attempt.Reason);

    /// <summary>Somebody was told to come again, and not even the line could be written.</summary>
    public void CountTrouble() => metrics.CountIntake(IntakeOutcome.TryAgain, IntakeReasons.OurTrouble);

    // Nobody can read the Message-ID back out of it, which is somebody's words too.
    private static byte[]? HashOf(MailHeader mail, string from) => mail.MessageId is null
        ? null
        : SHA256.HashData(Encoding.UTF8.GetBytes($"{mail.MessageId}\n{from}")).AsSpan(0, 16).ToArray();

    private static string KindOf(IReadOnlyList<OurAddress> addresses) =>
        addresses.FirstOrDefault(a => a.Kind is not null)?.Kind switch
        {
            RecordKind.Deal => "deal",
            RecordKind.Lead => "lead",
            _ => "company",
        };

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
