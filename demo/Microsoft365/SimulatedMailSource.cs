using CompanionApi.Sync;
using Demo.Microsoft365.SignIn;

namespace Demo.Microsoft365;

/// <summary>
/// The simulated mailboxes as MailCrm reads them until it speaks Graph, with Graph's strictness: the reader's token must be
/// good for acting on their behalf, and opens their own mailbox and those delegated to them, no other.
/// </summary>
public sealed class SimulatedMailSource(Directory directory, Mailboxes mailboxes, Entra entra, Faults faults) : IMailReader
{
    public async Task<SourceMessage> ReadAsync(
        MailboxReader reader, string mailbox, string? itemId, string? internetMessageId, CancellationToken ct)
    {
        await FailAsAskedAsync(reader, ct);
        var person = await OnBehalfOfAsync(reader);
        var owner = directory.FindRecipient(mailbox);
        var opened = owner is null ? null : mailboxes.For(owner.Address);
        if (opened is null || !opened.MayBeOpenedBy(person.Address)
            || Find(opened, itemId, internetMessageId) is not { } item)
        {
            throw new MailSourceException(MailSourceFailure.NotFound, "The mailbox has no such message for this reader.");
        }

        return new SourceMessage(
            opened.ReadMime(item),
            item.Id,
            opened.Address,
            item.ConversationId,
            item.IsDraft,
            item.IsRead,
            item.ReceivedAt,
            item.Bcc);
    }

    private static MailItem? Find(Mailbox mailbox, string? itemId, string? internetMessageId) =>
        itemId is not null && mailbox.Get(itemId) is { } item ? item
        : internetMessageId is not null ? mailbox.Find(internetMessageId)
        : null;

    private async Task FailAsAskedAsync(MailboxReader reader, CancellationToken ct)
    {
        var fault = await faults.TakeAsync("mailSource", reader.Address, ct: ct);
        MailSourceFailure? failure = fault switch
        {
            { Error: "needs_reconnect" } => MailSourceFailure.NeedsReconnect,
            { Error: "not_found" } => MailSourceFailure.NotFound,
            { Error: "permanent" } => MailSourceFailure.Permanent,
            { Error: not null } or { Status: not null } => MailSourceFailure.Temporary,
            _ => null,
        };
        if (failure is { } asked)
        {
            TimeSpan? wait = fault!.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
            throw new MailSourceException(asked, "A fault was asked for.", wait);
        }
    }

    private async Task<SimUser> OnBehalfOfAsync(MailboxReader reader)
    {
        try
        {
            var person = await entra.ReadAssertionAsync(reader.AccessToken);
            if ((person.TenantId, person.ObjectId) == (reader.TenantId, reader.ObjectId))
            {
                return person;
            }
        }
        catch (EntraException refused)
        {
            throw new MailSourceException(MailSourceFailure.NeedsReconnect, refused.Message);
        }

        throw new MailSourceException(MailSourceFailure.Permanent, "The token is not the reader's.");
    }
}
