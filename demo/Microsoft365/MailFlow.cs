namespace Demo.Microsoft365;

/// <summary>Mail as Exchange moves it: out of a sender's mailbox, and into each recipient's.</summary>
public sealed class MailFlow(Directory directory, Mailboxes mailboxes, TimeProvider clock)
{
    /// <summary>
    /// Sends as <paramref name="from"/>: a copy that keeps its Bcc goes to Sent Items and is returned; every recipient of the
    /// envelope gets the message without Bcc. An envelope recipient that no field names is a Bcc.
    /// </summary>
    /// <exception cref="MailRefusedException">Nothing was sent; the message says why.</exception>
    public Task<MailItem> SendAsync(
        SimUser from, byte[] mime, IReadOnlyList<string> envelopeRecipients, CancellationToken ct = default)
    {
        var header = Submission.Complete(from, HeaderBlock.Parse(mime), envelopeRecipients, clock.GetUtcNow());
        var sent = mailboxes.For(from.Address)
            .Add(WellKnownFolder.SentItems, header.ToBytes(), isRead: true, receivedAt: clock.GetUtcNow());
        var onTheWay = header.Without("Bcc");
        foreach (var recipient in envelopeRecipients.Select(MailAddresses.Normalise).Distinct())
        {
            Deliver(onTheWay, recipient);
        }

        return Task.FromResult(sent);
    }

    /// <summary>Puts a message that has reached Microsoft 365 into a recipient's inbox, marked with where it came from.</summary>
    public MailItem Deliver(HeaderBlock message, string recipient)
    {
        var received =
            $"from {Submission.HostName} by {Submission.HostName} with HTTPS; {Submission.Date(clock.GetUtcNow())}";
        var item = mailboxes.For(recipient)
            .Add(WellKnownFolder.Inbox, message.Without("Bcc").WithFirst("Received", received).ToBytes(),
                receivedAt: clock.GetUtcNow());
        return item;
    }

    /// <summary>Whether the address is of one of the simulated tenants.</summary>
    public bool IsHosted(string address) => directory.IsHosted(address);
}

public sealed class MailRefusedException(string message) : Exception(message);
