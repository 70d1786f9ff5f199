using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CompanionApi.Protocols.Mime;

namespace Demo.Microsoft365.Graph;

internal enum AnswerKind
{
    Reply,
    ReplyAll,
    Forward,
}

/// <summary>The draft that answers or forwards a message: recipients, subject, thread and quoted text as Exchange makes them.</summary>
internal static class AnswerDraft
{
    public static DraftContent Of(SimUser owner, Mailbox mailbox, MailItem original, AnswerKind kind, JsonElement body)
    {
        var (comment, message) = (GraphJson.Text(body, "comment"), GraphJson.Property(body, "message"));
        if (comment is not null && message is { } both && GraphJson.Property(both, "body") is not null)
        {
            throw GraphException.BadRequest("Specify either the comment parameter or the body property of the message parameter, not both.");
        }

        var source = mailbox.ReadMime(original);
        var mail = MailParser.Parse(source);
        var draft = new DraftContent
        {
            From = new MailAddress(owner.DisplayName, owner.Address),
            To = kind == AnswerKind.Forward ? [] : mail.ReplyTo.Count > 0 ? mail.ReplyTo : mail.From,
            Cc = kind == AnswerKind.ReplyAll ? Others(mail, owner) : [],
            Subject = WithPrefix(kind == AnswerKind.Forward ? "FW: " : "RE: ", mail.Subject),
            Html = Quoting(comment, original, mail),
            OtherFields = Thread(original, mail),
            Files = kind == AnswerKind.Forward ? [.. mail.Attachments.Select(part => DraftFile.Of(part, source))] : [],
        };
        if (GraphJson.Property(body, "toRecipients") is { } recipients)
        {
            draft = draft with { To = DraftJson.People("toRecipients", recipients) };
        }

        return message is { } changes ? draft.With(changes) : draft;
    }

    private static List<MailAddress> Others(ParsedMail mail, SimUser owner) =>
    [
        .. mail.To.Concat(mail.Cc)
            .Where(person => !person.Address.Equals(owner.Address, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(person => person.Address.ToLowerInvariant()),
    ];

    private static string WithPrefix(string prefix, string subject) =>
        subject.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? subject : prefix + subject;

    private static List<KeyValuePair<string, string>> Thread(MailItem original, ParsedMail mail) =>
    [
        new("In-Reply-To", original.InternetMessageId),
        new("References", string.Join("\r\n ", [.. mail.References.Select(id => $"<{id}>"), original.InternetMessageId])),
        new("Thread-Index", ThreadIndex(original, mail)),
    ];

    // MS-OXOMSG 2.2.1.3: the conversation's 22 bytes, and five more for each answer.
    private static string ThreadIndex(MailItem original, ParsedMail mail)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(original.ConversationId));
        var known = mail.Headers.First("Thread-Index")?.Text.Trim();
        byte[] before = known is not null && Convert.TryFromBase64String(known, new byte[known.Length], out _)
            ? Convert.FromBase64String(known)
            : [1, .. hash[..21]];
        return Convert.ToBase64String([.. before, .. RandomNumberGenerator.GetBytes(5)]);
    }

    private static string Quoting(string? comment, MailItem original, ParsedMail mail)
    {
        var from = mail.From.Count > 0 ? $"{mail.From[0].Name} <{mail.From[0].Address}>" : "";
        var quoted = mail.Html ?? $"<pre>{WebUtility.HtmlEncode(mail.Text ?? "")}</pre>";
        return $"""
            <html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>
            <div>{WebUtility.HtmlEncode(comment ?? "")}</div>
            <hr tabindex="-1" style="display:inline-block; width:98%">
            <div id="divRplyFwdMsg" dir="ltr"><b>From:</b> {WebUtility.HtmlEncode(from)}<br>
            <b>Sent:</b> {original.ReceivedAt.UtcDateTime:f}<br>
            <b>To:</b> {WebUtility.HtmlEncode(string.Join("; ", mail.To.Select(person => person.Address)))}<br>
            <b>Subject:</b> {WebUtility.HtmlEncode(mail.Subject)}</div>
            {quoted}
            </body></html>
            """;
    }
}
