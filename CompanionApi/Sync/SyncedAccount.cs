using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>An account as it stood when its turn began, and the way to write to its rows.</summary>
internal sealed record SyncedAccount(MailAccount Row, MailboxKey Key, DatabaseOptions Database, Writer Writer)
{
    /// <summary>What a rep does does not wait for as long as what stands in the way of a sync.</summary>
    private static readonly TimeSpan AskedWait = TimeSpan.FromSeconds(15);

    public int CompanyId => Key.CompanyId;

    /// <summary>What a folder is asked from; null: all of it is wanted, and nothing needs to be filtered.</summary>
    public DateTimeOffset? Since => Row.Since > DateTimeOffset.UnixEpoch ? Row.Since : null;

    /// <summary>Left, or of a tenant that is enrolled no more: sync ends, and tokens and subscription go (S20, S57).</summary>
    public bool IsOwnerGone { get; private init; }

    /// <summary>Something was asked of it since its turn began, which that may have passed already.</summary>
    /// <param name="row">As it stands now.</param>
    public bool WasAskedFor(MailAccount row) => row.DueAt is not null && row.DueAt != Row.DueAt;

    /// <summary>Null: it is gone.</summary>
    public static async Task<SyncedAccount?> LoadAsync(
        DatabaseOptions database, Writer writer, int company, long accountId, CancellationToken ct)
    {
        await using var db = database.Open().Of(company);
        var active = ActiveUsers.Of(db);
        var found = await (
            from account in db.MailAccounts.AsNoTracking()
            where account.Id == accountId
            join user in db.Users.AsNoTracking() on account.UserId equals user.Id
            select new { account, user.TenantId, user.ObjectId, IsActive = active.Any(a => a.Id == user.Id) })
            .FirstOrDefaultAsync(ct);
        return found is null ? null : new SyncedAccount(
            found.account,
            new MailboxKey(company, found.TenantId, found.ObjectId, found.account.MailboxId) { IsShared = found.account.IsShared },
            database, writer)
        {
            IsOwnerGone = !found.IsActive,
        };
    }

    public async Task<T> ReadAsync<T>(Func<CompanionDb, Task<T>> read)
    {
        await using var db = Database.Open().Of(CompanyId);
        return await read(db);
    }

    /// <summary>Changes the account; nothing happens where it is gone.</summary>
    public Task ChangeAsync(Action<MailAccount, DateTimeOffset> change, CancellationToken ct) =>
        Writer.WriteAsync(
            CompanyId,
            async write =>
            {
                if (await write.Db.MailAccounts.FirstOrDefaultAsync(a => a.Id == Row.Id) is { } account)
                {
                    change(account, write.Now);
                    write.Announce(new LiveEvent("mail_account", account.PublicId, [account.UserId]));
                }
            },
            ct);

    /// <summary>
    /// A turn has failed: notes it, and where something was told of, or nothing will be for a while, keeps that all folders are
    /// to be looked at. A hint is heard once.
    /// </summary>
    public Task FailAsync(Action<MailAccount, DateTimeOffset> note, SyncHints.Hint? hint, CancellationToken ct) =>
        Writer.WriteAsync(
            CompanyId,
            async write =>
            {
                if (await write.Db.MailAccounts.FirstOrDefaultAsync(a => a.Id == Row.Id) is not { } account)
                {
                    return;
                }

                var wasAskedFor = WasAskedFor(account);
                note(account, write.Now);
                if (wasAskedFor && account is { State: MailAccountState.Syncing, DueAt: not null } && account.DueAt > write.Now + AskedWait)
                {
                    account.DueAt = write.Now + AskedWait;
                }

                if (hint is { RenewsSubscription: true })
                {
                    account.DoubtSubscription(write.Now);
                }

                if (hint is not null || account.State != MailAccountState.Syncing)
                {
                    await write.Db.Folders.Where(f => f.MailAccountId == Row.Id && f.IsChosen && !f.IsDue)
                        .ExecuteUpdateAsync(f => f.SetProperty(folder => folder.IsDue, true));
                }

                write.Announce(new LiveEvent("mail_account", account.PublicId, [account.UserId]));
            },
            ct);

    /// <summary>Changes one of its folders; nothing happens where it is gone.</summary>
    public Task ChangeAsync(long folderId, Action<Folder, DateTimeOffset> change, CancellationToken ct) =>
        Writer.WriteAsync(
            CompanyId,
            async write =>
            {
                if (await write.Db.Folders.FirstOrDefaultAsync(f => f.Id == folderId) is { } folder)
                {
                    change(folder, write.Now);
                    write.Announce(new LiveEvent("mail_account", Row.PublicId, [Row.UserId]));
                }
            },
            ct);
}
