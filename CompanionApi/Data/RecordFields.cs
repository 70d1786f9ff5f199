using System.Text.Json;
using System.Text.Json.Nodes;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// The plain fields of a record as a change keeps them (<see cref="ChangeField.RecordFields"/>): those that differ, as
/// they were and as they became, with ids of the inside. Owner and visibility have change items of their own.
/// </summary>
public static class RecordFields
{
    /// <summary>All of them as they stand in the database.</summary>
    public static async Task<JsonObject> ReadAsync(CompanionDb db, Record record, CancellationToken ct = default)
    {
        var fields = new JsonObject
        {
            ["name"] = record.Name,
            ["status"] = record.Status.ToString(),
            ["isNewByMail"] = record.IsNewByMail,
        };
        switch (record)
        {
            case Person person:
                fields["firstName"] = person.FirstName;
                fields["lastName"] = person.LastName;
                fields["organizationId"] = person.OrganizationId;
                break;
            case Lead lead:
                fields["lastName"] = lead.LastName;
                break;
            case Deal deal:
                fields["value"] = deal.Value;
                fields["currency"] = deal.Currency;
                fields["organizationId"] = deal.OrganizationId;
                break;
            case Project project:
                fields["dealId"] = project.DealId;
                break;
        }

        fields["emails"] = JsonSerializer.SerializeToNode(await db.RecordEmails.AsNoTracking()
            .Where(e => e.RecordId == record.Id).OrderBy(e => e.Position).Select(e => e.Address).ToListAsync(ct));
        fields["persons"] = JsonSerializer.SerializeToNode(await db.RecordPersons.AsNoTracking()
            .Where(p => p.RecordId == record.Id).OrderBy(p => p.PersonId).Select(p => p.PersonId).ToListAsync(ct));
        return fields;
    }

    /// <summary>The item of what differs; null when nothing does.</summary>
    public static ChangeItem? Difference(Record record, JsonObject before, JsonObject after)
    {
        var changed = after.Select(field => field.Key)
            .Where(key => !JsonNode.DeepEquals(before[key], after[key])).ToList();
        return changed.Count == 0
            ? null
            : new ChangeItem
            {
                RecordId = record.Id,
                Field = ChangeField.RecordFields,
                Before = Only(before, changed),
                After = Only(after, changed),
            };
    }

    /// <summary>
    /// Undo: puts back each field that still stands as the change left it. False when none does. The caller counts the
    /// version.
    /// </summary>
    public static async Task<bool> PutBackAsync(
        CompanionDb db, Record record, ChangeItem item, CancellationToken ct = default)
    {
        var before = JsonNode.Parse(item.Before ?? "{}")!.AsObject();
        var after = JsonNode.Parse(item.After ?? "{}")!.AsObject();
        var now = await ReadAsync(db, record, ct);
        var standing = before.Where(field => JsonNode.DeepEquals(now[field.Key], after[field.Key])).ToList();
        foreach (var (key, value) in standing)
        {
            await PutAsync(db, record, key, value, ct);
        }

        return standing.Count > 0;
    }

    private static string Only(JsonObject fields, List<string> keys) =>
        new JsonObject(keys.Select(key => KeyValuePair.Create(key, fields[key]?.DeepClone()))).ToJsonString();

    private static async Task PutAsync(CompanionDb db, Record record, string key, JsonNode? value, CancellationToken ct)
    {
        switch (key, record)
        {
            case ("name", _):
                record.Name = value!.GetValue<string>();
                break;
            case ("status", _):
                record.Status = Enum.Parse<RecordStatus>(value!.GetValue<string>());
                break;
            case ("isNewByMail", _):
                record.IsNewByMail = value!.GetValue<bool>();
                break;
            case ("firstName", Person person):
                person.FirstName = value?.GetValue<string>();
                break;
            case ("lastName", Person person):
                person.LastName = value?.GetValue<string>();
                break;
            case ("lastName", Lead lead):
                lead.LastName = value?.GetValue<string>();
                break;
            case ("organizationId", Person person):
                person.OrganizationId = value?.GetValue<long>();
                break;
            case ("organizationId", Deal deal):
                deal.OrganizationId = value?.GetValue<long>();
                break;
            case ("value", Deal deal):
                deal.Value = value?.GetValue<decimal>();
                break;
            case ("currency", Deal deal):
                deal.Currency = value?.GetValue<string>();
                break;
            case ("dealId", Project project):
                project.DealId = value?.GetValue<long>();
                break;
            case ("emails", _):
                await db.Entry(record).Collection(r => r.Emails).LoadAsync(ct);
                record.PutEmails(value.Deserialize<List<string>>()!);
                break;
            case ("persons", _):
                await RecordPeople.PutAsync(db, record.Id, value.Deserialize<List<long>>()!, ct);
                break;
        }
    }
}
