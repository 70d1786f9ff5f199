namespace CompanionApi.Protocols.MailAuth;

/// <summary>The results of RFC 8601 section 2.7.1; "none" is an empty list of signatures.</summary>
public enum DkimResult
{
    /// <summary>The signature holds: the domain vouches for what it signed.</summary>
    Pass,

    /// <summary>The message is not the one that was signed.</summary>
    Fail,

    /// <summary>The field names no signer that could be asked.</summary>
    Neutral,

    /// <summary>We do not accept it, however it was made: rsa-sha1, a short key, too many signatures.</summary>
    Policy,

    /// <summary>DNS did not answer: ask again later.</summary>
    TempError,

    /// <summary>It can never be verified: broken, expired, its key missing or revoked.</summary>
    PermError,
}

/// <summary>One DKIM-Signature field and what became of it.</summary>
/// <remarks>
/// Pass says only that <see cref="Domain"/> signed the fields of <see cref="SignedHeaders"/> and as much of the body as
/// it says. Whether that is enough, whether From is there once and aligned, is for the caller to decide.
/// </remarks>
public sealed record DkimSignatureResult
{
    public required DkimResult Result { get; init; }

    /// <summary>Why it is not a pass, for a log; empty for a pass.</summary>
    public required string Reason { get; init; }

    /// <summary>d=, in lower case and A-labels; empty where the field names none.</summary>
    public string Domain { get; init; } = "";

    /// <summary>s=.</summary>
    public string Selector { get; init; } = "";

    /// <summary>i=, the agent or user that signed; "@" and the domain where the field has none.</summary>
    public string Identity { get; init; } = "";

    /// <summary>h=: names in the order signed, as often as signed, in lower case.</summary>
    public IReadOnlyList<string> SignedHeaders { get; init; } = [];

    /// <summary>
    /// Fields of which a letter has one, such as Subject, that the signature covers but that stand in the message more
    /// often than it covers: somebody added them later, and a reader may see those instead.
    /// </summary>
    public IReadOnlyList<string> FieldsAddedLater { get; init; } = [];

    /// <summary>l=: how many bytes of the canonical body are signed; null for all.</summary>
    public long? BodyLength { get; init; }

    /// <summary>Whether nothing of the body stands outside of the signature.</summary>
    public bool CoversWholeBody { get; init; }

    /// <summary>t=.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>x=.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>a=, such as "rsa-sha256".</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>Bits of the public key; null where none was read.</summary>
    public int? KeyBits { get; init; }

    /// <summary>The key says t=y: mail is to be treated as if it were unsigned (RFC 6376 section 3.6.1).</summary>
    public bool IsKeyInTest { get; init; }
}

/// <summary>How much of a message is looked at.</summary>
public sealed record DkimLimits
{
    /// <summary>Signatures checked, from the top; those below are <see cref="DkimResult.Policy"/>.</summary>
    public int Signatures { get; init; } = 8;

    /// <summary>Bytes of the header; no signature of a message with more is checked.</summary>
    public int HeaderBytes { get; init; } = 1 << 20;

    /// <summary>Fields of the header; no signature of a message with more is checked.</summary>
    public int HeaderFields { get; init; } = 5000;

    /// <summary>Key records tried where a selector has several.</summary>
    public int KeyRecords { get; init; } = 3;

    /// <summary>How far the signer's clock may be ahead of ours, or behind at expiry.</summary>
    public TimeSpan ClockDrift { get; init; } = TimeSpan.FromMinutes(5);
}
