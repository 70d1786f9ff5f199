using System.Text.Encodings.Web;
using System.Text.Json;
using CompanionApi.Protocols.Mime;

namespace Demo.Microsoft365.Graph;

/// <summary>Writes messages of one mailbox as JSON, in the order and with the names of Graph's own examples.</summary>
internal sealed class MessageJson(Mailbox mailbox, MessageContents contents, MessageProperty selected, Preferences prefer)
{
    public static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Dictionary<string, string> folderIds = [];

    /// <summary>With <paramref name="typed"/> a plain message says its type too, as it does in delta.</summary>
    public void Write(Utf8JsonWriter json, MailItem item, bool typed, string? context = null)
    {
        var content = contents.Of(mailbox, item);
        json.WriteStartObject();
        if (context is not null)
        {
            json.WriteString("@odata.context", context);
        }

        if (typed || content.DerivedType is not null)
        {
            json.WriteString("@odata.type", $"#microsoft.graph.{content.DerivedType ?? "message"}");
        }

        var changeKey = ItemIds.ChangeKey(mailbox.Guid, item.Version);
        json.WriteString("@odata.etag", $"W/\"{changeKey}\"");
        json.WriteString("id", IdOf(item));
        WriteState(json, item, content, changeKey);
        WriteContent(json, item, content);
        json.WriteEndObject();
    }

    public string IdOf(MailItem item) => IdOf(mailbox, item, prefer);

    public static string IdOf(Mailbox mailbox, MailItem item, Preferences prefer) =>
        ItemIds.ToRest(prefer.ImmutableIds ? ItemIds.Immutable(mailbox.Guid, item.Key) : item.Id);

    private bool Has(MessageProperty property) => (selected & property) != 0;

    private void WriteState(Utf8JsonWriter json, MailItem item, IMessageContent content, string changeKey)
    {
        Time(json, MessageProperty.CreatedDateTime, "createdDateTime", item.CreatedAt == default ? item.ReceivedAt : item.CreatedAt);
        Time(json, MessageProperty.LastModifiedDateTime, "lastModifiedDateTime", item.ModifiedAt == default ? item.ReceivedAt : item.ModifiedAt);
        Text(json, MessageProperty.ChangeKey, "changeKey", changeKey);
        if (Has(MessageProperty.Categories))
        {
            json.WriteStartArray("categories");
            foreach (var category in item.Categories)
            {
                json.WriteStringValue(category);
            }

            json.WriteEndArray();
        }

        Time(json, MessageProperty.ReceivedDateTime, "receivedDateTime", item.ReceivedAt);
        Time(json, MessageProperty.SentDateTime, "sentDateTime", content.SentAt ?? item.ReceivedAt);
        Flag(json, MessageProperty.HasAttachments, "hasAttachments", content.HasAttachments);
        Text(json, MessageProperty.InternetMessageId, "internetMessageId", item.InternetMessageId);
        Text(json, MessageProperty.Subject, "subject", content.Subject);
        Text(json, MessageProperty.BodyPreview, "bodyPreview", content.Preview);
        Text(json, MessageProperty.Importance, "importance", item.Importance ?? content.Importance);
        if (Has(MessageProperty.ParentFolderId))
        {
            json.WriteString("parentFolderId", FolderId(item.Folder));
        }

        Text(json, MessageProperty.ConversationId, "conversationId", ItemIds.ToRest(item.ConversationId));
        if (Has(MessageProperty.ConversationIndex))
        {
            json.WriteString("conversationIndex", ConversationIndexOf(item));
        }

        Null(json, MessageProperty.IsDeliveryReceiptRequested, "isDeliveryReceiptRequested");
        Flag(json, MessageProperty.IsReadReceiptRequested, "isReadReceiptRequested", content.WantsReadReceipt);
        Flag(json, MessageProperty.IsRead, "isRead", item.IsRead);
        Flag(json, MessageProperty.IsDraft, "isDraft", item.IsDraft);
        Text(json, MessageProperty.InferenceClassification, "inferenceClassification",
            item.Classification ?? (content.IsMachine ? "other" : "focused"));
        if (Has(MessageProperty.WebLink))
        {
            json.WriteString("webLink",
                $"https://outlook.office365.com/owa/?ItemID={Uri.EscapeDataString(item.Id)}&exvsurl=1&viewmodel=ReadMessageItem");
        }
    }

