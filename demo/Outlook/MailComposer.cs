using System.Text.RegularExpressions;
using CompanionApi.Protocols.Mime;
using Demo.Microsoft365;

namespace Demo.Outlook;

/// <summary>Makes the mail out of what was written in the form, as Outlook does.</summary>
public sealed partial class MailComposer
{
    /// <summary>
    /// The whole message with its Bcc, which only the sender's own copies keep. Files named by number are cut out of
    /// the message that they belong to, in the sender's mailbox.
    /// </summary>
    public byte[] Write(SignedInPerson sender, DraftRequest draft)
    {
        var header = new List<KeyValuePair<string, string>>
        {
            new("From", HeaderWords.Address(sender.User.DisplayName, sender.User.Address)),
        };
        AddRecipients(header, "To", draft.To);
        AddRecipients(header, "Cc", draft.Cc);
        AddRecipients(header, "Bcc", draft.Bcc);
        header.Add(new("Subject", HeaderWords.Encode(draft.Subject)));
        header.Add(new("Date", Submission.Date(DateTimeOffset.UtcNow)));
        AddThread(header, sender.Mailbox, draft);
        return Body(sender.Mailbox, draft).ToMail(header);
    }

    private static void AddRecipients(
        List<KeyValuePair<string, string>> header, string field, IReadOnlyList<Person> people)
    {
        if (people.Count > 0)
        {
            header.Add(new(field, HeaderWords.Addresses(people.Select(person => (person.Name, person.Address)))));
        }
    }

    private static void AddThread(List<KeyValuePair<string, string>> header, Mailbox mailbox, DraftRequest draft)
    {
        if (mailbox.Get(draft.Answers ?? draft.Forwards ?? "") is { } answered)
        {
            var references = MailParser.Parse(mailbox.ReadMime(answered)).References.Select(id => $"<{id}>");
            header.Add(new("In-Reply-To", answered.InternetMessageId));
            header.Add(new("References", string.Join("\r\n ", [.. references, answered.InternetMessageId])));
        }
        else if (mailbox.Get(draft.Id ?? "") is { } saved)
        {
            var before = Microsoft365.HeaderBlock.Parse(mailbox.ReadMime(saved));
            foreach (var field in new[] { "In-Reply-To", "References" })
            {
                header.AddRange(before.All(field).Select(value => new KeyValuePair<string, string>(field, value)));
            }
        }
    }

    private static MimePart Body(Mailbox mailbox, DraftRequest draft)
    {
        var images = new List<MimePart>();
        var html = DataImages().Replace(draft.Html, image =>
        {
            var contentId = $"image{images.Count + 1:000}@{Submission.HostName}";
            var content = Convert.FromBase64String(image.Groups["base64"].Value);
            var type = image.Groups["type"].Value;
            images.Add(MimePart.File($"image{images.Count + 1:000}.{type.Split('/')[1]}", type, content, contentId));
            return $"cid:{contentId}";
        });
        var page = $"<html><head><meta charset=\"utf-8\"></head><body>{html}</body></html>";
        var body = MimePart.Multipart("alternative", MimePart.Text(HtmlText.From(html)), MimePart.Text(page, "html"));
        if (images.Count > 0)
        {
            body = MimePart.Multipart("related", [body, .. images]);
        }

        var files = draft.Attachments.Select(file => AttachmentOf(mailbox, file)).ToList();
        return files.Count > 0 ? MimePart.Multipart("mixed", [body, .. files]) : body;
    }

    private static MimePart AttachmentOf(Mailbox mailbox, DraftAttachment file)
    {
        if (file.Base64 is not null)
        {
            return MimePart.File(file.Name, file.ContentType ?? "application/octet-stream",
                Convert.FromBase64String(file.Base64));
        }

        var item = mailbox.Get(file.Of ?? "") ?? throw new BadHttpRequestException(
            $"No message has the file '{file.Name}'.");
        var source = mailbox.ReadMime(item);
        var part = MailParser.Parse(source).Attachments.First(part => part.Number == file.N);
        return MimePart.File(file.Name, part.ContentType, part.Decode(source));
    }

    [GeneratedRegex("""(?<=src=")data:(?<type>image/[a-z0-9.+-]+);base64,(?<base64>[A-Za-z0-9+/=]+)""")]
    private static partial Regex DataImages();
}

/// <summary>
/// <c>Id</c> is the draft that this is saved as already; <c>Answers</c> and <c>Forwards</c> are the message replied
/// to or forwarded.
/// </summary>
public sealed record DraftRequest(
    string? Id,
    IReadOnlyList<Person> To,
    IReadOnlyList<Person> Cc,
    IReadOnlyList<Person> Bcc,
    string Subject,
    string Html,
    IReadOnlyList<DraftAttachment> Attachments,
    string? Answers,
    string? Forwards);

/// <summary>A file picked here (<c>Base64</c>), or number <c>N</c> of the message <c>Of</c>.</summary>
public sealed record DraftAttachment(string Name, string? ContentType, string? Base64, int? N, string? Of);
