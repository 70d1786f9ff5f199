namespace Demo.Microsoft365;

/// <summary>
/// A folder of a simulated mailbox. <c>Key</c> is a well-known name or, for a person's own folder, made at its birth;
/// items name their folder by it. <c>Id</c> is what Graph shows: it stays through renames and moves.
/// </summary>
public sealed record MailFolder(string Key, string Id, string DisplayName, string? Parent, bool IsHidden)
{
    public long Version { get; init; }
}

/// <summary>What a folder holds, as Exchange counts.</summary>
public readonly record struct FolderCounts(int Total, int Unread);

/// <summary>
/// Exchange's well-known folder names (Graph's resource page mailFolder). A mailbox has no clutter, scheduled or
/// searchfolders here, as most have none.
/// </summary>
public static class WellKnownFolder
{
    public const string Inbox = "inbox";
    public const string Drafts = "drafts";
    public const string SentItems = "sentitems";
    public const string DeletedItems = "deleteditems";
    public const string Archive = "archive";
    public const string JunkEmail = "junkemail";
    public const string Outbox = "outbox";
    public const string ConversationHistory = "conversationhistory";
    public const string Root = "msgfolderroot";
    public const string RecoverableItems = "recoverableitemsdeletions";

    /// <summary>Those that a person's mail is in.</summary>
    public static IReadOnlyList<string> All { get; } = [Inbox, Drafts, SentItems, DeletedItems, Archive, JunkEmail];

    internal static IReadOnlyList<(string Key, string Name, string? Parent, bool IsHidden)> InEveryMailbox { get; } =
    [
        (Root, "Top of Information Store", null, false),
        (Archive, "Archive", Root, false),
        (ConversationHistory, "Conversation History", Root, false),
        (DeletedItems, "Deleted Items", Root, false),
        (Drafts, "Drafts", Root, false),
        (Inbox, "Inbox", Root, false),
        (JunkEmail, "Junk Email", Root, false),
        (Outbox, "Outbox", Root, false),
        (SentItems, "Sent Items", Root, false),
        ("syncissues", "Sync Issues", Root, true),
        ("conflicts", "Conflicts", "syncissues", true),
        ("localfailures", "Local Failures", "syncissues", true),
        ("serverfailures", "Server Failures", "syncissues", true),
        (RecoverableItems, "Deletions", null, true),
    ];

    internal static IReadOnlyList<string> Names { get; } =
        [.. InEveryMailbox.Select(folder => folder.Key), "clutter", "scheduled", "searchfolders"];
}
