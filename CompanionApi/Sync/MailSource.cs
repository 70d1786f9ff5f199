namespace CompanionApi.Sync;

/// <summary>
/// A mailbox that messages are read from. Microsoft Graph is one; the demo's simulated Exchange and the tests'
/// in-memory mailbox are the others.
/// </summary>
public interface IMailSource
{
    /// <summary>
    /// Reads one message as <paramref name="reader"/>. <paramref name="itemId"/> is the id that Outlook shows (EWS or REST
    /// form); when it is null or unknown, <paramref name="internetMessageId"/> finds the message.
    /// </summary>
    /// <exception cref="MailSourceException">With the one thing the caller must know: what to do now.</exception>
    Task<SourceMessage> ReadAsync(
        MailboxReader reader, string mailbox, string? itemId, string? internetMessageId, CancellationToken ct);
}

/// <summary>Who reads: the signed-in user, and the bearer token to act on behalf of (never stored, never logged).</summary>
public sealed record MailboxReader(string TenantId, string ObjectId, string Address, string AccessToken);

/// <summary>
/// A message as the mailbox holds it. <c>Mime</c> is the whole source; <c>Bcc</c> is what the sender's own copy
/// knows; <c>MailboxOwner</c> is the address of the mailbox's owner.
/// </summary>
public sealed record SourceMessage(
    ReadOnlyMemory<byte> Mime,
    string ItemId,
    string MailboxOwner,
    string? ProviderConversationId,
    bool IsDraft,
    bool IsRead,
    DateTimeOffset ReceivedAt,
    IReadOnlyList<string> Bcc);

/// <summary>The ways a mailbox fails, decided once at its edge.</summary>
public enum MailSourceFailure
{
    /// <summary>Ask again later; <see cref="MailSourceException.RetryAfter"/> tells when, if the mailbox said so.</summary>
    Temporary,

    /// <summary>The sign-in is lost: the rep must reconnect.</summary>
    NeedsReconnect,

    /// <summary>No such message, or none that this reader may open.</summary>
    NotFound,

    /// <summary>Never will: record it and stop.</summary>
    Permanent,
}

public sealed class MailSourceException(MailSourceFailure failure, string message, TimeSpan? retryAfter = null)
    : Exception(message)
{
    public MailSourceFailure Failure { get; } = failure;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
