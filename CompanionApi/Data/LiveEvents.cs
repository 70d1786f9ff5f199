using System.Collections.Concurrent;
using System.Threading.Channels;

namespace CompanionApi.Data;

/// <summary>
/// Something changed: its kind and outside id, nothing else (S77). <see cref="To"/> names the users who are told;
/// null: whoever may see the record at the time of telling.
/// </summary>
public sealed record LiveEvent(string Kind, Guid Id, IReadOnlyCollection<long>? To = null);

/// <summary>Hands committed events to the open <c>/events</c> streams of one company.</summary>
public sealed class LiveEvents
{
    private const int Backlog = 256;
    private readonly ConcurrentDictionary<Guid, (int Company, Channel<LiveEvent> Channel)> listeners = new();

    /// <summary>Told after the commit only. A listener that does not keep up loses the oldest.</summary>
    public void Publish(int company, IEnumerable<LiveEvent> events)
    {
        foreach (var happened in events)
        {
            foreach (var listener in listeners.Values.Where(listener => listener.Company == company))
            {
                listener.Channel.Writer.TryWrite(happened);
            }
        }
    }

    /// <summary>Everything published for the company until the listening is disposed.</summary>
    public Listening Listen(int company)
    {
        var key = Guid.NewGuid();
        var channel = Channel.CreateBounded<LiveEvent>(
            new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        listeners[key] = (company, channel);
        return new Listening(channel.Reader, () => listeners.TryRemove(key, out _));
    }

    public sealed class Listening(ChannelReader<LiveEvent> events, Action stop) : IDisposable
    {
        public ChannelReader<LiveEvent> Events { get; } = events;

        public void Dispose() => stop();
    }
}
