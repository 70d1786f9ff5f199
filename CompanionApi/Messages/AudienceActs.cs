using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// A colleague's act by which others may see what hangs on a record: record_visibility_changed, persons_merged,
/// lead_converted, team_changed, records_reassigned.
/// </summary>
public sealed record AudienceAct(string Kind, DateTimeOffset At, UserRef? By);

/// <summary>What colleagues did to who sees the records that a user's mail is on (S6).</summary>
internal static class AudienceActs
{
    /// <summary>The last one of others than <paramref name="ownerId"/> that still stands, by record.</summary>
    public static async Task<IReadOnlyDictionary<long, AudienceAct>> OfAsync(
        CompanionDb db, IReadOnlyCollection<long> recordIds, long ownerId, CancellationToken ct)
    {
        var acts = await (
            from item in db.ChangeItems.AsNoTracking()
            where recordIds.Contains(item.RecordId!.Value) &&
                (item.Field == ChangeField.RecordVisibleTo || item.Field == ChangeField.RecordOwner ||
                 item.Field == ChangeField.RecordTookOver || item.Field == ChangeField.RecordTeam)
            join change in db.Changes on item.ChangeId equals change.Id
            where change.ActorId != ownerId && change.UndoneAt == null
            join actor in db.Users on change.ActorId equals actor.Id
            select new { Item = item, change.Kind, change.At, Actor = actor }).ToListAsync(ct);
        return acts.Where(act => Widens(act.Item)).GroupBy(act => act.Item.RecordId!.Value).ToDictionary(
            record => record.Key,
            record => record.OrderByDescending(act => act.At).Select(act => new AudienceAct(
                JsonNamingPolicy.SnakeCaseLower.ConvertName($"{act.Kind}"), act.At, UserRef.Of(act.Actor))).First());
    }

    private static bool Widens(ChangeItem item) => item.Field switch
    {
        ChangeField.RecordVisibleTo =>
            Enum.Parse<VisibleTo>(item.After!) > Enum.Parse<VisibleTo>(item.Before!),
        ChangeField.RecordTeam => int.Parse(item.After!) > int.Parse(item.Before!),
        _ => true,
    };
}
