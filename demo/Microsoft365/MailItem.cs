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
    int Size)
{
    /// <summary>How often it was moved: going back to a folder does not give the id back that it had there.</summary>
    public int Moves { get; init; }

    /// <summary>The mailbox's count of changes at this item's last one; Exchange's change key is made of it.</summary>
    public long Version { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ModifiedAt { get; init; }
    public IReadOnlyList<string> Categories { get; init; } = [];
    public MailFlag Flag { get; init; } = MailFlag.None;

    /// <summary>Null: as its header says.</summary>
    public string? Importance { get; init; }

    /// <summary>Null: as the mailbox would sort it.</summary>
    public string? Classification { get; init; }
}

/// <summary>A follow-up flag: <c>Status</c> is notFlagged, flagged or complete.</summary>
public sealed record MailFlag(string Status, ZonedTime? Start = null, ZonedTime? Due = null, ZonedTime? Completed = null)
{
    public static readonly MailFlag None = new("notFlagged");
}

/// <summary>Graph's dateTimeTimeZone: a local time and the name of its zone.</summary>
public sealed record ZonedTime(string DateTime, string TimeZone);

public enum MailboxChangeKind
{
    Added,

    /// <summary>Moved, read, unread, or a draft rewritten. After a move the item has another id.</summary>
    Changed,

    Removed,
}

/// <summary>
/// <c>Item</c> is the item as it now stands (for a removed one, as it last stood); <c>PreviousId</c> and
/// <c>PreviousFolder</c> differ from its own only after a move.
/// </summary>
public sealed record MailboxChange(
    MailboxChangeKind Kind, string Mailbox, MailItem Item, string PreviousId, string PreviousFolder);
