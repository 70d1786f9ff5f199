namespace CompanionApi.Protocols.Smtp;

/// <summary>
/// All that the SMTP server asks of the application. Whatever it throws is logged and the client hears 451, so the
/// sender's server tries again; a reply that is no answer to the question (a 354, say) is treated the same way.
/// </summary>
public interface ISmtpMailbox
{
    /// <summary>
    /// Asked at each RCPT. <see cref="SmtpReplies.RecipientOk"/> takes the recipient; any 4xx or 5xx refuses it alone.
    /// The envelope holds the recipients taken so far.
    /// </summary>
    Task<SmtpReply> AcceptRecipientAsync(SmtpEnvelope envelope, string recipient, CancellationToken ct);

    /// <summary>
    /// Asked once the whole message is here; the reply is what the client hears, so a 2xx is a promise. The bytes are
    /// as transferred (dots unstuffed, line ends untouched) and stay the server's: valid until the task ends.
    /// </summary>
    Task<SmtpReply> DeliverAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken ct);

    /// <summary>
    /// Told of a transaction that ended without an answer of the application's own: too large (already at MAIL, then
    /// with no recipients), the client gone or too slow in the middle of the message, an exception in DeliverAsync.
    /// </summary>
    Task RejectedAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct);
}
