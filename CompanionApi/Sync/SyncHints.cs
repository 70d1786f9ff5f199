using System.Collections.Concurrent;

namespace CompanionApi.Sync;

/// <summary>
/// What providers told us since an account's last turn. Hints alone: what is lost with the process, polling finds. Told ten
/// thousand times, an account is still due once.
/// </summary>
public sealed class SyncHints(TimeProvider clock)
{
    private const int MostItems = 20;

    private readonly ConcurrentDictionary<(int Company, long Account), Hint> hints = new();
    private readonly SemaphoreSlim signal = new(0, 1);

    /// <summary>Something happened to the item; null: we do not know what.</summary>
    public void Tell(int company, long account, string? itemId)
    {
        hints.GetOrAdd((company, account), _ => new Hint(clock.GetUtcNow())).Add(itemId);
        Wake();
    }

    /// <summary>The subscription wants to be renewed, or is gone.</summary>
    public void TellSubscription(int company, long account)
    {
        hints.GetOrAdd((company, account), _ => new Hint(clock.GetUtcNow())).RenewsSubscription = true;
        Wake();
    }

    /// <summary>Somebody should look what is due.</summary>
    public void Wake()
    {
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Told already.
        }
    }

    /// <summary>Of which accounts something was told, and when first.</summary>
    internal IReadOnlyList<((int Company, long Account) Account, DateTimeOffset Since)> Told =>
        [.. hints.Select(hint => (hint.Key, hint.Value.Since))];

    internal Hint? Take(int company, long account) => hints.TryRemove((company, account), out var hint) ? hint : null;

    internal Task WaitAsync(TimeSpan most, CancellationToken ct) => signal.WaitAsync(most, ct);

    /// <summary>Of one account.</summary>
    internal sealed class Hint(DateTimeOffset since)
    {
        private readonly HashSet<string> items = [];

        public DateTimeOffset Since => since;

        public bool RenewsSubscription { get; set; }

        /// <summary>Too much happened, or nobody knows what: every folder is due.</summary>
        public bool IsAnything { get; private set; }

        public IReadOnlyList<string> Items
        {
            get
            {
                lock (items)
                {
                    return [.. items];
                }
            }
        }

        public void Add(string? itemId)
        {
            lock (items)
            {
                IsAnything |= itemId is null || (items.Count >= MostItems && !items.Contains(itemId));
                if (!IsAnything)
                {
                    items.Add(itemId!);
                }
            }
        }
    }
}
