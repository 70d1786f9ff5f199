using System.Buffers;
using System.Globalization;
using System.Text;
using CompanionApi.Protocols.Mime;
using Demo.Outlook;

namespace Demo.Microsoft365.Generated;

/// <summary>One message of generated mail: who writes to whom about what, and how it looks on the wire.</summary>
internal sealed class GeneratedMessage(GeneratedMail mail, int number)
{
    private const string MixedBoundary = "_004_generated_";
    private const string RelatedBoundary = "_006_generated_";
    private const string AlternativeBoundary = "_000_generated_";
    private readonly Outsider outsider = Outsiders.Of(mail.Contact(number));
    private readonly int root = mail.Root(number);

    public GeneratedMail Mail => mail;

    public int Number => number;

    public bool IsMachine { get; } = mail.IsMachine(number);

    public bool IsOutbound { get; } = mail.IsOutbound(number);

    public BodyTemplate Body { get; } = mail.Templates.Of(mail, number);

    public DateTimeOffset SentAt { get; } = mail.ReceivedAt(number).AddSeconds(-2 - number % 20);

    public string MessageId => mail.MessageId(number);

    public string? Subject => Oddity is >= 10 and < 15 && root == number ? null
        : $"{(root == number ? "" : "Re: ")}{Topic} {(IsMachine ? number : root):000000}";

    /// <summary>Absent from a few machines' mail.</summary>
    public MailAddress? From => IsOutbound ? mail.Owner : IsMachine ? Sender : outsider.Person;

    public IReadOnlyList<MailAddress> To => IsOutbound ? [outsider.Person] : [mail.Owner];

    public IReadOnlyList<MailAddress> Cc => IsMachine || mail.Below(100, number, Ask.Copies) >= 25 ? []
        : [Outsiders.Of((mail.Contact(number) + 60) % Outsiders.Count).Person];

    /// <summary>An invitation: Graph's eventMessageRequest.</summary>
    public bool IsInvitation => Oddity >= 990 && !IsMachine && !IsOutbound;

    public bool HasFile => !IsInvitation && mail.Below(10_000, number, Ask.Attachment) < mail.Plan.Attachments * 10_000;

    /// <summary>Shown within the body: Graph's hasAttachments does not count it.</summary>
    public bool HasInlineImage => !IsInvitation && mail.Below(100, number, Ask.Inline) < 5;

    /// <summary>The line between the head and the tail of each body, that no two messages share.</summary>
    public byte[] OwnLine(bool html)
    {
        var words = $"MC-{number:000000000} {SentAt.UtcDateTime:yyyy-MM-dd HH:mm}";
        return Encoding.ASCII.GetBytes(html
            ? $"<p>{words.PadRight(BodyTemplate.LineLength - 9)}</p>\r\n"
            : $"{words} {new string('-', BodyTemplate.LineLength - 3 - words.Length)}\r\n");
    }

    public byte[] File() => GeneratedAttachment.Content(OwnLine(html: false));

