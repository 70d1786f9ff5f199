using System.Net.Mail;
using System.Text;

namespace Demo.Microsoft365;

/// <summary>A letter in words, to be written as MIME. Addresses may carry a name: <c>Yuki Yamada &lt;yuki@…&gt;</c>.</summary>
public sealed record Letter
{
    public required string From { get; init; }
    public IReadOnlyList<string> To { get; init; } = [];
    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>Written into the message: a sender's copy has it, and the mail flow takes it out.</summary>
    public IReadOnlyList<string> Bcc { get; init; } = [];

    public string Subject { get; init; } = "";
    public string? Text { get; init; }
    public string? Html { get; init; }
    public DateTimeOffset? Date { get; init; }
    public string? MessageId { get; init; }
    public string? InReplyTo { get; init; }
    public IReadOnlyList<string> References { get; init; } = [];
    public IReadOnlyList<LetterAttachment> Attachments { get; init; } = [];

    /// <exception cref="FormatException">Names the address that is none.</exception>
    public byte[] ToMime()
    {
        var domain = MailAddresses.DomainOf(Parse(From).Address);
        var mime = new StringBuilder();
        Field(mime, "From", AddressField([From]));
        Field(mime, "To", AddressField(To));
        Field(mime, "Cc", AddressField(Cc));
        Field(mime, "Bcc", AddressField(Bcc));
        Field(mime, "Subject", EncodedText.Field(Subject));
        Field(mime, "Date", Submission.Date(Date ?? DateTimeOffset.UtcNow));
        Field(mime, "Message-ID", MessageId ?? $"<{Guid.NewGuid():N}@{domain}>");
        Field(mime, "In-Reply-To", InReplyTo ?? "");
        Field(mime, "References", References.Count > 0 ? string.Join("\r\n ", References) : InReplyTo ?? "");
        Field(mime, "MIME-Version", "1.0");
        WriteContent(mime);
        return Encoding.ASCII.GetBytes(mime.ToString());
    }

    public static MailAddress Parse(string address) =>
        MailAddress.TryCreate(address, out var parsed) ? parsed : throw new FormatException($"'{address}' is no mail address");

    private void WriteContent(StringBuilder mime)
    {
        if (Attachments.Count == 0)
        {
            WriteBody(mime);
            return;
        }

        var boundary = StartMultipart(mime, "mixed");
        mime.Append($"--{boundary}\r\n");
        WriteBody(mime);
        foreach (var attachment in Attachments)
        {
            mime.Append($"--{boundary}\r\n");
            var name = EncodedText.Parameter("name", attachment.Name);
            WritePart(mime, $"{attachment.ContentType}; {name}", attachment.Content,
                $"Content-Disposition: attachment; {EncodedText.Parameter("filename", attachment.Name)}\r\n");
        }

        mime.Append($"--{boundary}--\r\n");
    }

    private void WriteBody(StringBuilder mime)
    {
        if (Html is null || Text is null)
        {
            var (type, body) = Html is null ? ("text/plain", Text ?? "") : ("text/html", Html);
            WritePart(mime, $"{type}; charset=utf-8", Encoding.UTF8.GetBytes(body));
            return;
        }

        var boundary = StartMultipart(mime, "alternative");
        mime.Append($"--{boundary}\r\n");
        WritePart(mime, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(Text));
        mime.Append($"--{boundary}\r\n");
        WritePart(mime, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Html));
        mime.Append($"--{boundary}--\r\n");
    }

    private static string StartMultipart(StringBuilder mime, string kind)
    {
        var boundary = $"{kind}-{Guid.NewGuid():N}";
        Field(mime, "Content-Type", $"multipart/{kind};\r\n boundary=\"{boundary}\"");
        mime.Append("\r\n");
        return boundary;
    }

    private static void WritePart(StringBuilder mime, string contentType, byte[] content, string moreFields = "")
    {
        Field(mime, "Content-Type", contentType);
        Field(mime, "Content-Transfer-Encoding", "base64");
        mime.Append(moreFields).Append("\r\n");
        mime.Append(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\r\n"));
        mime.Append("\r\n");
    }

    private static void Field(StringBuilder mime, string name, string value)
    {
        if (value.Length > 0)
        {
            mime.Append($"{name}: {value}\r\n");
        }
    }

    private static string AddressField(IReadOnlyList<string> addresses) =>
        string.Join(",\r\n ", addresses.Select(Parse).Select(address => address.DisplayName.Length == 0
            ? address.Address
            : $"{EncodedText.Phrase(address.DisplayName)} <{address.Address}>"));
}

public sealed record LetterAttachment(string Name, string ContentType, byte[] Content);
