namespace CompanionApi.Model;

/// <summary>Something the owner should know of a message: a code and its parameters as JSON (S79).</summary>
public sealed class Notice : Row
{
    public long MessageId { get; set; }

    public required string Code { get; set; }

    public string? Parameters { get; set; }

    /// <summary>The owner put it away or answered it; a repeat of the mail does not bring it back (S7).</summary>
    public DateTimeOffset? DismissedAt { get; set; }
}
