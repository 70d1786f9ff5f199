using System.Collections.Concurrent;
using CompanionApi.Protocols.Mime;
using Demo.Microsoft365;

namespace Demo.Outlook;

/// <summary>Messages as the page shows them, in a list and opened.</summary>
public sealed class MessageViews
{
    private const int PreviewLength = 140;
    private const int Remembered = 5_000;
    private readonly ConcurrentDictionary<(Guid Key, int Size, DateTimeOffset At), Summary> summaries = new();

    public MessageRow Row(Mailbox mailbox, MailItem item)
    {
        var summary = SummaryOf(mailbox, item);
        return new MessageRow(
            item.Key.ToString("N"), item.Id, item.Folder, item.ConversationId, item.InternetMessageId, summary.Subject,
            summary.From, summary.To, summary.Preview, item.ReceivedAt, item.IsRead, item.IsDraft,
            summary.HasAttachments);
    }

    public OpenedMessage Message(Mailbox mailbox, MailItem item)
    {
        var source = mailbox.ReadMime(item);
        var mail = MailParser.Parse(source);
        var conversation = mailbox.Conversation(item.ConversationId).Where(other => !other.IsDraft || other.Id == item.Id);
        return new OpenedMessage(Row(mailbox, item))
        {
            Sender = Person.Of(mail.Sender),
            Cc = Person.All(mail.Cc),
            Bcc = Person.All(mail.Bcc),
            Date = mail.Date ?? item.ReceivedAt,
            ItemClass = ItemClass(mail),
            Html = ShownHtml.Of(mail, source),
            Text = mail.ReadableText,
            Attachments = [.. mail.Attachments.Select(part => AttachmentView.Of(part, source))],
            Conversation = [.. conversation.Select(other => Row(mailbox, other))],
        };
    }

    public static string NameOf(MailPart part) => part.FileName ?? part.ContentType switch
    {
        "message/rfc822" => "message.eml",
        "text/calendar" => "invite.ics",
        _ => $"part-{part.Number}",
    };

    private Summary SummaryOf(Mailbox mailbox, MailItem item)
    {
        if (summaries.Count > Remembered)
        {
            summaries.Clear();
        }

        return summaries.GetOrAdd((item.Key, item.Size, item.ReceivedAt),
            _ => Summary.Of(MailParser.Parse(mailbox.ReadMime(item)), PreviewLength));
    }

    // Exchange's word for what kind of item a message is.
    private static string ItemClass(ParsedMail mail)
    {
        if (mail.Parts.Any(part => part.ContentType == "text/calendar"))
        {
            return "IPM.Schedule.Meeting.Request";
        }

        var isReport = mail.Parts.Any(part => part.ContentType == "message/delivery-status");
        return isReport ? "REPORT.IPM.Note.NDR" : "IPM.Note";
    }

    private sealed record Summary(
        string Subject, Person? From, IReadOnlyList<Person> To, string Preview, bool HasAttachments)
    {
        public static Summary Of(ParsedMail mail, int previewLength)
        {
            var words = string.Join(' ', mail.ReadableText.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return new Summary(
                mail.Subject,
                Person.Of(mail.From.FirstOrDefault()),
                Person.All(mail.To),
                string.Concat(words.EnumerateRunes().Take(previewLength)),
                mail.Attachments.Any(part => !AttachmentView.IsInline(part)));
        }
    }
}

public sealed record Person(string Name, string Address)
{
    public static Person? Of(MailAddress? address) => address is null ? null : new(address.Name, address.Address);

    public static IReadOnlyList<Person> All(IEnumerable<MailAddress> addresses) =>
        [.. addresses.Select(address => new Person(address.Name, address.Address))];
}

public record MessageRow(
    string Key,
    string Id,
    string Folder,
    string ConversationId,
    string InternetMessageId,
    string Subject,
    Person? From,
    IReadOnlyList<Person> To,
    string Preview,
    DateTimeOffset ReceivedAt,
    bool IsRead,
    bool IsDraft,
    bool HasAttachments);

public sealed record OpenedMessage : MessageRow
{
    public OpenedMessage(MessageRow row) : base(row)
    {
    }

    public required Person? Sender { get; init; }
    public required IReadOnlyList<Person> Cc { get; init; }
    public required IReadOnlyList<Person> Bcc { get; init; }
    public required DateTimeOffset Date { get; init; }
    public required string ItemClass { get; init; }
    public required string Html { get; init; }
    public required string Text { get; init; }
    public required IReadOnlyList<AttachmentView> Attachments { get; init; }

    /// <summary>The whole conversation in this mailbox, oldest first, this message among it.</summary>
    public required IReadOnlyList<MessageRow> Conversation { get; init; }
}

public sealed record AttachmentView(int N, string Name, string ContentType, int Size, string? ContentId, bool Inline)
{
    public static AttachmentView Of(MailPart part, byte[] source) => new(
        part.Number, MessageViews.NameOf(part), part.ContentType, part.Decode(source).Length, part.ContentId,
        IsInline(part));

    /// <summary>Shown within the body, or of no use to a person: not listed.</summary>
    public static bool IsInline(MailPart part) =>
        (part.IsInline && part.ContentType.StartsWith("image/", StringComparison.Ordinal))
        || part.ContentType is "message/delivery-status" or "text/calendar";
}
