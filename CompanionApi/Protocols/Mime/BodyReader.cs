using System.Net;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Decodes the parts chosen as body and joins them in their order.</summary>
internal sealed class BodyReader(ReadOnlyMemory<byte> source, MailLimits limits, DefectLog log)
{
    private const int MetaSearch = 2048;

    /// <summary>Null unless one part at least is plain; HTML among them is turned into text.</summary>
    public string? Text(List<MailPart> parts) => parts.Exists(part => part.ContentType == "text/plain")
        ? Join(parts, part => part.ContentType == "text/html" ? HtmlText.From(Read(part)) : Read(part))
        : null;

    /// <summary>Null unless one part at least is HTML; plain text among them is turned into HTML.</summary>
    public string? Html(List<MailPart> parts) => parts.Exists(part => part.ContentType == "text/html")
        ? Join(parts, part => part.ContentType == "text/html" ? Read(part) : ToHtml(Read(part)))
        : null;

    /// <summary>Notes damage in a part that is decoded only when someone asks for it.</summary>
    public void Check(MailPart part)
    {
        if (part.TransferEncoding == "base64" && part.Encoded(source.Span).IndexOfAnyExcept(Base64Alphabet.Text) >= 0)
            log.Add(MailDefectKind.BrokenBase64, Where(part));
    }

    private string Join(List<MailPart> parts, Func<MailPart, string> read)
    {
        if (parts.Count == 1) return read(parts[0]);
        var joined = new StringBuilder();
        foreach (var part in parts)
        {
            if (joined.Length > 0 && joined[^1] != '\n') joined.Append('\n');
            joined.Append(read(part));
        }
        return joined.ToString();
    }

    private string Read(MailPart part)
    {
        var encoded = part.Encoded(source.Span);
        if (encoded.Length > limits.MaxBodyBytes)
        {
            encoded = encoded[..limits.MaxBodyBytes];
            log.Add(MailDefectKind.BodyTooLarge, Where(part));
        }
        var bytes = TransferEncodings.Decode(part.TransferEncoding, encoded, out var isBroken);
        var damage = part.TransferEncoding == "base64" ? MailDefectKind.BrokenBase64 : MailDefectKind.BrokenQuotedPrintable;
        if (isBroken) log.Add(damage, Where(part));
        var label = part.Charset;
        if (string.IsNullOrWhiteSpace(label) && part.ContentType == "text/html") label = MetaCharset(bytes);
        var text = Lines(Charsets.Decode(bytes, label, log, Where(part)));
        var contentType = part.Entity.ContentType;
        return part.ContentType == "text/plain"
            && "flowed".Equals(contentType["format"], StringComparison.OrdinalIgnoreCase)
            ? FlowedText.Unflow(text, "yes".Equals(contentType["delsp"], StringComparison.OrdinalIgnoreCase))
            : text;
    }

    // Line ends become "\n"; NUL, which no text column takes, goes.
    private static string Lines(string text)
    {
        if (text.AsSpan().Contains('\r')) text = text.Replace("\r\n", "\n").Replace('\r', '\n');
        return text.AsSpan().Contains('\0') ? text.Replace("\0", "") : text;
    }

    private static string? MetaCharset(byte[] html)
    {
        var head = Encoding.Latin1.GetString(html, 0, Math.Min(html.Length, MetaSearch));
        var at = head.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var value = head[(at + "charset=".Length)..].TrimStart('"', '\'', ' ');
        var end = value.AsSpan().IndexOfAny("\"'> ;/\r\n");
        var label = end < 0 ? value : value[..end];
        // The page was readable as ASCII up to here, so it is no UTF-16; an unknown label says nothing.
        return CharsetNames.Find(label).Kind is CharsetKind.Unknown or CharsetKind.Utf16 ? null : label;
    }

    private static string ToHtml(string text) =>
        "<div style=\"white-space: pre-wrap\">" + WebUtility.HtmlEncode(text) + "</div>\n";

    private static string Where(MailPart part) => "part " + part.Number;
}
