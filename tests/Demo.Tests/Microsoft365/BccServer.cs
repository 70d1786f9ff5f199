using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using CompanionApi.Protocols.Smtp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Demo.Tests.Microsoft365;

/// <summary>A real SMTP server in MailCrm's place, which answers as told and otherwise takes everything.</summary>
internal sealed class BccServer : ISmtpMailbox, IAsyncDisposable
{
    private readonly SmtpServer server;
    private readonly ConcurrentQueue<SmtpReply> answers = new();
    private readonly Channel<Taken> taken = Channel.CreateUnbounded<Taken>();

    public BccServer(RunningSimulator simulator)
    {
        var listen = new IPEndPoint(IPAddress.Loopback, simulator.Addresses.SmtpPort);
        server = new SmtpServer(new SmtpOptions { Listen = listen }, this, NullLogger<SmtpServer>.Instance);
        server.Start();
    }

    public int Tries { get; private set; }

    public void AnswerOnce(int code, string status, string text) => answers.Enqueue(new SmtpReply(code, status, text));

    public async Task<Taken> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await taken.Reader.ReadAsync(limit.Token);
    }

    public Task<SmtpReply> AcceptRecipientAsync(SmtpEnvelope envelope, string recipient, CancellationToken ct) =>
        Task.FromResult(SmtpReplies.RecipientOk);

    public Task<SmtpReply> DeliverAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        Tries++;
        if (answers.TryDequeue(out var answer))
        {
            return Task.FromResult(answer);
        }

        taken.Writer.TryWrite(new Taken(envelope, message.ToArray()));
        return Task.FromResult(SmtpReplies.MessageTaken);
    }

    public Task RejectedAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct) => Task.CompletedTask;

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

internal sealed record Taken(SmtpEnvelope Envelope, byte[] Mime)
{
    public string Text => Encoding.UTF8.GetString(Mime);
}
