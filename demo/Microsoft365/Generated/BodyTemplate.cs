using System.Net;
using System.Text;
using System.Text.Json;
using Demo.Outlook;

namespace Demo.Microsoft365.Generated;

/// <summary>
/// A body in every form that it is asked for, made once: as text and HTML, as a JSON string, and encoded
/// for MIME. Between its head and its tail stands one line of <see cref="LineLength"/> bytes that each message fills
/// itself; heads are padded so that the line begins a line of base64 too.
/// </summary>
internal sealed class BodyTemplate
{
    public const int LineLength = 57;
    private const int PreviewLength = 255;

    public BodyTemplate(Phrases phrases, Random random, int htmlBytes)
    {
        var (html, text) = (new StringBuilder(Opening(phrases)), new StringBuilder());
        AddParagraph(html, text, phrases.Greeting);
        var firstHalf = htmlBytes / 2;
        while (Encoding.UTF8.GetByteCount(html.ToString()) < firstHalf)
        {
            AddParagraph(html, text, Paragraph(phrases, random));
        }

        var (htmlTail, textTail) = (new StringBuilder(), new StringBuilder());
        while (html.Length + htmlTail.Length < htmlBytes && Encoding.UTF8.GetByteCount(htmlTail.ToString()) < firstHalf)
        {
            AddParagraph(htmlTail, textTail, Paragraph(phrases, random));
        }

        AddParagraph(htmlTail, textTail, phrases.Closing);
        Html = new BodyForms(Padded(html.ToString()), $"{htmlTail}</div></body></html>\r\n", IsBase64(phrases));
        Text = new BodyForms(Padded(text.ToString()), textTail.ToString(), IsBase64(phrases));
        Encoding64 = IsBase64(phrases);
        Preview = text.ToString() is var all && all.Length > PreviewLength ? all[..PreviewLength] : all;
        MimeSize = Html.MimeHead.Length + Html.MimeTail.Length + Text.MimeHead.Length + Text.MimeTail.Length + 1500;
    }

    public BodyForms Html { get; }

    public BodyForms Text { get; }

    /// <summary>Base64 in MIME; else quoted-printable.</summary>
    public bool Encoding64 { get; }

    public string Preview { get; }

    public int MimeSize { get; }

    private static bool IsBase64(Phrases phrases) => phrases == Phrases.Japanese;

    private static string Opening(Phrases phrases) =>
        $"""
        <html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
        <style>p.MsoNormal, li.MsoNormal {"{"}margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif{"}"}</style></head>
        <body lang="{phrases.Language}" link="#0563C1" vlink="#954F72"><div class="WordSection1">

        """.ReplaceLineEndings("\r\n");

    private static string Paragraph(Phrases phrases, Random random) => string.Join(
        phrases == Phrases.Japanese ? "" : " ",
        Enumerable.Range(0, random.Next(1, 4)).Select(_ => phrases.Sentences[random.Next(phrases.Sentences.Count)]));

    private static void AddParagraph(StringBuilder html, StringBuilder text, string words)
    {
        html.Append("<p class=\"MsoNormal\"><span style=\"font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif\">")
            .Append(WebUtility.HtmlEncode(words)).Append("<o:p></o:p></span></p>\r\n");
        text.Append(words).Append("\r\n\r\n");
    }

    private static string Padded(string head)
    {
        var missing = (LineLength - Encoding.UTF8.GetByteCount(head) % LineLength) % LineLength;
        return missing < 2 ? Padded($"{head}\r\n") : $"{head}{new string('-', missing - 2)}\r\n";
    }
}

/// <summary>One body, text or HTML, cut where each message's own line stands.</summary>
internal sealed class BodyForms
{
    public BodyForms(string head, string tail, bool isBase64)
    {
        JsonHead = [(byte)'"', .. Json(head)];
        JsonTail = [.. Json(tail), (byte)'"'];
        MimeHead = Mime(head, isBase64);
        MimeTail = Mime(tail, isBase64);
    }

    /// <summary>Together with the line between, a JSON string with its quotes.</summary>
    public byte[] JsonHead { get; }
    public byte[] JsonTail { get; }

    public byte[] MimeHead { get; }
    public byte[] MimeTail { get; }

    private static byte[] Json(string text) =>
        JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray();

    private static byte[] Mime(string text, bool isBase64)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Encoding.ASCII.GetBytes(isBase64
            ? Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\r\n") + "\r\n"
            : QuotedPrintable.Write(bytes));
    }
}
