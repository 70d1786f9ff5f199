using System.Collections.Concurrent;

namespace Demo.Microsoft365.Graph;

/// <summary>The live subscriptions; one past its time is none any more.</summary>
internal sealed class Subscriptions(TimeProvider clock)
{
    private const int MostPerMailbox = 1_000;
    private readonly ConcurrentDictionary<string, Subscription> byId = new();

    public IEnumerable<Subscription> All => byId.Values.Where(IsLive);

    public Subscription? Find(string id) => byId.GetValueOrDefault(id) is { } found && IsLive(found) ? found : null;

    /// <exception cref="GraphException">403: the mailbox has too many, over all apps.</exception>
    public void Add(Subscription subscription)
    {
        if (All.Count(other => other.Owner.ObjectId == subscription.Owner.ObjectId) >= MostPerMailbox)
        {
            throw new GraphException(403, "ExtensionError", "Operation: Create; Exception: [Status Code: Forbidden; Reason: Subscription limit reached.]");
        }

        byId[subscription.Id] = subscription;
    }

    public void Replace(Subscription subscription) => byId[subscription.Id] = subscription;

    public void Remove(string id) => byId.TryRemove(id, out _);

    private bool IsLive(Subscription subscription) => subscription.ExpiresAt > clock.GetUtcNow();
}
