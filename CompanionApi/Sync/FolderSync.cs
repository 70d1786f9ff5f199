using CompanionApi.Messages;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Brings one folder up to date, from wherever its row says that it is (<see cref="SyncPhase"/>), page by page. While a page
/// is being stored the next one is on its way.
/// </summary>
internal sealed class FolderSync(
    SyncedAccount account, Folder folder, IMailSource source, MailboxCalls calls, MessageIntake intake, SyncOptions options,
    TimeProvider clock)
{
    /// <summary>A mailbox that loses every cursor at once is not asked all day.</summary>
    private const int MostRestarts = 3;

    private const int SmallPage = 5;

    private Folder now = folder;

    private PageStore Store => new(account, now, source, calls, intake, options, clock);

    /// <summary>True: it is up to date. False: it has more, and its turn is over.</summary>
    public async Task<bool> RunAsync(Func<bool> mayGoOn, CancellationToken ct)
    {
        for (var restarts = 0; ; restarts++)
        {
            try
            {
                return await GoOnAsync(mayGoOn, ct);
            }
            catch (MailSourceException lost) when (lost.Failure == MailSourceFailure.CursorLost && restarts < MostRestarts)
            {
                await account.ChangeAsync(now.Id, (row, _) => row.Restart(), ct);
                await ReloadAsync();
            }
        }
    }

    private async Task<bool> GoOnAsync(Func<bool> mayGoOn, CancellationToken ct)
    {
        if (now.Phase == SyncPhase.First)
        {
            if (!await PagesAsync(now.NextLink, mayGoOn, FirstAsync, ct))
            {
                return false;
            }
        }

        if (now.Phase == SyncPhase.Rest)
        {
            if (!await RestAsync(mayGoOn, ct))
            {
                return false;
            }
        }

        return await PagesAsync(now.NextLink ?? now.Cursor, mayGoOn, FollowAsync, ct);
    }

    private Task FirstAsync(ItemPage page, CancellationToken ct)
    {
        var oldest = page.Items.Min(item => item.ReceivedAt);
        return Store.StoreAsync(
            page,
            // A filtered round may end before its folder does (graph/message-delta, $filter: 5,000 messages).
            (row, at) => row.AdvanceFirst(
                oldest, page.NextLink, page.Cursor, isCut: account.Since is not null, at),
            ct);
    }

    private Task FollowAsync(ItemPage page, CancellationToken ct) => Store.StoreAsync(
        page,
        (row, at) =>
        {
            row.AdvanceFollowing(page.NextLink, page.Cursor);
            if (page.NextLink is null)
            {
                (row.LastSuccessAt, row.IsDue) = (at, false);
            }
        },
        ct);

    private async Task<bool> RestAsync(Func<bool> mayGoOn, CancellationToken ct)
    {
        var (link, until) = (now.NextLink, now.OldestFound ?? clock.GetUtcNow());
        do
        {
            var from = link;
            var page = await calls.RunAsync(
                () => source.RestAsync(account.Key, now.ExternalId, from, account.Row.Since, until, ct), ct);
            await Store.StoreAsync(page, (row, at) => row.AdvanceRest(page.NextLink, at), ct);
            await ReloadAsync();
            link = page.NextLink;
        }
        while (link is not null && mayGoOn());
        return link is null;
    }

    private async Task<bool> PagesAsync(
        string? link, Func<bool> mayGoOn, Func<ItemPage, CancellationToken, Task> store, CancellationToken ct)
    {
        var coming = AskAsync(link, ct);
        while (true)
        {
            var page = await coming;
            var next = page.NextLink is { } more && mayGoOn() ? AskAsync(more, ct) : null;
            try
            {
                await store(page, ct);
            }
            catch
            {
                // What is on its way comes again with the next turn.
                _ = next?.ContinueWith(
                    left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw;
            }

            await ReloadAsync();
            if (next is null)
            {
                return page.NextLink is null;
            }

            coming = next;
        }
    }

    private async Task<ItemPage> AskAsync(string? link, CancellationToken ct)
    {
        try
        {
            return await AskAsync(link, options.PageSize, ct);
        }
        catch (MailSourceException failed) when (failed.Code == MailSourceException.ProviderTrouble)
        {
            // A page with much on it may take the provider longer than it gives itself (graph/user-list-messages, 504).
            return await AskAsync(link, SmallPage, ct);
        }
    }

    private Task<ItemPage> AskAsync(string? link, int size, CancellationToken ct) => calls.RunAsync(
        () => source.ChangesAsync(account.Key, now.ExternalId, link, link is null ? account.Since : null, size, ct), ct);

    private async Task ReloadAsync() =>
        now = await account.ReadAsync(db => db.Folders.AsNoTracking().FirstAsync(f => f.Id == now.Id));
}
