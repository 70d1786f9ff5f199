using System.Net;
using System.Text.Json;
using CompanionApi.Protocols.Mime;

namespace Demo.Microsoft365.Graph;

/// <summary>A kept message, read from its source.</summary>
internal sealed class StoredContent : IMessageContent
{
    private const int PreviewLength = 255;
    private readonly byte[] source;
    private readonly ParsedMail mail;

    public StoredContent(byte[] source)
    {
        this.source = source;
        mail = MailParser.Parse(source);
        Attachments = [.. mail.Attachments.Where(part => !IsOfTheMessage(part)).Select(AttachmentOf)];
        var text = mail.ReadableText.Trim().ReplaceLineEndings("\r\n");
        Preview = text.Length <= PreviewLength ? text : text[..CutAt(text, PreviewLength)];
    }

    public string? DerivedType => mail.Parts.FirstOrDefault(part => part.ContentType == "text/calendar") is not { } calendar ? null
        : MethodOf(calendar) switch
        {
            "REQUEST" => "eventMessageRequest",
            "REPLY" => "eventMessageResponse",
            "CANCEL" => "eventMessage",
            _ => null,
        };

    public string? Subject => mail.Subject.Length > 0 ? mail.Subject : null;

    public MailAddress? From => mail.From.Count > 0 ? mail.From[0] : null;

    public MailAddress? Sender => mail.Sender ?? From;

    public IReadOnlyList<MailAddress> To => mail.To;

    public IReadOnlyList<MailAddress> Cc => mail.Cc;

    public IReadOnlyList<MailAddress> Bcc => mail.Bcc;

    public IReadOnlyList<MailAddress> ReplyTo => mail.ReplyTo;

    public DateTimeOffset? SentAt => mail.Date;

    public string Preview { get; }

    public bool HasAttachments => Attachments.Any(file => !file.IsInline);

    public string Importance => mail.Headers.First("Importance")?.Text.Trim().ToLowerInvariant() switch
    {
        "high" => "high",
        "low" => "low",
        _ => mail.Headers.First("X-Priority")?.Text.Trim().FirstOrDefault() switch
        {
            '1' or '2' => "high",
            '4' or '5' => "low",
            _ => "normal",
        },
    };

    public bool IsMachine => mail.IsAutomatic;

    public bool WantsReadReceipt => mail.Headers.First("Disposition-Notification-To") is not null;

    public IEnumerable<(string Name, string Value)> Headers =>
        mail.Headers.Select(line => (line.Name, line.Text.Trim()));

    public IReadOnlyList<MessageAttachment> Attachments { get; }

    public void WriteBody(Utf8JsonWriter json, bool asText) =>
        json.WriteStringValue(asText ? mail.ReadableText : mail.Html ?? AsHtml(mail.Text ?? ""));

    public void WriteUniqueBody(Utf8JsonWriter json, bool asText)
    {
        var text = mail.ReadableText;
        var quoteStart = ReplyQuoting.QuoteStart(text);
        var own = quoteStart >= 0 && quoteStart < text.Length ? text[..quoteStart].TrimEnd() : text;
        json.WriteStringValue(asText ? own : own.Length == text.Length && mail.Html is not null ? mail.Html : AsHtml(own));
    }

    /// <summary>Exchange shows a text as HTML to whoever does not ask for text.</summary>
    private static string AsHtml(string text) =>
        "<html><head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body>\r\n<div class=\"PlainText\">"
        + WebUtility.HtmlEncode(text.ReplaceLineEndings("\n")).Replace("\n", "<br>\r\n") + "</div>\r\n</body></html>";

    // The invitation and the report are what the message is, no files of it.
    private static bool IsOfTheMessage(MailPart part) =>
        part.ContentType is "message/delivery-status" || (part.ContentType == "text/calendar" && MethodOf(part) is not null);

    private static string? MethodOf(MailPart calendar)
    {
        var type = calendar.Headers.First("Content-Type")?.Text.ToUpperInvariant() ?? "";
        return new[] { "REQUEST", "REPLY", "CANCEL" }.FirstOrDefault(method =>
            type.Contains($"METHOD={method}", StringComparison.Ordinal) || type.Contains($"METHOD=\"{method}\"", StringComparison.Ordinal));
    }

    private MessageAttachment AttachmentOf(MailPart part) => new(
        part.Number,
        part.FileName ?? (part.IsMessage ? MailParser.Parse(part.Decode(source)).Subject : $"ATT{part.Number:00000}"),
        part.ContentType,
        part.IsInline,
        part.ContentId,
        part.IsMessage,
        () => part.Decode(source));

    private static int CutAt(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
