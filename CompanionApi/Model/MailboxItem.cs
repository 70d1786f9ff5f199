namespace CompanionApi.Model;

/// <summary>What became of a mailbox's item.</summary>
public enum ItemState
{
    /// <summary>Its message is here, attachments too.</summary>
    Complete = 0,

    /// <summary>Its message is here; the attachments come by a queue of their own.</summary>
    AttachmentsPending = 1,

    /// <summary>Its message is here; its attachments are larger than the limit and stay in the mailbox.</summary>
    WithoutAttachments = 2,

    /// <summary>Not captured before it is sent (S51).</summary>
    Draft = 10,

    /// <summary>Received before the date that the rep chose (R61).</summary>
    Older = 11,

    /// <summary>Its people stand on a never-capture list (R70).</summary>
    NeverCapture = 12,

    /// <summary>The rep deleted it here (S54).</summary>
    DeletedHere = 13,

    /// <summary>A gap: it could not be stored, as <see cref="MailboxItem.Reason"/> says (R69).</summary>
    Failed = 20,
}

/// <summary>
/// An item of a mailbox (S51). One message can be several; one that is not captured has no message, and its state says
/// why. Of an account that syncs, every item in scope has a row.
/// </summary>
public sealed class MailboxItem : Row
{
    public long OwnerId { get; set; }

    public long? MessageId { get; set; }

    /// <summary>The mailbox's address, as the pane told it or as it was connected.</summary>
    public required string Mailbox { get; set; }

    /// <summary>The immutable id where sync found it; what Outlook shows where the pane did.</summary>
    public required string ItemId { get; set; }

    /// <summary>Null: known by the pane alone.</summary>
    public long? MailAccountId { get; set; }

    public long? FolderId { get; set; }

    /// <summary>The provider's version of the item: unchanged, nothing is read anew.</summary>
    public string? ChangeKey { get; set; }

    public bool IsRead { get; set; }

    public DateTimeOffset? ReceivedAt { get; set; }

    public ItemState State { get; set; }

    /// <summary>A code of what stood in the way.</summary>
    public string? Reason { get; set; }

    /// <summary>Of a gap, so that the rep knows which mail it is.</summary>
    public string? Subject { get; set; }

    /// <summary>Of a gap none: the rep asked for it by hand, and it was not tried since.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? TryAt { get; set; }

    /// <summary>The last full round of its folder that showed it.</summary>
    public int SeenRound { get; set; }

    /// <summary>The provider's id of the folder that we archived it from, so that it finds back (R64); null: we did not.</summary>
    public string? ArchivedFrom { get; set; }

    /// <summary>Of what is deleted here: the hash of the mail that it was (S54), by which it is known if captured again.</summary>
    public byte[]? IdentityHash { get; set; }

    /// <summary>No longer in the mailbox (S54); the message stays.</summary>
    public DateTimeOffset? GoneAt { get; set; }
}
