namespace CompanionApi.Protocols.Mime;

/// <summary>How much of one mail is looked at. What lies beyond is left out of the result, never refused, and named
/// in <see cref="ParsedMail.Defects"/>; the source still holds it.</summary>
public sealed record MailLimits
{
    public static readonly MailLimits Default = new();

    /// <summary>Bytes of one header block that are kept as fields.</summary>
    public int MaxHeaderBytes { get; init; } = 1 << 20;

    /// <summary>Fields kept of one header block; further From fields are still counted.</summary>
    public int MaxHeaders { get; init; } = 2_000;

    /// <summary>Multiparts inside multiparts; a deeper one stays an undivided part.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Parts, multiparts counted; the last one swallows the rest.</summary>
    public int MaxParts { get; init; } = 2_000;

    /// <summary>Addresses taken from all fields of one name.</summary>
    public int MaxAddresses { get; init; } = 5_000;

    /// <summary>Ids taken from References and from In-Reply-To; of more, the first and the newest are kept.</summary>
    public int MaxReferences { get; init; } = 500;

    /// <summary>Encoded bytes read of one body part.</summary>
    public int MaxBodyBytes { get; init; } = 16 << 20;
}
