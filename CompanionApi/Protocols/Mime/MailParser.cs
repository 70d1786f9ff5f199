namespace CompanionApi.Protocols.Mime;

/// <summary>Reads a mail: RFC 5322, 2045 to 2047, 2049, 2183, 2231, 3676, 6532, and what goes by their name.
/// </summary>
public static class MailParser
{
    /// <summary>Never throws on any input, takes time linear in its size and stays within <paramref name="limits"/>;
    /// what cannot be read is left out and named in <see cref="ParsedMail.Defects"/>. Addresses, headers and parts of
    /// the result point into <paramref name="source"/>, which must not change while they are used.</summary>
    public static ParsedMail Parse(ReadOnlyMemory<byte> source, MailLimits? limits = null) =>
        ReadHeader(source, limits).ReadWhole();

    /// <summary>The header alone, as cheaply as that can be had: nothing of the body is looked at or decoded, however large
    /// it is. <see cref="MailHeader.ReadWhole"/> goes on from there.</summary>
    public static MailHeader ReadHeader(ReadOnlyMemory<byte> source, MailLimits? limits = null) =>
        new(source, limits ?? MailLimits.Default);

    internal static ParsedMail ReadWhole(
        MimeTreeReader tree, MimeEntity root, ReadOnlyMemory<byte> source, MailLimits limits, DefectLog log)
    {
        tree.ReadParts(root);
        var leaves = new List<MimeEntity>();
        CollectLeaves(root, leaves);
        SetCharsetHints(root, leaves);

        var parts = new List<MailPart>(leaves.Count);
        foreach (var leaf in leaves) parts.Add(MakePart(parts.Count + 1, leaf, source.Span, log));
        var bodies = BodySelection.Of(root, parts);
        var reader = new BodyReader(source, limits, log);
        var fields = new MessageFields(root.Headers, limits, log);
        foreach (var part in bodies.Attachments) reader.Check(part);

        return new ParsedMail
        {
            MessageId = fields.MessageId(),
            InReplyTo = fields.Ids("In-Reply-To"),
            References = fields.Ids("References"),
            Subject = fields.Subject(),
            From = fields.From(),
            To = fields.Addresses("To"),
            Cc = fields.Addresses("Cc"),
            Bcc = fields.Addresses("Bcc"),
            ReplyTo = fields.Addresses("Reply-To"),
            Sender = fields.Addresses("Sender").FirstOrDefault(),
            FromHeaderCount = root.Headers.FromCount,
            Date = fields.Date(),
            Text = reader.Text(bodies.Text),
            Html = reader.Html(bodies.Html),
            TextParts = bodies.Text,
            HtmlParts = bodies.Html,
            Attachments = bodies.Attachments,
            Parts = parts,
            Headers = root.Headers,
            AutomaticReason = AutomaticMail.Reason(root.Headers),
            Defects = log.Defects,
        };
    }

    private static void CollectLeaves(MimeEntity entity, List<MimeEntity> leaves)
    {
        if (!entity.IsMultipart) leaves.Add(entity);
        foreach (var child in entity.Children) CollectLeaves(child, leaves);
    }

    private static void SetCharsetHints(MimeEntity root, List<MimeEntity> leaves)
    {
        var hint = root.ContentType["charset"]
            ?? leaves.Select(leaf => leaf.ContentType["charset"]).FirstOrDefault(charset => charset is not null);
        root.Headers.Reading.CharsetHint = hint;
        foreach (var leaf in leaves) leaf.Headers.Reading.CharsetHint = leaf.ContentType["charset"] ?? hint;
    }

    private static MailPart MakePart(int number, MimeEntity leaf, ReadOnlySpan<byte> source, DefectLog log)
    {
        var where = "part " + number;
        var type = HeaderValue.Parse(leaf.Headers.First("Content-Type")?.Text ?? "", log, where);
        var disposition = HeaderValue.Parse(leaf.Headers.First("Content-Disposition")?.Text ?? "", log, where);
        var name = HeaderText.Clean(disposition["filename"] ?? type["name"] ?? "");
        if (!TransferEncodings.IsKnown(leaf.TransferEncoding)) log.Add(MailDefectKind.UnknownTransferEncoding, where);
        var encoding = leaf.TransferEncoding;
        if (encoding == "base64" && !TransferEncodings.LooksLikeBase64(source[leaf.BodyStart..leaf.BodyEnd]))
        {
            log.Add(MailDefectKind.BrokenBase64, where);
            encoding = "8bit";
        }
        return new MailPart(number, leaf, encoding, string.IsNullOrWhiteSpace(name) ? null : name, type["charset"],
            disposition.Value.Length > 0 ? disposition.Value : null);
    }
}
