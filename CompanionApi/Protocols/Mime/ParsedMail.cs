namespace CompanionApi.Protocols.Mime;

/// <summary>What one mail says, decoded. See <see cref="MailParser.Parse"/>.</summary>
public sealed class ParsedMail
{
    private string? textOfHtml;

    /// <summary>In the form of <see cref="MessageIds.Normalize"/>; null when missing or empty. Give such a mail
    /// <see cref="MessageIds.Make(ParsedMail)"/>.</summary>
    public required string? MessageId { get; init; }

    /// <summary>Normalised ids in the order they stand.</summary>
    public required IReadOnlyList<string> InReplyTo { get; init; }
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>Decoded and unfolded; "" when missing.</summary>
    public required string Subject { get; init; }

    /// <summary>The mailboxes of all From fields; see <see cref="FromHeaderCount"/>.</summary>
    public required IReadOnlyList<MailAddress> From { get; init; }
    public required IReadOnlyList<MailAddress> To { get; init; }
    public required IReadOnlyList<MailAddress> Cc { get; init; }
    public required IReadOnlyList<MailAddress> Bcc { get; init; }
    public required IReadOnlyList<MailAddress> ReplyTo { get; init; }
    public required MailAddress? Sender { get; init; }

    /// <summary>How many From fields stood in the header. More than one is an attack: one is proven, another shown.
    /// </summary>
    public required int FromHeaderCount { get; init; }

    public required DateTimeOffset? Date { get; init; }

    /// <summary>The plain-text body, line ends "\n", format=flowed undone, several text parts joined; null when the
    /// mail has none (<see cref="ReadableText"/> then makes it from the HTML).</summary>
    public required string? Text { get; init; }

    /// <summary>The HTML body as the sender wrote it: not sanitised.</summary>
    public required string? Html { get; init; }

    /// <summary>The parts that make up <see cref="Text"/> and <see cref="Html"/>.</summary>
    public required IReadOnlyList<MailPart> TextParts { get; init; }
    public required IReadOnlyList<MailPart> HtmlParts { get; init; }

    /// <summary>All leaf parts that are not body; inline images (with their ContentId) and attached mails too.</summary>
    public required IReadOnlyList<MailPart> Attachments { get; init; }

    /// <summary>All leaf parts, in the order they stand.</summary>
    public required IReadOnlyList<MailPart> Parts { get; init; }

    public required HeaderList Headers { get; init; }

    /// <summary>What was wrong and read as well as could be.</summary>
    public required IReadOnlyList<MailDefect> Defects { get; init; }

    /// <summary>A machine sent it, or a list passed it on: never answer it.</summary>
    public bool IsAutomatic => AutomaticReason is not null;

    /// <summary>Why <see cref="IsAutomatic"/> holds, such as "Auto-Submitted: auto-replied"; else null.</summary>
    public required string? AutomaticReason { get; init; }

    /// <summary>The body as text, from the HTML where the plain one is missing or empty; "" for a mail without a body.
    /// </summary>
    public string ReadableText => string.IsNullOrWhiteSpace(Text) ? TextOfHtml ?? Text ?? "" : Text;

    /// <summary>The words of <see cref="Html"/>, made when first asked for; null where there is none.</summary>
    public string? TextOfHtml => Html is null ? null : textOfHtml ??= HtmlText.From(Html);
}
