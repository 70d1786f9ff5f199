using System.Text.Json;
using CompanionApi.Protocols.Mime;
using Demo.Outlook;

namespace Demo.Microsoft365.Graph;

/// <summary>A message being written: read from JSON or from a draft's source, changed by JSON, and written as MIME.</summary>
internal sealed record DraftContent
{
    private static readonly string[] Recipients = ["toRecipients", "ccRecipients", "bccRecipients", "replyTo"];

    public MailAddress? From { get; init; }
    public IReadOnlyList<MailAddress> To { get; init; } = [];
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];
    public IReadOnlyList<MailAddress> Bcc { get; init; } = [];
    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];
    public string Subject { get; init; } = "";
    public string? Html { get; init; }
    public string Text { get; init; } = "";
    public string? MessageId { get; init; }
    public string? Importance { get; init; }
    public IReadOnlyList<DraftFile> Files { get; init; } = [];

    /// <summary>Fields that are kept as they are: the thread's, and an app's own x- ones.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> OtherFields { get; init; } = [];

    /// <summary>Properties of a message that can be set on a draft alone (Graph: message-update).</summary>
    public static bool IsDraftOnly(string property) => Recipients.Contains(property, StringComparer.OrdinalIgnoreCase)
        || property.ToLowerInvariant() is "subject" or "body" or "from" or "sender" or "internetmessageid" or "internetmessageheaders"
            or "attachments" or "isdeliveryreceiptrequested" or "isreadreceiptrequested";

    public static DraftContent Read(byte[] source)
    {
        var mail = MailParser.Parse(source);
        return new DraftContent
        {
            From = mail.From.Count > 0 ? mail.From[0] : null,
            To = mail.To,
            Cc = mail.Cc,
            Bcc = mail.Bcc,
            ReplyTo = mail.ReplyTo,
            Subject = mail.Subject,
            Html = mail.Html,
            Text = mail.Text ?? "",
            MessageId = mail.MessageId is { } id ? $"<{id}>" : null,
            Importance = mail.Headers.First("Importance")?.Text.Trim().ToLowerInvariant(),
            Files = [.. mail.Attachments.Select(part => DraftFile.Of(part, source))],
            OtherFields =
            [
                .. mail.Headers
                    .Where(field => field.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)
                        || field.Name is "In-Reply-To" or "References" or "Thread-Index")
                    .Select(field => KeyValuePair.Create(field.Name, field.Text.Trim())),
            ],
        };
    }

    /// <exception cref="GraphException">400: a property is none, or has a wrong value.</exception>
    public DraftContent With(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw GraphException.BadRequest("Cannot convert the value of 'message' to the expected type 'microsoft.graph.message'.");
        }

        var draft = this;
        foreach (var property in message.EnumerateObject().Where(property => !property.Name.Contains('@')))
        {
            draft = draft.With(property.Name, property.Value);
        }

        return draft;
    }

    public byte[] ToMime(DateTimeOffset date)
    {
        var header = new List<KeyValuePair<string, string>>();
        Add("From", From is null ? "" : HeaderWords.Address(From.Name, From.Address));
        Add("To", Addresses(To));
        Add("Cc", Addresses(Cc));
        Add("Bcc", Addresses(Bcc));
        Add("Reply-To", Addresses(ReplyTo));
        Add("Subject", HeaderWords.Encode(Subject));
        Add("Date", Submission.Date(date));
        Add("Message-ID", MessageId ?? "");
        Add("Importance", Importance is null or "normal" ? "" : Importance);
        header.AddRange(OtherFields);
        var body = Html is null ? MimePart.Text(Text)
            : MimePart.Multipart("alternative", MimePart.Text(Text.Length > 0 ? Text : HtmlText.From(Html)), MimePart.Text(Html, "html"));
        if (Files.Any(file => file.IsInline))
        {
            body = MimePart.Multipart("related", [body, .. Files.Where(file => file.IsInline).Select(file => file.ToPart())]);
        }

        var attached = Files.Where(file => !file.IsInline).Select(file => file.ToPart()).ToList();
        return (attached.Count > 0 ? MimePart.Multipart("mixed", [body, .. attached]) : body).ToMail(header);

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                header.Add(new(name, value));
            }
        }
    }

    private DraftContent With(string property, JsonElement value) => property.ToLowerInvariant() switch
    {
        "subject" => this with { Subject = value.ValueKind == JsonValueKind.Null ? "" : DraftJson.String(property, value) },
        "body" => WithBody(value),
        "torecipients" => this with { To = DraftJson.People(property, value) },
        "ccrecipients" => this with { Cc = DraftJson.People(property, value) },
        "bccrecipients" => this with { Bcc = DraftJson.People(property, value) },
        "replyto" => this with { ReplyTo = DraftJson.People(property, value) },
        "from" => this with { From = DraftJson.Person(property, value) },
        "sender" => this,
        "importance" => this with { Importance = DraftJson.OneOf(property, value, "low", "normal", "high") },
        "internetmessageid" => this with { MessageId = DraftJson.String(property, value) },
        "internetmessageheaders" => this with { OtherFields = [.. OtherFields, .. DraftJson.OwnHeaders(value)] },
        "attachments" => this with { Files = [.. Files, .. DraftJson.Items(property, value).Select(DraftFile.Read)] },
        "isread" or "isdraft" or "categories" or "flag" or "inferenceclassification" => this,
        _ => throw new GraphException(400, "RequestBodyRead",
            $"The property '{property}' does not exist on type 'Microsoft.OutlookServices.Message'."),
    };

    private DraftContent WithBody(JsonElement body)
    {
        var content = GraphJson.Text(body, "content") ?? "";
        var isHtml = GraphJson.Text(body, "contentType")?.Equals("html", StringComparison.OrdinalIgnoreCase) == true;
        return isHtml ? this with { Html = content, Text = "" } : this with { Html = null, Text = content };
    }

    private static string Addresses(IEnumerable<MailAddress> people) =>
        HeaderWords.Addresses(people.Select(person => (person.Name, person.Address)));
}
