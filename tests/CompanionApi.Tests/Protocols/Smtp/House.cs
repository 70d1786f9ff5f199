using System.Net;
using CompanionApi.Protocols.Smtp;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>A running server on a free port.</summary>
internal sealed class House : IAsyncDisposable
{
    // One certificate for all tests: making its key takes longer than most of them.
    public static readonly SmtpOptions Plain = new()
    {
        Listen = new(IPAddress.Loopback, 0),
        Certificate = SelfSignedCertificate.For("mx.example"),
    };

    public House(SmtpOptions? options = null, Mailbox? mailbox = null)
    {
        Mailbox = mailbox ?? new Mailbox();
        Server = new SmtpServer(options ?? Plain, Mailbox, NullLogger<SmtpServer>.Instance);
        Server.Start();
    }

    public Mailbox Mailbox { get; }

    public SmtpServer Server { get; }

    public Task<SmtpTalk> ConnectAsync() => SmtpTalk.ConnectAsync(Server.Endpoint);

    public async Task<SmtpTalk> GreetedAsync()
    {
        var talk = await ConnectAsync();
        await talk.SayAsync("EHLO client.example", "250");
        return talk;
    }

    public async Task<SmtpTalk> WithRecipientAsync()
    {
        var talk = await GreetedAsync();
        await talk.SayAsync("MAIL FROM:<anna@contoso.example>", "250");
        await talk.SayAsync("RCPT TO:<contoso@bcc.example>", "250");
        return talk;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
