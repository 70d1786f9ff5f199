namespace CompanionApi.Protocols.Dns;

/// <summary>Answers until they expire; when full, the one unused for longest goes first.</summary>
internal sealed class DnsCache(int capacity, TimeProvider clock)
{
    private static readonly TimeSpan LongestPositive = TimeSpan.FromDays(1);

    // Somebody who just added a missing record should not wait for hours until we look again.
    private static readonly TimeSpan LongestNegative = TimeSpan.FromMinutes(5);

    // An answer may have 64 KB, and strangers choose what we ask: those are asked for again.
    private const int MaxTextChars = 4096;

    private readonly Lock gate = new();
    private readonly Dictionary<DnsQuestion, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = [];

    public DnsAnswer? Find(DnsQuestion question)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(question, out var node)) return null;
            byUse.Remove(node);
            if (clock.GetElapsedTime(node.Value.Since) >= node.Value.TimeToLive)
            {
                entries.Remove(question);
                return null;
            }
            byUse.AddFirst(node);
            return node.Value.Answer;
        }
    }

    public void Keep(DnsQuestion question, DnsAnswer answer, TimeSpan timeToLive)
    {
        var longest = answer.Status == DnsStatus.Found ? LongestPositive : LongestNegative;
        if (timeToLive > longest) timeToLive = longest;
        if (answer.Texts.Sum(text => text.Length) > MaxTextChars) return;
        lock (gate)
        {
            if (entries.Remove(question, out var old)) byUse.Remove(old);
            if (timeToLive <= TimeSpan.Zero || capacity <= 0) return;
            if (entries.Count >= capacity && byUse.Last is { } last)
            {
                entries.Remove(last.Value.Question);
                byUse.RemoveLast();
            }
            entries[question] = byUse.AddFirst(new Entry(question, answer, clock.GetTimestamp(), timeToLive));
        }
    }

    // Kept by the steady clock: one that is put back by a year would keep an answer for a year.
    private sealed record Entry(DnsQuestion Question, DnsAnswer Answer, long Since, TimeSpan TimeToLive);
}
