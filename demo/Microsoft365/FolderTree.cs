namespace Demo.Microsoft365;

/// <summary>
/// The folders of one mailbox and, for mailFolders/delta, when each last changed. Its mailbox guards it against two
/// threads at once. Members that take a key throw <see cref="KeyNotFoundException"/> for an unknown one.
/// </summary>
internal sealed class FolderTree
{
    private readonly Guid mailbox;
    private readonly Dictionary<string, MailFolder> byKey = [];
    private readonly Dictionary<string, MailFolder> byId = [];
    private readonly List<(long Version, MailFolder Folder)> removed = [];

    public FolderTree(Guid mailbox, IEnumerable<MailFolder> own)
    {
        this.mailbox = mailbox;
        foreach (var (key, name, parent, isHidden) in WellKnownFolder.InEveryMailbox)
        {
            Keep(new MailFolder(key, ItemIds.Folder(mailbox, key), name, parent, isHidden));
        }

        foreach (var folder in own)
        {
            Keep(folder);
        }
    }

    /// <summary>Parents before their children.</summary>
    public IEnumerable<MailFolder> All => Below(null);

    public IEnumerable<MailFolder> Own => byKey.Values.Where(folder => !IsWellKnown(folder.Key));

    /// <summary>Folders removed for good, as they last stood.</summary>
    public IReadOnlyList<(long Version, MailFolder Folder)> Removed => removed;

    public MailFolder this[string key] =>
        byKey.GetValueOrDefault(key) ?? throw new KeyNotFoundException($"No folder '{key}' in this mailbox.");

    public bool Has(string key) => byKey.ContainsKey(key);

    /// <summary>By a well-known name in any case, or by its id.</summary>
    public MailFolder? Find(string nameOrId) =>
        byId.GetValueOrDefault(ItemIds.ToEws(nameOrId))
        ?? (IsWellKnown(nameOrId.ToLowerInvariant()) ? byKey.GetValueOrDefault(nameOrId.ToLowerInvariant()) : null);

    public IEnumerable<MailFolder> Children(string? key) =>
        byKey.Values.Where(folder => folder.Parent == key).OrderBy(folder => folder.DisplayName, StringComparer.Ordinal);

    /// <summary>The folder and all beneath it.</summary>
    public IEnumerable<MailFolder> WithDescendants(string key) => [this[key], .. Below(key)];

    /// <summary><paramref name="key"/> null: a new one.</summary>
    public MailFolder Add(string parent, string name, bool isHidden, long version, string? key = null)
    {
        key ??= Guid.NewGuid().ToString("N");
        return Keep(new MailFolder(key, ItemIds.Folder(mailbox, key), name, this[parent].Key, isHidden) { Version = version });
    }

    public MailFolder Change(string key, string name, string parent, long version)
    {
        if (WithDescendants(key).Any(folder => folder.Key == parent))
        {
            throw new InvalidOperationException("A folder cannot be put into itself.");
        }

        return Keep(this[key] with { DisplayName = name, Parent = this[parent].Key, Version = version });
    }

    public void Remove(string key, long version)
    {
        var folder = this[key];
        byKey.Remove(key);
        byId.Remove(folder.Id);
        removed.Add((version, folder));
    }

    public static bool IsWellKnown(string key) => WellKnownFolder.Names.Contains(key);

    private IEnumerable<MailFolder> Below(string? key) =>
        Children(key).SelectMany(child => Below(child.Key).Prepend(child));

    private MailFolder Keep(MailFolder folder)
    {
        byKey[folder.Key] = folder;
        byId[folder.Id] = folder;
        return folder;
    }
}
