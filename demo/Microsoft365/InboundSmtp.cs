using System.Net;
using CompanionApi.Protocols.Smtp;

namespace Demo.Microsoft365;

/// <summary>
/// The door through which mail of others comes by SMTP, MailCrm's own letters among it. The outside world's addresses are
/// taken too: their mail can be looked at like anybody's.
/// </summary>
internal sealed class InboundSmtp : IHostedService, ISmtpMailbox
{
    private static readonly SmtpReply UnknownUser = new(550, "5.1.10", "Recipient not found by SMTP address lookup");
    private static readonly SmtpReply NoRelay = new(550, "5.7.64", "Relay access denied; this is not where that domain's mail goes");

    private readonly SmtpServer server;
    private readonly MailFlow flow;
    private readonly LocalDelivery local;

    public InboundSmtp(DemoAddresses addresses, MailFlow flow, LocalDelivery local, ILogger<SmtpServer> log)
    {
        (this.flow, this.local) = (flow, local);
        var listen = new IPEndPoint(IPAddress.Loopback, addresses.MailInPort);
        server = new SmtpServer(new SmtpOptions { Listen = listen, HostName = Submission.HostName }, this, log);
    }

    public Task StartAsync(CancellationToken ct)
    {
        server.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken ct)
    {
        await server.StopAsync(ct);
        await server.DisposeAsync();
    }

    public Task<SmtpReply> AcceptRecipientAsync(SmtpEnvelope envelope, string recipient, CancellationToken ct) =>
        Task.FromResult(
            MailAddresses.DomainOf(recipient) == Directory.BccDomain ? NoRelay
            : local.MailboxOf(recipient) is null ? UnknownUser
            : SmtpReplies.RecipientOk);

    public Task<SmtpReply> DeliverAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        flow.TakeIn(envelope.MailFrom, message, envelope.Recipients, $"{envelope.Helo} ({envelope.ClientAddress})");
        return Task.FromResult(SmtpReplies.MessageTaken);
    }

    public Task RejectedAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct) => Task.CompletedTask;
}
