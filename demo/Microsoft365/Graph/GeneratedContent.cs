using System.Buffers;
using System.Text.Json;
using CompanionApi.Protocols.Mime;
using Demo.Microsoft365.Generated;

namespace Demo.Microsoft365.Graph;

/// <summary>A generated message: its body's JSON lies ready but for one line, so that a page of many costs little.</summary>
internal sealed class GeneratedContent(GeneratedMessage message) : IMessageContent
{
    private static readonly byte[] LineEnd = "\\r\\n"u8.ToArray();

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
        var line = new byte[BodyTemplate.LineLength + LineEnd.Length - 2];
        message.OwnLine(html: !asText).AsSpan(..^2).CopyTo(line);
        LineEnd.CopyTo(line, BodyTemplate.LineLength - 2);
        var (head, middle, tail) = (new Piece(body.JsonHead, 0), new Piece(line, body.JsonHead.Length), new Piece(
            body.JsonTail, body.JsonHead.Length + line.Length));
        head.Join(middle);
        middle.Join(tail);
        json.WriteRawValue(new ReadOnlySequence<byte>(head, 0, tail, body.JsonTail.Length), skipInputValidation: true);
    }

    public void WriteUniqueBody(Utf8JsonWriter json, bool asText) => WriteBody(json, asText);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, long before)
        {
            Memory = bytes;
            RunningIndex = before;
        }

        public void Join(Piece next) => Next = next;
    }
}
