using System.Text.Json.Nodes;
using CompanionApi.Data;
using CompanionApi.Model;

namespace CompanionApi.Records;

/// <summary>A record as it was before an edit: who saw it, and its fields.</summary>
internal sealed record RecordBefore(SeenRecord Seen, JsonObject Fields)
{
    public static async Task<RecordBefore> OfAsync(CompanionDb db, Record record, CancellationToken ct) =>
        new(SeenOf(record), await RecordFields.ReadAsync(db, record, ct));

    public static SeenRecord SeenOf(Record record) =>
        new(record.Id, record.OwnerId, record.VisibleTo, record.IsNewByMail);

    /// <summary>What the edit changed of owner and visibility.</summary>
    public List<ChangeItem> Sight(Record record)
    {
        var items = new List<ChangeItem>();
        if (record.VisibleTo != Seen.VisibleTo)
        {
            items.Add(new ChangeItem
            {
                RecordId = record.Id, Field = ChangeField.RecordVisibleTo, Before = $"{Seen.VisibleTo}",
                After = $"{record.VisibleTo}",
            });
        }

        if (record.OwnerId != Seen.OwnerId)
        {
            items.Add(new ChangeItem
            {
                RecordId = record.Id, Field = ChangeField.RecordOwner, Before = $"{Seen.OwnerId}",
                After = $"{record.OwnerId}",
            });
        }

        return items;
    }
}
