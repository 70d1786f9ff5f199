namespace CompanionApi.Protocols.Mime;

/// <summary>Something in a mail that breaks the standards or a limit; the parser went on with its best reading.
/// <c>Where</c> is a field name, "part 3" (its <see cref="MailPart.Number"/>), "entity 3" (the third header block) or
/// "message".</summary>
public sealed record MailDefect(MailDefectKind Kind, string Where);

public enum MailDefectKind
{
    /// <summary>A line in the header that is no field and no continuation.</summary>
    MalformedHeaderLine,
    /// <summary>The header ran into the body without an empty line.</summary>
    MissingHeaderEnd,
    /// <summary>A field that may stand once stands more often; the first counts.</summary>
    DuplicateHeader,
    SeveralFromHeaders,
    MissingFrom,
    TooManyHeaders,
    HeaderTooLarge,
    /// <summary>8-bit bytes in a header that are not UTF-8 (RFC 6532); the charset was guessed.</summary>
    UnlabelledHeaderBytes,
    MalformedEncodedWord,
    MalformedParameter,
    UnknownCharset,
    /// <summary>The bytes are not what the label says.</summary>
    WrongCharset,
    MalformedAddress,
    TooManyAddresses,
    TooManyReferences,
    MissingDate,
    MalformedDate,
    MissingMessageId,
    MalformedMessageId,
    MalformedContentType,
    UnknownTransferEncoding,
    /// <summary>A multipart under base64 or quoted-printable (RFC 2045 section 6.4 forbids it).</summary>
    EncodedMultipart,
    MissingBoundary,
    /// <summary>A multipart whose boundary never appears; its content was taken as one part.</summary>
    MultipartWithoutParts,
    /// <summary>A multipart with no closing delimiter.</summary>
    UnterminatedMultipart,
    PartAfterClosingBoundary,
    TooDeep,
    TooManyParts,
    BrokenBase64,
    BrokenQuotedPrintable,
    BodyTooLarge,
    /// <summary>A carriage return that is no part of a line end, inside a header.</summary>
    BareCarriageReturn,
}
