using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>
/// A colleague's act by which others may see what hangs on a record: record_visibility_changed, persons_merged,
/// lead_converted, team_changed, records_reassigned.
/// </summary>
public sealed record AudienceAct(string Kind, DateTimeOffset At, UserRef? By);

/// <summary>What colleagues did to who sees the records that a user's mail is on (S6).</summary>
internal static class AudienceActs
{
    private sealed record Asked(IReadOnlyCollection<long> RecordIds, long OwnerId);

    private sealed record Act(
        long? RecordId, ChangeField Field, string? Before, string? After, ChangeKind Kind, DateTimeOffset At, Guid ActorId,
        string ActorName, DateTimeOffset? ActorLeftAt);

    private static readonly ChangeField[] Fields =
        [ChangeField.RecordVisibleTo, ChangeField.RecordOwner, ChangeField.RecordTookOver, ChangeField.RecordTeam];

    // The field stands in the index: a record's other acts are not read.
    private static readonly PreparedQuery<Asked, Act> Acts = new((db, asked) =>
        from item in db.ChangeItems
        where asked.RecordIds.Contains(item.RecordId!.Value) && Fields.Contains(item.Field)
        join change in db.Changes on item.ChangeId equals change.Id
        where change.ActorId != asked.OwnerId && change.UndoneAt == null
        join actor in db.Users on change.ActorId equals actor.Id
        select new Act(
            item.RecordId, item.Field, item.Before, item.After, change.Kind, change.At, actor.PublicId, actor.DisplayName,
            actor.LeftAt));

    /// <summary>The last one of others than <paramref name="ownerId"/> that still stands, by record.</summary>
    public static async Task<IReadOnlyDictionary<long, AudienceAct>> OfAsync(
        CompanionDb db, IReadOnlyCollection<long> recordIds, long ownerId, CancellationToken ct) =>
        (await Acts.ToListAsync(db, new Asked(recordIds, ownerId), ct))
            .Where(Widens).GroupBy(act => act.RecordId!.Value).ToDictionary(
                record => record.Key,
                record => record.OrderByDescending(act => act.At).Select(act => new AudienceAct(
                    JsonNamingPolicy.SnakeCaseLower.ConvertName($"{act.Kind}"), act.At,
                    new UserRef(act.ActorId, act.ActorName) { Left = act.ActorLeftAt is not null })).First());

    private static bool Widens(Act act) => act.Field switch
    {
        ChangeField.RecordVisibleTo => Enum.Parse<VisibleTo>(act.After!) > Enum.Parse<VisibleTo>(act.Before!),
        ChangeField.RecordTeam => int.Parse(act.After!) > int.Parse(act.Before!),
        _ => true,
    };
}
