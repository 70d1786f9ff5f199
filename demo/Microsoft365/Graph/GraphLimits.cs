using System.Collections.Concurrent;
using System.Globalization;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// Outlook's limits, per app and mailbox: four requests at once and 10,000 within ten minutes, those refused among them
/// (Graph: throttling-limits).
/// </summary>
internal sealed class GraphLimits(GraphTrouble trouble, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(string App, string Mailbox), Use> uses = new();

    /// <summary>Disposing what is returned ends the request.</summary>
    /// <exception cref="GraphException">429.</exception>
    public IDisposable Enter(string app, string mailbox)
    {
        var use = uses.GetOrAdd((app, mailbox), _ => new Use());
        lock (use)
        {
            var now = clock.GetUtcNow();
            if (now - use.Since >= Window)
            {
                (use.Since, use.Count) = (now, 0);
            }

            use.Count++;
            if (use.Count > trouble.Now.MostInTenMinutes)
            {
                throw Throttled("Application is over its MailboxRequests limit.", use.Since + Window - now);
            }

            if (use.AtOnce >= trouble.Now.MostAtOnce)
            {
                throw Throttled("Application is over its MailboxConcurrency limit.", TimeSpan.FromSeconds(1));
            }

            use.AtOnce++;
        }

        return use;
    }

    private static GraphException Throttled(string message, TimeSpan wait) => new(429, "ApplicationThrottled", message)
    {
        Headers = { ["Retry-After"] = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) },
    };

    private sealed class Use : IDisposable
    {
        public DateTimeOffset Since { get; set; }
        public int Count { get; set; }
        public int AtOnce { get; set; }

        public void Dispose()
        {
            lock (this)
            {
                AtOnce--;
            }
        }
    }
}
