using System.Text;

namespace CompanionApi.Tests.Protocols.Mime;

/// <summary>Seeded damage to mails: bytes flipped, pieces cut, doubled and moved, words of mail put anywhere.</summary>
internal sealed class MailMutations(int seed)
{
    private static readonly byte[][] Words = new[]
    {
        "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", "--", "=?", "?=", "=?utf-8?B?", "=?iso-2022-jp?B?", "=?x?q?",
        "\u001B$B", "\u001B(B",
        "\u001B$)C\u000E", "\"", "\\", "(", ")", "<", ">", "@", ",", ";", ":", "=", "=\r\n", "==", "%", "*", "*0*=",
        "''", "\0", "\u0080", "\u00FF",
        "\u00E3\u0081", "\u00F0\u009F\u0098", "\r\nFrom: a@b\r\n", "\r\nContent-Type: multipart/mixed; boundary=",
        "\r\nContent-Type: message/rfc822\r\n",
        "\r\nContent-Type: text/html; charset=utf-7\r\n", "\r\nContent-Transfer-Encoding: base64\r\n",
        "\r\nContent-Transfer-Encoding: x-uuencode\r\n",
        "\r\nContent-Disposition: attachment; filename*0*=", "format=flowed; delsp=yes", "charset=utf-16",
        "charset=shift_jis", "charset=gb18030",
        "charset=iso-2022-kr", "charset=euc-jp", "charset=iso-8859-16", "charset=utf-32", "<!--", "<a b='",
        "&#x110000;", "99999999999", "-0000", "+9999", "24:60:60",
    }.Select(Encoding.Latin1.GetBytes).ToArray();

    private readonly Random random = new(seed);

    public byte[] Mutate(IReadOnlyList<byte[]> mails)
    {
        var mail = new List<byte>(mails[random.Next(mails.Count)]);
        for (var times = random.Next(1, 12); times > 0; times--)
        {
            var at = random.Next(mail.Count + 1);
            var length = Math.Min(random.Next(1, 200), mail.Count - at);
            switch (random.Next(7))
            {
                case 0: mail.InsertRange(at, Words[random.Next(Words.Length)]); break;
                case 1 when length > 0: mail.RemoveRange(at, length); break;
                case 2 when length > 0: mail.InsertRange(random.Next(mail.Count + 1), mail.GetRange(at, length)); break;
                case 3 when at < mail.Count: mail[at] = (byte)random.Next(256); break;
                case 4 when at < mail.Count: mail[at] ^= (byte)(1 << random.Next(8)); break;
                case 5 when random.Next(10) == 0: mail.RemoveRange(at, mail.Count - at); break;
                case 6:
                    var other = mails[random.Next(mails.Count)];
                    var from = random.Next(other.Length);
                    mail.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(400), other.Length - from)).ToArray());
                    break;
            }
        }
        return [.. mail];
    }
}
