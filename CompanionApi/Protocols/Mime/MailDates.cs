using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Dates of mail: RFC 5322 section 3.3, the obsolete forms of 4.3, and what programs write instead (asctime,
/// ISO 8601, months in full, missing seconds, zone or weekday). Words nobody knows are passed over.</summary>
public static class MailDates
{
    private const int MaxLength = 200;
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    /// <summary>Null where no day, month and year can be read, or where they name no day that exists. An unknown or
    /// missing zone counts as UTC.</summary>
    public static DateTimeOffset? Parse(string? text) => Parse(text, TimeSpan.Zero)?.Date;

    /// <summary>The same with another zone where none is known, and whether one stood there.</summary>
    internal static (DateTimeOffset Date, bool HasZone)? Parse(string? text, TimeSpan zoneIfNone)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var reading = new Reading();
        foreach (var word in Words(text.Length > MaxLength ? text[..MaxLength] : text)) reading.Take(word);
        return reading.Result(zoneIfNone) is { } date ? (date, reading.HasZone) : null;
    }

    // A comment is passed over, since it repeats in words what the offset said; white space around a colon joins.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var depth = 0;
        var spaced = false;
        foreach (var c in text)
        {
            if (c == '(') depth++;
            if (depth > 0 || HeaderText.IsWhiteSpace(c) || c is ',' or ';' or '"' or '\u3000') spaced = true;
            else
            {
                if (spaced && word.Length > 0 && c != ':' && word[^1] != ':')
                {
                    words.Add(word.ToString());
                    word.Clear();
                }
                word.Append(c);
                spaced = false;
            }
            if (c == ')' && depth > 0) depth--;
        }
        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    private sealed class Reading
    {
        private int? day, month, year;
        private TimeSpan? time;
        private TimeSpan? zone;
        private bool isAfternoon, isForenoon;

        public void Take(string word)
        {
            if (word.Contains(':') || (time is null && year is not null && IsDotted(word))) TakeTime(word);
            else if (IsNumber(word)) TakeNumber(word);
            else if (char.IsAsciiLetter(word[0])) TakeName(word);
            else if (word[0] is '+' or '-' && word.Length > 1) TakeOffset(word);
            else TakeDate(word);
        }

        public bool HasZone => zone is not null;

        public DateTimeOffset? Result(TimeSpan zoneIfNone)
        {
            if (day is not { } d || month is not { } m || year is not { } y) return null;
            if (y is < 1 or > 9998 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, m)) return null;
            var clock = time ?? TimeSpan.Zero;
            if (isAfternoon && clock.Hours < 12) clock += TimeSpan.FromHours(12);
            if (isForenoon && clock.Hours == 12) clock -= TimeSpan.FromHours(12);
            var local = new DateTime(y, m, d).Add(clock);
            var offset = zone ?? zoneIfNone;
            if (y == 1 && local.Ticks < offset.Ticks) return null;
            return offset.Duration() <= TimeSpan.FromHours(14)
                ? new DateTimeOffset(local, offset)
                : new DateTimeOffset(local.Subtract(offset), TimeSpan.Zero);
        }

        private void TakeNumber(string word)
        {
            var number = Number(word);
            if (day is null && word.Length <= 2) day = number;
            else if (year is null) year = Year(number, word.Length);
            // A zone without its sign, after the time.
            else if (time is not null && zone is null && word.Length == 4) zone = Offset(word, 1);
        }

        // RFC 5322 section 4.3: 00-49 is 2000-2049, 50-99 and three digits count from 1900.
        private static int Year(int number, int digits) => digits switch
        {
            <= 2 => number < 50 ? 2000 + number : 1900 + number,
            3 => 1900 + number,
            _ => number,
        };

        private void TakeName(string word)
        {
            if (month is null && MonthOf(word) is { } named) { month = named; return; }
            var letters = 0;
            while (letters < word.Length && char.IsAsciiLetter(word[letters])) letters++;
            var name = word[..letters].ToUpperInvariant();
            if (name is "AM" or "PM" && time is not null)
            {
                (isForenoon, isAfternoon) = (name == "AM", name == "PM");
                return;
            }
            if (time is not null && zone is null) zone = Named(name);
            // "GMT+0900", "UTC-5", and a month or day stuck to its date: "Wed,17-May-2000".
            if (letters == word.Length) return;
            if (word[letters] is '+' or '-' && name is "GMT" or "UTC" or "UT" or "Z") TakeOffset(word[letters..]);
            else if (MonthOf(word) is not null) TakeDate(word);
        }

        private static int? MonthOf(string word)
        {
            if (word.Length < 3) return null;
            var index = Months.IndexOf(word[..3], StringComparison.OrdinalIgnoreCase);
            return index >= 0 && index % 3 == 0 ? index / 3 + 1 : null;
        }

        // RFC 5322 section 4.3; single letters count as +0000 there, since RFC 822 had their signs wrong.
        private static TimeSpan? Named(string name) => name switch
        {
            "EDT" => TimeSpan.FromHours(-4),
            "EST" or "CDT" => TimeSpan.FromHours(-5),
            "CST" or "MDT" => TimeSpan.FromHours(-6),
            "MST" or "PDT" => TimeSpan.FromHours(-7),
            "PST" => TimeSpan.FromHours(-8),
            "JST" or "KST" => TimeSpan.FromHours(9),
            "CET" or "MET" or "BST" or "WEST" => TimeSpan.FromHours(1),
            "CEST" or "MEST" or "MESZ" or "EET" => TimeSpan.FromHours(2),
            "EEST" or "MSK" => TimeSpan.FromHours(3),
            "IST" => new TimeSpan(5, 30, 0),
            "AEST" => TimeSpan.FromHours(10),
            "AEDT" => TimeSpan.FromHours(11),
            "UT" or "UTC" or "GMT" or "Z" or "WET" => TimeSpan.Zero,
            _ => null,
        };

        private void TakeOffset(string word)
        {
            if (time is null && year is null) { TakeDate(word[1..]); return; }
            zone = Offset(word[1..], word[0] == '-' ? -1 : 1) ?? zone;
        }

        // hhmm, hmm, hh, hh:mm; longer ones have lost their meaning.
        private static TimeSpan? Offset(string digits, int sign)
        {
            digits = digits.Replace(":", "");
            if (digits.Length is 0 or > 4 || !IsNumber(digits)) return null;
            var number = Number(digits);
            var (hours, minutes) = digits.Length <= 2 ? (number, 0) : (number / 100, number % 100);
            return hours > 23 || minutes > 59 ? null : sign * new TimeSpan(hours, minutes, 0);
        }

        private void TakeTime(string word)
        {
            var letter = word.AsSpan().IndexOfAny('T', 't');
            if (letter > 0 && char.IsAsciiDigit(word[0])) { TakeDate(word[..letter]); word = word[(letter + 1)..]; }
            if (word.StartsWith('+') || word.StartsWith('-')) { TakeOffset(word); return; }

            var end = 0;
            while (end < word.Length && (char.IsAsciiDigit(word[end]) || word[end] is ':' or '.')) end++;
            var parts = word[..end].Split(':', '.');
            if (parts.Length < 2 || !parts.Take(3).All(part => part.Length is 1 or 2)) return;
            var numbers = parts.Take(3).Select(Number).ToArray();
            var seconds = numbers.Length > 2 ? numbers[2] : 0;
            // 24:00 and the leap second (section 3.3) run into the next minute.
            if (numbers[0] > 24 || numbers[1] > 59 || seconds > 60) return;
            time = new TimeSpan(numbers[0], numbers[1], seconds);

            var rest = word[end..];
            if (rest.Length > 0 && rest[0] is '+' or '-') TakeOffset(rest);
            else if (rest.Length > 0 && char.IsAsciiLetter(rest[0])) TakeName(rest);
        }

        // 2024-01-31, 2024/1/31, 31-Jan-2024, 31.1.2024; 1/31/2024 only where it can be nothing else.
        private void TakeDate(string word)
        {
            var parts = word.Split('-', '/', '.');
            if (parts.Length is < 2 or > 4) return;
            foreach (var part in parts) if (MonthOf(part) is { } named) month ??= named;
            if (parts.Length == 3 && parts.All(IsNumber) && month is null)
            {
                var numbers = parts.Select(Number).ToArray();
                if (parts[0].Length >= 4) (year, month, day) = (numbers[0], numbers[1], numbers[2]);
                else
                {
                    (day, month) = numbers[1] > 12 ? (numbers[1], numbers[0]) : (numbers[0], numbers[1]);
                    year = Year(numbers[2], parts[2].Length);
                }
                return;
            }
            foreach (var part in parts) if (IsNumber(part)) TakeNumber(part);
        }

        private static bool IsDotted(string word) => word.Length is >= 4 and <= 8 && word.Contains('.')
            && word.All(c => char.IsAsciiDigit(c) || c == '.');

        // Nine digits are more than any part of a date has, and fit.
        private static int Number(string digits) =>
            int.Parse(digits.AsSpan(0, Math.Min(digits.Length, 9)), NumberStyles.None, CultureInfo.InvariantCulture);

        private static bool IsNumber(string word) => word.Length > 0 && word.All(char.IsAsciiDigit);
    }
}
