using System.Net;
using System.Text;
using CompanionApi.Protocols.Smtp;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>A session without a socket: lines in, replies out, as in the RFC's own examples.</summary>
internal sealed class Paper
{
    public Paper(SmtpOptions? options = null, Mailbox? mailbox = null)
    {
        Mailbox = mailbox ?? new Mailbox();
        Session = new SmtpSession(options ?? new SmtpOptions { HostName = "mx.example" }, Mailbox,
            IPAddress.Parse("192.0.2.1"), NullLogger.Instance);
    }

    public Mailbox Mailbox { get; }

    public SmtpSession Session { get; }

    public Task<SmtpReply> SayAsync(string line) => SayRawAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    public async Task<SmtpReply> SayRawAsync(byte[] line) =>
        await Session.LineAsync(line, CancellationToken.None) ?? throw new InvalidOperationException("no reply yet");

    /// <summary>Says the lines, each of which must get a 2xx or 354.</summary>
    public async Task<Paper> AfterAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            var reply = await SayAsync(line);
            Assert.True(reply.Code < 400, $"{line}: {reply}");
        }
        return this;
    }

    public Task<SmtpReply> MessageAsync(string message) =>
        Session.MessageAsync(Encoding.Latin1.GetBytes(message), CancellationToken.None);

    public static Task<Paper> GreetedAsync(SmtpOptions? options = null, Mailbox? mailbox = null) =>
        new Paper(options, mailbox).AfterAsync("EHLO client.example");

    public static async Task<Paper> WithRecipientAsync(SmtpOptions? options = null, Mailbox? mailbox = null) =>
        await (await GreetedAsync(options, mailbox))
            .AfterAsync("MAIL FROM:<anna@contoso.example>", "RCPT TO:<contoso@bcc.example>");
}
