using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// Keeps a flood from growing the log (R31): an attempt that made no message and repeats one which stands there is counted in
/// its line. What is bounded is lines, never what the sender is told, so nobody is shut out by mail that another sends in her
/// name, or sends again.
/// </summary>
public static class IntakeBursts
{
    /// <summary>Lines of one hour that one host may cause for one user and reason, and all hosts together.</summary>
    public const int LinesOfOneHost = 20;
    public const int LinesOfAllHosts = 100;

    /// <summary>Refused lines of one hour in all the company; beyond them every attempt joins another's line.</summary>
    public const int LinesOfCompany = 1_000;

    /// <summary>A line of one mail counts for so long: senders' servers try for five days (RFC 5321 4.5.4.1).</summary>
    public static readonly TimeSpan Retries = TimeSpan.FromDays(5);

    private static readonly TimeSpan Burst = TimeSpan.FromHours(1);

    /// <summary>Counts the attempt in the line that it belongs to. False: it makes one of its own.</summary>
    public static async Task<bool> CountAsync(CompanionDb db, IntakeAttempt attempt)
    {
        if (await FindAsync(db, attempt) is not { } standing)
        {
            return false;
        }

        standing.Times++;
        standing.LastAt = attempt.At;
        return true;
    }

    private static async Task<IntakeAttempt?> FindAsync(CompanionDb db, IntakeAttempt attempt)
    {
        if (attempt.MailHash is { } hash)
        {
            // Of what is here already the lines are as many as the mails.
            var sameMail = await OfMailAsync(db, attempt, hash);
            if (sameMail is not null || attempt.Outcome == IntakeOutcome.Merged)
            {
                return sameMail;
            }
        }

        var since = attempt.At - Burst;
        var lines = attempt.Outcome == IntakeOutcome.Merged
            ? db.IntakeAttempts.Where(a => a.At > since && a.Outcome == IntakeOutcome.Merged)
            : db.IntakeAttempts.Where(a => a.At > since &&
                (a.Outcome == IntakeOutcome.Refused || a.Outcome == IntakeOutcome.TryAgain));
        var alike = lines.Where(a => a.UserId == attempt.UserId && a.Reason == attempt.Reason);
        if (attempt.Reason == IntakeReasons.TooMany)
        {
            return await NewestAsync(alike);
        }

        var ofHost = alike.Where(a => a.ClientAddress == attempt.ClientAddress);
        return await IsFullAsync(ofHost, LinesOfOneHost) ? await NewestAsync(ofHost)
            : await IsFullAsync(alike, LinesOfAllHosts) ? await NewestAsync(alike)
            : await IsFullAsync(lines, LinesOfCompany) ? await NewestAsync(alike) ?? await NewestAsync(lines)
            : null;
    }

    private static Task<IntakeAttempt?> OfMailAsync(CompanionDb db, IntakeAttempt attempt, byte[] hash)
    {
        var since = attempt.At - Retries;
        return NewestAsync(db.IntakeAttempts.Where(a => a.MailHash == hash && a.At > since &&
            a.UserId == attempt.UserId && a.Outcome == attempt.Outcome && a.Reason == attempt.Reason));
    }

    private static Task<bool> IsFullAsync(IQueryable<IntakeAttempt> lines, int most) =>
        lines.OrderBy(a => a.Id).Skip(most - 1).AnyAsync();

    private static Task<IntakeAttempt?> NewestAsync(IQueryable<IntakeAttempt> lines) =>
        lines.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).FirstOrDefaultAsync();
}
