using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Brings one folder up to date, from wherever its row says that it is (<see cref="SyncPhase"/>), page by page. While a page
/// is being stored the next ones are on their way.
/// </summary>
internal sealed class FolderSync(SyncedAccount account, Folder folder, PageRoom room, SyncTools tools)
{
    /// <summary>A mailbox that loses every cursor at once is not asked all day.</summary>
    private const int MostRestarts = 3;

    private const int SmallPage = 5;
    private const int LargePage = 500;
    private const int MostDoublings = 2;

    /// <summary>Then a smaller page may do what a large one does not.</summary>
    private const int AttemptsOfLarge = 3;

    private Folder now = folder;

    private PageStore Store => new(account, now, tools);

    /// <summary>
    /// The link of a page can be lost like any cursor. A first round that is not the folder's very first began again for that:
    /// it has fewer pages to lose one with.
    /// </summary>
    private int PageSize => now.Phase == SyncPhase.First
        ? Math.Max(tools.Options.PageSize, Math.Min(LargePage, tools.Options.PageSize << Math.Min(now.Round, MostDoublings)))
        : tools.Options.PageSize;

    /// <summary>True: it is up to date. False: it has more, or was begun anew by the rep's hand, and its turn is over.</summary>
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
            catch (FolderRestartedException)
            {
                return false;
            }
        }
    }

    private async Task<bool> GoOnAsync(Func<bool> mayGoOn, CancellationToken ct)
    {
        if (now.Phase == SyncPhase.First)
        {
            if (!await PagesAsync(now.NextLink, mayGoOn, First, ct))
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

        return await PagesAsync(now.NextLink ?? now.Cursor, mayGoOn, Follow, ct);
    }

    private Action<Folder, DateTimeOffset> First(ItemPage page)
    {
        var (oldest, next, cursor) = (page.Items.Min(item => item.ReceivedAt), page.NextLink, page.Cursor);
        // A filtered round may end before its folder does (graph/message-delta, $filter: 5,000 messages).
        return (row, at) => row.AdvanceFirst(oldest, next, cursor, isCut: account.Since is not null, at);
    }

    private static Action<Folder, DateTimeOffset> Follow(ItemPage page)
    {
        var (next, cursor) = (page.NextLink, page.Cursor);
        return (row, at) =>
        {
            row.AdvanceFollowing(next, cursor);
            if (next is null)
            {
                (row.LastSuccessAt, row.IsDue) = (at, false);
            }
        };
    }

    private async Task<bool> RestAsync(Func<bool> mayGoOn, CancellationToken ct)
    {
        var (link, until) = (now.NextLink, now.OldestFound ?? tools.Clock.GetUtcNow());
        do
        {
            var from = link;
            var page = await tools.Calls.RunAsync(
                () => tools.Source.RestAsync(account.Key, now.ExternalId, from, account.Row.Since, until, ct), ct);
            await Store.StoreAsync(page, (row, at) => row.AdvanceRest(page.NextLink, at), ct);
            await ReloadAsync();
            link = page.NextLink;
        }
        while (link is not null && now.Phase == SyncPhase.Rest && mayGoOn());
        return now.Phase == SyncPhase.Following;
    }

    /// <summary>While a page is written, the next one is made ready and the one after it is on its way.</summary>
    private async Task<bool> PagesAsync(
        string? link, Func<bool> mayGoOn, Func<ItemPage, Action<Folder, DateTimeOffset>> advance, CancellationToken ct)
    {
        var coming = room.AskAsync(() => AskAsync(link, ct), ct);
        var writing = Task.CompletedTask;
        IReadOnlySet<string> shown = new HashSet<string>();
        try
        {
            while (true)
            {
                var page = await coming;
                // Else its rows may be those that are just being written.
                var mayRunAhead = now.Phase == SyncPhase.First && page.Removed.Count == 0 && !page.Items.Any(item => shown.Contains(item.Id));
                shown = page.Items.Select(item => item.Id).ToHashSet();
                var next = page.NextLink is { } more && mayGoOn() ? room.AskAsync(() => AskAsync(more, ct), ct) : null;
                (var isLast, coming) = (next is null, next ?? PageRoom.Nothing);
                writing = await AfterAsync(writing, mayRunAhead, page, advance(page), ct);
                if (isLast)
                {
                    await writing;
                    await ReloadAsync();
                    return page.NextLink is null;
                }
            }
        }
        catch
        {
            // What is on its way comes again with the next turn, which must not begin before this one has written its last.
            room.Forget(coming);
            await writing.ContinueWith(left => _ = left.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Makes the page ready, waits for the one before it, and begins to write; the answer ends with that.</summary>
    private async Task<Task> AfterAsync(
        Task before, bool mayRunAhead, ItemPage page, Action<Folder, DateTimeOffset> advance, CancellationToken ct)
    {
        ReadyPage? ready = null;
        try
        {
            await (mayRunAhead ? Task.CompletedTask : before);
            var store = Store;
            ready = await store.PrepareAsync(page, ct);
            await before;
            return WriteAsync(store, ready, advance, ct);
        }
        catch
        {
            try
            {
                ready?.Dispose();
            }
            finally
            {
                room.Leave();
            }

            throw;
        }
    }

    private async Task WriteAsync(PageStore store, ReadyPage ready, Action<Folder, DateTimeOffset> advance, CancellationToken ct)
    {
        using (ready)
        {
            try
            {
                await store.StoreAsync(ready, advance, ct);
            }
            finally
            {
                room.Leave();
            }
        }
    }

    private async Task<ItemPage> AskAsync(string? link, CancellationToken ct)
    {
        try
        {
            return await AskAsync(link, PageSize, AttemptsOfLarge, ct);
        }
        catch (MailSourceException failed) when (failed.Code is MailSourceException.ProviderTrouble or MailSourceException.Unreachable)
        {
            // A page with much on it may take the provider longer than it gives itself (graph/user-list-messages, 504), or us.
            return await AskAsync(link, SmallPage, MailboxCalls.UsualAttempts, ct);
        }
    }

    private Task<ItemPage> AskAsync(string? link, int size, int attempts, CancellationToken ct) => tools.Calls.RunAsync(
        () => tools.Source.ChangesAsync(account.Key, now.ExternalId, link, link is null ? account.Since : null, size, ct), ct, attempts);

    private async Task ReloadAsync() =>
        now = await account.ReadAsync(db => db.Folders.AsNoTracking().FirstAsync(f => f.Id == now.Id));
}
