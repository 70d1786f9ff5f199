namespace CompanionApi.Model;

/// <summary>Why a link was made.</summary>
public enum LinkRule
{
    /// <summary>The rep did it.</summary>
    ByHand = 0,

    /// <summary>The mail was sent to the record's own address (R27).</summary>
    RecordAddress = 1,

    /// <summary>The only open one of the people in the mail (R26).</summary>
    OnlyOpen = 2,

    /// <summary>The person's address stands in the mail (R25).</summary>
    Participant = 3,

    /// <summary>The person was made by this mail (R25).</summary>
    MadeByMail = 4,
}

/// <summary>A conversation holds at most one deal or lead, and one project (R66).</summary>
public enum LinkSlot
{
    DealOrLead = 1,
    Project = 2,
}

/// <summary>Covers the conversation's present and later messages (S1).</summary>
public sealed class ConversationLink : Row
{
    public long ConversationId { get; set; }

    public long RecordId { get; set; }

    public LinkSlot Slot { get; set; }

    public LinkRule Rule { get; set; }

    public long? ByUserId { get; set; }

    /// <summary>Whose only open one it was.</summary>
    public long? PersonId { get; set; }

    /// <summary>The record's own address that the mail was sent to, or the lead's in the mail.</summary>
    public string? Address { get; set; }

    public DateTimeOffset At { get; set; }

    public static LinkSlot SlotOf(RecordKind kind) =>
        kind == RecordKind.Project ? LinkSlot.Project : LinkSlot.DealOrLead;
}

/// <summary>A person of one message (S1). The time stands here too, so that a person's page reads straight from it.</summary>
public sealed class MessageLink : Row
{
    public long MessageId { get; set; }

    public long RecordId { get; set; }

    public DateTimeOffset SentAt { get; set; }

    public LinkRule Rule { get; set; }

    public long? ByUserId { get; set; }

    public string? Address { get; set; }

    public DateTimeOffset At { get; set; }
}

/// <summary>A suggestion that the rep put away: it does not come back for that conversation.</summary>
public sealed class DismissedSuggestion : Row
{
    public long ConversationId { get; set; }

    public long RecordId { get; set; }
}

/// <summary>A link that a hand removed; no rule puts it back (S7). One of conversation and message is set.</summary>
public sealed class RemovedLink : Row
{
    public long? ConversationId { get; set; }

    public long? MessageId { get; set; }

    public long RecordId { get; set; }

    public LinkSlot? Slot { get; set; }
}
