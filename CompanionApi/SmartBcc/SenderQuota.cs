using System.Collections.Concurrent;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SmartBcc;

/// <summary>How much one sender may hand over.</summary>
public sealed record QuotaOptions
{
    public int PerHour { get; init; } = 300;

    public int PerDay { get; init; } = 2_000;
}

/// <summary>
/// One sender cannot flood (R31): so many mails of one user in an hour and in a day, begun from the intake log after a
/// start. Proven mail counts; mail that may be a replay has a quota of its own, so that nobody uses up the rep's (S31).
/// </summary>
public sealed class SenderQuota(QuotaOptions options, DatabaseOptions database, TimeProvider clock)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<(long UserId, bool IsDoubtful), Lazy<Task<List<DateTimeOffset>>>> senders = new();

    public int PerHour => options.PerHour;

    public int PerDay => options.PerDay;

    /// <summary>
    /// Counts one mail and answers when, for <see cref="GiveBackAsync"/>; null when the sender has handed over too much.
    /// </summary>
    public async Task<DateTimeOffset?> TakeAsync(KnownSender user, bool isDoubtful)
    {
        var taken = await TakenAsync(user, isDoubtful);
        var now = clock.GetUtcNow();
        lock (taken)
        {
            taken.RemoveAll(at => at <= now - Day);
            if (taken.Count >= options.PerDay || taken.Count(at => at > now - Hour) >= options.PerHour)
            {
                return null;
            }

            taken.Add(now);
            return now;
        }
    }

    /// <summary>It was not stored: the sender's server comes again with it.</summary>
    public async Task GiveBackAsync(KnownSender user, bool isDoubtful, DateTimeOffset at)
    {
        var taken = await TakenAsync(user, isDoubtful);
        lock (taken)
        {
            taken.Remove(at);
        }
    }

    private async Task<List<DateTimeOffset>> TakenAsync(KnownSender user, bool isDoubtful)
    {
        var key = (user.Id, isDoubtful);
        var reading = senders.GetOrAdd(
            key, _ => new Lazy<Task<List<DateTimeOffset>>>(() => ReadAsync(user, isDoubtful)));
        try
        {
            return await reading.Value;
        }
        catch
        {
            senders.TryRemove(KeyValuePair.Create(key, reading));
            throw;
        }
    }

    private async Task<List<DateTimeOffset>> ReadAsync(KnownSender user, bool isDoubtful)
    {
        var since = clock.GetUtcNow() - Day;
        await using var db = database.Open().Of(user.CompanyId);
        return await db.IntakeAttempts
            .Where(a => a.UserId == user.Id && a.At > since &&
                (a.Outcome == IntakeOutcome.Stored || a.Outcome == IntakeOutcome.Merged) &&
                a.Reason == IntakeReasons.Doubtful == isDoubtful)
            .OrderBy(a => a.At).Select(a => a.At).ToListAsync();
    }
}
