using System.Runtime.InteropServices;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>RFC 2047, with the language tag of RFC 2231 section 5, read as mailers write it: inside quoted strings,
/// without spaces around, longer than 75 characters, torn in mid-character. Words that stand side by side in one
/// charset are decoded as one run of bytes.</summary>
internal static class EncodedWords
{
    private const int MaxCharsetLabel = 80;

    public static string Decode(string text, DefectLog? log, string where)
    {
        var start = text.IndexOf("=?", StringComparison.Ordinal);
        if (start < 0) return text;
        var decoded = new StringBuilder(text.Length);
        var run = new Run(decoded, log, where);
        var gap = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '=' && TryMatch(text, i, out var word))
            {
                // White space between two encoded words is not text (section 6.2).
                if (!run.IsOpen) decoded.Append(text, gap, i - gap);
                run.Add(text.AsSpan(word.Charset), text[word.Encoding] is 'b' or 'B', text.AsSpan(word.Content));
                i = gap = word.End;
                continue;
            }
            if (run.IsOpen && !HeaderText.IsWhiteSpace(text[i])) run.Close();
            if (text[i] == '=' && i + 1 < text.Length && text[i + 1] == '?')
                log?.Add(MailDefectKind.MalformedEncodedWord, where);
            i++;
            if (!run.IsOpen)
            {
                var next = text.IndexOf("=?", i, StringComparison.Ordinal);
                i = next < 0 ? text.Length : next;
            }
        }
        run.Close();
        decoded.Append(text, gap, text.Length - gap);
        return decoded.ToString();
    }

    internal readonly record struct Word(Range Charset, int Encoding, Range Content, int End);

    /// <summary>Is there an encoded word at <paramref name="start"/>? Looks no further than the next "=?", so that a
    /// run of calls over one text stays linear.</summary>
    internal static bool TryMatch(string text, int start, out Word word)
    {
        word = default;
        if (start + 6 > text.Length || text[start + 1] != '?') return false;
        var label = text.AsSpan(start + 2, Math.Min(MaxCharsetLabel, text.Length - start - 2)).IndexOf('?');
        if (label <= 0) return false;
        var at = start + 2 + label + 1;
        while (at < text.Length && HeaderText.IsWhiteSpace(text[at])) at++;
        if (at + 1 >= text.Length || text[at] is not ('b' or 'B' or 'q' or 'Q') || text[at + 1] != '?') return false;

        var content = at + 2;
        for (var end = content; end + 1 < text.Length; end++)
        {
            if (text[end] == '?' && text[end + 1] == '=')
            {
                var charset = start + 2 + text.AsSpan(start + 2, label).IndexOf('*');
                if (charset < start + 2) charset = start + 2 + label;
                word = new Word((start + 2)..charset, at, content..end, end + 2);
                return true;
            }
            // "=?" opens the next word, unless it is a pad and the terminator.
            if (text[end] == '=' && text[end + 1] == '?' && (end + 2 >= text.Length || text[end + 2] != '='))
                return false;
        }
        return false;
    }

    private ref struct Run(StringBuilder target, DefectLog? log, string where)
    {
        private readonly List<byte> bytes = [];
        private string? charset;
        private readonly StringBuilder base64 = new();

        public readonly bool IsOpen => charset is not null;

        public void Add(ReadOnlySpan<char> label, bool isBase64, ReadOnlySpan<char> content)
        {
            if (charset is not null && !label.Equals(charset, StringComparison.OrdinalIgnoreCase)) Close();
            charset ??= label.ToString();
            if (!isBase64)
            {
                FlushBase64();
                Unquote(content);
                return;
            }
            foreach (var c in content)
                if (c < 0x80 && (Base64Alphabet.ValueOf((byte)c) >= 0 || c == '=')) base64.Append(c);
            // A word whose base64 does not come out even was torn from the next one in mid-quantum.
            if (base64.Length % 4 == 0 || base64[^1] == '=') FlushBase64();
        }

        public void Close()
        {
            if (charset is null) return;
            FlushBase64();
            target.Append(Charsets.Decode(CollectionsMarshal.AsSpan(bytes), charset, log, where));
            bytes.Clear();
            charset = null;
        }

        private void FlushBase64()
        {
            if (base64.Length == 0) return;
            var letters = Encoding.ASCII.GetBytes(base64.ToString());
            bytes.AddRange(TransferEncodings.Decode("base64", letters, out var isBroken));
            if (isBroken) log?.Add(MailDefectKind.MalformedEncodedWord, where);
            base64.Clear();
        }

        private void Unquote(ReadOnlySpan<char> content)
        {
            for (var i = 0; i < content.Length; i++)
            {
                var c = content[i];
                if (c == '_') bytes.Add((byte)' ');
                else if (c == '=' && i + 2 < content.Length
                    && char.IsAsciiHexDigit(content[i + 1]) && char.IsAsciiHexDigit(content[i + 2]))
                {
                    bytes.Add(Convert.ToByte(content.Slice(i + 1, 2).ToString(), 16));
                    i += 2;
                }
                else if (c < 0x80) bytes.Add((byte)c);
                else
                {
                    // Raw 8-bit inside an encoded word was made characters before; UTF-8 is what it nearly always was.
                    log?.Add(MailDefectKind.MalformedEncodedWord, where);
                    i += HeaderText.AddRawRun(bytes, content[i..]) - 1;
                }
            }
        }
    }
}
