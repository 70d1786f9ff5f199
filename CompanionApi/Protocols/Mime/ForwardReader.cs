using System.Text.RegularExpressions;

namespace CompanionApi.Protocols.Mime;

/// <summary>Reads the mail out of a forward. Whether a mail is one at all is for the caller to say: a reply that quotes
/// looks the same.</summary>
public static partial class ForwardReader
{
    private const int MaxNote = 20_000;

    /// <summary>
    /// The mails that <paramref name="outer"/> forwards: the first block inline, else every mail attached; none when it
    /// holds neither. Of forwards inside forwards it is the outermost, which is what the writer had received. Never
    /// throws; linear in the size of the mail.
    /// </summary>
    /// <param name="outer">The mail that came.</param>
    /// <param name="source">What it was parsed from.</param>
    public static IReadOnlyList<ForwardedMail> Read(ParsedMail outer, ReadOnlyMemory<byte> source)
    {
        if (InlineForward.Read(outer) is { } inline)
            return [Inline(outer, source, inline)];
        return [.. outer.Attachments.Where(IsMail).Select(part => Attached(outer, source, part)).OfType<ForwardedMail>()];
    }

    // Saved mails that are attached again come as files of no known type.
    private static bool IsMail(MailPart part) => part.IsMessage ||
        (part.ContentType is "application/octet-stream" or "text/plain" && part.FileName is { } name &&
            name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase));

    private static ForwardedMail? Attached(ParsedMail outer, ReadOnlyMemory<byte> source, MailPart part)
    {
        var inner = part.IsEncoded ? part.Decode(source.Span) : source.Slice(part.Offset, part.Length);
        var mail = MailParser.Parse(inner);
        if (mail.FromHeaderCount == 0 || (mail.Date is null && mail.MessageId is null)) return null;
        return new ForwardedMail
        {
            Form = ForwardForm.Attachment, Mail = mail, Source = inner, Attached = part, Note = Cut(outer.ReadableText),
            Dated = mail.Date is null ? ForwardDate.Unknown : ForwardDate.Instant,
        };
    }

    private static ForwardedMail Inline(ParsedMail outer, ReadOnlyMemory<byte> source, InlineForward inline)
    {
        var block = inline.Block;
        var dated = ForwardDates.Read(block[ForwardField.Date], outer.Date, block.IsJapanese);
        var id = MessageIds.Normalize(block[ForwardField.MessageId]);
        var named = MessageIds.Normalize(outer.Headers.First("X-Forwarded-Message-Id")?.Text);
        var claimed = named ?? Answered(outer);
        return new ForwardedMail
        {
            Form = ForwardForm.Inline,
            Source = source,
            Note = Cut(inline.Note),
            Dated = dated is null ? ForwardDate.Unknown : dated.Value.IsLocal ? ForwardDate.Local : ForwardDate.Instant,
            ClaimedId = id is null ? claimed : null,
            IsClaimExplicit = named is not null,
            Mail = new ParsedMail
            {
                MessageId = id,
                InReplyTo = [],
                References = [.. outer.References.Concat(outer.InReplyTo).Where(known => known != (id ?? claimed)).Distinct()],
                Subject = block[ForwardField.Subject] ?? WithoutMark(outer.Subject),
                From = [inline.From],
                To = ForwardPeople.Of(block[ForwardField.To]),
                Cc = ForwardPeople.Of(block[ForwardField.Cc]),
                Bcc = [],
                ReplyTo = [],
                Sender = null,
                FromHeaderCount = 1,
                Date = dated?.Date ?? outer.Date,
                Text = inline.Text,
                Html = inline.Html,
                TextParts = outer.TextParts,
                HtmlParts = outer.HtmlParts,
                Attachments = outer.Attachments,
                Parts = outer.Parts,
                Headers = outer.Headers,
                Defects = outer.Defects,
                AutomaticReason = outer.AutomaticReason,
            },
        };
    }

    // Thunderbird names it in a field of its own; Outlook and Gmail write as if the forward were a reply to it.
    private static string? Answered(ParsedMail outer) =>
        outer.InReplyTo.Count == 1 ? outer.InReplyTo[0] : outer.References.LastOrDefault();

    private static string WithoutMark(string subject)
    {
        var rest = subject.TrimStart();
        return ForwardMark().Match(rest) is { Length: > 0 } mark ? rest[mark.Length..].TrimStart() : rest;
    }

    private static string Cut(string note)
    {
        note = note.Trim();
        return note.Length <= MaxNote ? note : note[..MaxNote];
    }

    [GeneratedRegex(@"^(?:fwd?|転送|wg|tr|rv|enc|i)\s*[:：]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ForwardMark();
}
