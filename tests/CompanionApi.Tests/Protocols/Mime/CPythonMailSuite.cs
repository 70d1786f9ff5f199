using System.Text.Json;
using CompanionApi.Protocols.Mime;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.Mime;

/// <summary>All 361 public mails beside what CPython's email package says of them: a weak witness (it knows neither
/// Japanese vendor characters nor broken mail), so each field must agree nearly always, not always.</summary>
public class CPythonMailSuite(ITestOutputHelper output)
{
    private const double NearlyAlways = 0.9;

    [Fact]
    public void Agrees_with_CPython_nearly_always()
    {
        if (Suites.Find("mime") is not { } folder)
        {
            output.Skipped("MIME by CPython", "../shared/corpus/mime");
            return;
        }
        var agreed = new Dictionary<string, int>();
        var libraries = new SortedDictionary<string, (int Agree, int Count)>(StringComparer.Ordinal);
        var count = 0;
        foreach (var row in MailCorpus.Rows(Path.Combine(folder, "reference-cpython.jsonl")))
        {
            count++;
            var file = row.GetProperty("file").GetString()!;
            var fields = Compare(row, File.ReadAllBytes(Path.Combine(folder, file))).ToList();
            foreach (var (field, agrees) in fields) agreed[field] = agreed.GetValueOrDefault(field) + (agrees ? 1 : 0);
            var (agree, all) = libraries.GetValueOrDefault(file.Split('/')[0]);
            libraries[file.Split('/')[0]] = (agree + (fields.All(field => field.Agrees) ? 1 : 0), all + 1);
        }
        foreach (var (field, number) in agreed) output.WriteLine($"{field}: {number} of {count} mails agree");
        foreach (var (library, mails) in libraries)
            output.Tell($"MIME by CPython, mails of {library}: {mails.Agree} of {mails.Count} agree in every field");
        Assert.Equal(361, count);
        Assert.All(agreed, field => Assert.True(field.Value >= count * NearlyAlways, $"{field.Key}: {field.Value}"));
    }

    private static IEnumerable<(string Field, bool Agrees)> Compare(JsonElement row, byte[] source)
    {
        var mail = MailParser.Parse(source);
        yield return ("subject", Words(mail.Subject) == Words(row.GetProperty("subject").GetString() ?? ""));
        yield return ("from", Same(row, "from", mail.From));
        yield return ("to", Same(row, "to", mail.To));
        yield return ("cc", Same(row, "cc", mail.Cc));
        yield return ("message id", mail.MessageId == MessageIds.Normalize(row.GetProperty("message_id").GetString()));
        yield return ("references", mail.References.SequenceEqual(Ids(row, "references")));
        yield return ("in-reply-to", mail.InReplyTo.SequenceEqual(Ids(row, "in_reply_to")));
        var date = row.GetProperty("date_utc");
        yield return ("date", date.ValueKind == JsonValueKind.Null
            || mail.Date?.ToUnixTimeSeconds() == date.GetInt64());
        yield return ("text", Same(row, "text", mail.Text, mail.TextParts, source));
        yield return ("html", Same(row, "html", mail.Html, mail.HtmlParts, source));
        var names = row.GetProperty("attachments").EnumerateArray().Select(a => a.GetProperty("name").GetString());
        yield return ("file names", names.All(name => name is null || mail.Parts.Any(part => part.FileName == name)));
    }

    private static bool Same(JsonElement row, string name, IReadOnlyList<MailAddress> actual) => row.GetProperty(name)
        .EnumerateArray().Select(a => new MailAddress(a[0].GetString()!, a[1].GetString()!)).SequenceEqual(actual);

    // Theirs is the first part alone.
    private static bool Same(JsonElement row, string name, string? actual, IReadOnlyList<MailPart> parts, byte[] source)
    {
        var sha = row.GetProperty(name + "_sha256").GetString();
        if (sha is null || actual is null) return sha is null && actual is null;
        return parts.Select(part => part.DecodeText(source)).Append(actual)
            .Any(text => MailCorpus.Sha256(MailCorpus.Comparable(text)) == sha);
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string?> Ids(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateArray().Select(id => MessageIds.Normalize(id.GetString()));
}
