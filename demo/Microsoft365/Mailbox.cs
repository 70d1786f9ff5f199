using CompanionApi.Protocols.Mime;
using Demo.Microsoft365.Generated;

namespace Demo.Microsoft365;

/// <summary>
/// One simulated mailbox: folders and items, in memory and on disk, and generated items that are nowhere. Safe to use
/// from many threads. An id is taken in its EWS, REST or immutable form; members that change an item throw
/// <see cref="KeyNotFoundException"/> for an unknown one, and those that take a folder want its key.
/// </summary>
public sealed class Mailbox
{
    private readonly Lock gate = new();
    private readonly ItemShelf shelf = new();
    private readonly ChangeLog log = new();
    private readonly MailboxStore store;
    private readonly TimeProvider clock;
    private readonly ConversationIndex conversations;
    private readonly Delegates delegates;
    private long version;

    public Mailbox(string address, string folder, TimeProvider? clock = null)
    {
        Address = address;
        Guid = ItemIds.MailboxGuid(address);
        this.clock = clock ?? TimeProvider.System;
        store = new MailboxStore(folder);
        conversations = new ConversationIndex(Guid, id => shelf.GeneratedConversation(id));
        delegates = new Delegates(store);
        var tree = new FolderTree(Guid, store.LoadFolders());
        foreach (var item in store.LoadItems().OrderBy(item => item.ReceivedAt))
        {
            shelf.Put(item);
            version = Math.Max(version, item.Version);
            conversations.Remember(item, HeaderBlock.Parse(store.ReadMime(item.Key)));
        }

        version = tree.All.Select(known => known.Version).Append(version).Max();
        Folders = new MailboxFolders(gate, tree, shelf, store, () => ++version, Remove);
        if (store.LoadGenerated() is { } kept)
        {
            Put(new GeneratedMail(Guid, new MailAddress(kept.OwnerName, address), kept.Plan));
        }
    }

    /// <summary>Raised after each change, outside the lock, on the thread that made it.</summary>
    public event Action<MailboxChange>? Changed;

    public string Address { get; }

    public Guid Guid { get; }

    public MailboxFolders Folders { get; }

    /// <summary>Makes the delta tokens of a folder (its key; "" for the folders themselves) worthless; null: all.</summary>
    public void EvictTokens(string? folder = null) => SyncGenerations.Evict(folder);

    /// <summary>Otherwise Graph says that it is inactive, soft-deleted or hosted elsewhere.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Positions given out by messages/delta and mailFolders/delta, and whether they still hold.</summary>
    internal SyncGenerations SyncGenerations { get; } = new();

    /// <summary>How many changes there have been: what delta counts by.</summary>
    public long Version
    {
        get
        {
            lock (gate)
            {
                return version;
            }
        }
    }

    /// <summary>The addresses whose owners may open this mailbox beside its own owner.</summary>
    public IReadOnlyCollection<string> Delegates => delegates.All;

    public bool MayBeOpenedBy(string address) => MailAddresses.Normalise(address) == Address || delegates.Include(address);

    public void SetDelegates(IEnumerable<string> addresses) => delegates.Set(addresses);

    /// <summary>The items of one folder, newest first.</summary>
    public IReadOnlyList<MailItem> List(string folder) => Newest(folder, int.MaxValue);

    public IReadOnlyList<MailItem> Newest(string folder, int most) =>
        Walk(folder, null, newestFirst: true, new WalkLimits(most)).Items;

    /// <summary>All of a conversation in this mailbox, the oldest first.</summary>
    public IReadOnlyList<MailItem> Conversation(string conversationId) => Walk(
        null, null, newestFirst: false, WalkLimits.None with { Only = item => item.ConversationId == conversationId }).Items;

    public MailItem? Get(string id)
    {
        lock (gate)
        {
            return ItemIds.Read(id) is { } name && name.Mailbox == Guid && shelf.Get(name.Key) is { } item
                && (name.IsImmutable || item.Id == ItemIds.ToEws(id))
                    ? item
                    : null;
        }
    }

    public MailItem? Get(Guid key)
    {
        lock (gate)
        {
            return shelf.Get(key);
        }
    }

    /// <summary>The item with that Message-ID, angle brackets or not; a received or sent one before a draft.</summary>
    public MailItem? Find(string internetMessageId) => FindAll(internetMessageId).FirstOrDefault();

    public IReadOnlyList<MailItem> FindAll(string internetMessageId)
    {
        lock (gate)
        {
            return
            [
                .. shelf.WithMessageId(ConversationIndex.NormaliseMessageId(internetMessageId))
                    .OrderBy(item => item.IsDraft)
                    .ThenByDescending(item => item.ReceivedAt),
            ];
        }
    }

    /// <summary>The whole source of an item that this mailbox gave out.</summary>
    public byte[] ReadMime(MailItem item) => Generated(item)?.ToMime() ?? store.ReadMime(item.Key);

    /// <summary>The message behind an item, where it is a generated one; null for one that is kept.</summary>
    internal GeneratedMessage? Generated(MailItem item)
    {
        lock (gate)
        {
            return shelf.IsGenerated(item.Key) ? shelf.GeneratedMessage(item.Key) : null;
        }
    }

