namespace CompanionApi.Model;

public enum IntakeOutcome
{
    /// <summary>A new message.</summary>
    Stored = 1,

    /// <summary>A message that was here already (S50).</summary>
    Merged = 2,

    /// <summary>Refused for good; the reason says why.</summary>
    Refused = 3,

    /// <summary>Trouble of ours or of DNS: the sender's server comes again.</summary>
    TryAgain = 4,
}

/// <summary>One attempt to hand over a mail (R28): written for every one, accepted or refused.</summary>
public sealed class IntakeAttempt : PublicRow
{
    /// <summary>Whose mail it is, or claims to be where <see cref="IsProven"/> is false.</summary>
    public long? UserId { get; set; }

    public DateTimeOffset At { get; set; }

    public IntakeOutcome Outcome { get; set; }

    /// <summary>A code; the page has the sentence.</summary>
    public required string Reason { get; set; }

    public Door Door { get; set; }

    /// <summary>company, deal, lead: the kind of address, tokens are not kept (S11).</summary>
    public required string AddressKind { get; set; }

    public required string MailFrom { get; set; }

    public required string FromAddress { get; set; }

    public required string ClientAddress { get; set; }

    public int SizeBytes { get; set; }

    public bool IsProven { get; set; }

    /// <summary>Only of proven mail (S31), and its owner's alone.</summary>
    public string? Subject { get; set; }

    public long? MessageId { get; set; }
}
