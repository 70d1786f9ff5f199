using System.Globalization;
using System.Text;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// A message that Graph shows as JSON, written as a mail (RFC 5322, in UTF-8 as RFC 6532 has it), so that it goes the way of
/// every other. Its attachments are not in it. Header fields that Graph gives apart are written from there; the others stand as
/// they came.
/// </summary>
internal static class ComposedMail
{
    private static readonly HashSet<string> OurOwn = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version",
    };

    public static ReadOnlyMemory<byte> Write(GraphMessage message)
    {
        var head = new StringBuilder();
        foreach (var header in message.InternetMessageHeaders ?? [])
        {
            if (header is { Name: { Length: > 0 } name, Value: { } value } && IsFieldName(name) && !OurOwn.Contains(name) &&
                !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                head.Append(name).Append(": ").Append(OneLine(value)).Append("\r\n");
            }
        }

        People(head, "From", message.From is { } from ? [from] : []);
        if (message.Sender?.EmailAddress?.Address is { } sender && sender != message.From?.EmailAddress?.Address)
        {
            People(head, "Sender", [message.Sender]);
        }

        People(head, "To", message.ToRecipients);
        People(head, "Cc", message.CcRecipients);
        People(head, "Reply-To", message.ReplyTo);
        Field(head, "Subject", message.Subject);
        Field(head, "Date", message.SentDateTime?.UtcDateTime
            .ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Field(head, "Message-ID", message.InternetMessageId);
        var kind = message.Body?.ContentType?.Equals("text", StringComparison.OrdinalIgnoreCase) == true ? "plain" : "html";
        head.Append("MIME-Version: 1.0\r\nContent-Type: text/").Append(kind)
            .Append("; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        return Bytes(head, message.Body is { } body ? body.Content.Span : []);
    }

    /// <summary>The body shows a picture that hangs on the mail, which Graph does not count as an attachment.</summary>
    public static bool ShowsInlineParts(GraphMessage message)
    {
        var rest = message.Body is { } body ? body.Content.Span : [];
        for (int colon; (colon = rest.IndexOf((byte)':')) >= 0; rest = rest[(colon + 1)..])
        {
            if (colon >= 3 && Ascii.EqualsIgnoreCase(rest[(colon - 3)..colon], "cid"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static void People(StringBuilder head, string field, IReadOnlyCollection<GraphPerson>? people)
    {
        var written = (people ?? []).Select(Person).Where(person => person.Length > 0).ToList();
        if (written.Count > 0)
        {
            head.Append(field).Append(": ").AppendJoin(",\r\n ", written).Append("\r\n");
        }
    }

    private static string Person(GraphPerson? person)
    {
        var address = OneLine(person?.EmailAddress?.Address ?? "").Replace("<", "").Replace(">", "").Trim();
        var name = OneLine(person?.EmailAddress?.Name ?? "").Trim();
        return (address, name) switch
        {
            ("", "") => "",
            (_, "") => $"<{address}>",
            _ => $"\"{name.Replace("\\", "\\\\").Replace("\"", "\\\"")}\" <{address}>",
        };
    }

    private static void Field(StringBuilder head, string field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            head.Append(field).Append(": ").Append(OneLine(value)).Append("\r\n");
        }
    }

    /// <summary>No value begins a header field of its own.</summary>
    private static string OneLine(string value) =>
        value.AsSpan().ContainsAnyInRange('\0', '\x1f')
            ? string.Create(value.Length, value, (line, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                {
                    line[i] = from[i] < ' ' ? ' ' : from[i];
                }
            })
            : value;

    // RFC 5322, 2.2: printable ASCII without a colon.
    private static bool IsFieldName(string name) => name.All(c => c is > ' ' and < '\x7f' and not ':');

    private static byte[] Bytes(StringBuilder head, ReadOnlySpan<byte> body)
    {
        var top = head.ToString();
        var length = Encoding.UTF8.GetByteCount(top);
        var bytes = new byte[length + body.Length];
        Encoding.UTF8.GetBytes(top, bytes);
        body.CopyTo(bytes.AsSpan(length));
        return bytes;
    }
}
