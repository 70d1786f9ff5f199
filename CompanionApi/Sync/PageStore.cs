using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Messages;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Stores a page of a folder. The cursor goes on in the transaction that stores the last of the page: after a crash the page
/// comes again and meets itself. Whatever it shows may have been shown before, late, or in another order.
/// </summary>
internal sealed class PageStore(
    SyncedAccount account, Folder folder, IMailSource source, MailboxCalls calls, MessageIntake intake, SyncOptions options,
    TimeProvider clock)
{
    private const int MaxSubject = 200;

    /// <summary>Stores what the page shows, then lets the folder go on.</summary>
    /// <param name="page">The page.</param>
    /// <param name="advance">Runs on the folder, in the last transaction.</param>
    /// <param name="ct">Given up between transactions.</param>
    public async Task StoreAsync(ItemPage page, Action<Folder, DateTimeOffset> advance, CancellationToken ct)
    {
        // Of an item that stands twice, the last one holds (graph/delta-query-overview).
        var shown = page.Items.Reverse().DistinctBy(item => item.Id).Reverse().ToList();
        var known = await KnownAsync([.. shown.Select(item => item.Id).Concat(page.Removed).Distinct()]);
        var plan = new PagePlan(account, folder, known);
        foreach (var item in shown)
        {
            plan.Add(item);
        }

        var moved = await LookForAsync([.. page.Removed.Distinct().Select(known.GetValueOrDefault).OfType<MailboxItem>()], ct);
        var wanted = await FillAsync(plan, ct);
        var chunks = wanted.Chunk(options.MailsAtOnce).ToList();
        for (var i = 0; i < Math.Max(1, chunks.Count); i++)
        {
            var chunk = chunks.Count == 0 ? [] : chunks[i];
            var isLast = i >= chunks.Count - 1;
            var mails = new IncomingMessage[chunk.Length];
            var now = clock.GetUtcNow();
            Parallel.For(0, chunk.Length, n => mails[n] = SyncedMail.Of(account, chunk[n], chunk[n].Source!.Value, now));
            await intake.CaptureAllAsync(
                account.CompanyId, mails,
                async (write, taken) =>
                {
                    await SaveTakenAsync(write, chunk, taken, known);
                    if (isLast)
                    {
                        await SettleAsync(write, plan, moved, advance);
                    }
                },
                ct);
        }
    }

    /// <summary>Rows that their folder no longer shows: moved or gone, as the mailbox itself says.</summary>
    public async Task<IReadOnlyList<(MailboxItem Row, SourceItem? Now)>> LookForAsync(
        IReadOnlyCollection<MailboxItem> rows, CancellationToken ct)
    {
        var found = await Task.WhenAll(rows.Where(row => row.GoneAt is null).Select(async row =>
            (row, await calls.RunAsync(() => source.ItemAsync(account.Key, row.ItemId, withContent: false, ct), ct))));
        return found;
    }

    public async Task SaveMovedAsync(Write write, IReadOnlyList<(MailboxItem Row, SourceItem? Now)> moved)
    {
        var places = moved.Select(m => m.Now?.FolderId).OfType<string>().Distinct().ToList();
        var folders = await write.Db.Folders.Where(f => f.MailAccountId == account.Row.Id && places.Contains(f.ExternalId))
            .ToDictionaryAsync(f => f.ExternalId, f => f.Id);
        var rows = await RowsAsync(write, moved.Select(m => m.Row.ItemId));
        foreach (var (was, now) in moved)
        {
            if (rows.GetValueOrDefault(was.ItemId) is not { } row)
            {
                continue;
            }

            if (now is null)
            {
                row.GoneAt = write.Now;
            }
            else
            {
                row.FolderId = now.FolderId is { } place && folders.TryGetValue(place, out var id) ? id : null;
                row.SeenRound = row.FolderId == folder.Id ? folder.Round : row.SeenRound;
            }
        }
    }

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
                var found = await calls.RunAsync(
                    () => source.ItemAsync(account.Key, item.Id, withContent: true, ct), ct);
                if (found?.Source is not null)
                {
                    return found;
                }

                lock (plan)
                {
                    plan.Gone.Add(item.Id);
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

    private async Task SaveTakenAsync(
        Write write, IReadOnlyList<SourceItem> items, IReadOnlyList<TakenMail> taken,
        IReadOnlyDictionary<string, MailboxItem> known)
    {
        var rows = await RowsAsync(write, items.Select(item => item.Id).Where(known.ContainsKey));
        for (var i = 0; i < items.Count; i++)
        {
            var (state, reason) = SyncedMail.Outcome(items[i], taken[i]);
            var row = rows.GetValueOrDefault(items[i].Id);
            if (row is null)
            {
                write.Db.Put(NewRow(items[i], state, reason, taken[i].Intake?.Message?.Id, write.Now));
                continue;
            }

            Show(row, items[i]);
            (row.State, row.Reason, row.MessageId) = (state, reason, taken[i].Intake?.Message?.Id);
            if (state == ItemState.Failed)
            {
                row.Attempts++;
                row.TryAt = write.Now + Gaps.Wait(row.Attempts);
                row.Subject = Cut(items[i].Subject);
            }
            else
            {
                (row.TryAt, row.Subject) = (null, null);
            }
        }
    }

    private async Task SaveKeptOutAsync(Write write, PagePlan plan)
    {
        var rows = await RowsAsync(write, plan.KeptOut.Select(kept => kept.Item.Id).Concat(plan.Gone));
        foreach (var (item, state) in plan.KeptOut)
        {
            if (rows.TryGetValue(item.Id, out var row))
            {
                Show(row, item);
                (row.State, row.Reason, row.TryAt) = (state, null, null);
            }
            else
            {
                write.Db.Put(NewRow(item, state, null, null, write.Now));
            }
        }

        foreach (var row in plan.Gone.Where(rows.ContainsKey).Select(id => rows[id]))
        {
            row.GoneAt = write.Now;
        }
    }

    private async Task SaveMissedAsync(Write write, IReadOnlyList<(SourceItem Item, string Reason)> missed)
    {
        var rows = await RowsAsync(write, missed.Select(m => m.Item.Id));
        foreach (var (item, reason) in missed)
        {
            if (rows.TryGetValue(item.Id, out var row))
            {
                (row.Attempts, row.Reason, row.TryAt) = (row.Attempts + 1, reason, write.Now + Gaps.Wait(row.Attempts + 1));
                (row.State, row.SeenRound) = (ItemState.Failed, folder.Round);
            }
            else
            {
                write.Db.Put(NewRow(item, ItemState.Failed, reason, null, write.Now));
            }
        }
    }

    private async Task SettleAsync(
        Write write, PagePlan plan, IReadOnlyList<(MailboxItem Row, SourceItem? Now)> moved,
        Action<Folder, DateTimeOffset> advance)
    {
        await SaveKeptOutAsync(write, plan);
        await SaveMissedAsync(write, plan.Missed);
        var reads = new Dictionary<long, bool>();
        var rows = await RowsAsync(write, plan.Changed.Select(item => item.Id));
        foreach (var item in plan.Changed.Where(item => rows.ContainsKey(item.Id)))
        {
            var row = rows[item.Id];
            if (item.IsRead is { } read && read != row.IsRead && row.MessageId is { } messageId)
            {
                reads[messageId] = read;
            }

            Show(row, item);
        }

        await SaveMovedAsync(write, moved);
        await ReadStates.FollowAsync(write, reads, account.Row.UserId);
        if (folder.Phase != SyncPhase.Following && plan.Seen.Count > 0)
        {
            await write.Db.MailboxItems.Where(i => plan.Seen.Contains(i.Id))
                .ExecuteUpdateAsync(i => i.SetProperty(row => row.SeenRound, folder.Round));
        }

        if (await write.Db.Folders.FirstOrDefaultAsync(f => f.Id == folder.Id) is { } current)
        {
            advance(current, write.Now);
            write.Announce(new LiveEvent("mail_account", account.Row.PublicId, [account.Row.UserId]));
        }
    }

    private async Task<Dictionary<string, MailboxItem>> RowsAsync(Write write, IEnumerable<string> ids)
    {
        var wanted = ids.ToList();
        return wanted.Count == 0 ? [] : await write.Db.MailboxItems
            .Where(i => i.MailAccountId == account.Row.Id && wanted.Contains(i.ItemId)).ToDictionaryAsync(i => i.ItemId);
    }

    private void Show(MailboxItem row, SourceItem item)
    {
        (row.FolderId, row.GoneAt, row.SeenRound) = (folder.Id, null, folder.Round);
        row.ChangeKey = item.ChangeKey ?? row.ChangeKey;
        row.IsRead = item.IsRead ?? row.IsRead;
        row.ReceivedAt = item.ReceivedAt ?? row.ReceivedAt;
    }

    private MailboxItem NewRow(SourceItem item, ItemState state, string? reason, long? messageId, DateTimeOffset now) => new()
    {
        OwnerId = account.Row.UserId,
        MailAccountId = account.Row.Id,
        FolderId = folder.Id,
        Mailbox = account.Row.Address,
        ItemId = item.Id,
        MessageId = messageId,
        ChangeKey = item.ChangeKey,
        IsRead = item.IsRead ?? false,
        ReceivedAt = item.ReceivedAt,
        State = state,
        Reason = reason,
        SeenRound = folder.Round,
        Attempts = state == ItemState.Failed ? 1 : 0,
        TryAt = state == ItemState.Failed ? now + Gaps.Wait(1) : null,
        Subject = state == ItemState.Failed ? Cut(item.Subject) : null,
    };

    private static string? Cut(string? subject) => subject?.Length > MaxSubject ? subject[..MaxSubject] : subject;
}
