using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CompanionApi.Protocols.Mime;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.Mime;

/// <summary>The 107 mails of stalwart's mail-parser with what that parser makes of them. Its bodies are the first part
/// alone, ours all inline parts joined: a first part that agrees is agreement. A U+FFFD of theirs agrees with any
/// character: raw 8-bit headers are read here in the charset of the body.</summary>
public class StalwartMailSuite(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Ours = new()
    {
        ["legacy/033 text"] = "the label says UTF-8, the bytes are Latin-1: read as such rather than as U+FFFD",
        ["legacy/052 text"] = "8-bit text without a charset is read rather than shown as U+FFFD",
        ["legacy/017 bytes"] = "x-uuencode is decoded",
        ["legacy/048 bytes"] = "x-uuencode is decoded",
        ["legacy/035 file name"] = "an unescaped Windows path keeps its backslashes",
        ["legacy/039 file name"] = "an unescaped Windows path keeps its backslashes",
        ["malformed/000 text"] = "parts without content are empty text",
        ["malformed/000 html"] = "parts without content are empty text",
        ["malformed/001 attachments"] = "an inner multipart without parts is empty text",
        ["malformed/002 text"] = "a multipart whose boundary never comes is shown as text",
        ["malformed/002 attachments"] = "a multipart whose boundary never comes is shown as text",
        ["malformed/003 text"] = "text in nested multiparts that share a boundary is body",
        ["malformed/003 attachments"] = "text in nested multiparts that share a boundary is body",
        ["malformed/004 text"] = "a delimiter is a whole line: '--ab' opens nothing where the boundary is 'a'",
        ["malformed/004 attachments"] = "a delimiter is a whole line: '--ab' opens nothing where the boundary is 'a'",
        ["malformed/006 text"] = "inline text in an unterminated multipart is body",
        ["malformed/006 attachments"] = "inline text in an unterminated multipart is body",
        ["malformed/007 text"] = "the inner multipart never opened, so its closing line is text",
        ["malformed/007 attachments"] = "the inner multipart never opened, so its closing line is text",
        ["malformed/008 html"] = "inline HTML after text is body (RFC 8621 section 4.1.4)",
        ["malformed/008 attachments"] = "inline HTML after text is body (RFC 8621 section 4.1.4)",
        ["malformed/009 attachments"] = "inline text after an unterminated multipart is body",
        ["malformed/011 attachments"] = "inline text after an unterminated multipart is body",
        ["malformed/012 attachments"] = "each of the three mails is an attachment",
        ["malformed/016 attachments"] = "inline text after an unterminated multipart is body",
        ["malformed/017 file name"] = "the name counts even where the disposition itself is empty",
        ["malformed/019 date"] = "of two dates the first counts, and its garbled time is passed over",
        ["malformed/019 text"] = "garbled beyond one right reading",
        ["malformed/020 text"] = "of two Content-Types the first counts, which names the boundary",
        ["malformed/020 html"] = "of two Content-Types the first counts, which names the boundary",
        ["malformed/021 text"] = "of two Content-Types the first counts, which names the boundary",
        ["malformed/021 html"] = "of two Content-Types the first counts, which names the boundary",
        ["thirdparty/002 attachments"] = "inline text in a second charset is body",
        ["thirdparty/015 attachments"] =
            "an unterminated multipart inside an attached mail does not swallow the next part",
    };

    [Fact]
    public void Agrees_with_stalwart_or_differs_for_a_named_reason()
    {
        if (Suites.Find("mime") is not { } folder)
        {
            output.Skipped("MIME by stalwart", "../shared/corpus/mime");
            return;
        }
        var differences = new Dictionary<string, string>();
        var count = 0;
        foreach (var row in MailCorpus.Rows(Path.Combine(folder, "expected-normalized.jsonl")))
        {
            count++;
            var file = row.GetProperty("file").GetString()!;
            var name = file["stalwart/".Length..^".eml".Length];
            foreach (var (field, detail) in Differences(row, File.ReadAllBytes(Path.Combine(folder, file))))
                differences.TryAdd($"{name} {field}", detail);
        }
        var mails = differences.Keys.Select(key => key.Split(' ')[0]).Distinct().Count();
        output.Tell($"MIME by stalwart: {count - mails} of {count} cases passed, {mails} differ for a named reason");
        foreach (var key in differences.Keys) output.WriteLine($"  {key}: {Ours.GetValueOrDefault(key)}");
        var unexplained =
            differences.Where(difference => !Ours.ContainsKey(difference.Key)).Select(d => $"{d.Key}: {d.Value}");
        Assert.True(!unexplained.Any(), string.Join('\n', unexplained));
        Assert.Empty(Ours.Keys.Except(differences.Keys));
        Assert.Equal(107, count);
    }

    private static IEnumerable<(string Field, string Detail)> Differences(JsonElement row, byte[] source)
    {
        var mail = MailParser.Parse(source);
        var subject = row.GetProperty("subject").GetString() ?? "";
        if (!Agrees(subject, mail.Subject)) yield return ("subject", $"{mail.Subject} != {subject}");
        foreach (var (name, actual) in new[] { ("from", mail.From), ("to", mail.To), ("cc", mail.Cc) })
        {
            var expected = string.Join("; ", row.GetProperty(name).EnumerateArray().Select(a => $"{a[0]} <{a[1]}>"));
            var found = string.Join("; ", actual.Select(a => $"{a.Name} <{a.Address}>"));
            if (!Agrees(expected, found)) yield return (name, $"{found} != {expected}");
        }
        if (mail.MessageId != MessageIds.Normalize(row.GetProperty("message_id").GetString()))
            yield return ("id", $"{mail.MessageId}");
        if (!mail.InReplyTo.SequenceEqual(Ids(row, "in_reply_to"))) yield return ("in-reply-to", "");
        if (!mail.References.SequenceEqual(Ids(row, "references"))) yield return ("references", "");
        var date = row.GetProperty("date_utc");
        if (mail.Date?.ToUnixTimeSeconds() != (date.ValueKind == JsonValueKind.Null ? null : date.GetInt64()))
            yield return ("date", $"{mail.Date} != {date}");

        var plain = mail.TextParts.FirstOrDefault(part => part.ContentType == "text/plain");
        if (!Same(row, "text", mail.Text, plain, source)) yield return ("text", mail.Text ?? "none");
        var html = mail.HtmlParts.FirstOrDefault(part => part.ContentType == "text/html");
        if (!Same(row, "html", mail.Html, html, source)) yield return ("html", mail.Html ?? "none");

        var attachments = row.GetProperty("attachments").EnumerateArray().ToList();
        if (mail.Attachments.Count != attachments.Count)
        {
            yield return ("attachments", $"{mail.Attachments.Count} != {attachments.Count}");
            yield break;
        }
        foreach (var (part, expected) in mail.Attachments.Zip(attachments))
        {
            if (!Agrees(expected.GetProperty("name").GetString() ?? "", part.FileName ?? ""))
                yield return ("file name", $"{part.FileName}");
            if (expected.GetProperty("type").GetString() is { } type && type != part.ContentType)
                yield return ("type", part.ContentType);
            if (expected.GetProperty("sha256").GetString() is { } sha && !BytesAgree(sha, part.Decode(source)))
                yield return ("bytes", $"{part.FileName}");
        }
    }

    private static bool Agrees(string expected, string actual) =>
        Regex.IsMatch(actual, "^" + Regex.Escape(expected).Replace("\uFFFD", ".") + "$");

    private static bool Same(JsonElement row, string name, string? actual, MailPart? first, byte[] source)
    {
        var sha = row.GetProperty(name + "_sha256").GetString();
        if (sha is null || actual is null) return sha is null && actual is null;
        return MailCorpus.Sha256(MailCorpus.Comparable(actual)) == sha
            || (first is not null && MailCorpus.Sha256(MailCorpus.Comparable(first.DecodeText(source))) == sha);
    }

    // The expectations count the line ends of unencoded attachments as LF.
    private static bool BytesAgree(string sha, byte[] bytes) => MailCorpus.Sha256(bytes) == sha
        || MailCorpus.Sha256(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("\r\n", "\n"))) == sha;

    private static IEnumerable<string?> Ids(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateArray().Select(id => MessageIds.Normalize(id.GetString()));
}
