using System.Text;

namespace Demo.Outlook;

/// <summary>RFC 2045 section 6.7, written.</summary>
internal static class QuotedPrintable
{
    private const int LineLength = 76;

    public static string Write(byte[] text)
    {
        var written = new StringBuilder();
        var column = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var atLineEnd = i + 1 == text.Length || text[i + 1] == '\r';
            if (text[i] == '\r' && !atLineEnd && text[i + 1] == '\n')
            {
                written.Append("\r\n");
                column = 0;
                i++;
                continue;
            }

            var isLiteral = text[i] is > 32 and < 127 and not (byte)'=' || (text[i] is 32 or 9 && !atLineEnd);
            var token = isLiteral ? ((char)text[i]).ToString() : $"={text[i]:X2}";
            if (column + token.Length >= LineLength)
            {
                written.Append("=\r\n");
                column = 0;
            }

            written.Append(token);
            column += token.Length;
        }

        return written.ToString();
    }
}
