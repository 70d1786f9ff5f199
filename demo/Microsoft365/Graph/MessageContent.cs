using System.Text.Json;
using CompanionApi.Protocols.Mime;

namespace Demo.Microsoft365.Graph;

/// <summary>What a message says, as Graph shows it: of a kept one, read from its source; of a generated one, made.</summary>
internal interface IMessageContent
{
    /// <summary>Null for a plain message; else its derived type, such as eventMessageRequest.</summary>
    string? DerivedType { get; }

    /// <summary>Null for an empty one.</summary>
    string? Subject { get; }

    /// <summary>Null where the header has none.</summary>
    MailAddress? From { get; }
    MailAddress? Sender { get; }
    IReadOnlyList<MailAddress> To { get; }
    IReadOnlyList<MailAddress> Cc { get; }
    IReadOnlyList<MailAddress> Bcc { get; }
    IReadOnlyList<MailAddress> ReplyTo { get; }
    DateTimeOffset? SentAt { get; }
    string Preview { get; }

    /// <summary>Files that are not part of the body; inline ones alone do not count.</summary>
    bool HasAttachments { get; }
    string Importance { get; }
    bool IsMachine { get; }
    bool WantsReadReceipt { get; }

    /// <summary>In the order they stand, repeated where they repeat.</summary>
    IEnumerable<(string Name, string Value)> Headers { get; }

    IReadOnlyList<MessageAttachment> Attachments { get; }

    /// <summary>Writes the body's content as a JSON string.</summary>
    void WriteBody(Utf8JsonWriter json, bool asText);

    /// <summary>The body without what it quotes.</summary>
    void WriteUniqueBody(Utf8JsonWriter json, bool asText);
}

/// <summary>A file of a message. <c>IsItem</c>: a mail within the mail.</summary>
internal sealed record MessageAttachment(
    int Number, string Name, string ContentType, bool IsInline, string? ContentId, bool IsItem, Func<byte[]> Read);
