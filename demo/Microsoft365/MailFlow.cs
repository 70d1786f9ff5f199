namespace Demo.Microsoft365;

/// <summary>Mail as Exchange moves it: out of a sender's mailbox, and into each recipient's or over SMTP.</summary>
public sealed class MailFlow(
    Mailboxes mailboxes, LocalDelivery local, MailQueue queue, DkimKeys keys, Faults faults, TimeProvider clock)
{
    /// <summary>
    /// Sends as <paramref name="from"/>: a copy that keeps its Bcc goes to Sent Items and is returned; every recipient of the
    /// envelope gets the message without Bcc. An envelope recipient that no field names is a Bcc. The <paramref name="draft"/>
    /// it was, if any, becomes the sent copy.
    /// </summary>
    /// <exception cref="MailRefusedException">Nothing was sent; the message says why.</exception>
    public Task<MailItem> SendAsync(
        SimUser from, byte[] mime, IReadOnlyList<string> envelopeRecipients, MailItem? draft = null, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        var parsed = HeaderBlock.Parse(Submission.WithNetworkLineEnds(mime));
        var header = Submission.Complete(from, parsed, envelopeRecipients, now);
        var mailbox = mailboxes.For(from.Address);
        var sent = draft is not null
            ? mailbox.SendDraft(draft.Id, header.ToBytes())
            : mailbox.Add(WellKnownFolder.SentItems, header.ToBytes(), isRead: true, receivedAt: now);
        Distribute(from.Address, header, envelopeRecipients, Submission.Received(Submission.HostName, "HTTPS", now));
        return Task.FromResult(sent);
    }

    /// <summary>
    /// Takes a message in from the outside world, where <paramref name="from"/> is the envelope's sender and
    /// <paramref name="receivedFrom"/> the server that brings it. Answers where each recipient's copy went.
    /// </summary>
    public IReadOnlyList<Delivery> TakeIn(
        string from, ReadOnlyMemory<byte> mime, IReadOnlyList<string> recipients, string receivedFrom)
    {
        var header = HeaderBlock.Parse(Submission.WithNetworkLineEnds(mime.Span));
        return Distribute(from, header, recipients, Submission.Received(receivedFrom, "ESMTP", clock.GetUtcNow()));
    }

    private List<Delivery> Distribute(
        string from, HeaderBlock header, IReadOnlyList<string> recipients, string received)
    {
        var message = header.Without("Bcc").WithFirst("Received", received);
        var all = recipients.Select(address => address.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var overSmtp = all.Where(address => MailAddresses.DomainOf(address) == Directory.BccDomain).ToList();
        var deliveries = all.Except(overSmtp).Select(recipient => DeliverHere(from, header, message, recipient)).ToList();
        if (overSmtp.Count > 0)
        {
            queue.Add(from, overSmtp, Signed(header, message));
            deliveries.AddRange(overSmtp.Select(recipient => new Delivery(recipient, null, null)));
        }

        return deliveries;
    }

    private Delivery DeliverHere(string from, HeaderBlock original, HeaderBlock message, string recipient)
    {
        if (local.MailboxOf(recipient) is { } mailbox)
        {
            return new Delivery(recipient, mailbox.Address, local.Deliver(mailbox, message).Id);
        }

        queue.Bounce(from, original, new SmtpOutcome(
            recipient, 550, "5.1.10", "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"));
        return new Delivery(recipient, null, null);
    }

    // Exchange Online signs for the domain that stands in From, where its owner has set keys up.
    private byte[] Signed(HeaderBlock header, HeaderBlock message)
    {
        var author = MailAddresses.Of(header.Get("From")).FirstOrDefault();
        var signer = author is null ? null : keys.Signer(MailAddresses.DomainOf(author));
        var bytes = message.ToBytes();
        return signer is null || faults.Take("dkim") is not null ? bytes : signer.Sign(bytes, clock.GetUtcNow());
    }
}

/// <summary>Where one recipient's copy went; <c>ItemId</c> null: it waits in the queue, or was bounced.</summary>
public sealed record Delivery(string Recipient, string? Mailbox, string? ItemId);

public sealed class MailRefusedException(string message) : Exception(message);
