namespace CompanionApi.Sync.Graph;

/// <summary>Graph's messages as items, and which of their properties we ask for.</summary>
internal static class GraphItems
{
    public static readonly string[] State =
        ["id", "parentFolderId", "changeKey", "isRead", "isDraft", "receivedDateTime"];

    public static readonly string[] WithContent =
    [
        .. State, "conversationId", "internetMessageId", "internetMessageHeaders", "subject", "from", "sender", "toRecipients",
        "ccRecipients", "bccRecipients", "replyTo", "sentDateTime", "hasAttachments", "body",
    ];

    public static SourceItem Of(GraphMessage message) => new(message.Id!)
    {
        FolderId = message.ParentFolderId,
        ChangeKey = message.ChangeKey,
        IsRead = message.IsRead,
        IsDraft = message.IsDraft ?? false,
        ReceivedAt = message.ReceivedDateTime,
        ConversationId = message.ConversationId,
        Subject = message.Subject,
        Bcc = [.. Addresses(message.BccRecipients)],
        // A change may show a part (graph/delta-query-overview): without these two nobody could tell whether it is wanted.
        Source = message is { Body: not null, IsDraft: not null, ReceivedDateTime: not null }
            // Said with its type: as bytes, null is an empty mail.
            ? (ReadOnlyMemory<byte>?)ComposedMail.Write(message)
            : null,
        HasMore = message.HasAttachments == true || ComposedMail.ShowsInlineParts(message),
    };

    public static ItemPage Page(GraphPage page)
    {
        var (items, removed) = (new List<SourceItem>(), new List<string>());
        foreach (var message in (page.Value ?? []).Where(m => m?.Id is not null))
        {
            if (message.Removed is not null)
            {
                removed.Add(message.Id!);
            }
            else
            {
                items.Add(Of(message));
            }
        }

        return new ItemPage(items, removed, page.NextLink, page.DeltaLink);
    }

    public static IEnumerable<string> Addresses(IEnumerable<GraphPerson>? people) =>
        (people ?? []).Select(p => p?.EmailAddress?.Address).OfType<string>();
}
