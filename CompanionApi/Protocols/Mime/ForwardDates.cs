using System.Text;
using System.Text.RegularExpressions;

namespace CompanionApi.Protocols.Mime;

/// <summary>The dates that mail programs write above a forwarded mail, in English and Japanese. Most name no zone: the
/// time is that of whoever forwards.</summary>
internal static partial class ForwardDates
{
    private const int MaxLength = 100;
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <param name="text">What stands behind "Sent:".</param>
    /// <param name="forwarded">The date of the mail that forwards: its offset is the zone where none is written.</param>
    /// <param name="isJapanese">The block's labels are Japanese.</param>
    /// <returns>The instant, and whether its zone is a guess; null where no date can be read.</returns>
    public static (DateTimeOffset Date, bool IsLocal)? Read(string? text, DateTimeOffset? forwarded, bool isJapanese)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var plain = Plain(text.Length > MaxLength ? text[..MaxLength] : text, out var hasJapaneseDay);
        var offset = forwarded?.Offset ?? TimeSpan.Zero;
        // Exchange writes every date in UTC, whatever the writer's clock shows; Japan has one zone.
        if (offset == TimeSpan.Zero && (isJapanese || hasJapaneseDay)) offset = Japan;
        if (MailDates.Parse(plain, offset) is not var (date, hasZone)) return null;
        return hasZone ? (date, false) : (NotAfter(date, forwarded), true);
    }

    // Nothing is forwarded before it was written: the guessed zone was too far west.
    private static DateTimeOffset NotAfter(DateTimeOffset date, DateTimeOffset? forwarded)
    {
        const int hours = 24;
        if (forwarded is not { } limit) return date;
        for (var i = 0; i < hours && date > limit.AddMinutes(1); i++) date = date.AddHours(-1);
        return date;
    }

    private static string Plain(string text, out bool hasJapaneseDay)
    {
        text = Folded(text);
        hasJapaneseDay = JapaneseDay().IsMatch(text);
        text = YearMonthDay().Replace(text, " $1-$2-$3 ");
        text = MonthDayYear().Replace(text, " $3-$1-$2 ");
        text = JapaneseTime().Replace(text, " $1:$2 ");
        text = HalfBefore().Replace(text, match => $"{match.Groups[2].Value} {Half(match.Groups[1].Value)}");
        text = text.Replace("午前", " AM ").Replace("午後", " PM ");
        text = ZoneMinutes().Replace(text, "$1$2$3");
        // With a half of the day it is an American date, the month first.
        return HalfOfDay().IsMatch(text) ? AmericanDate().Replace(text, "$3-$1-$2") : text;
    }

    private static string Half(string word) => word == "午前" ? "AM" : "PM";

    private static string Folded(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    [GeneratedRegex(@"[月火水木金土日]曜|\([月火水木金土日]\)")]
    private static partial Regex JapaneseDay();

    [GeneratedRegex(@"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")]
    private static partial Regex YearMonthDay();

    [GeneratedRegex(@"(\d{1,2})\s*月\s*(\d{1,2}),?\s*(\d{4})")]
    private static partial Regex MonthDayYear();

    [GeneratedRegex(@"(\d{1,2})\s*時\s*(\d{1,2})\s*分(?:\s*\d{1,2}\s*秒)?")]
    private static partial Regex JapaneseTime();

    [GeneratedRegex(@"(午前|午後)\s*(\d{1,2}:\d{2}(?::\d{2})?)")]
    private static partial Regex HalfBefore();

    [GeneratedRegex(@"\b(GMT|UTC)([+-]\d{1,2}):(\d{2})\b")]
    private static partial Regex ZoneMinutes();

    [GeneratedRegex(@"\d\s*[AP]M\b", RegexOptions.IgnoreCase)]
    private static partial Regex HalfOfDay();

    [GeneratedRegex(@"^\s*(\d{1,2})/(\d{1,2})/(\d{4})\b")]
    private static partial Regex AmericanDate();
}
