using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// Finds the one message that a forward and the mail itself are, whichever came first (S37): the sender and the subject
/// agree, and the date to the minute. Where the forward named no zone, a date that is whole quarters of an hour off will
/// do if the texts begin alike.
/// </summary>
internal sealed class ForwardMatch(CompanionDb db, long ownerId)
{
    private const int MaxCandidates = 50;
    private const int Opening = 120;
    private const int LeastOpening = 20;
    private static readonly TimeSpan Rounding = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostOff = TimeSpan.FromHours(26);

    public static string KeyOf(string from, string subject) => $"{from}\n{Subjects.Normalize(subject)}";

    /// <summary>
    /// The id of a forwarded mail that shows none: the same for every forward of it that says the same date, whoever
    /// forwards it.
    /// </summary>
    public static string MakeId(string from, string subject, DateTimeOffset sentAt)
    {
        var minute = sentAt.ToUnixTimeSeconds() / 60;
        var key = string.Create(CultureInfo.InvariantCulture, $"{KeyOf(from, subject)}\n{minute}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 20)) + "@forward.invalid";
    }

    /// <summary>The message that is the same mail under another id; null when there is none.</summary>
    public async Task<Message?> FindAsync(IncomingMessage incoming, Identity identity)
    {
        if (identity.FromAddress.Length == 0)
        {
            return null;
        }

        var candidates = incoming.Forward is { IsIdCertain: false }
            ? await NearAsync(identity)
            : await ForwardsAsync(identity);
        foreach (var candidate in candidates)
        {
            if (await IsSameAsync(candidate, incoming, identity))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Whether the mail that comes is the one that this message, read out of a forward, claims to be.</summary>
    public async Task<bool> IsSameAsync(Message message, IncomingMessage incoming, Identity identity)
    {
        if (KeyOf(message.FromAddress, message.Subject) != KeyOf(identity.FromAddress, identity.Subject))
        {
            return false;
        }

        var off = (Minute(message.SentAt) - Minute(identity.SentAt)).Duration();
        if (off <= Rounding)
        {
            return true;
        }

        var isGuess = incoming.Forward?.Reading.Dated is ForwardDate.Local or ForwardDate.Unknown ||
            await db.Forwards.AnyAsync(f => f.MessageId == message.Id && f.IsDateLocal);
        return isGuess && off <= MostOff && IsQuarters(off) && await BeginAlikeAsync(message, incoming.Mail);
    }

    /// <summary>Mail of the sender's about the time.</summary>
    private async Task<IReadOnlyList<Message>> NearAsync(Identity identity)
    {
        var (earliest, latest) = (identity.SentAt - MostOff, identity.SentAt + MostOff);
        return await db.Messages.Where(m => m.OwnerId == ownerId && m.SentAt >= earliest && m.SentAt <= latest &&
                m.FromAddress == identity.FromAddress)
            .OrderBy(m => m.SentAt).Take(MaxCandidates).ToListAsync();
    }

    /// <summary>What was read out of forwards and has no id of its own.</summary>
    private async Task<IReadOnlyList<Message>> ForwardsAsync(Identity identity)
    {
        var key = KeyOf(identity.FromAddress, identity.Subject);
        return await (
            from forward in db.Forwards
            where forward.OwnerId == ownerId && forward.MatchKey == key && !forward.IsIdCertain
            join message in db.Messages on forward.MessageId equals message.Id
            where message.SenderReadFrom != null
            select message).Distinct().OrderBy(m => m.Id).Take(MaxCandidates).ToListAsync();
    }

    private async Task<bool> BeginAlikeAsync(Message message, ParsedMail mail)
    {
        var body = await db.MessageBodies.AsNoTracking().FirstAsync(b => b.Id == message.Id);
        var (one, other) = (BeginningOf(body.Text, body.Html), BeginningOf(mail.Text, mail.Html));
        var length = Math.Min(one.Length, other.Length);
        return length >= LeastOpening ? one[..length] == other[..length] : one == other;
    }

    private static string BeginningOf(string? text, string? html)
    {
        const int enough = Opening * 20;
        var readable = string.IsNullOrWhiteSpace(text) ? HtmlText.From(html) : text;
        var folded = Folding.Fold(readable.Length > enough ? readable[..enough] : readable);
        return new string([.. folded.Where(char.IsLetterOrDigit).Take(Opening)]);
    }

    private static DateTimeOffset Minute(DateTimeOffset date) =>
        DateTimeOffset.FromUnixTimeSeconds(date.ToUnixTimeSeconds() / 60 * 60);

    // Zones differ by quarters of an hour.
    private static bool IsQuarters(TimeSpan off) => ((int)off.TotalMinutes % 15) is 0 or 1 or 14;
}
