namespace Demo.Microsoft365;

/// <summary>
/// The folders of a simulated mailbox, safe to use from many threads. Members that take a key throw
/// <see cref="KeyNotFoundException"/> for an unknown one.
/// </summary>
public sealed class MailboxFolders
{
    private readonly Lock gate;
    private readonly FolderTree tree;
    private readonly ItemShelf shelf;
    private readonly MailboxStore store;
    private readonly Func<long> nextVersion;
    private readonly Action<MailItem> remove;

    internal MailboxFolders(
        Lock gate, FolderTree tree, ItemShelf shelf, MailboxStore store, Func<long> nextVersion, Action<MailItem> remove)
    {
        this.gate = gate;
        this.tree = tree;
        this.shelf = shelf;
        this.store = store;
        this.nextVersion = nextVersion;
        this.remove = remove;
    }

    /// <summary>Every folder, parents before their children.</summary>
    public IReadOnlyList<MailFolder> All => Locked(() => tree.All.ToList());

    /// <summary>By a well-known name in any case, or by its id; null where there is none.</summary>
    public MailFolder? Find(string nameOrId) => Locked(() => tree.Find(nameOrId));

    /// <summary>By its names from the top, as people write it: "Projects/Rotterdam".</summary>
    public MailFolder? FindByPath(string path) => Locked(() =>
    {
        var folder = tree[WellKnownFolder.Root];
        foreach (var name in path.Split('/'))
        {
            if (tree.Children(folder.Key).FirstOrDefault(child => child.DisplayName == name) is not { } next)
            {
                return null;
            }

            folder = next;
        }

        return folder;
    });

    public MailFolder Get(string key) => Locked(() => tree[key]);

    public IReadOnlyList<MailFolder> Children(string key) => Locked(() => tree.Children(key).ToList());

    public FolderCounts Counts(string key) => Locked(() => shelf.Counts(key));

    /// <summary>Folders that were there and have been removed for good since that version.</summary>
    public IReadOnlyList<MailFolder> RemovedSince(long version) => Locked(() =>
        tree.Removed.Where(gone => gone.Version > version).Select(gone => gone.Folder).ToList());

    /// <exception cref="FolderExistsException">A folder beside it has that name.</exception>
    public MailFolder Add(string parent, string name, bool isHidden = false) => Locked(() =>
    {
        RequireFree(parent, name, except: null);
        var folder = tree.Add(parent, name, isHidden, nextVersion());
        store.SaveFolders(tree.Own);
        return folder;
    });

    /// <summary>Renames or moves; null: as it is.</summary>
    /// <exception cref="FolderExistsException">A folder beside it has that name.</exception>
    /// <exception cref="InvalidOperationException">It would be put into itself.</exception>
    public MailFolder Change(string key, string? name = null, string? parent = null) => Locked(() =>
    {
        var folder = tree[key];
        var (newName, newParent) = (name ?? folder.DisplayName, parent ?? folder.Parent ?? WellKnownFolder.Root);
        RequireFree(newParent, newName, except: key);
        var changed = tree.Change(key, newName, newParent, nextVersion());
        store.SaveFolders(tree.Own);
        return changed;
    });

    /// <summary>Removes for good, with all items and folders in it.</summary>
    public void Remove(string key) => Locked(() =>
    {
        foreach (var folder in tree.WithDescendants(key).Reverse().ToList())
        {
            foreach (var item in shelf.Walk(folder.Key, shelf.Start(newestFirst: false, null), WalkLimits.None).Items)
            {
                remove(item);
            }

            tree.Remove(folder.Key, nextVersion());
        }

        store.SaveFolders(tree.Own);
        return true;
    });

    /// <summary>Exchange makes it when it is first used. Taken away, what is in it goes, too.</summary>
    public bool HasArchive
    {
        get => Locked(() => tree.Has(WellKnownFolder.Archive));
        set
        {
            if (value)
            {
                Locked(() =>
                {
                    Ensure([(WellKnownFolder.Archive, "Archive", WellKnownFolder.Root)]);
                    return true;
                });
            }
            else if (HasArchive)
            {
                Remove(WellKnownFolder.Archive);
            }
        }
    }

    /// <summary>Makes folders of fixed keys where they are not there yet. The caller holds the mailbox's lock.</summary>
    internal void Ensure(IEnumerable<(string Key, string Name, string Parent)> folders)
    {
        foreach (var (key, name, parent) in folders.Where(folder => !tree.Has(folder.Key)))
        {
            tree.Add(parent, name, isHidden: false, nextVersion(), key);
        }
    }

    internal void Require(string key)
    {
        if (!tree.Has(key))
        {
            throw new ArgumentException($"No folder '{key}'; there are {string.Join(", ", WellKnownFolder.All)} and a person's own.");
        }
    }

    private void RequireFree(string parent, string name, string? except)
    {
        if (tree.Children(parent).Any(child =>
            child.Key != except && child.DisplayName.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new FolderExistsException();
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (gate)
        {
            return read();
        }
    }
}

public sealed class FolderExistsException() : Exception("A folder with the specified name already exists.");
