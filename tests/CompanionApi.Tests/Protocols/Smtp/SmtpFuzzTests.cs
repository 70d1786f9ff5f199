using System.Net;
using System.Net.Security;
using System.Text;
using System.Text.RegularExpressions;
using CompanionApi.Protocols.Smtp;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>
/// Honest conversations, mutilated: whatever comes in, only replies come out, and a message is delivered, refused or
/// reported.
/// </summary>
public partial class SmtpFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 20_000;

    private static readonly byte[][] Honest = new[]
    {
        "EHLO client.example\r\nMAIL FROM:<anna@contoso.example> SIZE=20 BODY=8BITMIME\r\nRCPT TO:<a@bcc.example>\r\n"
            + "DATA\r\nSubject: Hi\r\n\r\n..dots\r\n.\r\nQUIT\r\n",
        "HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<@r.example:\"a b\"@bcc.example> NOTIFY=NEVER ORCPT=rfc822;a+2Bb\r\n"
            + "DATA\r\n.\r\n",
        "EHLO [IPv6:::1]\r\nMAIL FROM:<アンナ@例え.example> SMTPUTF8\r\nRCPT TO:<商談@bcc.example>\r\nBDAT 4\r\nHi\r\n"
            + "BDAT 6 LAST\r\n\n.\r\n.\n\r\nRSET\r\nNOOP\r\n",
        "EHLO x\r\nVRFY a\r\nHELP\r\nAUTH PLAIN\r\nMAIL FROM:<a@[192.0.2.1]>\r\nRCPT TO:<b@[IPv6:::1]>\r\nRSET\r\n"
            + "STARTTLS\r\nQUIT\r\n",
    }.Select(Encoding.UTF8.GetBytes).ToArray();

    private static readonly Mutator Mutator = new(
        "\r\n", "\r", "\n", "\0", ".", "\r\n.\r\n", "\n.\n",
        "<", ">", "\"", "\\", "@", ":", " ", "=", "+", ";", "[", "]",
        "BDAT 5 LAST\r\n", "BDAT 99999999999\r\n", "SIZE=99999999999999999999", "DATA\r\n", "RSET\r\n", "\u00ff", "商",
        "EHLO x\r\n", "MAIL FROM:<>\r\n", "RCPT TO:<a@bcc.example>\r\n", "QUIT\r\n", "GET / HTTP/1.1\r\n",
        new string('x', 3_000), new string('.', 500));

    [Fact]
    public Task Answers_anything_with_replies_and_nothing_else() =>
        Fuzz.RunAsync(output, "SMTP", Rounds, RoundAsync);

    private static async Task RoundAsync(Random random)
    {
        var script = Mutator.Mutate(random, Honest);
        var client = new ScriptStream(script, random);
        var options = new SmtpOptions { HostName = "mx.example", MaxMessageBytes = 5_000 };
        var trouble = new Trouble();
        var mailbox = new Mailbox { OnMessage = (_, _) => Task.FromResult(Answer(random)) };
        var session = new SmtpSession(options, mailbox, IPAddress.Loopback, trouble);
        var budget = new BufferBudget(100_000);
        using (var connection = new SmtpConnection(
            client, session, options, new(() => new SslServerAuthenticationOptions()), budget, CancellationToken.None))
        {
            try
            {
                await connection.RunAsync(CancellationToken.None);
            }
            catch (Exception e) when (session.Turn == SmtpTurn.Close && IsHandshake(client))
            {
                _ = e; // STARTTLS by chance, and no handshake behind it.
            }
            catch (Exception e)
            {
                Assert.Fail(e.ToString());
            }
        }

        Assert.True(trouble.Heard is null, $"{trouble.Heard}");
        Assert.True(budget.Refusal(100_000) is null, $"memory was not given back");
        Assert.False(session.InTransaction, $"a transaction is left");
        foreach (var line in Encoding.Latin1.GetString(client.Replies.ToArray()).Split("\r\n").SkipLast(1))
            Assert.True(ReplyLine().IsMatch(line), $"{line}");
    }

    private static SmtpReply Answer(Random random) => random.Next(4) switch
    {
        0 => SmtpReplies.LocalTrouble,
        1 => new SmtpReply(550, "5.7.1", "No\r\nand no"),
        _ => SmtpReplies.MessageTaken,
    };

    private static bool IsHandshake(ScriptStream client) =>
        Encoding.Latin1.GetString(client.Replies.ToArray()).EndsWith("Ready to start TLS\r\n");

    [GeneratedRegex(@"^[2-5][0-9][0-9][- ][ -~]*$")]
    private static partial Regex ReplyLine();

    /// <summary>Hears whether the session met an exception that it should not have.</summary>
    private sealed class Trouble : ILogger
    {
        public string? Heard { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => true;

        public void Log<TState>(
            LogLevel level, EventId id, TState state, Exception? error, Func<TState, Exception?, string> format) =>
            Heard = $"{format(state, error)} {error}";
    }
}
