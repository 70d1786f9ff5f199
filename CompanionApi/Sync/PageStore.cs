using CompanionApi.Data;
using CompanionApi.Messages;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Stores a page of a folder. The cursor goes on in the transaction that stores the last of the page: after a crash the page
/// comes again and meets itself. Whatever it shows may have been shown before, late, or in another order.
/// </summary>
internal sealed class PageStore(SyncedAccount account, Folder folder, SyncTools tools)
{
    private readonly ItemRows rows = new(account, folder);

    /// <summary>Stores what the page shows, then lets the folder go on.</summary>
    /// <param name="page">The page.</param>
    /// <param name="advance">Runs on the folder, in the last transaction; null: the page is none of a round's.</param>
    /// <param name="ct">Given up between transactions.</param>
    /// <exception cref="FolderRestartedException">The folder was begun anew: what the page brings is not stored.</exception>
    public async Task StoreAsync(ItemPage page, Action<Folder, DateTimeOffset>? advance, CancellationToken ct)
    {
        using var ready = await PrepareAsync(page, ct);
        await StoreAsync(ready, advance, ct);
    }

    /// <summary>
    /// What is done before the page is written: it is planned, what it leaves out is asked for, and its mails are made ready.
    /// A page that shows nothing as removed may be prepared while the one before it is still being written.
    /// </summary>
    public async Task<ReadyPage> PrepareAsync(ItemPage page, CancellationToken ct)
    {
        // Of an item that stands twice, the last one holds (graph/delta-query-overview).
        var shown = page.Items.Reverse().DistinctBy(item => item.Id).Reverse().ToList();
        var known = await KnownAsync([.. shown.Select(item => item.Id).Concat(page.Removed).Distinct()]);
        var plan = new PagePlan(account, folder, known);
        foreach (var item in shown)
        {
            plan.Add(item);
        }

        var moved = await LookForAsync(
            [.. page.Removed.Distinct().Where(id => known.TryGetValue(id, out var row) && row.GoneAt is null)], ct);
        var ready = new ReadyPage(plan, moved);
        try
        {
            foreach (var chunk in (await FillAsync(plan, ct)).Chunk(tools.Options.MailsAtOnce))
            {
                var mails = new IncomingMessage[chunk.Length];
                var now = tools.Clock.GetUtcNow();
                Parallel.For(0, chunk.Length, n => mails[n] = Of(plan, chunk[n], now));
                ready.Add(chunk, await tools.Intake.PrepareAsync(mails, ct));
            }

            if (ready.Chunks.Count == 0)
            {
                ready.Add([], await tools.Intake.PrepareAsync([], ct));
            }

            return ready;
        }
        catch
        {
            ready.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="StoreAsync(ItemPage, Action{Folder, DateTimeOffset}?, CancellationToken)"/>
    public async Task StoreAsync(ReadyPage ready, Action<Folder, DateTimeOffset>? advance, CancellationToken ct)
    {
        foreach (var (items, mails) in ready.Chunks)
        {
            var isLast = mails == ready.Chunks[^1].Mails;
            IReadOnlyList<ItemState> states = [];
            await tools.Intake.CaptureAllAsync(
                account.CompanyId, mails,
                async (write, taken) =>
                {
                    states = await rows.SaveTakenAsync(write, items, taken);
                    if (isLast)
                    {
                        await SettleAsync(write, ready.Plan, ready.Moved, advance);
                    }
                },
                ct);
            Count(items, states);
        }

        foreach (var kept in ready.Plan.KeptOut.CountBy(kept => kept.State))
        {
            tools.Metrics.CountSynced(kept.Key, kept.Value);
        }
    }

    private IncomingMessage Of(PagePlan plan, SourceItem item, DateTimeOffset now)
    {
        var mail = SyncedMail.Of(account, item, item.Source!.Value, now);
        return plan.KeptOutBefore.Contains(item.Id) ? mail with { StaysPrivate = true } : mail;
    }

    private void Count(IReadOnlyList<SourceItem> items, IReadOnlyList<ItemState> states)
    {
        foreach (var (state, mails) in states.CountBy(state => state))
        {
            tools.Metrics.CountSynced(state, mails);
        }

        // What is older than the last round is a gap that is fetched, or was moved here: no arrival.
        if (folder.LastSuccessAt is { } last)
        {
            var now = tools.Clock.GetUtcNow();
            foreach (var at in items.Select(item => item.ReceivedAt).Where(at => at >= last))
            {
                tools.Metrics.CountArrival(now - at!.Value);
            }
        }
    }

    /// <summary>
    /// Rows that their folder no longer shows: moved or gone, as the mailbox itself says. Of one that it cannot speak of nothing
    /// is known, and the row stays as it is.
    /// </summary>
    public async Task<IReadOnlyList<Moved>> LookForAsync(IReadOnlyCollection<string> missing, CancellationToken ct)
    {
        var found = await Task.WhenAll(missing.Select(LookAsync));
        return [.. found.OfType<Moved>()];

        async Task<Moved?> LookAsync(string id)
        {
            try
            {
                return new Moved(id, await tools.Calls.RunAsync(
                    () => tools.Source.ItemAsync(account.Key, id, withContent: false, ct), ct));
            }
            catch (MailSourceException failed) when (failed.IsOfOneItem)
            {
                return null;
            }
        }
    }

    /// <summary>Writes where they are now; their messages follow in what is read.</summary>
    public async Task SaveMovedAsync(Write write, IReadOnlyList<Moved> moved) =>
        await FollowReadAsync(write, await rows.SaveMovedAsync(write, moved));

    private Task<Dictionary<string, MailboxItem>> KnownAsync(IReadOnlyCollection<string> ids) =>
        account.ReadAsync(db => db.MailboxItems.AsNoTracking()
            .Where(i => i.MailAccountId == account.Row.Id && ids.Contains(i.ItemId)).ToDictionaryAsync(i => i.ItemId));

    /// <summary>
    /// A change may show part of an item: then all of it is asked for. What is gone meanwhile is left out; what the mailbox
    /// cannot bring becomes a gap.
    /// </summary>
    private async Task<IReadOnlyList<SourceItem>> FillAsync(PagePlan plan, CancellationToken ct)
    {
        if (plan.Wanted.All(item => item.Source is not null))
        {
            return plan.Wanted;
        }

        var whole = await Task.WhenAll(plan.Wanted.Select(async item => item.Source is not null ? item : await WholeAsync(item)));
        return [.. whole.OfType<SourceItem>().Where(item => !plan.KeepsOut(item))];

        async Task<SourceItem?> WholeAsync(SourceItem item)
        {
            try
            {
                var found = await tools.Calls.RunAsync(
                    () => tools.Source.ItemAsync(account.Key, item.Id, withContent: true, ct), ct);
                if (found?.Source is not null)
                {
                    return found;
                }

                lock (plan)
                {
                    if (found is null)
                    {
                        plan.Gone.Add(item.Id);
                    }
                    else
                    {
                        // All of it was asked for: what is not there now never comes.
                        plan.Missed.Add((item, MailSourceException.NotReadable));
                    }
                }

                return null;
            }
            catch (MailSourceException failed) when (failed.IsOfOneItem)
            {
                lock (plan)
                {
                    plan.Missed.Add((item, failed.Code));
                }

                return null;
            }
        }
    }

    private async Task SettleAsync(
        Write write, PagePlan plan, IReadOnlyList<Moved> moved, Action<Folder, DateTimeOffset>? advance)
    {
        await rows.SaveKeptOutAsync(write, plan);
        await rows.SaveMissedAsync(write, plan.Missed);
        var read = new List<MailboxItem>();
        var changed = await rows.RowsAsync(write, plan.Changed.Select(item => item.Id));
        foreach (var item in plan.Changed.Where(item => changed.ContainsKey(item.Id)))
        {
            var row = changed[item.Id];
            if (item.IsRead is { } now && now != row.IsRead)
            {
                read.Add(row);
            }

            rows.Show(row, item);
        }

        await FollowReadAsync(write, [.. read, .. await rows.SaveMovedAsync(write, moved)]);
        if (folder.Phase != SyncPhase.Following && plan.Seen.Count > 0)
        {
            await write.Db.MailboxItems.Where(i => plan.Seen.Contains(i.Id))
                .ExecuteUpdateAsync(i => i.SetProperty(row => row.SeenRound, folder.Round));
        }

        if (await write.Db.Folders.FirstOrDefaultAsync(f => f.Id == folder.Id) is { } current)
        {
            if (advance is not null && (current.Round != folder.Round || await HasOtherDateAsync(write)))
            {
                // Links and date are those of before.
                throw new FolderRestartedException();
            }

            advance?.Invoke(current, write.Now);
            write.Announce(new LiveEvent("mail_account", account.Row.PublicId, [account.Row.UserId]));
        }
    }

    /// <summary>Chosen since this turn began: the folders were begun anew before it read them.</summary>
    private Task<bool> HasOtherDateAsync(Write write) =>
        write.Db.MailAccounts.AnyAsync(a => a.Id == account.Row.Id && a.Since != account.Row.Since);

    /// <summary>What the rep did here and the mailbox has not heard of yet is not undone by what it still shows.</summary>
    private async Task FollowReadAsync(Write write, IReadOnlyList<MailboxItem> changed)
    {
        var reads = changed.Where(row => row.MessageId is not null).GroupBy(row => row.MessageId!.Value)
            .ToDictionary(rows => rows.Key, rows => rows.Last().IsRead);
        if (reads.Count == 0)
        {
            return;
        }

        var ids = changed.Select(row => row.Id).ToList();
        var awaited = await write.Db.WriteBacks.Where(b => b.Kind == WriteBackKind.Read && ids.Contains(b.MailboxItemId))
            .Join(write.Db.MailboxItems, b => b.MailboxItemId, i => i.Id, (_, i) => i.MessageId).ToListAsync();
        await ReadStates.FollowAsync(
            write, reads.Where(read => !awaited.Contains(read.Key)).ToDictionary(), account.Row.UserId);
    }
}

/// <summary>A page that waits to be written. Disposed of before that, it leaves nothing behind.</summary>
internal sealed class ReadyPage(PagePlan plan, IReadOnlyList<Moved> moved) : IDisposable
{
    private readonly List<(IReadOnlyList<SourceItem> Items, ReadyMails Mails)> chunks = [];

    public PagePlan Plan => plan;

    public IReadOnlyList<Moved> Moved => moved;

    /// <summary>One for each transaction, the last one the page's own.</summary>
    public IReadOnlyList<(IReadOnlyList<SourceItem> Items, ReadyMails Mails)> Chunks => chunks;

    public void Add(IReadOnlyList<SourceItem> items, ReadyMails mails) => chunks.Add((items, mails));

    public void Dispose() => chunks.ForEach(chunk => chunk.Mails.Dispose());
}

/// <summary>The folder was begun anew while a page of it was on its way: the page is not stored, its turn is over.</summary>
internal sealed class FolderRestartedException() : Exception("The folder was begun anew.");

/// <summary>An item that a folder showed before, as the mailbox has it now; null: nowhere.</summary>
internal sealed record Moved(string ItemId, SourceItem? Now);
