using System.Collections.Concurrent;

namespace Demo.Microsoft365;

/// <summary>How often each part of the simulator was called, so that a test can say "asked once".</summary>
public sealed class CallCounts
{
    private readonly ConcurrentDictionary<string, int> counts = new();

    public void Count(string target) => counts.AddOrUpdate(target, 1, (_, count) => count + 1);

    public void Clear() => counts.Clear();

    public IReadOnlyDictionary<string, int> All => counts;
}
