using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>One line of a message's trail; <c>By</c> null: <c>Rule</c> did it.</summary>
public sealed record TrailLine(
    Guid ChangeId, DateTimeOffset At, string Kind, UserRef? By, string? Rule, RecordRef? Record, DateTimeOffset? UndoUntil);

/// <summary>
/// What was done to one message of the viewer: to itself, to its conversation's links, and to the sight of the records
/// it stood on, while it did (R8, S6).
/// </summary>
public sealed class Trail(CompanionDb db, Visible visible, CurrentUser me)
{
    private const int MaxLines = 200;

    public async Task<IReadOnlyList<TrailLine>> OfAsync(Message mine, CancellationToken ct = default)
    {
        var stays = await StaysAsync(mine, ct);
        var spans = await new LinkSpans(db).OfAsync(mine.Id, stays, ct);
        var records = spans.Select(s => s.RecordId).Distinct().ToList();
        var conversations = stays.Select(s => s.ConversationId).Distinct().ToList();
        var rows = (await (
            from item in db.ChangeItems.AsNoTracking()
            where item.MessageId == mine.Id ||
                (item.ConversationId != null && conversations.Contains(item.ConversationId.Value)) ||
                (item.RecordId != null && records.Contains(item.RecordId.Value) &&
                 (item.Field == ChangeField.RecordVisibleTo || item.Field == ChangeField.RecordOwner ||
                  item.Field == ChangeField.RecordTeam))
            join change in db.Changes on item.ChangeId equals change.Id
            where change.At >= mine.EnteredAt
            orderby change.Id descending, item.Id
            select new { Change = change, Item = item }).Take(MaxLines).ToListAsync(ct))
            .Where(r => !IsOfSight(r.Item) ||
                spans.Any(s => s.RecordId == r.Item.RecordId && s.From <= r.Change.At && r.Change.At <= s.To))
            .Where(r => r.Item.ConversationId is not { } id || r.Item.MessageId is not null ||
                stays.Any(s => s.ConversationId == id && s.From <= r.Change.At && r.Change.At <= s.To))
            .Where(r => r.Item.Field is not (ChangeField.KeptApart or ChangeField.LinkRemoved)).ToList();
        var refs = await RefsAsync([.. rows.Select(r => RecordOf(r.Item)).OfType<long>()], ct);
        var actors = rows.Select(r => r.Change.ActorId).OfType<long>().Distinct().ToList();
        var users = await db.Users.Where(u => actors.Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, UserRef.Of, ct);
        return
        [
            .. rows.Select(r => new TrailLine(
                r.Change.PublicId, r.Change.At, KindOf(r.Change, r.Item),
                r.Item.Rule is null && r.Change.ActorId is { } by ? users.GetValueOrDefault(by) : null,
                r.Item.Rule ?? r.Change.Rule,
                RecordOf(r.Item) is { } record ? refs.GetValueOrDefault(record) : null,
                r.Change.ActorId == me.Id ? r.Change.UndoUntil : null)),
        ];
    }

    private static bool IsOfSight(ChangeItem item) =>
        item.Field is ChangeField.RecordVisibleTo or ChangeField.RecordOwner or ChangeField.RecordTeam;

    // The items of moved mail name the record it went to in After alone.
    private static long? RecordOf(ChangeItem item) => item.Field is ChangeField.PersonMoved or ChangeField.ConversationMoved
        ? long.Parse(item.After!)
        : item.RecordId;

    /// <summary>What was merged since goes by the name of the record that there is now.</summary>
    private async Task<Dictionary<long, RecordRef>> RefsAsync(IReadOnlyCollection<long> recordIds, CancellationToken ct)
    {
        var merged = await Successors.OfMergedAsync(db, recordIds, ct);
        var living = recordIds.Select(id => merged.GetValueOrDefault(id, id)).Distinct().ToList();
        var refs = await visible.Records.Where(r => living.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => new RecordRef(r.Kind, r.PublicId, r.Name), ct);
        foreach (var (gone, id) in merged.Where(pair => refs.ContainsKey(pair.Value)))
        {
            refs[gone] = refs[id];
        }

        return refs;
    }

    /// <summary>Which conversation the message was in, and when: what happened to another one is not its own (R8).</summary>
    private async Task<IReadOnlyList<Stay>> StaysAsync(Message mine, CancellationToken ct)
    {
        var moves = await (
            from item in db.ChangeItems.AsNoTracking()
            where item.MessageId == mine.Id && item.Field == ChangeField.Placed
            join change in db.Changes on item.ChangeId equals change.Id
            orderby change.Id
            select new { change.At, item.Before }).ToListAsync(ct);
        var stays = new List<Stay>();
        var from = DateTimeOffset.MinValue;
        foreach (var move in moves)
        {
            stays.Add(new Stay(Message.PlaceOf(move.Before!).ConversationId, from, move.At));
            from = move.At;
        }

        stays.Add(new Stay(mine.ConversationId, from, DateTimeOffset.MaxValue));
        return stays;
    }

    // One change holds several acts: a captured mail is also linked, sharing also widens the person mail made.
    private static string KindOf(Change change, ChangeItem item)
    {
        var kind = (change.Kind, item.Field) switch
        {
            (ChangeKind.Undone, _) => "undone",
            (_, ChangeField.PersonLink or ChangeField.ConversationLink) => item.After is null ? "unlinked" : "linked",
            (_, ChangeField.RecordVisibleTo or ChangeField.RecordOwner) => "record_visibility_changed",
            (_, ChangeField.RecordCreated) => "record_created",
            (ChangeKind.Confirmed, ChangeField.Visibility) => "shared",
            (ChangeKind.Split, ChangeField.Placed) => "split",
            (_, ChangeField.Placed) => "joined",
            (_, ChangeField.LaterVisibility) => item.After switch
            {
                nameof(Visibility.Shared) => "later_shared",
                nameof(Visibility.Private) => "later_private",
                _ => "later_default",
            },
            _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(change.Kind.ToString()),
        };
        return kind;
    }
}
