using Microsoft.Graph.Models;

namespace CompanionApi.Sync.Graph;

/// <summary>What a mailbox is for, as Exchange has it (graph/resources/mailboxsettings, userPurpose).</summary>
internal static class GraphPurpose
{
    /// <summary>Asked with the application's own token, which opens whatever Exchange lets it: a person's mailbox, too.</summary>
    public static async Task RequireSharedAsync(
        GraphClients clients, GraphTokens tokens, MailboxKey mailbox, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            var settings = await tokens.RunAsync(mailbox, () => GraphErrors.GuardAsync(
                () => clients.For(mailbox).Users[mailbox.MailboxId].MailboxSettings
                    .GetAsync(c => c.QueryParameters.Select = ["userPurpose"], ct),
                clock, ct));
            if (settings?.UserPurpose != UserPurpose.Shared)
            {
                throw Permanent(MailSourceException.NotShared);
            }
        }
        catch (MailSourceException failed) when (failed.Failure == MailSourceFailure.NotFound)
        {
            throw Permanent(MailSourceException.NoMailbox, failed);
        }
    }

    private static MailSourceException Permanent(string code, Exception? inner = null) =>
        new(MailSourceFailure.Permanent, "It is no shared mailbox.", inner: inner) { Code = code };
}
