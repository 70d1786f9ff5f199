using CompanionApi.Data;
using CompanionApi.Messages;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.SmartBcc;

/// <summary>
/// Whether a mail is a forward (S37): nobody but our own addresses gets it, and it holds another mail. Everything else
/// is the rep's sent mail as it stands, a reply to a customer with the earlier mail below above all.
/// </summary>
public sealed class Forwards(BccDomain bccDomain)
{
    /// <summary>
    /// Each mail that a rep attaches is one she wants filed, and becomes a message of its own; more of them than this
    /// in one forward are refused.
    /// </summary>
    public const int MaxMails = 20;

    /// <summary>The mails forwarded; none when it is no forward.</summary>
    public IReadOnlyList<ForwardedIn> Of(ParsedMail mail, ReadOnlyMemory<byte> source, DateTimeOffset receivedAt)
    {
        if (mail.To.Concat(mail.Cc).Concat(mail.Bcc).Any(IsSomebodyElse))
        {
            return [];
        }

        var id = mail.MessageId ?? MessageIds.Make(mail);
        return
        [
            .. ForwardReader.Read(mail, source).Select((reading, number) => new ForwardedIn(
                reading, id, number, mail.Date is { } date && date < receivedAt ? date : receivedAt, ClaimOf(mail, reading))),
        ];
    }

    // A name without an address gets no mail.
    private bool IsSomebodyElse(MailAddress recipient) =>
        recipient.Address.Length > 0 && Addresses.DomainOf(recipient.Address) != bccDomain.Name;

    /// <summary>
    /// What it answers is what it forwards where the subject is the same; under another one it may answer anything.
    /// </summary>
    private static string? ClaimOf(ParsedMail outer, ForwardedMail reading) =>
        reading.IsClaimExplicit || Subjects.Normalize(outer.Subject) == Subjects.Normalize(reading.Mail.Subject)
            ? reading.ClaimedId
            : null;
}
