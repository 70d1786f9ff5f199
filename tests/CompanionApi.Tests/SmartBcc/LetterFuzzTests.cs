using System.Text;
using System.Text.RegularExpressions;
using CompanionApi.Tests.Protocols.Mime;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>
/// Mails of any kind, sent as Anna's through the front door: each is taken or refused for good. A 451 would be a fault
/// of ours, and its sender's server would try the same letter for days. What was taken can be read.
/// </summary>
public partial class LetterFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 400;
    private const int MaxSource = 60_000;

    private static readonly Mutator Mutator = new(
        "\r\n", "\r\n\r\n", "\0", "\u001B$B", "=?utf-8?B?7aCA?=", "=?utf-8?Q?=00=ED=A0=80?=", "\u00FF", "\u00ED\u00A0\u0080",
        "\r\nMessage-ID: <", "\r\nMessage-ID:\r\n", "\r\nDate: Mon, 1 Jan 0001 00:00:00 +1400\r\n",
        "\r\nDate: Fri, 31 Dec 9999 23:59:59 -1200\r\n", "\r\nTo: \"\\\0\" <@>\r\n", "\r\nCc: undisclosed-recipients:;\r\n",
        "\r\nTo: a@xn--a.example, b@\u00FC.example, @, <>, \"a b\"@x\r\n", "\r\nReferences: " + new string('<', 300) + "\r\n",
        "\r\nIn-Reply-To: <" + new string('i', 3_000) + "@x>\r\n", "\r\nSubject: " + new string('s', 40_000) + "\r\n",
        "\r\nContent-Type: multipart/mixed; boundary=\"\"\r\n", "\r\nContent-Type: text/html; charset=utf-16\r\n",
        "\r\nContent-Disposition: attachment; filename*=utf-8''%00%ED%A0%80../..\r\n", "\r\nAuto-Submitted: auto-replied\r\n",
        "\r\nContent-Transfer-Encoding: base64\r\n", "<img src=\"cid:\0\">", "\uD83D", "山田");

    [Fact]
    public async Task R20_every_public_mail_is_taken()
    {
        var mails = PublicMails();
        if (mails.Count == 0)
        {
            output.Skipped("Public mails through the front door", "../shared/corpus/mime");
            return;
        }

        await using var app = await MailRoom.StartAsync();
        var refused = new List<string>();
        foreach (var (name, mail) in mails)
        {
            var reply = await SendAsync(app, mail);
            if (!reply.StartsWith("250", StringComparison.Ordinal)) refused.Add($"{name}: {reply}");
        }

        output.Passed("Public mails through the front door", mails.Count - refused.Count, mails.Count);
        Assert.True(refused.Count == 0, string.Join('\n', refused));
        await ReadAllAsync(app);
    }

    [Fact]
    public async Task R20_damaged_mails_are_taken_or_refused_for_good_and_can_be_read()
    {
        await using var app = await MailRoom.StartAsync();
        var mails = PublicMails().Select(mail => mail.Mail)
            .Concat(HostileMails.Kinds.Keys.Select(kind => HostileMails.Of(kind, 500)))
            .Append(Encoding.Latin1.GetBytes(Letters.Of("honest"))).ToList();
        await Fuzz.RunAsync(output, "letters through the front door", Rounds, async random =>
        {
            var reply = await SendAsync(app, Mutator.Mutate(random, mails));

            Assert.True(reply.StartsWith("250", StringComparison.Ordinal) || reply.StartsWith('5'), reply);
        });
        await ReadAllAsync(app);
    }

    private static List<(string Name, byte[] Mail)> PublicMails() =>
    [
        .. new[] { "mime", "mime-ja" }.Select(Suites.Find).OfType<string>().SelectMany(MailCorpus.Mails)
            .Select(file => (file, File.ReadAllBytes(file))).Where(mail => mail.Item2.Length < MaxSource),
    ];

    /// <summary>Under Anna's name, whoever wrote it.</summary>
    private static async Task<string> SendAsync(CompanionApp app, byte[] mail)
    {
        // What stands only at the beginning of a file would be a broken field behind Anna's From.
        var text = Encoding.Latin1.GetString(mail.AsSpan().StartsWith("\uFEFF"u8) ? mail[3..] : mail);
        if (text.StartsWith("From ", StringComparison.Ordinal)) text = text[(text.IndexOf('\n') + 1)..];
        text = FromField().Replace(text, "X-From");
        await using var talk = await SmtpTalk.ConnectAsync(app.Endpoint());
        await talk.SayAsync("EHLO client.contoso.example", "250");
        await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");
        await talk.SayAsync($"RCPT TO:<{MailRoom.ContosoAddress}>", "250");
        return await talk.DataAsync(Encoding.Latin1.GetBytes($"From: Anna <{World.Anna.Address}>\r\n{text}"));
    }

    /// <summary>Every message that is there, as its owner reads it.</summary>
    private static async Task ReadAllAsync(CompanionApp app)
    {
        await using var db = await app.OpenAsync(World.Anna);
        using var client = app.ClientFor(World.Anna);
        foreach (var message in db.Messages.Select(message => message.PublicId).ToList())
        {
            foreach (var part in new[] { "", "/body" })
            {
                var answer = await client.GetAsync($"/api/messages/{message}{part}");
                Assert.True(answer.IsSuccessStatusCode, $"{message}{part}: {answer.StatusCode}");
            }
        }
    }

    [GeneratedRegex("^from(?=[ \\t]*:)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex FromField();
}
