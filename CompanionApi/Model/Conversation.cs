namespace CompanionApi.Model;

/// <summary>A run of one owner's messages (R66). Answers its owner alone (S2).</summary>
public sealed class Conversation : PublicRow
{
    public long OwnerId { get; set; }

    /// <summary>Without Re:, Fwd: and the like; folded in case and width.</summary>
    public required string NormalizedSubject { get; set; }

    /// <summary>The mailbox's own id of the conversation, where a mailbox told it.</summary>
    public string? ProviderConversationId { get; set; }

    /// <summary>What a hand decided for the messages still to come (S7); null: the owner's default.</summary>
    public Visibility? LaterVisibility { get; set; }

    /// <summary>When the newest message entered: what the inbox is ordered by (S53).</summary>
    public DateTimeOffset LastEnteredAt { get; set; }
}
