using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Sync;

/// <summary>A mailbox's item as a mail at the door.</summary>
internal static class SyncedMail
{
    public static IncomingMessage Of(
        SyncedAccount account, SourceItem item, ReadOnlyMemory<byte> source, DateTimeOffset now)
    {
        var receivedAt = item.ReceivedAt is { } at && at < now ? at : now;
        return new IncomingMessage
        {
            CompanyId = account.CompanyId,
            OwnerId = account.Row.UserId,
            Door = Door.Sync,
            Mail = MailParser.Parse(source),
            Source = source,
            ReceivedAt = receivedAt,
            Bcc = item.Bcc,
            ProviderConversationId = item.ConversationId,
            IsRead = item.IsRead ?? false,
            SharedMailbox = account.Row.IsShared ? account.Row.Address : null,
            // S8: what is older than the connection comes in private, whatever the setting.
            StaysPrivate = receivedAt < account.Row.ConnectedAt,
        };
    }

    /// <summary>What became of it, for its row.</summary>
    public static (ItemState State, string? Reason) Outcome(SourceItem item, TakenMail taken) => taken switch
    {
        { Trouble: { } trouble } => (ItemState.Failed, ReasonOf(trouble)),
        { Intake.NeverCaptured: not null } => (ItemState.NeverCapture, null),
        { Intake.Message: null } => (ItemState.DeletedHere, null),
        _ => (item.HasMore ? ItemState.AttachmentsPending : ItemState.Complete, null),
    };

    private static string ReasonOf(Exception trouble) =>
        trouble is Microsoft.EntityFrameworkCore.DbUpdateException or Microsoft.Data.Sqlite.SqliteException
            ? "not_stored" : "not_readable";
}
