namespace CompanionApi.Protocols.Mime;

public enum ForwardForm
{
    /// <summary>The mail itself hangs on the one that forwards it (message/rfc822).</summary>
    Attachment,

    /// <summary>Its header was written out in words above its text, by whoever forwards.</summary>
    Inline,
}

/// <summary>What the date of a forwarded mail is worth.</summary>
public enum ForwardDate
{
    /// <summary>An instant, to the minute at least.</summary>
    Instant,

    /// <summary>No zone was named: it may be hours off.</summary>
    Local,

    /// <summary>None could be read: it is the forward's own.</summary>
    Unknown,
}

/// <summary>A mail as it was found inside another one. All of it is a claim of whoever forwards: nothing of the outer
/// mail's proof speaks for it.</summary>
public sealed record ForwardedMail
{
    public required ForwardForm Form { get; init; }

    /// <summary>The inner mail. From is empty, or has a name and no address, where no sender could be read.</summary>
    public required ParsedMail Mail { get; init; }

    /// <summary>What the parts of <see cref="Mail"/> point into: the outer source, or the attached mail decoded.</summary>
    public required ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>The attached mail's place in the outer one; null inline.</summary>
    public MailPart? Attached { get; init; }

    /// <summary>The words above it; of an attached one, the text that it came with.</summary>
    public required string Note { get; init; }

    public ForwardDate Dated { get; init; }

    /// <summary>The id that the outer mail says it forwards, where the inner one shows none.</summary>
    public string? ClaimedId { get; init; }

    /// <summary>The claim stands in a field made for it; else the forward looks like an answer to the mail.</summary>
    public bool IsClaimExplicit { get; init; }
}
