using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Demo.Seed;

/// <summary>
/// A letter as a letter file tells it: a few lines of "name: value", an empty line, the text, and the files behind
/// lines of "--- name".
/// </summary>
internal sealed record Letter(
    string Id, IReadOnlyDictionary<string, string> Head, string Body, IReadOnlyList<LetterFile> Files)
{
    private const string BetweenLetters = "\n=====\n";

    public SeedPerson From => SeedPeople.Named(Head["from"]).Single();

    public IReadOnlyList<SeedPerson> To => People("to");

    public IReadOnlyList<SeedPerson> Cc => People("cc");

    public string Subject => Head["subject"];

    /// <summary>The letter that this one answers or forwards.</summary>
    public string? Before => this["re"] ?? this["forwards"];

    /// <summary>Sent through MailCrm when the demo starts, instead of lying in the mailboxes already.</summary>
    public LetterCapture? Capture => this["capture"] is { } capture ? LetterCapture.Parse(capture) : null;

    public string MessageId
    {
        get
        {
            var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Id)))[..16];
            return $"<{Id}.{mark}@{From.Domain}>";
        }
    }

    public string? this[string name] => Head.GetValueOrDefault(name);

    /// <summary>"12d 09:14" is twelve days ago at that time (UTC); "20h" is twenty hours ago.</summary>
    public DateTimeOffset At(DateTimeOffset now)
    {
        var parts = Head["at"].Split(' ');
        var count = int.Parse(parts[0][..^1], CultureInfo.InvariantCulture);
        if (parts[0].EndsWith('h'))
        {
            return now.AddHours(-count);
        }

        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-count);
        return day + TimeSpan.ParseExact(parts[1], @"hh\:mm", CultureInfo.InvariantCulture);
    }

    public bool IsUnreadFor(string mailboxOwner) => Names("unread").Contains(mailboxOwner);

    public static IEnumerable<Letter> ParseFile(string text) => text.Split(BetweenLetters).Select(Parse);

    private static Letter Parse(string text)
    {
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = new Dictionary<string, string>();
        foreach (var line in text[..blank].Replace("\n  ", " ").Split('\n'))
        {
            var colon = line.IndexOf(':');
            head[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var parts = text[(blank + 2)..].TrimEnd().Split("\n--- ");
        var files = parts.Skip(1).Select(part => part.Split('\n', 2)).Select(part => new LetterFile(part[0], part[1]));
        return new Letter(head["id"], head, parts[0].TrimEnd(), [.. files]);
    }

    private IReadOnlyList<SeedPerson> People(string field) => [.. Names(field).SelectMany(SeedPeople.Named)];

    private string[] Names(string field) =>
        (this[field] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

internal sealed record LetterFile(string Name, string Content);

/// <summary>
/// To which address of MailCrm it goes (a deal's own, or with no deal the company's), and "shared" or "private".
/// </summary>
internal sealed record LetterCapture(string? Deal, string Visibility)
{
    public static LetterCapture Parse(string text)
    {
        var words = text.Split(' ');
        return new LetterCapture(words[0] == "deal" ? words[1] : null, words[^1]);
    }
}
