namespace CompanionApi.Model;

public enum Visibility
{
    Private = 0,
    Shared = 1,
}

/// <summary>The rule that placed a message in its conversation (R66).</summary>
public enum PlacedBy
{
    /// <summary>It began the conversation.</summary>
    First = 0,
    ReplyHeaders = 1,
    Provider = 2,
    Subject = 3,

    /// <summary>It was sent to another record's address, so it began one of its own (S35).</summary>
    RecordAddress = 4,
    Hand = 5,
}

/// <summary>
/// One owner's copy of a mail. Identity within the owner: Message-ID, From and variant (S50). What only its owner may
/// know (Bcc, trail, source, conversation) never leaves through another's view (S4).
/// </summary>
public sealed class Message : PublicRow
{
    public long OwnerId { get; set; }

    public long ConversationId { get; set; }

    public PlacedBy PlacedBy { get; set; }

    /// <summary>Normalised; made from headers and body where the mail had none.</summary>
    public required string InternetMessageId { get; set; }

    /// <summary>The mailbox's own id of the conversation, where a mailbox told it.</summary>
    public string? ProviderConversationId { get; set; }

    public required string FromAddress { get; set; }

    /// <summary>0, or a number for a different mail under a reused Message-ID (S50).</summary>
    public int Variant { get; set; }

    public required string FromName { get; set; }

    public required string Subject { get; set; }

    /// <summary>What the subject rule compares; null where the subject says nothing about belonging together.</summary>
    public string? NormalizedSubject { get; set; }

    /// <summary>What the mail says of its own date; when it came in, where it says nothing credible.</summary>
    public DateTimeOffset SentAt { get; set; }

    public DateTimeOffset EnteredAt { get; set; }

    /// <summary>A machine sent it: a list, a bounce, an automatic answer (R31).</summary>
    public bool IsAutomatic { get; set; }

    /// <summary>Written by its owner.</summary>
    public bool IsSent { get; set; }

    /// <summary>Set while all that is here of the mail was read out of a forward of its owner's (S37).</summary>
    public SenderReadFrom? SenderReadFrom { get; set; }

    public Visibility Visibility { get; set; }

    public bool IsRead { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    public required string Snippet { get; set; }

    public bool HasAttachments { get; set; }

    /// <summary>Sharing it shows the earlier mail that it quotes, too (S6).</summary>
    public bool QuotesEarlierMail { get; set; }

    public int SizeBytes { get; set; }

    /// <summary>Names the source in the content store; never shared between messages (S74).</summary>
    public required string ContentKey { get; set; }

    /// <summary>SHA-256 of the source: what was damaged on the disk is never shown as the mail.</summary>
    public required byte[] ContentHash { get; set; }

    public MessageBody? Body { get; set; }

    public List<Participant> Participants { get; set; } = [];

    public List<MessagePart> Parts { get; set; } = [];

    public bool IsShared => Visibility == Visibility.Shared;

    /// <summary>Its conversation and the rule, as the trail keeps them.</summary>
    public string Place => PlaceOf(ConversationId, PlacedBy);

    public static string PlaceOf(long conversationId, PlacedBy by) => $"{conversationId}/{by}";

    public static (long ConversationId, PlacedBy By) PlaceOf(string written)
    {
        var slash = written.IndexOf('/');
        return (long.Parse(written[..slash]), Enum.Parse<PlacedBy>(written[(slash + 1)..]));
    }
}

/// <summary>The readable text, apart from the row that lists go through. Its id is the message's.</summary>
public sealed class MessageBody : Row
{
    public string? Text { get; set; }

    public string? Html { get; set; }
}

public enum ParticipantRole
{
    From = 0,
    To = 1,
    Cc = 2,
    Bcc = 3,
    ReplyTo = 4,
}

public sealed class Participant : Row
{
    public long MessageId { get; set; }

    public ParticipantRole Role { get; set; }

    public int Position { get; set; }

    public required string Name { get; set; }

    /// <summary>Normalised for matching.</summary>
    public required string Address { get; set; }
}

/// <summary>
/// A source that no message names any more. It stays for a day, so that a backup whose database names it still finds it
/// (S74).
/// </summary>
public sealed class UnnamedContent
{
    public required string Key { get; set; }

    public DateTimeOffset Since { get; set; }
}

/// <summary>Keeps a deleted mail from coming back (S54): a hash, nothing of the mail.</summary>
public sealed class Tombstone : Row
{
    public long OwnerId { get; set; }

    public required byte[] IdentityHash { get; set; }

    public DateTimeOffset At { get; set; }
}
