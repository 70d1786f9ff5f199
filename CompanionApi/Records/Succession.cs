using CompanionApi.Data;
using CompanionApi.Model;

namespace CompanionApi.Records;

/// <summary>Completes the change of a merge or conversion: what hung on the one record hangs on the other.</summary>
internal static class Succession
{
    /// <param name="write">The write that the change belongs to.</param>
    /// <param name="change">With what else it did; it is saved here.</param>
    /// <param name="from">Its successor is set by the caller.</param>
    /// <param name="to">The successor, saved.</param>
    /// <param name="status">What <paramref name="from"/> had before.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="memberships">Persons that the successor was given.</param>
    public static async Task MoveAsync(
        Write write, Change change, Record from, Record to, RecordStatus status, CancellationToken ct,
        IReadOnlyList<RecordPerson>? memberships = null)
    {
        var move = new RecordMove(write.Db, from.Id, to.Id, ct);
        var along = await move.AlongAsync(status);
        along = along with { Memberships = [.. along.Memberships, .. (memberships ?? []).Select(m => m.Id)] };
        change.Items.Add(new ChangeItem
        {
            RecordId = from.Id, Field = ChangeField.RecordSucceeded, Before = along.Write(), After = $"{to.Id}",
        });
        change.Items.Add(new ChangeItem
        {
            RecordId = to.Id, Field = ChangeField.RecordTookOver, Before = $"{from.Id}", After = $"{to.Id}",
        });
        write.Db.Changes.Add(change);
        await write.Db.SaveChangesAsync(ct);
        if (from is Person)
        {
            await move.MessagesAsync(change.Id);
        }
        else
        {
            await move.ConversationsAsync(change.Id);
        }
    }
}
