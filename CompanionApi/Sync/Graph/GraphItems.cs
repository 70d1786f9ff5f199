using Microsoft.Graph.Models;

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

    public static SourceItem Of(Message message) => new(message.Id!)
    {
        FolderId = message.ParentFolderId,
        ChangeKey = message.ChangeKey,
        IsRead = message.IsRead,
        IsDraft = message.IsDraft ?? false,
        ReceivedAt = message.ReceivedDateTime,
        ConversationId = message.ConversationId,
        Subject = message.Subject,
        Bcc = [.. Addresses(message.BccRecipients)],
        Source = message.Body is null ? null : ComposedMail.Write(message),
        HasMore = message.HasAttachments == true || ComposedMail.ShowsInlineParts(message),
    };

    public static ItemPage Page(IEnumerable<Message> messages, string? nextLink, string? cursor)
    {
        var (items, removed) = (new List<SourceItem>(), new List<string>());
        foreach (var message in messages.Where(m => m.Id is not null))
        {
            if (IsRemoved(message.AdditionalData))
            {
                removed.Add(message.Id!);
            }
            else
            {
                items.Add(Of(message));
            }
        }

        return new ItemPage(items, removed, nextLink, cursor);
    }

    /// <summary>Out of the folder, not out of the mailbox (graph/delta-query-messages).</summary>
    public static bool IsRemoved(IDictionary<string, object>? more) => more?.ContainsKey("@removed") ?? false;

    public static IEnumerable<string> Addresses(IEnumerable<Recipient>? people) =>
        (people ?? []).Select(p => p.EmailAddress?.Address).OfType<string>();
}
