using System.Collections.Concurrent;
using CompanionApi.Data;
using CompanionApi.Messages;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SmartBcc;

/// <summary>How much one sender may hand over.</summary>
public sealed record QuotaOptions
{
    public int PerHour { get; init; } = 300;

    public int PerDay { get; init; } = 2_000;
}

public enum QuotaKind
{
    /// <summary>What made a message, and cannot be a replay.</summary>
    Fresh,

    /// <summary>What an old signature alone speaks for (S30): it may be a replay.</summary>
    Doubtful,

    /// <summary>What made no message: it was here already, or is never to be captured.</summary>
    Repeated,
}

/// <summary>
/// One sender cannot flood (R31): so many mails of one user in an hour and in a day, begun from the intake log after a
/// start. Only proven mail counts; what another may be sending again has quotas of its own, so that nobody uses up the
/// rep's (S31).
/// </summary>
public sealed class SenderQuota(QuotaOptions options, DatabaseOptions database, TimeProvider clock)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<(long UserId, QuotaKind Kind), Lazy<Task<List<DateTimeOffset>>>> senders = new();

    public int PerHour => options.PerHour;

    public int PerDay => options.PerDay;

    /// <summary>
    /// Counts one mail and answers when, for <see cref="GiveBackAsync"/>; null when the sender has handed over too much.
    /// </summary>
    public async Task<DateTimeOffset?> TakeAsync(KnownSender user, QuotaKind kind)
    {
        var taken = await TakenAsync(user, kind);
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

    /// <summary>It counts for nothing: it was not stored, and the sender's server comes again with it, or it made no message.</summary>
    public async Task GiveBackAsync(KnownSender user, QuotaKind kind, DateTimeOffset at)
    {
        var taken = await TakenAsync(user, kind);
        lock (taken)
        {
            taken.Remove(at);
        }
    }

    /// <summary>Whether any was counted since yesterday.</summary>
    public async Task<bool> HasAnyAsync(KnownSender user, QuotaKind kind)
    {
        var taken = await TakenAsync(user, kind);
        lock (taken)
        {
            return taken.Count > 0;
        }
    }

    private async Task<List<DateTimeOffset>> TakenAsync(KnownSender user, QuotaKind kind)
    {
        var key = (user.Id, kind);
        var reading = senders.GetOrAdd(key, _ => new Lazy<Task<List<DateTimeOffset>>>(() => ReadAsync(user, kind)));
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

    private async Task<List<DateTimeOffset>> ReadAsync(KnownSender user, QuotaKind kind)
    {
        var since = clock.GetUtcNow() - Day;
        var oldest = since - IntakeBursts.Retries;
        await using var db = database.Open().Of(user.CompanyId);
        var lines = await db.IntakeAttempts
            .Where(a => a.UserId == user.Id && a.At > oldest && a.LastAt > since && a.IsProven && a.Outcome != IntakeOutcome.TryAgain)
            .Select(a => new { a.Outcome, a.Reason, a.Times, a.LastAt }).ToListAsync();
        return
        [
            .. lines.Where(a => kind == KindOf(a.Outcome, a.Reason)).OrderBy(a => a.LastAt)
                .SelectMany(a => Enumerable.Repeat(a.LastAt, Math.Min(a.Times, options.PerDay))),
        ];
    }

    private static QuotaKind KindOf(IntakeOutcome outcome, string reason) =>
        reason == IntakeReasons.Doubtful ? QuotaKind.Doubtful
        : outcome == IntakeOutcome.Stored ? QuotaKind.Fresh
        : QuotaKind.Repeated;
}
