namespace CompanionApi.Model;

/// <summary>A run of one owner's messages (R66). Answers its owner alone (S2).</summary>
public sealed class Conversation : PublicRow
{
    public long OwnerId { get; set; }

    /// <summary>What a hand decided for the messages still to come (S7); null: the owner's default.</summary>
    public Visibility? LaterVisibility { get; set; }

    /// <summary>When it was decided to share what comes later: what is older and comes in after that is not meant.</summary>
    public DateTimeOffset? LaterSince { get; set; }

    /// <summary>What such a decision says of mail that came then; null: nothing, since it is older than a decision to share.</summary>
    public static Visibility? Decided(Visibility? later, DateTimeOffset? since, DateTimeOffset came) =>
        later == Visibility.Shared && !(came >= since) ? null : later;

    /// <summary>
    /// When the newest message entered: what the inbox is ordered by (S53). Once its messages went into another one:
    /// when they did.
    /// </summary>
    public DateTimeOffset LastEnteredAt { get; set; }

    /// <summary>Where its messages went: it stands empty until the join can no longer be undone.</summary>
    public long? JoinedIntoId { get; set; }
}

/// <summary>Two conversations that a hand has taken apart: no rule joins them (S7).</summary>
public sealed class KeptApart : Row
{
    public long ConversationId { get; set; }

    public long OtherId { get; set; }
}

/// <summary>
/// A rule says that two messages belong together, and their conversations may not be joined without the rep (S52). It
/// names the messages, not the conversations, so that it stays true through splits and joins.
/// </summary>
public sealed class JoinOffer : PublicRow
{
    public long MessageId { get; set; }

    public long OtherMessageId { get; set; }

    /// <summary>The rule.</summary>
    public PlacedBy By { get; set; }

    public DateTimeOffset? DismissedAt { get; set; }
}

/// <summary>An id that a message of this owner mentions: a parent that arrives late is joined through it (S52).</summary>
public sealed class MessageReference : Row
{
    public long OwnerId { get; set; }

    public long MessageId { get; set; }

    public required string InternetMessageId { get; set; }
}
