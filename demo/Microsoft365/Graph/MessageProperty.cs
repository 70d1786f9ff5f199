namespace Demo.Microsoft365.Graph;

/// <summary>The properties of a message that $select may name (Graph's resource page message; types as in its CSDL).</summary>
[Flags]
internal enum MessageProperty : long
{
    None = 0,
    CreatedDateTime = 1L << 0,
    LastModifiedDateTime = 1L << 1,
    ChangeKey = 1L << 2,
    Categories = 1L << 3,
    ReceivedDateTime = 1L << 4,
    SentDateTime = 1L << 5,
    HasAttachments = 1L << 6,
    InternetMessageId = 1L << 7,
    Subject = 1L << 8,
    BodyPreview = 1L << 9,
    Importance = 1L << 10,
    ParentFolderId = 1L << 11,
    ConversationId = 1L << 12,
    ConversationIndex = 1L << 13,
    IsDeliveryReceiptRequested = 1L << 14,
    IsReadReceiptRequested = 1L << 15,
    IsRead = 1L << 16,
    IsDraft = 1L << 17,
    WebLink = 1L << 18,
    InferenceClassification = 1L << 19,
    Body = 1L << 20,
    Sender = 1L << 21,
    From = 1L << 22,
    ToRecipients = 1L << 23,
    CcRecipients = 1L << 24,
    BccRecipients = 1L << 25,
    ReplyTo = 1L << 26,
    Flag = 1L << 27,

    /// <summary>These two come only when they are asked for.</summary>
    UniqueBody = 1L << 28,
    InternetMessageHeaders = 1L << 29,

    All = (1L << 28) - 1,

    /// <summary>What Mail.ReadBasic does not show.</summary>
    Hidden = Body | BodyPreview | UniqueBody,
}

internal static class MessageSelection
{
    /// <summary>The id is in every selection. <paramref name="names"/> null: what Graph gives unasked.</summary>
    /// <exception cref="GraphException">400 for a name that is none; 403 for one that the caller may not see.</exception>
    public static MessageProperty Of(IReadOnlyList<string>? names, bool basicsOnly)
    {
        if (names is null)
        {
            return basicsOnly ? MessageProperty.All & ~MessageProperty.Hidden : MessageProperty.All;
        }

        var selected = names.Aggregate(MessageProperty.None, (all, name) => all | Named(name));
        return basicsOnly && (selected & MessageProperty.Hidden) != 0 ? throw GraphException.AccessDenied() : selected;
    }

    private static MessageProperty Named(string name) => name.ToLowerInvariant() switch
    {
        "id" => MessageProperty.None,
        "all" or "none" or "hidden" => throw Unknown(name),
        _ when Enum.TryParse<MessageProperty>(name, ignoreCase: true, out var property) && Enum.IsDefined(property) => property,
        _ => throw Unknown(name),
    };

    private static GraphException Unknown(string name) => GraphException.Parse(
        $"Could not find a property named '{name}' on type 'Microsoft.OutlookServices.Message'.");
}
