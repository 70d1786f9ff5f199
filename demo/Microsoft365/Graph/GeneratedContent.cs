using System.Buffers;
using System.Text.Json;
using CompanionApi.Protocols.Mime;
using Demo.Microsoft365.Generated;

namespace Demo.Microsoft365.Graph;

/// <summary>A generated message: its body's JSON lies ready but for one line, so that a page of many costs little.</summary>
internal sealed class GeneratedContent(GeneratedMessage message) : IMessageContent
{
    public string? DerivedType => message.IsInvitation ? "eventMessageRequest" : null;

    public string? Subject => message.Subject;

    public MailAddress? From { get; } = message.From;

    public MailAddress? Sender => From;

    public IReadOnlyList<MailAddress> To => message.To;

    public IReadOnlyList<MailAddress> Cc => message.Cc;

    public IReadOnlyList<MailAddress> Bcc => [];

    public IReadOnlyList<MailAddress> ReplyTo => [];

    public DateTimeOffset? SentAt => message.SentAt;

    public string Preview => message.Body.Preview;

    public bool HasAttachments => message.HasFile;

    public string Importance => "normal";

    public bool IsMachine => message.IsMachine;

    public bool WantsReadReceipt => false;

    public IEnumerable<(string Name, string Value)> Headers =>
        message.Header().Select(line => (line.Name, line.Value.Replace("\r\n ", " ")));

    public IReadOnlyList<MessageAttachment> Attachments =>
    [
        .. message.HasInlineImage
            ? [new MessageAttachment(1, "logo.png", "image/png", true, GeneratedAttachment.ImageId, false, () => GeneratedAttachment.Image)]
            : Array.Empty<MessageAttachment>(),
        .. message.HasFile
            ? [new MessageAttachment(2, GeneratedAttachment.NameOf(message.Mail, message.Number), GeneratedAttachment.PdfType, false, null, false, message.File)]
            : Array.Empty<MessageAttachment>(),
    ];

    public void WriteBody(Utf8JsonWriter json, bool asText)
    {
        var body = asText ? message.Body.Text : message.Body.Html;
        var line = message.OwnLine(html: !asText);
        var (head, tail) = (body.JsonHead, body.JsonTail);
        var length = head.Length + line.Length + tail.Length + 4;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        bytes[0] = (byte)'"';
        head.CopyTo(bytes, 1);
        line.AsSpan(..^2).CopyTo(bytes.AsSpan(1 + head.Length));
        "\\r\\n"u8.CopyTo(bytes.AsSpan(head.Length + line.Length - 1));
        tail.CopyTo(bytes, head.Length + line.Length + 3);
        bytes[length - 1] = (byte)'"';
        json.WriteRawValue(bytes.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public void WriteUniqueBody(Utf8JsonWriter json, bool asText) => WriteBody(json, asText);
}
