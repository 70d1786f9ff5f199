using System.Reflection;
using Demo.Microsoft365;
using Demo.Outlook;

namespace Demo.Seed;

/// <summary>All letters of the demo, and each as the bytes that came over the wire.</summary>
internal sealed class SeedLetters
{
    private readonly DateTimeOffset now;
    private readonly Dictionary<string, Letter> byId;

    public SeedLetters(DateTimeOffset now)
    {
        this.now = now;
        var assembly = Assembly.GetExecutingAssembly();
        byId = assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Seed.Letters."))
            .SelectMany(name => Letter.ParseFile(Read(assembly, name)))
            .ToDictionary(letter => letter.Id);
    }

    public IEnumerable<Letter> All => byId.Values;

    /// <summary>In the order in which they were sent: an answer is filed with what it answers.</summary>
    public IEnumerable<Letter> Lying => All.Where(letter => letter.Capture is null).OrderBy(letter => letter.At(now));

    public IEnumerable<Letter> ToCapture => All.Where(letter => letter.Capture is not null);

    public DateTimeOffset TimeOf(Letter letter) => letter.Capture is null ? letter.At(now) : now;

    /// <summary>The mail; with <paramref name="bcc"/> as its sender's program hands it in.</summary>
    public byte[] Mime(Letter letter, string? bcc = null)
    {
        var charset = letter["charset"] ?? "utf-8";
        var header = new List<KeyValuePair<string, string>>
        {
            new("Message-ID", letter.MessageId),
            new("Date", Submission.Date(TimeOf(letter))),
            new("From", HeaderWords.Address(letter.From.Name, letter.From.Address, charset)),
            new("To", Addresses(letter.To, charset)),
        };
        Add("Cc", letter.Cc.Count > 0 ? Addresses(letter.Cc, charset) : null);
        Add("Bcc", bcc);
        Add("Subject", letter.Subject.Length > 0 ? Folded(HeaderWords.Encode(letter.Subject, charset)) : null);
        Add("In-Reply-To", letter.Before is { } before ? byId[before].MessageId : null);
        Add("References", letter.Before is null ? null : string.Join("\r\n ", Ancestors(letter).Reverse()));
        Add("Auto-Submitted", letter["auto"] ?? (letter["report"] is null ? null : "auto-replied"));
        Add("Return-Path", letter["report"] is null ? null : "<>");
        Add("List-Id", letter["list"] is { } list ? $"<{list}>" : null);
        Add("List-Unsubscribe", letter["list"] is { } domain ? $"<https://{domain}/unsubscribe>" : null);
        Add("Precedence", letter["list"] is null ? null : "bulk");
        return LetterParts.Of(letter, this).ToMail(header);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                header.Add(new(name, value));
            }
        }
    }

    public Letter this[string id] => byId[id];

    private IEnumerable<string> Ancestors(Letter letter)
    {
        for (var before = letter.Before; before is not null; before = byId[before].Before)
        {
            yield return byId[before].MessageId;
        }
    }

    private static string Addresses(IEnumerable<SeedPerson> people, string charset) =>
        HeaderWords.Addresses(people.Select(person => (person.Name, person.Address)), charset);

    // A line of a header holds 78 characters at best; a long subject goes on in the next, after a blank.
    private static string Folded(string value)
    {
        var lines = new List<string> { "" };
        foreach (var word in value.Split(' '))
        {
            if (lines[^1].Length + word.Length > 66 && !value.Contains("=?"))
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length > 0 ? $" {word}" : word;
        }

        return string.Join("\r\n ", lines);
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
    }
}
