using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.SmartBcc;

/// <summary>
/// The lines of the intake log (R28): one for every attempt. Of an unproven mail no subject is kept (S31), of an address
/// only its kind (S11).
/// </summary>
public sealed class IntakeLog(Writer writer, Metrics metrics, TimeProvider clock)
{
    private const int MaxText = 320;

    public IntakeAttempt Attempt(
        SmtpEnvelope envelope, IReadOnlyList<OurAddress> addresses, ParsedMail mail, SenderProof proof, int size) => new()
    {
        At = clock.GetUtcNow(),
        Reason = "",
        Door = Door.SmartBcc,
        AddressKind = KindOf(addresses),
        MailFrom = Cut(envelope.MailFrom),
        FromAddress = Cut(proof.From.Length > 0 || mail.From.Count == 0 ? proof.From : mail.From[0].Address),
        ClientAddress = envelope.ClientAddress.ToString(),
        SizeBytes = size,
    };

    /// <summary>
    /// A transaction that ended before the message was whole: too large, or the client went. It claims to be of the user
    /// whose address stood in MAIL FROM; unproven, as nothing of the message was checked.
    /// </summary>
    public IntakeAttempt Rejected(SmtpEnvelope envelope, OurAddress? address, long? userId, SmtpReply reply) => new()
    {
        UserId = userId,
        At = clock.GetUtcNow(),
        Outcome = reply.IsPermanent ? IntakeOutcome.Refused : IntakeOutcome.TryAgain,
        Reason = reply.Code == SmtpReplies.MessageTooLarge.Code ? "too_large" : "not_received",
        Door = Door.SmartBcc,
        AddressKind = KindOf(address is null ? [] : [address]),
        MailFrom = Cut(envelope.MailFrom),
        FromAddress = Cut(envelope.MailFrom),
        ClientAddress = envelope.ClientAddress.ToString(),
        SizeBytes = (int)Math.Min(envelope.DeclaredSize ?? 0, int.MaxValue),
    };

    /// <exception cref="StorageUnavailableException">It could not be written; the sender must come again.</exception>
    public async Task WriteAsync(int companyId, IntakeAttempt attempt, CancellationToken ct)
    {
        await writer.WriteAsync(
            companyId,
            write =>
            {
                write.Db.IntakeAttempts.Add(attempt);
                return Task.CompletedTask;
            },
            ct);
        Count(attempt);
    }

    /// <summary>For the operator's metrics, once the line stands.</summary>
    public void Count(IntakeAttempt attempt) => metrics.CountIntake(attempt.Outcome, attempt.Reason);

    private static string KindOf(IReadOnlyList<OurAddress> addresses) =>
        addresses.FirstOrDefault(a => a.Kind is not null)?.Kind switch
        {
            RecordKind.Deal => "deal",
            RecordKind.Lead => "lead",
            _ => "company",
        };

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
