namespace CompanionApi.Protocols.Mime;

/// <summary>A leaf of the mail: a body part or an attachment. It points into the source and holds no bytes.</summary>
public sealed class MailPart
{
    internal MailPart(
        int number, MimeEntity entity, string encoding, string? fileName, string? charset, string? disposition)
    {
        Number = number;
        ContentType = entity.Type;
        Charset = charset;
        FileName = fileName;
        Disposition = disposition;
        ContentId = MessageIds.Normalize(entity.Headers.First("Content-ID")?.Text);
        TransferEncoding = encoding;
        Start = entity.Start;
        Offset = entity.BodyStart;
        Length = entity.BodyEnd - entity.BodyStart;
        Depth = entity.Depth;
        Headers = entity.Headers;
        Entity = entity;
    }

    /// <summary>1 for the first leaf of the mail, and so on in the order they stand.</summary>
    public int Number { get; }

    /// <summary>type/subtype in lower case; the default (RFC 2045 section 5.2, RFC 2046 section 5.1.5) where none
    /// stands.</summary>
    public string ContentType { get; }

    /// <summary>The label as written, null when none is.</summary>
    public string? Charset { get; }

    /// <summary>Decoded, without control characters; otherwise as the sender wrote it, path and all.</summary>
    public string? FileName { get; }

    /// <summary>Without angle brackets, as a cid: link has it.</summary>
    public string? ContentId { get; }

    /// <summary>"inline", "attachment" or another word of the sender; null without the field.</summary>
    public string? Disposition { get; }

    /// <summary>Meant to be seen inside the body rather than in a list.</summary>
    public bool IsInline => Disposition == "inline" || (Disposition is null && ContentId is not null);

    /// <summary>A mail inside this one; parse what <see cref="Decode"/> gives.</summary>
    public bool IsMessage => ContentType is "message/rfc822" or "message/global";

    /// <summary>As <see cref="TransferEncodings.Normalize"/> writes it; 8bit for plain words labelled base64.</summary>
    public string TransferEncoding { get; }

    /// <summary>Its bytes in the source are not those it stands for.</summary>
    public bool IsEncoded => TransferEncoding is "base64" or "quoted-printable" or "x-uuencode";

    /// <summary>Where its own fields begin in the source, its name among them; its body ends what they begin.</summary>
    public int Start { get; }

    /// <summary>Where the ENCODED body begins in the source, and how many bytes it has.</summary>
    public int Offset { get; }
    public int Length { get; }

    /// <summary>0 for the mail itself, 1 for the parts of its multipart, and so on.</summary>
    public int Depth { get; }

    public HeaderList Headers { get; }

    internal MimeEntity Entity { get; }

    public byte[] Decode(ReadOnlySpan<byte> source) => TransferEncodings.Decode(TransferEncoding, Encoded(source));

    /// <summary>How many bytes <see cref="Decode"/> gives, without making them.</summary>
    public int DecodedLength(ReadOnlySpan<byte> source) => TransferEncodings.DecodedLength(TransferEncoding, Encoded(source));

    /// <summary>Decodes without holding the whole in memory.</summary>
    public void WriteTo(ReadOnlySpan<byte> source, Stream target) =>
        TransferEncodings.WriteTo(TransferEncoding, Encoded(source), target);

    /// <summary>A text part in characters, by its charset label or without one; its lines as they stand.</summary>
    public string DecodeText(ReadOnlySpan<byte> source) => Charsets.Decode(Decode(source), Charset, null, "");

    internal ReadOnlySpan<byte> Encoded(ReadOnlySpan<byte> source) => source.Slice(Offset, Length);
}
