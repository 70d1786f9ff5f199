namespace Demo.Microsoft365;

/// <summary>The last step of a message: into a recipient's inbox.</summary>
public sealed class LocalDelivery(Directory directory, Mailboxes mailboxes, TimeProvider clock)
{
    /// <summary>
    /// The mailbox of a tenant's person, or that of somebody in the outside world; null where a tenant has nobody of that
    /// address.
    /// </summary>
    public Mailbox? MailboxOf(string recipient) =>
        !directory.IsHosted(recipient) ? mailboxes.For(recipient)
        : directory.FindRecipient(recipient) is { } user ? mailboxes.For(user.Address)
        : null;

    public MailItem Deliver(Mailbox mailbox, HeaderBlock message) =>
        mailbox.Add(WellKnownFolder.Inbox, message.Without("Bcc").ToBytes(), receivedAt: clock.GetUtcNow());
}