    private void WriteContent(Utf8JsonWriter json, MailItem item, IMessageContent content)
    {
        if (content.DerivedType is { } derived && selected == MessageProperty.All)
        {
            json.WriteString("meetingMessageType", derived == "eventMessageRequest" ? "meetingRequest" : "none");
        }

        if (Has(MessageProperty.Body))
        {
            StartBody(json, "body");
            content.WriteBody(json, prefer.TextBodies);
            json.WriteEndObject();
        }

        if (Has(MessageProperty.UniqueBody))
        {
            StartBody(json, "uniqueBody");
            content.WriteUniqueBody(json, prefer.TextBodies);
            json.WriteEndObject();
        }

        Person(json, MessageProperty.Sender, "sender", content.Sender);
        Person(json, MessageProperty.From, "from", content.From);
        People(json, MessageProperty.ToRecipients, "toRecipients", content.To);
        People(json, MessageProperty.CcRecipients, "ccRecipients", content.Cc);
        People(json, MessageProperty.BccRecipients, "bccRecipients", content.Bcc);
        People(json, MessageProperty.ReplyTo, "replyTo", content.ReplyTo);
        if (Has(MessageProperty.Flag))
        {
            FollowUp(json, item.Flag);
        }

        if (Has(MessageProperty.InternetMessageHeaders) && !item.IsDraft)
        {
            json.WriteStartArray("internetMessageHeaders");
            foreach (var (name, value) in content.Headers)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("value", value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private void StartBody(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("contentType", prefer.TextBodies ? "text" : "html");
        json.WritePropertyName("content");
    }

    private string FolderId(string folder)
    {
        if (!folderIds.TryGetValue(folder, out var id))
        {
            folderIds[folder] = id = ItemIds.ToRest(mailbox.Folders.Get(folder).Id);
        }

        return id;
    }

    private void Time(Utf8JsonWriter json, MessageProperty property, string name, DateTimeOffset time)
    {
        if (Has(property))
        {
            json.WriteString(name, GraphTime.Of(time));
        }
    }

    private void Text(Utf8JsonWriter json, MessageProperty property, string name, string? value)
    {
        if (Has(property))
        {
            json.WriteString(name, value);
        }
    }

    private void Flag(Utf8JsonWriter json, MessageProperty property, string name, bool value)
    {
        if (Has(property))
        {
            json.WriteBoolean(name, value);
        }
    }

    private void Null(Utf8JsonWriter json, MessageProperty property, string name)
    {
        if (Has(property))
        {
            json.WriteNull(name);
        }
    }

    // One that is not there is left out: Graph's sample of a draft has no from.
    private void Person(Utf8JsonWriter json, MessageProperty property, string name, MailAddress? person)
    {
        if (Has(property) && person is not null)
        {
            json.WritePropertyName(name);
            Recipient(json, person);
        }
    }

    private void People(Utf8JsonWriter json, MessageProperty property, string name, IReadOnlyList<MailAddress> people)
    {
        if (!Has(property))
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var person in people)
        {
            Recipient(json, person);
        }

        json.WriteEndArray();
    }

    private static void Recipient(Utf8JsonWriter json, MailAddress person)
    {
        json.WriteStartObject();
        json.WriteStartObject("emailAddress");
        json.WriteString("name", person.Name.Length > 0 ? person.Name : person.Address);
        json.WriteString("address", person.Address);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void FollowUp(Utf8JsonWriter json, MailFlag flag)
    {
        json.WriteStartObject("flag");
        json.WriteString("flagStatus", flag.Status);
        foreach (var (name, time) in new[]
        {
            ("completedDateTime", flag.Completed), ("dueDateTime", flag.Due), ("startDateTime", flag.Start),
        })
        {
            if (time is not null)
            {
                json.WriteStartObject(name);
                json.WriteString("dateTime", time.DateTime);
                json.WriteString("timeZone", time.TimeZone);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    // MS-OXOMSG 2.2.1.3: a reserved byte, five of the time, and the conversation's guid, which ends its id too.
    private static string ConversationIndexOf(MailItem item)
    {
        Span<byte> conversation = stackalloc byte[64];
        Convert.TryFromBase64String(item.ConversationId, conversation, out var length);
        Span<byte> index = stackalloc byte[22];
        index.Clear();
        index[0] = 1;
        conversation[(length - 16)..length].CopyTo(index[6..]);
        return Convert.ToBase64String(index);
    }
}
