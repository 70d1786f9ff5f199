namespace CompanionApi.Model;

/// <summary>Where an attachment lies in the stored source: offset and length of its encoded bytes (S74).</summary>
public sealed class MessagePart : Row
{
    public long MessageId { get; set; }

    public int Number { get; set; }

    public required string FileName { get; set; }

    public required string ContentType { get; set; }

    public string? ContentId { get; set; }

    public bool IsInline { get; set; }

    public required string TransferEncoding { get; set; }

    public int Offset { get; set; }

    public int Length { get; set; }

    public int DecodedLength { get; set; }

    /// <summary>SHA-256 of the bytes that are read for it: its own encoded ones, or those of the mail around it.</summary>
    public required byte[] ContentHash { get; set; }

    /// <summary>
    /// Where the part lies inside an encoded mail that hangs on the source: that mail's own place and encoding. Offset
    /// and length count in what it decodes to.
    /// </summary>
    public int? WithinOffset { get; set; }

    public int? WithinLength { get; set; }

    public string? WithinEncoding { get; set; }
}
