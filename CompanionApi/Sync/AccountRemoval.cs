using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Ends an account: subscription and sign-in go, and what was known of its items. What was captured stays. A shared mailbox has
/// no sign-in, and its steward's own stays.
/// </summary>
internal sealed class AccountRemoval(SyncedAccount account, IMailSource? source, MailboxCalls calls, ILogger log)
{
    /// <param name="keepsRow">The account stays, stopped, so that an admin sees that it waits for another steward.</param>
    /// <param name="ct">Gives up.</param>
    public async Task RunAsync(bool keepsRow, CancellationToken ct)
    {
        if (source is not null)
        {
            await Subscriptions.EndAsync(account, source, calls, log, ct);
            await source.DisconnectAsync(account.Key, ct);
        }

        await account.Writer.WriteAsync(
            account.CompanyId,
            async write =>
            {
                await write.Db.MailboxItems.Where(i => i.MailAccountId == account.Row.Id).ExecuteDeleteAsync(ct);
                await write.Db.Folders.Where(f => f.MailAccountId == account.Row.Id).ExecuteDeleteAsync(ct);
                if (keepsRow && await write.Db.MailAccounts.FirstOrDefaultAsync(a => a.Id == account.Row.Id, ct) is { } row)
                {
                    row.Stop(MailAccount.StewardLeft);
                    (row.SubscriptionId, row.SubscriptionUntil) = (null, null);
                    // Nothing of the tree is known any more: should the steward return, it is read and chosen anew.
                    (row.FoldersCursor, row.FoldersAt, row.Since) = (null, null, default);
                }
                else
                {
                    await write.Db.MailAccounts.Where(a => a.Id == account.Row.Id).ExecuteDeleteAsync(ct);
                }

                write.Announce(new LiveEvent("mail_account", account.Row.PublicId, [account.Row.UserId]));
            },
            ct);
    }
}
