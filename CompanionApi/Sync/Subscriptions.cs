using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CompanionApi.Model;

namespace CompanionApi.Sync;

/// <summary>
/// One subscription for each account, on the whole mailbox: new folders need none of their own, and what happened is looked
/// up. It is renewed long before it ends; where there is none, folders are asked more often.
/// </summary>
internal sealed class Subscriptions(SyncedAccount account, SyncTools tools, ILogger log)
{
    public const string NotificationsPath = "graph/notifications";
    public const string LifecyclePath = "graph/lifecycle";

    // Graph allows under seven days for messages (graph/resources/subscription, maximum length).
    private static readonly TimeSpan Life = TimeSpan.FromDays(6);
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(3);
    private static readonly TimeSpan TriedAgain = TimeSpan.FromMinutes(10);

    /// <summary>There are days for it: the mail of this turn does not wait.</summary>
    private const int AttemptsOfRenewal = 2;

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether the mailbox tells us what happens in it.</summary>
    public static bool IsLive(MailAccount account, DateTimeOffset now) =>
        account.SubscriptionId is not null && account.SubscriptionUntil > now;

    /// <summary>Nobody tells us of the mailbox any more. A provider that does not answer lets it end in a few days by itself.</summary>
    public static async Task EndAsync(
        SyncedAccount account, IMailSource source, MailboxCalls calls, ILogger log, CancellationToken ct)
    {
        if (account.Row.SubscriptionId is not { } id)
        {
            return;
        }

        try
        {
            await calls.RunAsync(
                async () =>
                {
                    await source.UnsubscribeAsync(account.Key, id, ct);
                    return true;
                },
                ct);
        }
        catch (MailSourceException failed)
        {
            log.LogInformation("The subscription of account {Id} was left to end: {Code}", account.Row.PublicId, failed.Code);
        }
    }

    /// <param name="now">It was asked for, or is gone: at once.</param>
    /// <param name="ct">Gives up.</param>
    public async Task EnsureAsync(bool now, CancellationToken ct)
    {
        if (tools.Options.NotificationRoot is not { } root)
        {
            return;
        }

        var (row, time) = (account.Row, tools.Clock.GetUtcNow());
        try
        {
            if (row.SubscriptionId is { } id)
            {
                // One that looks over may live yet, and would go on telling an account that no longer knows it.
                if (now || !(row.SubscriptionUntil - time >= RenewedBefore))
                {
                    await RenewAsync(id, now, root, ct);
                }
            }
            else if (now || row.SubscriptionUntil is null || row.SubscriptionUntil <= time)
            {
                await SubscribeAsync(root, ct);
            }
        }
        catch (MailSourceException failed) when (failed.Failure != MailSourceFailure.NeedsReconnect)
        {
            log.LogWarning(
                "Account {Id} has no notifications ({Code}): its folders are asked at intervals", row.PublicId, failed.Code);
            await account.ChangeAsync(
                (changed, at) => (changed.SubscriptionId, changed.SubscriptionUntil) = (null, at + TriedAgain), ct);
        }
    }

    private async Task RenewAsync(string id, bool wasAskedFor, Uri root, CancellationToken ct)
    {
        try
        {
            var renewed = await tools.Calls.RunAsync(
                () => tools.Source.RenewAsync(account.Key, id, tools.Clock.GetUtcNow() + Life, ct), ct, AttemptsOfRenewal);
            await account.ChangeAsync((changed, _) => changed.SubscriptionUntil = renewed.Until, ct);
        }
        catch (MailSourceException gone) when (gone.Failure == MailSourceFailure.NotFound)
        {
            await account.ChangeAsync((changed, _) => changed.SubscriptionId = null, ct);
            await SubscribeAsync(root, ct);
        }
        catch (MailSourceException failed) when (failed.Failure == MailSourceFailure.Temporary)
        {
            // It lives: forgotten, it would tell an account that does not know it, beside a second one. The next turn renews it.
            log.LogInformation("The subscription of account {Id} is not renewed yet: {Code}", account.Row.PublicId, failed.Code);
            await account.ChangeAsync(
                (changed, at) =>
                {
                    if (wasAskedFor)
                    {
                        changed.DoubtSubscription(at);
                    }
                },
                ct);
        }
    }

    private async Task SubscribeAsync(Uri root, CancellationToken ct)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var wish = new SubscriptionWish(
            new Uri(root, NotificationsPath), new Uri(root, LifecyclePath), secret, tools.Clock.GetUtcNow() + Life);
        var made = await tools.Calls.RunAsync(() => tools.Source.SubscribeAsync(account.Key, wish, ct), ct);
        await account.ChangeAsync(
            (changed, _) => (changed.SubscriptionId, changed.SubscriptionUntil, changed.SubscriptionSecretHash) =
                (made.Id, made.Until, HashOf(secret)),
            ct);
    }
}
