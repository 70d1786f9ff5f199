using System.Text;

namespace Demo.Outlook;

/// <summary>A part of a mail being written, with its own fields, in seven bits: what mail programs send.</summary>
public sealed class MimePart
{
    private const int Base64LineLength = 76;
    private readonly string fields;
    private readonly string body;

    private MimePart(string fields, string body)
    {
        this.fields = fields;
        this.body = body;
    }

    /// <summary>
    /// Text in any charset .NET knows; iso-2022-jp goes as it is, being seven bits, as Japanese mail does.
    /// </summary>
    public static MimePart Text(string text, string subtype = "plain", string charset = "utf-8")
    {
        var lines = text.ReplaceLineEndings("\r\n");
        var type = $"Content-Type: text/{subtype}; charset={charset}\r\n";
        var bytes = Charset.Named(charset).GetBytes(lines);
        if (bytes.All(b => b < 0x80) && lines.Split("\r\n").All(line => line.Length < 900))
        {
            return new MimePart($"{type}Content-Transfer-Encoding: 7bit\r\n", Encoding.Latin1.GetString(bytes));
        }

        var isMostlyAscii = bytes.Count(b => b < 0x80) > bytes.Length * 2 / 3;
        return isMostlyAscii
            ? new MimePart($"{type}Content-Transfer-Encoding: quoted-printable\r\n", QuotedPrintable.Write(bytes))
            : new MimePart($"{type}Content-Transfer-Encoding: base64\r\n", Base64(bytes));
    }

    /// <summary>A file; with a content id it is an image within the body.</summary>
    public static MimePart File(string name, string contentType, byte[] content, string? contentId = null)
    {
        var disposition = contentId is null ? "attachment" : "inline";
        var id = contentId is null ? "" : $"Content-ID: <{contentId}>\r\n";
        return new MimePart(
            $"""
            Content-Type: {contentType}; name="{HeaderWords.Encode(name)}"
            Content-Disposition: {disposition}; {HeaderWords.FileName(name)}
            Content-Transfer-Encoding: base64
            {id}
            """.ReplaceLineEndings("\r\n").TrimEnd() + "\r\n",
            Base64(content));
    }

    /// <summary>A part whose body is seven-bit text already: a forwarded mail, a calendar, a delivery report.</summary>
    public static MimePart Plain(string contentType, string text) =>
        new($"Content-Type: {contentType}\r\n", text.ReplaceLineEndings("\r\n"));

    public static MimePart Multipart(string subtype, params IReadOnlyList<MimePart> parts)
    {
        var boundary = $"_{Guid.NewGuid():N}_";
        var inside = string.Concat(parts.Select(part => $"--{boundary}\r\n{part}\r\n"));
        return new MimePart($"Content-Type: multipart/{subtype}; boundary=\"{boundary}\"\r\n",
            $"{inside}--{boundary}--\r\n");
    }

    /// <summary>
    /// The whole mail: the fields given, then this as its body. Values stand as they are; encode them first.
    /// </summary>
    public byte[] ToMail(IEnumerable<KeyValuePair<string, string>> header)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in header)
        {
            text.Append($"{name}: {value}\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("MIME-Version: 1.0\r\n").Append(this).ToString());
    }

    public override string ToString() => $"{fields}\r\n{body}";

    private static string Base64(byte[] bytes) =>
        string.Join("\r\n", Convert.ToBase64String(bytes).Chunk(Base64LineLength).Select(line => new string(line)));
}
