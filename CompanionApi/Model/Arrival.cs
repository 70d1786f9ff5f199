namespace CompanionApi.Model;

/// <summary>The way a message came.</summary>
public enum Door
{
    SmartBcc = 1,
    Dropbox = 2,
    Sync = 3,
    Pane = 4,
    Written = 5,
}

/// <summary>One coming of a message: the envelope that the header never shows (R46, S50). The owner's alone.</summary>
public sealed class Arrival : Row
{
    public long MessageId { get; set; }

    public Door Door { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>What proved the sender: "dkim contoso.example", "spf contoso.example" (S30); null from the mailbox.</summary>
    public string? Proof { get; set; }

    /// <summary>It came inside a forward: the proof is of who forwarded it, never of the message's own sender (S37).</summary>
    public bool IsForward { get; set; }

    public string? MailFrom { get; set; }

    /// <summary>Our addresses that it was sent to, one per line.</summary>
    public string? Recipients { get; set; }

    public string? ClientAddress { get; set; }

    public string? Helo { get; set; }

    public bool Tls { get; set; }
}
