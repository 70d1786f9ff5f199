namespace CompanionApi.Model;

/// <summary>What of a message is carried over to the mailbox.</summary>
public enum WriteBackKind
{
    Read = 1,

    /// <summary>Where it lies, if the rep wants that (R64).</summary>
    Archived = 2,

    /// <summary>It was deleted here, and the undo time is over.</summary>
    Deleted = 3,
}

/// <summary>
/// An item of a mailbox that is to be brought in line with its message, as that stands then: asked twice, or undone
/// meanwhile, it comes to the same. The row goes when it is done.
/// </summary>
public sealed class WriteBack : Row
{
    public long MailAccountId { get; set; }

    public long MailboxItemId { get; set; }

    public WriteBackKind Kind { get; set; }

    public DateTimeOffset At { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset TryAt { get; set; }

    /// <summary>A code of what stood in the way.</summary>
    public string? Reason { get; set; }
}