    /// <summary>The fields as they stand on the wire, folded.</summary>
    public IReadOnlyList<(string Name, string Value)> Header()
    {
        var fields = new List<(string Name, string Value)>();
        if (!IsOutbound)
        {
            var domain = outsider.Domain;
            fields.Add(("Received", $"from mail.{domain} (192.0.2.{1 + number % 250}) by {Submission.HostName} with ESMTP id {number:x8}; "
                + Submission.Date(SentAt.AddSeconds(1))));
            fields.Add(("Authentication-Results",
                $"spf=pass (sender IP is 192.0.2.{1 + number % 250}) smtp.mailfrom={domain}; dkim=pass (signature was verified) "
                + $"header.d={domain};dmarc=pass action=none header.from={domain};compauth=pass reason=100"));
        }

        if (From is { } from)
        {
            fields.Add(("From", HeaderWords.Address(from.Name, from.Address)));
        }

        Add("To", string.Join(",\r\n ", To.Select(person => HeaderWords.Address(person.Name, person.Address))));
        Add("CC", string.Join(",\r\n ", Cc.Select(person => HeaderWords.Address(person.Name, person.Address))));
        Add("Subject", Subject is null ? "" : HeaderWords.Encode(Subject));
        Add("Date", Submission.Date(SentAt));
        Add("Message-ID", $"<{MessageId}>");
        if (mail.Parent(number) is { } parent)
        {
            Add("In-Reply-To", $"<{mail.MessageId(parent)}>");
            Add("References", string.Join("\r\n ", Ancestors().Select(ancestor => $"<{mail.MessageId(ancestor)}>")));
        }

        if (IsMachine)
        {
            Add("Auto-Submitted", "auto-generated");
            Add("List-Unsubscribe", $"<https://{outsider.Domain}/unsubscribe/{number}>");
        }

        Add("MIME-Version", "1.0");
        return fields;

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                fields.Add((name, value));
            }
        }
    }

    public byte[] ToMime()
    {
        var mime = new ArrayBufferWriter<byte>(Body.MimeSize + (HasFile ? 60_000 : 4_000));
        WriteMime(mime);
        return mime.WrittenSpan.ToArray();
    }

    public void WriteMime(IBufferWriter<byte> mime)
    {
        foreach (var (name, value) in Header())
        {
            Write(mime, $"{name}: {value}\r\n");
        }

        if (HasFile)
        {
            Open(mime, "mixed", MixedBoundary);
        }

        if (HasInlineImage)
        {
            Open(mime, "related", RelatedBoundary);
        }

        WriteBodies(mime);
        if (HasInlineImage)
        {
            Write(mime, $"\r\n--{RelatedBoundary}\r\n{MimePart.File("logo.png", "image/png", GeneratedAttachment.Image, GeneratedAttachment.ImageId)}"
                + $"\r\n--{RelatedBoundary}--\r\n");
        }

        if (HasFile)
        {
            var name = GeneratedAttachment.NameOf(mail, number);
            Write(mime, $"\r\n--{MixedBoundary}\r\n{MimePart.File(name, GeneratedAttachment.PdfType, [])}");
            GeneratedAttachment.WriteEncoded(mime, OwnLine(html: false));
            Write(mime, $"--{MixedBoundary}--\r\n");
        }
    }

    private int Oddity => mail.Below(1000, number, Ask.Oddity);

    private string Topic => Phrases.Topics[mail.Below(Phrases.Topics.Count, root, Ask.Topic)];

    private Phrases Phrases => IsMachine ? Phrases.Machine : outsider.IsJapanese ? Phrases.Japanese : Phrases.English;

    private MailAddress? Sender => Oddity < 10 ? null : new MailAddress(outsider.Company, $"no-reply@{outsider.Domain}");

    private List<int> Ancestors()
    {
        var ancestors = new List<int>();
        for (var at = mail.Parent(number); at is { } ancestor; at = mail.Parent(ancestor))
        {
            ancestors.Insert(0, ancestor);
        }

        return ancestors;
    }

    private void WriteBodies(IBufferWriter<byte> mime)
    {
        var encoding = Body.Encoding64 ? "base64" : "quoted-printable";
        Open(mime, "alternative", AlternativeBoundary);
        foreach (var (type, forms) in new[] { ("plain", Body.Text), ("html", Body.Html) })
        {
            Write(mime, $"Content-Type: text/{type}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n");
            mime.Write(forms.MimeHead);
            var line = OwnLine(html: type == "html");
            mime.Write(Body.Encoding64 ? Encoding.ASCII.GetBytes(Convert.ToBase64String(line) + "\r\n") : line);
            mime.Write(forms.MimeTail);
            Write(mime, $"\r\n--{AlternativeBoundary}{(type == "plain" ? "" : "--")}\r\n");
            if (type == "plain" && IsInvitation)
            {
                Write(mime, $"{MimePart.Plain("text/calendar; charset=utf-8; method=REQUEST", Calendar())}\r\n--{AlternativeBoundary}\r\n");
            }
        }
    }

    private string Calendar() =>
        $"""
        BEGIN:VCALENDAR
        METHOD:REQUEST
        BEGIN:VEVENT
        UID:{MessageId}
        DTSTART:{SentAt.AddDays(7).UtcDateTime.ToString("yyyyMMdd'T'HH'0000Z'", CultureInfo.InvariantCulture)}
        SUMMARY:Meeting {number}
        END:VEVENT
        END:VCALENDAR
        """;

    private static void Open(IBufferWriter<byte> mime, string kind, string boundary) =>
        Write(mime, $"Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n");

    private static void Write(IBufferWriter<byte> mime, string ascii) => Encoding.ASCII.GetBytes(ascii, mime);
}
