namespace CompanionApi.Sync;

/// <summary>
/// A provider whose mailboxes are synced. Every call fails with a <see cref="MailSourceException"/> and with nothing else
/// but cancellation; none retries by itself, since that is decided in one place (<see cref="MailboxCalls"/>).
/// </summary>
public interface IMailSource
{
    /// <summary>Whose mailbox the reader's is; nothing is kept yet.</summary>
    Task<SourceMailbox> ConnectAsync(MailboxReader reader, CancellationToken ct);

    /// <summary>Makes the reader's sign-in last, so that jobs may read without her.</summary>
    Task KeepAsync(MailboxKey mailbox, MailboxReader reader, CancellationToken ct);

    /// <summary>
    /// Whether the application itself may open the mailbox, and it is nobody's own (S15); nothing is kept yet. What it fails
    /// with is permanent where the address or the permissions are wrong.
    /// </summary>
    Task ConnectSharedAsync(MailboxKey mailbox, CancellationToken ct);

    /// <summary>Fails with <see cref="MailSourceException.NotShared"/> where the mailbox has become somebody's own.</summary>
    Task RequireSharedAsync(MailboxKey mailbox, CancellationToken ct);

    /// <summary>Forgets the sign-in. Nothing is said where there is none.</summary>
    Task DisconnectAsync(MailboxKey mailbox, CancellationToken ct);

    /// <summary>Which folders have a name that no language changes, such as <c>inbox</c>, by their ids.</summary>
    Task<IReadOnlyDictionary<string, string>> WellKnownFoldersAsync(MailboxKey mailbox, CancellationToken ct);

    /// <summary>What changed in the tree of folders since <paramref name="cursor"/>; all of it where that is null.</summary>
    Task<FolderPage> FoldersAsync(MailboxKey mailbox, string? cursor, CancellationToken ct);

    /// <summary>A page of a folder's changes: of a first round, newest first, where no link leads on to it.</summary>
    /// <param name="mailbox">Whose.</param>
    /// <param name="folder">The folder's id.</param>
    /// <param name="link">The next page, or where a later round begins; null: a first round.</param>
    /// <param name="since">Of a first round: nothing older. Such a round may end early.</param>
    /// <param name="size">How many items on the page.</param>
    /// <param name="ct">Gives up.</param>
    Task<ItemPage> ChangesAsync(
        MailboxKey mailbox, string folder, string? link, DateTimeOffset? since, int size, CancellationToken ct);

    /// <summary>A page of what the folder holds between two times, newest first: what a first round left out.</summary>
    Task<ItemPage> RestAsync(
        MailboxKey mailbox, string folder, string? link, DateTimeOffset since, DateTimeOffset until, CancellationToken ct);

    /// <summary>A page of the ids of all that the folder holds since then.</summary>
    Task<IdPage> IdsAsync(
        MailboxKey mailbox, string folder, string? link, DateTimeOffset? since, CancellationToken ct);

    /// <summary>An item, wherever in the mailbox it is now; null: it is gone.</summary>
    Task<SourceItem?> ItemAsync(MailboxKey mailbox, string id, bool withContent, CancellationToken ct);

    /// <summary>The whole source with its attachments; null: they come to more than <paramref name="maxBytes"/>.</summary>
    Task<byte[]?> SourceAsync(MailboxKey mailbox, string id, long maxBytes, CancellationToken ct);

    /// <summary>Marks an item read or unread.</summary>
    Task SetReadAsync(MailboxKey mailbox, string id, bool isRead, CancellationToken ct);

    /// <summary>Moves an item to a folder, by its id or well-known name, such as <c>archive</c>; twice is as good as once.</summary>
    Task MoveAsync(MailboxKey mailbox, string id, string folder, CancellationToken ct);

    /// <summary>Asks to be told of changes of the whole mailbox; answers until when it will be.</summary>
    Task<SourceSubscription> SubscribeAsync(MailboxKey mailbox, SubscriptionWish wish, CancellationToken ct);

    /// <summary>Keeps a subscription up, and its permission fresh.</summary>
    Task<SourceSubscription> RenewAsync(
        MailboxKey mailbox, string subscriptionId, DateTimeOffset until, CancellationToken ct);

    /// <summary>Ends it; nothing is said where there is none.</summary>
    Task UnsubscribeAsync(MailboxKey mailbox, string subscriptionId, CancellationToken ct);
}

/// <summary>Which mailbox, and whose lasting sign-in opens it; a shared one is opened by the permissions of the application.</summary>
public sealed record MailboxKey(int CompanyId, Guid TenantId, Guid ObjectId, string MailboxId)
{
    public bool IsShared { get; init; }
}

public sealed record SourceMailbox(string Id, string Address);

/// <summary>A page of the tree. <c>Removed</c> holds the ids of folders that are gone. One of the two links is set.</summary>
public sealed record FolderPage(
    IReadOnlyList<SourceFolder> Folders, IReadOnlyList<string> Removed, string? NextLink, string? Cursor);

/// <summary>A folder as the provider shows it; what a change leaves out is null.</summary>
public sealed record SourceFolder(
    string Id, string? ParentId, string? Name, bool? IsHidden, int? TotalItems, int? UnreadItems);

/// <summary>A page of items; <c>Removed</c> are no longer in the folder. Of changes, one of the two links is set.</summary>
public sealed record ItemPage(
    IReadOnlyList<SourceItem> Items, IReadOnlyList<string> Removed, string? NextLink, string? Cursor);

public sealed record IdPage(IReadOnlyList<string> Ids, string? NextLink);

/// <summary>An item as the provider shows it; what a change leaves out is null.</summary>
public sealed record SourceItem(string Id)
{
    public string? FolderId { get; init; }

    public string? ChangeKey { get; init; }

    public bool? IsRead { get; init; }

    public bool IsDraft { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public string? ConversationId { get; init; }

    public string? Subject { get; init; }

    /// <summary>Known of the sender's own copy alone.</summary>
    public IReadOnlyList<string> Bcc { get; init; } = [];

    /// <summary>The mail without attachments, as a source; null where it was not asked for or not all shown.</summary>
    public ReadOnlyMemory<byte>? Source { get; init; }

    /// <summary>There are attachments, or pictures inside the text, that <see cref="Source"/> has not.</summary>
    public bool HasMore { get; init; }
}

/// <summary>Where to tell, what to bring as proof, and until when.</summary>
public sealed record SubscriptionWish(Uri Notifications, Uri Lifecycle, string Secret, DateTimeOffset Until);

public sealed record SourceSubscription(string Id, DateTimeOffset Until);
