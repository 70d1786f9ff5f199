namespace Demo.Microsoft365;

/// <summary>
/// One simulated mailbox: folders and items, in memory and on disk. Safe to use from many threads. An id is taken in
/// its EWS or its REST form; members that change an item throw <see cref="KeyNotFoundException"/> for an unknown one.
/// </summary>
public sealed class Mailbox
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, MailItem> items = [];
    private readonly MailboxStore store;
    private readonly ConversationIndex conversations;
    private HashSet<string> delegates;

    public Mailbox(string address, string folder)
    {
        Address = address;
        Guid = ItemIds.MailboxGuid(address);
        store = new MailboxStore(folder);
        conversations = new ConversationIndex(Guid);
        delegates = [.. store.LoadDelegates()];
        foreach (var item in store.LoadItems().OrderBy(item => item.ReceivedAt))
        {
            items[item.Id] = item;
            conversations.Remember(item, HeaderBlock.Parse(store.ReadMime(item.Key)));
        }
    }

    /// <summary>Raised after each change, outside the lock, on the thread that made it.</summary>
    public event Action<MailboxChange>? Changed;

    public string Address { get; }

    public Guid Guid { get; }

    /// <summary>The addresses whose owners may open this mailbox beside its own owner.</summary>
    public IReadOnlyCollection<string> Delegates
    {
        get
        {
            lock (gate)
            {
                return [.. delegates];
            }
        }
    }

    public bool MayBeOpenedBy(string address)
    {
        var reader = MailAddresses.Normalise(address);
        lock (gate)
        {
            return reader == Address || delegates.Contains(reader);
        }
    }

    public void SetDelegates(IEnumerable<string> addresses)
    {
        lock (gate)
        {
            delegates = [.. addresses.Select(MailAddresses.Normalise)];
            store.SaveDelegates(delegates);
        }
    }

    /// <summary>The items of one folder, newest first.</summary>
    public IReadOnlyList<MailItem> List(string folder)
    {
        lock (gate)
        {
            return [.. items.Values.Where(item => item.Folder == folder).OrderByDescending(item => item.ReceivedAt)];
        }
    }

    public MailItem? Get(string id)
    {
        lock (gate)
        {
            return items.GetValueOrDefault(ItemIds.ToEws(id));
        }
    }

    /// <summary>The item with that Message-ID, angle brackets or not; a received or sent one before a draft.</summary>
    public MailItem? Find(string internetMessageId)
    {
        var wanted = ConversationIndex.NormaliseMessageId(internetMessageId);
        lock (gate)
        {
            return items.Values
                .Where(item => ConversationIndex.NormaliseMessageId(item.InternetMessageId) == wanted)
                .OrderBy(item => item.IsDraft)
                .ThenByDescending(item => item.ReceivedAt)
                .FirstOrDefault();
        }
    }

    /// <summary>The whole source of an item that this mailbox gave out.</summary>
    public byte[] ReadMime(MailItem item) => store.ReadMime(item.Key);

    /// <summary>
    /// Puts a message into a folder. One without a Message-ID is given one, as Exchange does. Its Bcc fields become
    /// <see cref="MailItem.Bcc"/>: only a sender's own copy carries any.
    /// </summary>
    public MailItem Add(
        string folder, ReadOnlyMemory<byte> mime, bool isRead = false, bool isDraft = false, DateTimeOffset? receivedAt = null)
    {
        RequireFolder(folder);
        MailItem item;
        lock (gate)
        {
            var key = Guid.CreateVersion7();
            item = Put(key, folder, mime, isRead, isDraft, receivedAt ?? DateTimeOffset.UtcNow);
        }

        Changed?.Invoke(new MailboxChange(MailboxChangeKind.Added, Address, item, item.Id));
        return item;
    }

    /// <summary>Rewrites a draft; its id stays.</summary>
    public MailItem ReplaceDraft(string id, ReadOnlyMemory<byte> mime) => Change(id, item =>
    {
        if (!item.IsDraft)
        {
            throw new InvalidOperationException("Only a draft can be rewritten.");
        }

        return Put(item.Key, item.Folder, mime, item.IsRead, isDraft: true, DateTimeOffset.UtcNow);
    });

    public MailItem Move(string id, string folder)
    {
        RequireFolder(folder);
        return Change(id, item => Keep(item with { Folder = folder, Id = ItemIds.Item(Guid, folder, item.Key) }));
    }

    public MailItem MarkRead(string id, bool isRead) => Change(id, item => Keep(item with { IsRead = isRead }));

    /// <summary>Deletes for good; moving to <see cref="WellKnownFolder.DeletedItems"/> is <see cref="Move"/>.</summary>
    public void Delete(string id)
    {
        MailItem item;
        lock (gate)
        {
            item = Existing(id);
            items.Remove(item.Id);
            store.Delete(item.Key);
        }

        Changed?.Invoke(new MailboxChange(MailboxChangeKind.Removed, Address, item, item.Id));
    }

    private MailItem Change(string id, Func<MailItem, MailItem> change)
    {
        MailItem before, after;
        lock (gate)
        {
            before = Existing(id);
            after = change(before);
            if (after.Id != before.Id)
            {
                items.Remove(before.Id);
            }
        }

        Changed?.Invoke(new MailboxChange(MailboxChangeKind.Changed, Address, after, before.Id));
        return after;
    }

    private MailItem Existing(string id) =>
        items.GetValueOrDefault(ItemIds.ToEws(id)) ?? throw new KeyNotFoundException("No such item in this mailbox.");

    private MailItem Put(
        Guid key, string folder, ReadOnlyMemory<byte> mime, bool isRead, bool isDraft, DateTimeOffset receivedAt)
    {
        var header = HeaderBlock.Parse(mime);
        if (header.Get("Message-ID") is null)
        {
            header = header.WithFirst("Message-ID", $"<{Guid.NewGuid():N}@{MailAddresses.DomainOf(Address)}>");
            mime = header.ToBytes();
        }

        var item = new MailItem(
            key,
            ItemIds.Item(Guid, folder, key),
            folder,
            header.Get("Message-ID")!,
            conversations.Place(header),
            receivedAt,
            isRead,
            isDraft,
            [.. header.All("Bcc").SelectMany(MailAddresses.Of)],
            mime.Length);
        store.WriteMime(key, mime);
        conversations.Remember(item, header);
        return Keep(item);
    }

    private MailItem Keep(MailItem item)
    {
        store.Save(item);
        items[item.Id] = item;
        return item;
    }

    private static void RequireFolder(string folder)
    {
        if (!WellKnownFolder.All.Contains(folder))
        {
            throw new ArgumentException($"No folder '{folder}'; there are {string.Join(", ", WellKnownFolder.All)}.");
        }
    }
}
