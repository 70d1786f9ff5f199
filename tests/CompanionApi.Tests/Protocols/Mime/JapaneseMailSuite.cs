using System.Text.Json;
using CompanionApi.Protocols.Mime;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.Mime;

/// <summary>300 Japanese mails whose content is known exactly.</summary>
public class JapaneseMailSuite(ITestOutputHelper output)
{
    [Fact]
    public void Reads_every_japanese_mail_exactly()
    {
        if (Suites.Find("mime-ja") is not { } folder)
        {
            output.Skipped("Japanese mail", "../shared/corpus/mime-ja");
            return;
        }
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in MailCorpus.Rows(Path.Combine(folder, "truth.jsonl")))
        {
            count++;
            var file = row.GetProperty("file").GetString()!;
            var source = File.ReadAllBytes(Path.Combine(folder, file));
            wrong.AddRange(Differences(row, source).Select(difference =>
                $"{file} {row.GetProperty("features")}: {difference}"));
        }
        var mails = wrong.Select(line => line.Split(' ')[0]).Distinct().Count();
        output.Passed("Japanese mail", count - mails, count);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.True(count >= 300);
    }

    private static IEnumerable<string> Differences(JsonElement row, byte[] source)
    {
        var mail = MailParser.Parse(source);
        // JIS has one wave dash and one minus, which CP932 maps to U+FF5E and U+FF0D; a few truths kept the U+301C and
        // U+2212 their text had before.
        var isShiftJis = row.GetProperty("charset").GetString() is "shift_jis" or "windows-31j" or "iso-2022-jp";
        string? Expected(string name)
        {
            var value = row.GetProperty(name).GetString();
            return isShiftJis ? value?.Replace('\u301C', '\uFF5E').Replace('\u2212', '\uFF0D') : value;
        }

        if (mail.Subject != Expected("subject")) yield return $"subject {mail.Subject} != {Expected("subject")}";
        if (mail.MessageId != MessageIds.Normalize(Expected("message_id"))) yield return $"message id {mail.MessageId}";
        var from = row.GetProperty("from")[0];
        var expectedFrom = new MailAddress(from[0].GetString()!, from[1].GetString()!);
        if (mail.From is not [var actual] || actual != expectedFrom)
            yield return $"from {string.Join(";", mail.From)} != {expectedFrom}";
        if (!mail.InReplyTo.SequenceEqual(Ids(row, "in_reply_to"))) yield return "in-reply-to";
        if (!mail.References.SequenceEqual(Ids(row, "references"))) yield return "references";
        if (mail.Date?.ToUnixTimeSeconds() != row.GetProperty("date_utc").GetInt64()) yield return $"date {mail.Date}";
        if (Body(mail.Text) != Expected("text")) yield return $"text\n{mail.Text}\n!=\n{Expected("text")}";
        if (Body(mail.Html) != Expected("html")) yield return $"html\n{mail.Html}\n!=\n{Expected("html")}";

        var attachments = row.GetProperty("attachments").EnumerateArray().Select(a =>
            $"{a.GetProperty("name")} {a.GetProperty("type")} {a.GetProperty("size")} {a.GetProperty("sha256")}");
        var found = mail.Attachments.Select(part => (part, bytes: part.Decode(source))).Select(a =>
            $"{a.part.FileName} {a.part.ContentType} {a.bytes.Length} {MailCorpus.Sha256(a.bytes)}");
        if (!found.SequenceEqual(attachments))
            yield return $"attachments {string.Join(",", found)} != {string.Join(",", attachments)}";
    }

    private static string? Body(string? text) => text is null ? null : MailCorpus.Comparable(text);

    private static IEnumerable<string?> Ids(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateArray().Select(id => MessageIds.Normalize(id.GetString()));
}
