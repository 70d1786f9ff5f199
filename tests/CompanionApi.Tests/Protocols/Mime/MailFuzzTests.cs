using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.Mime;

public class MailFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 4_000;
    private const int MaxSource = 60_000;

    private static readonly Mutator Mutator = new(
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
        "&#x110000;", "99999999999", "-0000", "+9999", "24:60:60");

    [Fact]
    public Task Damaged_mails_are_read_without_a_fault()
    {
        var mails = new List<byte[]>(HostileMails.Kinds.Keys.Select(kind => HostileMails.Of(kind, 500)));
        foreach (var suite in new[] { "mime", "mime-ja" })
        {
            if (Suites.Find(suite) is { } folder) mails.AddRange(MailCorpus.Mails(folder).Select(File.ReadAllBytes));
        }
        mails.RemoveAll(mail => mail.Length > MaxSource);
        return Fuzz.RunAsync(output, "MIME", Rounds, random =>
        {
            HostileMailTests.Use(Mutator.Mutate(random, mails));
            return Task.CompletedTask;
        });
    }
}
