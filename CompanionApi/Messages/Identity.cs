using System.Security.Cryptography;
using System.Text;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Messages;

/// <summary>What makes a mail the same mail within one owner (S50).</summary>
internal sealed record Identity(string InternetMessageId, string FromAddress, string Subject, DateTimeOffset SentAt)
{
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Identity Of(IncomingMessage incoming)
    {
        var mail = incoming.Mail;
        // A date from the future or before mail was would stand on top of, or under, every list.
        var credible = mail.Date is { } date && date > Earliest && date < incoming.ReceivedAt + MaxAhead;
        var from = mail.From.Count > 0 ? Addresses.Normalize(mail.From[0].Address) : "";
        var sentAt = credible ? mail.Date!.Value.ToUniversalTime() : incoming.ReceivedAt;
        var id = mail.MessageId ?? (incoming.Forward is { } forward
            ? forward.ClaimedId ?? ForwardMatch.MakeId(from, mail.Subject, sentAt)
            : MessageIds.Make(mail));
        return new Identity(id, from, Subjects.Cut(mail.Subject), sentAt);
    }

    /// <summary>The same mail, the id that a forward claimed for it taken back.</summary>
    public Identity WithMadeId() =>
        this with { InternetMessageId = ForwardMatch.MakeId(FromAddress, Subject, SentAt) };

    /// <summary>What a tombstone keeps of it.</summary>
    public byte[] Hash() => HashOf(InternetMessageId, FromAddress);

    public static byte[] HashOf(string internetMessageId, string fromAddress) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{internetMessageId}\n{fromAddress}"));
}
