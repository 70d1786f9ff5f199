using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>The entry that keeps a mail out, and whose list it stands on.</summary>
public sealed record NeverCaptured(string Entry, bool IsCompanys);

/// <summary>
/// The never-capture lists (R70, S56): one of each rep, one of the company. One participant that stands on either keeps the
/// whole mail out, whoever else is on it. A domain covers what is below it, but never the company's own domains: nobody can
/// shut out all mail by listing what the company's domain is part of.
/// </summary>
public static class NeverCapture
{
    /// <summary>The first entry that one of the addresses, in compared form, stands under; null: nothing keeps it out.</summary>
    public static async Task<NeverCaptured?> FindAsync(
        CompanionDb db, long ownerId, IReadOnlyCollection<string> addresses, CancellationToken ct = default) =>
        (await NeverCaptureEntries.LoadAsync(db, ownerId, addresses, ct)).Find(addresses);

    /// <summary>One list, in order.</summary>
    /// <param name="db">One company's context.</param>
    /// <param name="userId">Whose; null: the company's.</param>
    /// <param name="ct">Stops the reading.</param>
    public static Task<List<NeverCaptureEntry>> ListAsync(CompanionDb db, long? userId, CancellationToken ct = default) =>
        db.NeverCaptureEntries.Where(e => e.UserId == userId).OrderBy(e => e.Entry).ToListAsync(ct);

    /// <summary>Undoes one entry of a change where it still stands as the change left it.</summary>
    public static async Task<bool> PutBackAsync(
        CompanionDb db, ChangeItem item, long? userId, DateTimeOffset now, CancellationToken ct)
    {
        var entry = item.After ?? item.Before!;
        var standing = await db.NeverCaptureEntries.FirstOrDefaultAsync(e => e.UserId == userId && e.Entry == entry, ct);
        if ((standing is null) != (item.After is null))
        {
            return false;
        }

        if (standing is null)
        {
            db.NeverCaptureEntries.Add(new NeverCaptureEntry { UserId = userId, Entry = entry });
        }
        else
        {
            db.NeverCaptureEntries.Remove(standing);
            await AskAgainAsync(db, userId, now, ct);
        }

        return true;
    }

    /// <summary>
    /// An entry went: what mailboxes kept out is asked for again, since which entry it was is not kept. What another one keeps
    /// out stays out.
    /// </summary>
    /// <param name="db">The writer's.</param>
    /// <param name="userId">Whose list it was; null: the company's.</param>
    /// <param name="now">From when.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task AskAgainAsync(CompanionDb db, long? userId, DateTimeOffset now, CancellationToken ct = default)
    {
        var keptOut = db.MailboxItems.Where(i =>
            i.State == ItemState.NeverCapture && i.MailAccountId != null && (userId == null || i.OwnerId == userId));
        var accounts = await keptOut.Select(i => i.MailAccountId!.Value).Distinct().ToListAsync(ct);
        await keptOut.ExecuteUpdateAsync(i => i.SetProperty(item => item.TryAt, now), ct);
        foreach (var account in await db.MailAccounts
            .Where(a => accounts.Contains(a.Id) && a.State == MailAccountState.Syncing).ToListAsync(ct))
        {
            account.DueAt = now;
        }
    }
}
