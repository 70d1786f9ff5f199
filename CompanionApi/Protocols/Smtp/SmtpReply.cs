using System.Text;

namespace CompanionApi.Protocols.Smtp;

/// <summary>
/// One reply: code, enhanced status (RFC 3463; empty where RFC 2034 has none) and text, whose line breaks make it a
/// multiline reply. What cannot stand on the wire in the text becomes a question mark, and long lines are folded.
/// </summary>
public sealed class SmtpReply(int code, string status, string text)
{
    // RFC 5321 4.5.3.1.5: 512 octets with code, status and line end.
    private const int MaxTextPerLine = 480;

    private byte[]? wire;

    public int Code { get; } = code;

    public string Status { get; } = status;

    public string Text { get; } = text;

    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsTemporary => Code is >= 400 and < 500;

    public bool IsPermanent => Code is >= 500 and < 600;

    /// <summary>The octets to send, CRLF included.</summary>
    public ReadOnlySpan<byte> Wire => wire ??= Encode();

    public override string ToString() => Status.Length == 0 ? $"{Code} {Text}" : $"{Code} {Status} {Text}";

    private byte[] Encode()
    {
        var lines = Text.ReplaceLineEndings("\n").Split('\n').SelectMany(Fold).ToList();
        var octets = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            octets.Append(Code).Append(i < lines.Count - 1 ? '-' : ' ');
            if (Status.Length > 0) octets.Append(Status).Append(' ');
            octets.Append(lines[i]).Append("\r\n");
        }
        return Encoding.ASCII.GetBytes(octets.ToString());
    }

    private static IEnumerable<string> Fold(string line)
    {
        var clean = string.Create(line.Length, line, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = from[i] is >= ' ' and <= '~' ? from[i] : '?';
        }).Trim();
        while (clean.Length > MaxTextPerLine)
        {
            var space = clean.LastIndexOf(' ', MaxTextPerLine);
            var end = space > 0 ? space : MaxTextPerLine;
            yield return clean[..end];
            clean = clean[end..].TrimStart();
        }
        yield return clean;
    }
}