    /// <summary>
    /// Puts a message into a folder. One without a Message-ID is given one, as Exchange does. Its Bcc fields become
    /// <see cref="MailItem.Bcc"/>: only a sender's own copy carries any.
    /// </summary>
    public MailItem Add(
        string folder, ReadOnlyMemory<byte> mime, bool isRead = false, bool isDraft = false, DateTimeOffset? receivedAt = null)
    {
        MailItem item;
        lock (gate)
        {
            Folders.Require(folder);
            var now = clock.GetUtcNow();
            var key = Guid.CreateVersion7();
            item = Put(new MailItem(key, "", folder, "", "", receivedAt ?? now, isRead, isDraft, [], 0) { CreatedAt = now }, mime);
            log.Note(item.Version, null, item);
        }

        Changed?.Invoke(new MailboxChange(MailboxChangeKind.Added, Address, item, item.Id, item.Folder));
        return item;
    }

    /// <summary>Another item with the same content.</summary>
    public MailItem Copy(string id, string folder)
    {
        var item = Get(id) ?? throw new KeyNotFoundException("No such item in this mailbox.");
        var copy = Add(folder, ReadMime(item), item.IsRead, item.IsDraft, item.ReceivedAt);
        return Update(copy.Id, made => made with { Categories = item.Categories, Flag = item.Flag });
    }

    /// <summary>Rewrites a draft; its id stays.</summary>
    public MailItem ReplaceDraft(string id, ReadOnlyMemory<byte> mime) => Change(id, item =>
    {
        if (!item.IsDraft)
        {
            throw new InvalidOperationException("Only a draft can be rewritten.");
        }

        return Put(item with { ReceivedAt = clock.GetUtcNow() }, mime);
    });

    /// <summary>A draft becomes the sent copy: another id and folder, the same item.</summary>
    public MailItem SendDraft(string id, ReadOnlyMemory<byte> mime) => Change(id, item => Put(
        item with { Folder = WellKnownFolder.SentItems, Moves = item.Moves + 1, IsDraft = false, IsRead = true, ReceivedAt = clock.GetUtcNow() },
        mime));

    public MailItem Move(string id, string folder) => Change(id, item =>
    {
        Folders.Require(folder);
        return item.Folder == folder
            ? Keep(item)
            : Keep(item with { Folder = folder, Moves = item.Moves + 1, Id = ItemIds.Item(Guid, folder, item.Key, item.Moves + 1) });
    });

    public MailItem MarkRead(string id, bool isRead) => Update(id, item => item with { IsRead = isRead });

    /// <summary>Changes what a reader may change; where an item is, and what it says, have members of their own.</summary>
    public MailItem Update(string id, Func<MailItem, MailItem> change) => Change(id, item => Keep(change(item)));

    /// <summary>Deletes for good; moving to <see cref="WellKnownFolder.DeletedItems"/> is <see cref="Move"/>.</summary>
    public void Delete(string id)
    {
        MailItem item;
        lock (gate)
        {
            item = Existing(id);
            Remove(item);
        }

        Changed?.Invoke(new MailboxChange(MailboxChangeKind.Removed, Address, item, item.Id, item.Folder));
    }

    /// <summary>Puts generated mail, and its folders, in the place of any that was there. Every delta must begin anew.</summary>
    internal void Generate(GeneratedMail mail)
    {
        lock (gate)
        {
            store.SaveGenerated(new KeptPlan(mail.Owner.Name, mail.Plan));
            Put(mail);
            SyncGenerations.Evict(null);
        }
    }

    private void Put(GeneratedMail mail)
    {
        Folders.Ensure(mail.Folders);
        shelf.Generate(mail);
        version = Math.Max(version, mail.Count) + 1;
    }

    /// <summary>See <see cref="ItemShelf.Walk"/>; <paramref name="from"/> null: from the start.</summary>
    internal (List<MailItem> Items, WalkPoint? Next) Walk(
        string? folder, WalkPoint? from, bool newestFirst, WalkLimits limits)
    {
        lock (gate)
        {
            return shelf.Walk(folder, from ?? shelf.Start(newestFirst, limits.Oldest), limits);
        }
    }

    internal IReadOnlyList<ItemChange> Changes(string folder, long from, long until)
    {
        lock (gate)
        {
            return log.Between(folder, from, until);
        }
    }

    private MailItem Change(string id, Func<MailItem, MailItem> change)
    {
        MailItem before, after;
        lock (gate)
        {
            before = Existing(id);
            after = change(before);
            log.Note(after.Version, before, after);
        }

        Changed?.Invoke(new MailboxChange(MailboxChangeKind.Changed, Address, after, before.Id, before.Folder));
        return after;
    }

    private MailItem Existing(string id) => Get(id) ?? throw new KeyNotFoundException("No such item in this mailbox.");

    private void Remove(MailItem item)
    {
        shelf.Remove(item.Key);
        log.Note(++version, item, null);
        store.Delete(item.Key);
    }

    private MailItem Put(MailItem item, ReadOnlyMemory<byte> mime)
    {
        var header = HeaderBlock.Parse(mime);
        if (header.Get("Message-ID") is null)
        {
            header = header.WithFirst("Message-ID", $"<{Guid.NewGuid():N}@{MailAddresses.DomainOf(Address)}>");
            mime = header.ToBytes();
        }

        item = item with
        {
            Id = ItemIds.Item(Guid, item.Folder, item.Key, item.Moves),
            InternetMessageId = header.Get("Message-ID")!,
            ConversationId = conversations.Place(header),
            Bcc = [.. header.All("Bcc").SelectMany(MailAddresses.Of)],
            Size = mime.Length,
        };
        store.WriteMime(item.Key, mime);
        conversations.Remember(item, header);
        return Keep(item);
    }

    private MailItem Keep(MailItem item)
    {
        item = item with { Version = ++version, ModifiedAt = clock.GetUtcNow() };
        if (!shelf.IsGenerated(item.Key))
        {
            store.Save(item);
        }

        shelf.Put(item);
        return item;
    }
}
