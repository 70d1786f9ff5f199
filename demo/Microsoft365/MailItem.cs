namespace Demo.Microsoft365;

/// <summary>
/// A message in a simulated mailbox. <c>Id</c> changes when it is moved, as in Exchange; <c>Key</c> never does.
/// <c>Bcc</c> is what the sender's own copy or draft knows. The bytes are read with <see cref="Mailbox.ReadMime"/>.
/// </summary>
public sealed record MailItem(
    Guid Key,
    string Id,
    string Folder,
    string InternetMessageId,
    string ConversationId,
    DateTimeOffset ReceivedAt,
    bool IsRead,
    bool IsDraft,
    IReadOnlyList<string> Bcc,
    int Size);

/// <summary>Exchange's well-known folder names.</summary>
public static class WellKnownFolder
{
    public const string Inbox = "inbox";
    public const string Drafts = "drafts";
    public const string SentItems = "sentitems";
    public const string DeletedItems = "deleteditems";
    public const string Archive = "archive";
    public const string JunkEmail = "junkemail";

    public static IReadOnlyList<string> All { get; } = [Inbox, Drafts, SentItems, DeletedItems, Archive, JunkEmail];
}

public enum MailboxChangeKind
{
    Added,

    /// <summary>Moved, read, unread, or a draft rewritten. After a move the item has another id.</summary>
    Changed,

    Removed,
}

/// <summary>
/// <c>Item</c> is the item as it now stands (for a removed one, as it last stood); <c>PreviousId</c> differs from its id
/// only after a move.
/// </summary>
public sealed record MailboxChange(MailboxChangeKind Kind, string Mailbox, MailItem Item, string PreviousId);
