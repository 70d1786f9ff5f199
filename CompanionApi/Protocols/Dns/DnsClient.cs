using System.Collections.Concurrent;
using System.Net;

namespace CompanionApi.Protocols.Dns;

/// <summary>
/// Asks recursive resolvers. One for the whole process: it is safe from many threads, remembers answers for their time
/// to live, and asks only once when many want to know the same at the same time.
/// </summary>
public sealed class DnsClient : IDns
{
    private const int MaxAliases = 10;

    private readonly IReadOnlyList<IPEndPoint> servers;
    private readonly DnsOptions options;
    private readonly DnsCache cache;
    private readonly ConcurrentDictionary<DnsQuestion, Lazy<Task<DnsAnswer>>> underWay = new();
    private volatile int lastGood;

    /// <exception cref="FormatException">A setting is wrong; the message says which and what is expected.</exception>
    public DnsClient(DnsOptions options, TimeProvider clock)
    {
        this.options = options;
        servers = options.ReadServers();
        cache = new DnsCache(options.CacheSize, clock);
    }

    public async Task<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default)
    {
        if (DnsName.Normalize(name) is not { } normal) return DnsAnswer.NameError("not a name that DNS can carry");
        var question = new DnsQuestion(normal, type);
        if (cache.Find(question) is { } known) return known;
        var asking = underWay.GetOrAdd(question, q => new Lazy<Task<DnsAnswer>>(() => AskAndKeepAsync(q)));
        // The one who waits may leave; the question goes on for the others, and for the cache.
        return await asking.Value.WaitAsync(ct);
    }

    private async Task<DnsAnswer> AskAndKeepAsync(DnsQuestion question)
    {
        try
        {
            var (answer, timeToLive) = await FollowAsync(question);
            if (answer.Status != DnsStatus.Temporary) cache.Keep(question, answer, timeToLive);
            return answer;
        }
        finally
        {
            underWay.TryRemove(question, out _);
        }
    }

    /// <summary>Asks, and asks on where the server left an alias for us to follow.</summary>
    private async Task<(DnsAnswer Answer, TimeSpan TimeToLive)> FollowAsync(DnsQuestion question)
    {
        var timeToLive = TimeSpan.MaxValue;
        for (var aliases = 0; ; aliases++)
        {
            var (message, trouble) = await AskServersAsync(question);
            if (message is null) return (DnsAnswer.Temporary(trouble), default);
            var end = FindRecords(message, question, ref aliases, ref timeToLive, out var records);
            if (records.Count > 0) return (DnsAnswer.Found(records), timeToLive);
            if (aliases >= MaxAliases) return (DnsAnswer.Temporary("aliases without end"), default);
            var negative = Shorter(timeToLive, message.NegativeTimeToLive ?? default);
            if (message.Code == DnsResponseCode.NameError) return (DnsAnswer.NameError(), negative);
            if (end == question.Name || message.NegativeTimeToLive is not null) return (DnsAnswer.NoData(), negative);
            if (DnsName.Normalize(end) is not { } next) return (DnsAnswer.NameError("alias to no name"), default);
            question = question with { Name = next };
        }
    }

    /// <summary>Follows the aliases inside one message; returns the name at which they end.</summary>
    private static string FindRecords(DnsMessage message, DnsQuestion question, ref int aliases,
        ref TimeSpan timeToLive, out List<DnsRecord> records)
    {
        var name = question.Name;
        while (true)
        {
            records = [];
            DnsEntry? alias = null;
            foreach (var entry in message.Answers)
            {
                if (!entry.Owner.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
                if (entry.Type == question.Type)
                {
                    records.Add(entry.Record);
                    timeToLive = Shorter(timeToLive, entry.TimeToLive);
                }
                else if (entry.Type == DnsType.CName) alias ??= entry;
            }
            if (records.Count > 0 || alias is null || ++aliases >= MaxAliases) return name;
            timeToLive = Shorter(timeToLive, alias.TimeToLive);
            name = ((NameRecord)alias.Record).Name;
        }
    }

    /// <summary>Every server in turn, the one that last answered first, as often as the options say.</summary>
    private async Task<(DnsMessage? Message, string Trouble)> AskServersAsync(DnsQuestion question)
    {
        var trouble = "";
        var first = lastGood;
        for (var turn = 0; turn < options.Attempts * servers.Count; turn++)
        {
            var index = (first + turn) % servers.Count;
            var (message, problem) = await DnsExchange.AskAsync(servers[index], question, options.Timeout);
            if (message is { IsReferral: false, Code: DnsResponseCode.NoError or DnsResponseCode.NameError })
            {
                lastGood = index;
                return (message, "");
            }
            trouble = problem ?? $"{servers[index]} answered {(message!.IsReferral ? "a referral" : message.Code)}";
        }
        return (null, trouble);
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
