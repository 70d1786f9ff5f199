using System.Text;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>A mailbox that takes everything and remembers it, unless the test gives it another mind.</summary>
internal sealed class Mailbox : ISmtpMailbox
{
    private readonly Lock gate = new();
    private readonly List<(SmtpEnvelope Envelope, string Message)> delivered = [];
    private readonly List<(SmtpEnvelope Envelope, SmtpReply Reply)> rejected = [];
    private readonly TaskCompletionSource<SmtpReply> firstRejection = new();

    public Func<SmtpEnvelope, string, Task<SmtpReply>> OnRecipient { get; init; } =
        (_, _) => Task.FromResult(SmtpReplies.RecipientOk);

    public Func<SmtpEnvelope, ReadOnlyMemory<byte>, Task<SmtpReply>> OnMessage { get; init; } =
        (_, _) => Task.FromResult(SmtpReplies.MessageTaken);

    public IReadOnlyList<(SmtpEnvelope Envelope, string Message)> Delivered
    {
        get
        {
            lock (gate) return [.. delivered];
        }
    }

    public IReadOnlyList<(SmtpEnvelope Envelope, SmtpReply Reply)> Rejected
    {
        get
        {
            lock (gate) return [.. rejected];
        }
    }

    public Task<SmtpReply> FirstRejection => firstRejection.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public Task<SmtpReply> AcceptRecipientAsync(SmtpEnvelope envelope, string recipient, CancellationToken ct) =>
        OnRecipient(envelope, recipient);

    public async Task<SmtpReply> DeliverAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        var text = Encoding.Latin1.GetString(message.Span);
        var reply = await OnMessage(envelope, message);
        if (reply.IsPositive)
            lock (gate) delivered.Add((envelope, text));
        return reply;
    }

    public Task RejectedAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct)
    {
        lock (gate) rejected.Add((envelope, reply));
        firstRejection.TrySetResult(reply);
        return Task.CompletedTask;
    }
}
