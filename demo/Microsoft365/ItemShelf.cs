using Demo.Microsoft365.Generated;

namespace Demo.Microsoft365;

/// <summary>
/// The items of one mailbox: those that are kept, and those that are made when asked for (<see cref="GeneratedMail"/>)
/// as long as nothing has changed them. Its mailbox guards it against two threads at once.
/// </summary>
internal sealed class ItemShelf
{
    private readonly Dictionary<Guid, MailItem> delivered = [];
    private readonly Dictionary<int, MailItem?> changed = [];
    private readonly Dictionary<string, FolderCounts> counts = [];
    private GeneratedMail generated = GeneratedMail.None;

    public FolderCounts Counts(string folder) => counts.GetValueOrDefault(folder);

    public int Count => counts.Values.Sum(count => count.Total);

    /// <summary>Puts generated mail in the place of any that was there; changes to that are forgotten.</summary>
    public void Generate(GeneratedMail mail)
    {
        generated = mail;
        changed.Clear();
        counts.Clear();
        foreach (var item in delivered.Values)
        {
            Counted(item, 1);
        }

        foreach (var (folder, count) in mail.Counts)
        {
            var others = Counts(folder);
            counts[folder] = new FolderCounts(others.Total + count.Total, others.Unread + count.Unread);
        }
    }

    public MailItem? Get(Guid key) =>
        generated.NumberOf(key) is not { } number ? delivered.GetValueOrDefault(key)
        : changed.TryGetValue(number, out var item) ? item
        : generated.Item(number);

    public void Put(MailItem item)
    {
        Forget(item.Key);
        Counted(item, 1);
        if (generated.NumberOf(item.Key) is { } number)
        {
            changed[number] = item;
        }
        else
        {
            delivered[item.Key] = item;
        }
    }

    public void Remove(Guid key)
    {
        Forget(key);
        if (generated.NumberOf(key) is { } number)
        {
            changed[number] = null;
        }
        else
        {
            delivered.Remove(key);
        }
    }

    public bool IsGenerated(Guid key) => generated.NumberOf(key) is not null;

    public GeneratedMessage GeneratedMessage(Guid key) => generated.Message(generated.NumberOf(key)!.Value);

    public string? GeneratedConversation(string messageId) =>
        generated.NumberOfMessageId(messageId) is { } number ? generated.Item(number).ConversationId : null;

    /// <summary>The items under a Message-ID in its normal form.</summary>
    public IEnumerable<MailItem> WithMessageId(string id)
    {
        var kept = delivered.Values.Where(item => ConversationIndex.NormaliseMessageId(item.InternetMessageId) == id);
        return generated.NumberOfMessageId(id) is { } number && Get(generated.Key(number)) is { } made
            ? kept.Append(made)
            : kept;
    }

    /// <summary>
    /// The items from <paramref name="from"/> on in the order of their arrival, or the reverse, and where to go on; null
    /// at the end. <paramref name="folder"/> null: of all folders.
    /// </summary>
    public (List<MailItem> Items, WalkPoint? Next) Walk(string? folder, WalkPoint from, WalkLimits limits)
    {
        var kept = delivered.Values
            .Where(item => (folder is null || item.Folder == folder) && from.IsBefore(item.ReceivedAt, item.Key))
            .Order(from.NewestFirst ? Comparer<MailItem>.Create((a, b) => ByArrival(b, a)) : Comparer<MailItem>.Create(ByArrival))
            .ToList();
        var (items, nextKept, point, skipped) = (new List<MailItem>(Math.Min(limits.Count, 1024)), 0, from, 0);
        var number = NextGenerated(folder, point.Generated, from.NewestFirst);
        while (items.Count < limits.Count && (number is not null || nextKept < kept.Count))
        {
            MailItem? item = null;
            var isSkipped = limits.Only is null && skipped < limits.Skip;
            if (number is { } n && (nextKept == kept.Count || IsFirst(generated.ReceivedAt(n), kept[nextKept], from.NewestFirst)))
            {
                item = isSkipped ? null : changed.GetValueOrDefault(n) ?? generated.Item(n);
                point = point with { Generated = from.NewestFirst ? n - 1 : n + 1 };
                number = NextGenerated(folder, point.Generated, from.NewestFirst);
            }
            else
            {
                item = kept[nextKept++];
                point = point with { KeptTicks = item.ReceivedAt.UtcTicks, KeptKey = item.Key };
            }

            if (isSkipped || item is null)
            {
                skipped++;
            }
            else if (from.NewestFirst && item.ReceivedAt < limits.Oldest)
            {
                return (items, null);
            }
            else if ((limits.Only is null || limits.Only(item)) && skipped++ >= limits.Skip)
            {
                items.Add(item);
            }
        }

        return (items, number is not null || nextKept < kept.Count ? point : null);
    }

    /// <summary>Where a walk begins that leaves out what arrived before <paramref name="since"/>.</summary>
    public WalkPoint Start(bool newestFirst, DateTimeOffset? since) => newestFirst
        ? new WalkPoint(true, generated.Count - 1, long.MaxValue, Guid.Empty)
        : new WalkPoint(false, since is { } time ? generated.FirstAt(time) : 0, (since?.UtcTicks ?? 0) - 1, Guid.Empty);

    private int? NextGenerated(string? folder, int number, bool newestFirst)
    {
        var step = newestFirst ? -1 : 1;
        for (; number >= 0 && number < generated.Count; number += step)
        {
            var isChanged = changed.TryGetValue(number, out var item);
            if ((!isChanged && IsIn(folder, generated.FolderOf(number))) || (item is not null && IsIn(folder, item.Folder)))
            {
                return number;
            }
        }

        return null;
    }

    private static bool IsIn(string? folder, string itsFolder) => folder is null || folder == itsFolder;

    private static bool IsFirst(DateTimeOffset one, MailItem other, bool newestFirst) =>
        newestFirst ? one >= other.ReceivedAt : one <= other.ReceivedAt;

    private static int ByArrival(MailItem one, MailItem other)
    {
        var byTime = one.ReceivedAt.UtcTicks.CompareTo(other.ReceivedAt.UtcTicks);
        return byTime != 0 ? byTime : one.Key.CompareTo(other.Key);
    }

    private void Forget(Guid key)
    {
        if (Get(key) is { } item)
        {
            Counted(item, -1);
        }
    }

    private void Counted(MailItem item, int by)
    {
        var count = Counts(item.Folder);
        counts[item.Folder] = new FolderCounts(count.Total + by, count.Unread + (item.IsRead ? 0 : by));
    }
}

/// <summary>
/// How far a walk through a mailbox has come: the generated message to look at next, and the last kept item seen.
/// </summary>
public readonly record struct WalkPoint(bool NewestFirst, int Generated, long KeptTicks, Guid KeptKey)
{
    public bool IsBefore(DateTimeOffset time, Guid key)
    {
        var order = time.UtcTicks != KeptTicks ? time.UtcTicks.CompareTo(KeptTicks) : key.CompareTo(KeptKey);
        return NewestFirst ? order < 0 : order > 0;
    }
}

/// <summary>
/// What of a walk is wanted: of the items that pass <c>Only</c> not the first <c>Skip</c>, and no more than <c>Count</c>.
/// A walk from the newest ends at what arrived before <c>Oldest</c>, one from the oldest begins there.
/// </summary>
public sealed record WalkLimits(int Count, int Skip = 0, Func<MailItem, bool>? Only = null, DateTimeOffset? Oldest = null)
{
    public static readonly WalkLimits None = new(int.MaxValue);
}
