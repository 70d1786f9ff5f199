using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;

namespace CompanionApi.Companies;

/// <summary>What admins change stands in the trail, before and after as JSON (S11, S76); no button undoes it.</summary>
internal static class SettingsTrail
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Null when nothing changed.</summary>
    public static ChangeRef? Add<T>(Write write, CurrentUser me, ChangeKind kind, T? before, T? after)
        where T : class
    {
        var item = new ChangeItem
        {
            Field = ChangeField.Other,
            Before = before is null ? null : JsonSerializer.Serialize(before, Json),
            After = after is null ? null : JsonSerializer.Serialize(after, Json),
        };
        if (item.Before == item.After)
        {
            return null;
        }

        var change = Change.By(me.Id, write.Now, kind, [item], canUndo: false);
        write.Db.Changes.Add(change);
        return ChangeRef.Of(change);
    }
}
