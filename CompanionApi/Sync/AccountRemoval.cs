using CompanionApi.Data;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Ends an account: subscription and sign-in go, and what was known of its items. What was captured stays. The provider may
/// not answer: then the subscription ends by itself in a few days, and tells nobody anything.
/// </summary>
internal sealed class AccountRemoval(SyncedAccount account, IMailSource? source, MailboxCalls calls, ILogger log)
{
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            if (source is not null && account.Row.SubscriptionId is { } id)
            {
                await calls.RunAsync(
                    async () =>
                    {
                        await source.UnsubscribeAsync(account.Key, id, ct);
                        return true;
                    },
                    ct);
            }
        }
        catch (MailSourceException failed)
        {
            log.LogInformation("The subscription of account {Id} was left to end: {Code}", account.Row.PublicId, failed.Code);
        }

        if (source is not null)
        {
            await source.DisconnectAsync(account.Key, ct);
        }

        await account.Writer.WriteAsync(
            account.CompanyId,
            async write =>
            {
                await write.Db.MailboxItems.Where(i => i.MailAccountId == account.Row.Id).ExecuteDeleteAsync(ct);
                await write.Db.Folders.Where(f => f.MailAccountId == account.Row.Id).ExecuteDeleteAsync(ct);
                await write.Db.MailAccounts.Where(a => a.Id == account.Row.Id).ExecuteDeleteAsync(ct);
                write.Announce(new LiveEvent("mail_account", account.Row.PublicId, [account.Row.UserId]));
            },
            ct);
    }
}
