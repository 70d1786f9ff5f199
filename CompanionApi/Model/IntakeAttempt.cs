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

/// <summary>
/// An attempt to hand over a mail (R28): every one stands in the log, accepted or refused; refused ones that repeat
/// themselves stand in one line.
/// </summary>
public sealed class IntakeAttempt : PublicRow
{
    /// <summary>Whose mail it is, or claims to be where <see cref="IsProven"/> is false.</summary>
    public long? UserId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>How many attempts this line stands for: repeats of one mail, or the rest of a flood (R31).</summary>
    public int Times { get; set; } = 1;

    /// <summary>When the last of them came.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>The same for each coming of one mail: a hash of its Message-ID and From; no mail was read: null.</summary>
    public byte[]? MailHash { get; set; }

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

    /// <summary>What proved the sender: "dkim contoso.example", "spf contoso.example" (S30).</summary>
    public string? Proof { get; set; }

    /// <summary>Only of proven mail (S31), and its owner's alone.</summary>
    public string? Subject { get; set; }

    /// <summary>What the reason speaks of, such as the entry of a never-capture list; for the rep alone.</summary>
    public string? Detail { get; set; }

    public long? MessageId { get; set; }
}

/// <summary>Codes of why an attempt came to what it came to; the sentences are the page's.</summary>
public static class IntakeReasons
{
    public const string Stored = "stored";
    public const string KnownAlready = "known_already";
    public const string DeletedHere = "deleted_here";

    /// <summary>Taken private and unlinked: an old signature is its only proof (S30).</summary>
    public const string Doubtful = "doubtful";

    public const string NeverCapture = "never_capture";
    public const string NeverCaptureCompany = "never_capture_company";
    public const string TooLarge = "too_large";
    public const string TooManyForwarded = "too_many_forwarded";
    public const string NotReceived = "not_received";

    /// <summary>Trouble of our storage just then.</summary>
    public const string OurTrouble = "our_trouble";

    /// <summary>More mail was being received than there is room for.</summary>
    public const string TooMuchAtOnce = "too_much_at_once";

    /// <summary>Refused at RCPT: it never was an address of ours, or is one no longer.</summary>
    public const string NoSuchAddress = "no_such_address";

    public const string NotOneFrom = "not_one_from";
    public const string DnsTrouble = "dns_trouble";
    public const string Unproven = "unproven";
    public const string UnprovenDkimRequired = "unproven_dkim_required";
    public const string UnknownSender = "unknown_sender";
    public const string Loop = "loop";
    public const string TooMany = "too_many";
}
