using System.Collections.Concurrent;

namespace Demo.Microsoft365;

/// <summary>
/// Which delta tokens of a mailbox still hold. Exchange keeps their state in a cache and drops it when it likes, and
/// always by a restart; whoever comes with an older token must begin anew.
/// </summary>
internal sealed class SyncGenerations
{
    private readonly string born = Guid.NewGuid().ToString("N")[..8];
    private readonly ConcurrentDictionary<string, int> byFolder = new();
    private int all;

    /// <summary>What a token of this folder says now; <c>""</c> stands for the mailbox's folders themselves.</summary>
    public string Of(string folder) => $"{born}.{Volatile.Read(ref all)}.{byFolder.GetValueOrDefault(folder)}";

    /// <summary>Null: all tokens of the mailbox.</summary>
    public void Evict(string? folder)
    {
        if (folder is null)
        {
            Interlocked.Increment(ref all);
        }
        else
        {
            byFolder.AddOrUpdate(folder, 1, (_, generation) => generation + 1);
        }
    }
}
