namespace CompanionApi.Model;

/// <summary>Whence the sender of a forwarded message is known: always a claim, never proof.</summary>
public enum SenderReadFrom
{
    /// <summary>From the mail that hung on the forward.</summary>
    Attachment = 1,

    /// <summary>From the lines that a mail program writes above a forwarded text.</summary>
    Inline = 2,

    /// <summary>Its owner put it right.</summary>
    Corrected = 3,
}

/// <summary>
/// One forward that a message was read out of, or that brought a message again which was here (S37). The owner's alone.
/// </summary>
public sealed class Forward : Row
{
    public long OwnerId { get; set; }

    public long MessageId { get; set; }

    /// <summary>The mail that carried it, by which a repeat or the copy in Sent is known.</summary>
    public required string OuterMessageId { get; set; }

    /// <summary>Which of the mails that hung on it; 0 for the first or only one.</summary>
    public int Number { get; set; }

    /// <summary>When it was forwarded, as the forward says.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The words above the forwarded mail.</summary>
    public string? Note { get; set; }

    public required string ReadName { get; set; }

    /// <summary>Empty: no address could be read.</summary>
    public required string ReadAddress { get; set; }

    /// <summary>Sender and subject, by which the mail itself finds this message when it comes.</summary>
    public required string MatchKey { get; set; }

    /// <summary>The message's id is the mail's own; else it was taken from the forward's header, or made.</summary>
    public bool IsIdCertain { get; set; }

    /// <summary>The date may be hours off: no zone was named.</summary>
    public bool IsDateLocal { get; set; }
}
