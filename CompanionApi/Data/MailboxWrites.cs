using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// Has the mailbox follow what a rep did here (R64): read state always, archive and delete where the rep's switches say so.
/// </summary>
public static class MailboxWrites
{
    /// <summary>These messages of one owner were changed in that way, or changed back.</summary>
    public static async Task FollowAsync(
        Write write, long ownerId, IReadOnlyCollection<long> messageIds, WriteBackKind kind, CancellationToken ct = default)
    {
        if (messageIds.Count == 0 || !await IsWantedAsync(write.Db, ownerId, kind, ct))
        {
            return;
        }

        var items = await write.Db.MailboxItems
            .Where(i => i.OwnerId == ownerId && i.MailAccountId != null && i.GoneAt == null && messageIds.Contains(i.MessageId!.Value))
            // A shared mailbox is everybody's who opens it: one steward's tidying does not empty it.
            .Where(i => kind == WriteBackKind.Read || !write.Db.MailAccounts.Any(a => a.Id == i.MailAccountId && a.IsShared))
            // To archive is to clear the inbox: sent mail is in none, and what the rep filed, threw away or archived herself stays
            // where she put it. Back comes what we took out.
            .Where(i => kind != WriteBackKind.Archived || i.ArchivedFrom != null ||
                write.Db.Folders.Any(f => f.Id == i.FolderId && f.WellKnown == Folder.Inbox))
            .Select(i => new { i.Id, AccountId = i.MailAccountId!.Value }).ToListAsync(ct);
        if (items.Count == 0)
        {
            return;
        }

        var ids = items.Select(i => i.Id).ToList();
        var there = await write.Db.WriteBacks.Where(b => ids.Contains(b.MailboxItemId) && b.Kind == kind)
            .ToDictionaryAsync(b => b.MailboxItemId, ct);
        foreach (var item in items)
        {
            if (there.TryGetValue(item.Id, out var back))
            {
                (back.At, back.TryAt, back.Attempts) = (write.Now, write.Now, 0);
                continue;
            }

            write.Db.WriteBacks.Add(new WriteBack
            {
                MailAccountId = item.AccountId, MailboxItemId = item.Id, Kind = kind, At = write.Now, TryAt = write.Now,
            });
        }

        var accounts = items.Select(i => i.AccountId).Distinct().ToList();
        foreach (var account in await write.Db.MailAccounts.Where(a => accounts.Contains(a.Id)).ToListAsync(ct))
        {
            account.DueAt = account.State == MailAccountState.Syncing ? write.Now : account.DueAt;
            write.Announce(new LiveEvent("mail_account", account.PublicId, [account.UserId]));
        }
    }

    private static async Task<bool> IsWantedAsync(CompanionDb db, long ownerId, WriteBackKind kind, CancellationToken ct) =>
        kind == WriteBackKind.Read || await db.Users.AnyAsync(
            u => u.Id == ownerId &&
                (kind == WriteBackKind.Archived ? u.MailSettings.ArchiveInMailbox : u.MailSettings.DeleteInMailbox), ct);
}
