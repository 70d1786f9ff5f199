namespace Demo.Microsoft365;

/// <summary>
/// What happened to the items of each folder, in order, so that messages/delta can tell what is new since any version.
/// Its mailbox guards it against two threads at once.
/// </summary>
internal sealed class ChangeLog
{
    private readonly Dictionary<string, List<ItemChange>> byFolder = [];

    public void Note(long version, MailItem? before, MailItem? after)
    {
        if (before is not null && before.Folder == after?.Folder && before.Id == after.Id)
        {
            Add(version, ItemChangeKind.Updated, after);
            return;
        }

        if (before is not null)
        {
            Add(version, ItemChangeKind.Left, before);
        }

        if (after is not null)
        {
            Add(version, ItemChangeKind.Arrived, after);
        }
    }

    /// <summary>The folder's changes after version <paramref name="from"/> up to <paramref name="until"/>.</summary>
    public IReadOnlyList<ItemChange> Between(string folder, long from, long until)
    {
        if (!byFolder.TryGetValue(folder, out var changes))
        {
            return [];
        }

        var (low, high) = (0, changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = changes[middle].Version <= from ? (middle + 1, high) : (low, middle);
        }

        return [.. changes.Skip(low).TakeWhile(change => change.Version <= until)];
    }

    private void Add(long version, ItemChangeKind kind, MailItem item)
    {
        if (!byFolder.TryGetValue(item.Folder, out var changes))
        {
            byFolder[item.Folder] = changes = [];
        }

        changes.Add(new ItemChange(version, kind, item.Key, item.Id, item.ReceivedAt));
    }
}

internal enum ItemChangeKind
{
    /// <summary>New in this folder: delivered, copied or moved here.</summary>
    Arrived,

    Updated,

    /// <summary>Gone from this folder: deleted for good or moved elsewhere.</summary>
    Left,
}

/// <summary><c>Id</c> is the one the item had in this folder.</summary>
internal readonly record struct ItemChange(
    long Version, ItemChangeKind Kind, Guid Key, string Id, DateTimeOffset ReceivedAt);
