namespace CompanionApi.Model;

/// <summary>What happened. The wire has these in snake_case.</summary>
public enum ChangeKind
{
    Captured = 1,
    Merged = 2,
    Shared = 3,
    MadePrivate = 4,
    Linked = 5,
    Unlinked = 6,
    Archived = 7,
    Unarchived = 8,
    MarkedRead = 9,
    MarkedUnread = 10,
    Deleted = 11,
    RecordCreated = 12,
    RecordEdited = 13,
    RecordDeleted = 14,
    RecordVisibilityChanged = 15,
    Undone = 16,
    SettingsChanged = 17,
    TeamChanged = 18,
    NoteAdded = 19,
    UserChanged = 20,
    SenderCorrected = 21,
    PersonsMerged = 30,
    LeadConverted = 31,
    RecordsReassigned = 32,

    /// <summary>An address that mail had made a person of was given to another person.</summary>
    AddressMoved = 41,

    /// <summary>The rep said of a doubtful mail that it is hers (S30).</summary>
    Confirmed = 42,
    NoticeDismissed = 43,
    SuggestionDismissed = 44,
    Split = 51,
    Joined = 52,
    OfferDismissed = 53,
}

/// <summary>The one trail: what was done, by whom, and how to undo it (S76).</summary>
public sealed class Change : PublicRow
{
    /// <summary>Null: a rule did it.</summary>
    public long? ActorId { get; set; }

    public DateTimeOffset At { get; set; }

    public ChangeKind Kind { get; set; }

    public string? Rule { get; set; }

    public bool CanUndo { get; set; }

    public DateTimeOffset? UndoneAt { get; set; }

    public List<ChangeItem> Items { get; set; } = [];

    public static TimeSpan UndoTime { get; } = TimeSpan.FromMinutes(10);

    public DateTimeOffset? UndoUntil => CanUndo && UndoneAt is null ? At + UndoTime : null;

    /// <summary>A person's own act, undoable unless said otherwise.</summary>
    public static Change By(
        long actorId, DateTimeOffset at, ChangeKind kind, IEnumerable<ChangeItem> items, bool canUndo = true) =>
        new() { ActorId = actorId, At = at, Kind = kind, CanUndo = canUndo, Items = [.. items] };
}

/// <summary>Which field of what; undo puts <see cref="ChangeItem.Before"/> back where <see cref="ChangeItem.After"/> still stands.</summary>
public enum ChangeField
{
    Captured = 1,
    Visibility = 2,
    LaterVisibility = 3,
    ConversationLink = 4,
    PersonLink = 5,
    Archived = 6,
    Read = 7,
    Deleted = 8,
    RecordCreated = 9,
    RecordDeleted = 10,
    RecordVisibleTo = 11,
    RecordOwner = 12,
    RecordFields = 13,
    Other = 14,

    /// <summary>The sender read from a forward: name and address as JSON, and whence.</summary>
    Sender = 15,

    /// <summary>A message's link to a person that was merged: Before is the record it left, After the one it is on.</summary>
    PersonMoved = 30,

    /// <summary>The same of a conversation whose lead was converted.</summary>
    ConversationMoved = 31,

    /// <summary>The record has a successor (After); Before holds what went along beside the mail, for undo.</summary>
    RecordSucceeded = 32,

    /// <summary>The successor took over another record: who sees that one's mail may have changed.</summary>
    RecordTookOver = 33,

    /// <summary>A team of its owner changed: Before and After are how many see it.</summary>
    RecordTeam = 34,

    /// <summary>A notice's code, from standing (Before) to put away (After).</summary>
    Notice = 41,

    Suggestion = 43,

    /// <summary>One entry of the rep's never-capture list (R70).</summary>
    NeverCapture = 20,

    /// <summary>One entry of the company's.</summary>
    CompanyNeverCapture = 21,

    /// <summary>The message's conversation and the rule that placed it there, as <see cref="Message.Place"/> writes them.</summary>
    Placed = 51,

    /// <summary>The other conversation that this one is kept apart from.</summary>
    KeptApart = 52,

    /// <summary>A link that a hand had removed and that is remembered here, too (S7).</summary>
    LinkRemoved = 53,

    /// <summary>Before and after: the message's offer to join was shown, or not.</summary>
    OfferDismissed = 54,
}

public sealed class ChangeItem : Row
{
    public long ChangeId { get; set; }

    public long? MessageId { get; set; }

    public long? ConversationId { get; set; }

    public long? RecordId { get; set; }

    public ChangeField Field { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }

    /// <summary>The rule behind this item, where the change has several.</summary>
    public string? Rule { get; set; }
}

/// <summary>The answer to a POST that carried an Idempotency-Key, given again to its repeat (S78).</summary>
public sealed class IdempotentAnswer : Row
{
    public long UserId { get; set; }

    public required string Key { get; set; }

    /// <summary>SHA-256 of method, path and body: the same key for another request is an error.</summary>
    public required byte[] RequestHash { get; set; }

    public int Status { get; set; }

    public string? Location { get; set; }

    public required string Body { get; set; }

    public DateTimeOffset At { get; set; }
}
