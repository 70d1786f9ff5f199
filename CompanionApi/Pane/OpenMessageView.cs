using System.Text.Json.Serialization;
using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Messages;
using CompanionApi.Model;

namespace CompanionApi.Pane;

/// <summary>The answer to <c>GET /api/open-message</c>; it repeats the keys it was asked for (R86).</summary>
public sealed record OpenMessageView
{
    public required string ItemId { get; init; }

    public required string InternetMessageId { get; init; }

    public bool Captured { get; init; }

    /// <summary>Set when the mailbox is a colleague's: then nothing else is.</summary>
    public UserRef? MailboxOwner { get; init; }

    public OwnMessage? Message { get; init; }

    public IReadOnlyList<ParticipantView> Participants { get; init; } = [];

    public IReadOnlyList<RecordCard> Persons { get; init; } = [];

    public IReadOnlyList<LinkView> Links { get; init; } = [];

    public IReadOnlyList<LinkView> Suggestions { get; init; } = [];

    public MessageAudience? Audience { get; init; }

    /// <summary>The conversation of a captured mail; why it is there says the message.</summary>
    public OpenConversation? Conversation { get; init; }

    public IReadOnlyList<CopyView> Copies { get; init; } = [];

    public bool DeletedHere { get; init; }

    /// <summary>The entry that keeps this mail out, where it is not here already (R70).</summary>
    public NeverCaptured? NeverCaptured { get; init; }

    public static OpenMessageView Of(string? itemId, string? internetMessageId) =>
        new() { ItemId = itemId ?? "", InternetMessageId = internetMessageId ?? "" };
}

/// <summary>One address of the mail; <c>IsInternal</c>: the company's own, no card and no "create".</summary>
public sealed record ParticipantView(
    ParticipantRole Role, string Name, string Address, bool IsInternal, RecordCard? Person, Why? Why)
{
    /// <summary>Of an address that is nobody's yet: whose colleague it may be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Colleague? Colleague { get; init; }
}

/// <summary>How many messages it has, and what it looks to be part of.</summary>
public sealed record OpenConversation(Guid Id, int Messages, IReadOnlyList<JoinOfferView> Offers);

public sealed record CopyView(Guid MessageId, UserRef Owner, RecordRef Through);
