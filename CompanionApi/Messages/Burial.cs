using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Search;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// Destroys what was deleted once the undo time is over (S54): text, people, links and trail go; a hash stays that keeps
/// a repeat from bringing it back. The source goes a day later, by <see cref="ContentSweep"/>.
/// </summary>
public sealed class Burial(
    DatabaseOptions database, Writer writer, Ages ages, TimeProvider clock, ILogger<Burial> log) : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Buries all that is due now, in every company; answers how many.</summary>
    public async Task<int> BuryDueAsync(CancellationToken ct)
    {
        if (!ages.AreCertain(Change.UndoTime))
        {
            return 0;
        }

        var buried = 0;
        List<int> companies;
        await using (var directory = database.Open())
        {
            companies = await directory.Companies.Select(c => c.Id).ToListAsync(ct);
        }

        foreach (var company in companies)
        {
            var due = clock.GetUtcNow() - Change.UndoTime;
            IReadOnlyList<string> keys;
            do
            {
                keys = await writer.WriteAsync(company, write => BuryAsync(write, due, ct), ct);
                buried += keys.Count;
            }
            while (keys.Count == AtOnce);
        }

        return buried;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                await TryAsync(stopping);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping; the next start goes on.
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await BuryDueAsync(ct);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            log.LogWarning(trouble, "Deleted mail could not be destroyed now; the next run tries again");
        }
    }

    private async Task<IReadOnlyList<string>> BuryAsync(
        Write write, DateTimeOffset due, CancellationToken ct)
    {
        var db = write.Db;
        var dead = await db.Messages.Where(m => m.DeletedAt != null && m.DeletedAt < due)
            .Take(AtOnce).ToListAsync(ct);
        foreach (var message in dead)
        {
            await MarkAsync(db, message, ct);
            await MailboxWrites.FollowAsync(write, message.OwnerId, [message.Id], WriteBackKind.Deleted, ct);
            var identity = Identity.HashOf(message.InternetMessageId, message.FromAddress);
            // What the mailbox still has is known to be kept out, and is not taken for a gap (R69).
            await db.MailboxItems.Where(i => i.MessageId == message.Id && i.MailAccountId != null).ExecuteUpdateAsync(
                i => i.SetProperty(row => row.State, ItemState.DeletedHere).SetProperty(row => row.MessageId, (long?)null)
                    .SetProperty(row => row.IdentityHash, identity), ct);
            await MailIndex.RemoveAsync(db, message.Id, ct);
            await db.IntakeAttempts.Where(a => a.MessageId == message.Id).ExecuteUpdateAsync(
                a => a.SetProperty(row => row.Subject, (string?)null).SetProperty(row => row.MessageId, (long?)null), ct);
            await db.ChangeItems.Where(i => i.MessageId == message.Id).ExecuteDeleteAsync(ct);
            await db.Forwards.Where(f => f.MessageId == message.Id).ExecuteDeleteAsync(ct);
            await db.RemovedLinks.Where(l => l.MessageId == message.Id).ExecuteDeleteAsync(ct);
            await db.Participants.Where(p => p.MessageId == message.Id).ExecuteDeleteAsync(ct);
            await db.MessageParts.Where(p => p.MessageId == message.Id).ExecuteDeleteAsync(ct);
            await db.MessageBodies.Where(b => b.Id == message.Id).ExecuteDeleteAsync(ct);
            db.Messages.Remove(message);
            await db.SaveChangesAsync(ct);
            db.UnnamedContents.Add(new UnnamedContent { Key = message.ContentKey, Since = write.Now });
        }

        await RemoveEmptyAsync(db, [.. dead.Select(m => m.ConversationId).Distinct()], ct);
        await RemoveJoinedAsync(db, due, ct);
        return [.. dead.Select(m => m.ContentKey)];
    }

    /// <summary>A stone for the mail itself and, where it came in forwards, for each of them.</summary>
    private static async Task MarkAsync(CompanionDb db, Message message, CancellationToken ct)
    {
        var forwards = await db.Forwards.AsNoTracking().Where(f => f.MessageId == message.Id).ToListAsync(ct);
        var hashes = forwards.Select(f => Identity.HashOf(f.OuterMessageId, KnownMessages.OfForward))
            .Append(Identity.HashOf(message.InternetMessageId, message.FromAddress)).ToList();
        if (forwards.Count > 0)
        {
            var made = ForwardMatch.MakeId(message.FromAddress, message.Subject, message.SentAt);
            hashes.Add(Identity.HashOf(made, message.FromAddress));
        }

        foreach (var hash in hashes.DistinctBy(Convert.ToHexString))
        {
            if (!await db.Tombstones.AnyAsync(t => t.OwnerId == message.OwnerId && t.IdentityHash == hash, ct))
            {
                db.Tombstones.Add(new Tombstone
                {
                    OwnerId = message.OwnerId, IdentityHash = hash, At = message.DeletedAt!.Value,
                });
            }
        }
    }

    /// <summary>A conversation without messages would still tell what it was linked to.</summary>
    private static async Task RemoveEmptyAsync(CompanionDb db, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var empty = await db.Conversations
            .Where(c => ids.Contains(c.Id) && !db.Messages.Any(m => m.ConversationId == c.Id)).ToListAsync(ct);
        var gone = empty.Select(c => c.Id).ToList();
        await db.ChangeItems.Where(i => i.ConversationId != null && gone.Contains(i.ConversationId.Value))
            .ExecuteDeleteAsync(ct);
        await db.RemovedLinks.Where(l => l.ConversationId != null && gone.Contains(l.ConversationId.Value))
            .ExecuteDeleteAsync(ct);
        db.Conversations.RemoveRange(empty);
    }

    /// <summary>
    /// Conversations that went into another one, once that can no longer be undone. Their part of the trail stays: it is
    /// the messages' own, which live on.
    /// </summary>
    private static async Task RemoveJoinedAsync(CompanionDb db, DateTimeOffset due, CancellationToken ct)
    {
        var gone = await db.Conversations.Where(c => c.JoinedIntoId != null && c.LastEnteredAt < due &&
            !db.Messages.Any(m => m.ConversationId == c.Id)).ToListAsync(ct);
        var ids = gone.Select(c => c.Id).ToList();
        await db.RemovedLinks.Where(l => l.ConversationId != null && ids.Contains(l.ConversationId.Value))
            .ExecuteDeleteAsync(ct);
        db.Conversations.RemoveRange(gone);
    }
}
