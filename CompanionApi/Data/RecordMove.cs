using System.Text.Json;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>What goes along with a record's mail to its successor, by row; <c>Status</c> is what the record had before.</summary>
public sealed record MovedAlong(
    IReadOnlyList<long> Notes, IReadOnlyList<long> Memberships, IReadOnlyList<long> Removals, RecordStatus Status)
{
    public static MovedAlong Read(string? json) => JsonSerializer.Deserialize<MovedAlong>(json!)!;

    public string Write() => JsonSerializer.Serialize(this);
}

/// <summary>
/// Gives what hangs on one record to its successor, mail by statements over sets: a person may have a hundred thousand
/// messages. Each message and conversation that moves has an item of the change: its owner's trail (S6), and what undo
/// goes by. What the successor has already, or what a hand took off it (S7), stays with the record that goes, where
/// nothing shows it and undo finds it.
/// </summary>
public sealed class RecordMove(CompanionDb db, long from, long to, CancellationToken ct)
{
    private readonly string source = $"{from}";
    private readonly string target = $"{to}";

    /// <summary>The links of everybody's messages to a person. The change must be saved.</summary>
    public async Task MessagesAsync(long changeId)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "ChangeItems" ("CompanyId", "ChangeId", "MessageId", "Field", "Before", "After")
            SELECT link."CompanyId", {changeId}, link."MessageId", {(int)ChangeField.PersonMoved}, {source}, {target}
            FROM "MessageLinks" link
            WHERE link."CompanyId" = {db.CompanyId} AND link."RecordId" = {from}
              AND NOT EXISTS (SELECT 1 FROM "MessageLinks" other WHERE other."CompanyId" = link."CompanyId"
                  AND other."MessageId" = link."MessageId" AND other."RecordId" = {to})
              AND (link."Rule" = {(int)LinkRule.ByHand} OR NOT EXISTS (
                  SELECT 1 FROM "RemovedLinks" removed WHERE removed."CompanyId" = link."CompanyId"
                  AND removed."MessageId" = link."MessageId" AND removed."RecordId" = {to}))
            """,
            ct);
        await PutMessagesAsync(changeId);
    }

    /// <summary>The links of everybody's conversations to a lead. The change must be saved.</summary>
    public async Task ConversationsAsync(long changeId)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "ChangeItems" ("CompanyId", "ChangeId", "ConversationId", "Field", "Before", "After")
            SELECT link."CompanyId", {changeId}, link."ConversationId", {(int)ChangeField.ConversationMoved},
                {source}, {target}
            FROM "ConversationLinks" link
            WHERE link."CompanyId" = {db.CompanyId} AND link."RecordId" = {from}
              AND (link."Rule" = {(int)LinkRule.ByHand} OR NOT EXISTS (
                  SELECT 1 FROM "RemovedLinks" removed WHERE removed."CompanyId" = link."CompanyId"
                  AND removed."ConversationId" = link."ConversationId" AND removed."RecordId" = {to}))
            """,
            ct);
        await PutConversationsAsync(changeId);
    }

    /// <summary>
    /// Undo: of what <paramref name="changeId"/> brought here, all that still stands goes on to <c>to</c>, where it came
    /// from. A link made anew since then is another one.
    /// </summary>
    public async Task PutBackAsync(long changeId, DateTimeOffset changedAt, long undoneId)
    {
        var at = changedAt.ToUnixTimeMilliseconds();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "ChangeItems" ("CompanyId", "ChangeId", "MessageId", "Field", "Before", "After")
            SELECT item."CompanyId", {undoneId}, item."MessageId", item."Field", {source}, {target}
            FROM "ChangeItems" item
            JOIN "MessageLinks" link ON link."CompanyId" = item."CompanyId" AND link."MessageId" = item."MessageId"
                AND link."RecordId" = {from} AND link."At" <= {at}
            WHERE item."CompanyId" = {db.CompanyId} AND item."ChangeId" = {changeId}
              AND item."Field" = {(int)ChangeField.PersonMoved}
              AND NOT EXISTS (SELECT 1 FROM "MessageLinks" other WHERE other."CompanyId" = link."CompanyId"
                  AND other."MessageId" = link."MessageId" AND other."RecordId" = {to})
            """,
            ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "ChangeItems" ("CompanyId", "ChangeId", "ConversationId", "Field", "Before", "After")
            SELECT item."CompanyId", {undoneId}, item."ConversationId", item."Field", {source}, {target}
            FROM "ChangeItems" item
            JOIN "ConversationLinks" link ON link."CompanyId" = item."CompanyId"
                AND link."ConversationId" = item."ConversationId" AND link."RecordId" = {from} AND link."At" <= {at}
            WHERE item."CompanyId" = {db.CompanyId} AND item."ChangeId" = {changeId}
              AND item."Field" = {(int)ChangeField.ConversationMoved}
            """,
            ct);
        await PutMessagesAsync(undoneId);
        await PutConversationsAsync(undoneId);
    }

    /// <summary>
    /// Notes move; where a person belongs to and what hands removed is copied: the record that goes keeps its own.
    /// </summary>
    public async Task<MovedAlong> AlongAsync(RecordStatus status)
    {
        var notes = await db.Notes.Where(n => n.RecordId == from).Select(n => n.Id).ToListAsync(ct);
        await db.Notes.Where(n => n.RecordId == from)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.RecordId, to), ct);
        var known = db.RecordPersons.Where(p => p.PersonId == to).Select(p => p.RecordId);
        var memberships = (await db.RecordPersons.Where(p => p.PersonId == from && !known.Contains(p.RecordId))
                .Select(p => p.RecordId).ToListAsync(ct))
            .ConvertAll(record => new RecordPerson { RecordId = record, PersonId = to });
        var removals = (await db.RemovedLinks.AsNoTracking().Where(l => l.RecordId == from).ToListAsync(ct))
            .ConvertAll(l => new RemovedLink
            {
                ConversationId = l.ConversationId, MessageId = l.MessageId, RecordId = to, Slot = l.Slot,
            });
        db.RecordPersons.AddRange(memberships);
        db.RemovedLinks.AddRange(removals);
        await db.SaveChangesAsync(ct);
        return new MovedAlong(notes, [.. memberships.Select(m => m.Id)], [.. removals.Select(r => r.Id)], status);
    }

    /// <summary>Undo of <see cref="AlongAsync"/>: notes go on to <c>to</c>, the copies are taken away.</summary>
    public async Task PutBackAsync(MovedAlong along)
    {
        await db.Notes.Where(n => n.RecordId == from && along.Notes.Contains(n.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.RecordId, to), ct);
        await db.RecordPersons.Where(p => along.Memberships.Contains(p.Id)).ExecuteDeleteAsync(ct);
        await db.RemovedLinks.Where(l => along.Removals.Contains(l.Id)).ExecuteDeleteAsync(ct);
    }

    private Task PutMessagesAsync(long changeId)
    {
        var moved = db.ChangeItems.Where(i => i.ChangeId == changeId && i.Field == ChangeField.PersonMoved)
            .Select(i => i.MessageId);
        return db.MessageLinks.Where(l => l.RecordId == from && moved.Contains(l.MessageId))
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.RecordId, to), ct);
    }

    private Task PutConversationsAsync(long changeId)
    {
        var moved = db.ChangeItems.Where(i => i.ChangeId == changeId && i.Field == ChangeField.ConversationMoved)
            .Select(i => i.ConversationId);
        return db.ConversationLinks.Where(l => l.RecordId == from && moved.Contains(l.ConversationId))
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.RecordId, to), ct);
    }
}
