using CompanionApi.Data;

namespace CompanionApi.Sync;

/// <summary>
/// Reads the one mail that is open in Outlook, with the rep's own sign-in. Microsoft Graph is one; the tests' in-memory
/// mailbox is the other.
/// </summary>
public interface IMailReader
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
public sealed record MailboxReader(string TenantId, string ObjectId, string Address, string AccessToken)
{
    /// <summary>Whoever makes this request.</summary>
    public static MailboxReader Of(CurrentUser me, HttpRequest http)
    {
        const string scheme = "Bearer ";
        var header = http.Headers.Authorization.ToString();
        return new MailboxReader(
            me.TenantId.ToString(), me.ObjectId.ToString(), me.Email,
            header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..] : "");
    }
}

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
    IReadOnlyList<string> Bcc)
{
    /// <summary>Its attachments are larger than the limit: <c>Mime</c> has none of them.</summary>
    public bool IsWithoutAttachments { get; init; }
}
