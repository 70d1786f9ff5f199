using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CompanionApi.Records;

/// <summary>
/// A record as it is sent, by POST and by PATCH. It knows which fields stood in the JSON: in a PATCH one that is absent
/// stays as it is, one that is null is emptied.
/// </summary>
public abstract class RecordBody
{
    private readonly Dictionary<string, object?> given = [];

    /// <summary>PATCH: the version that the change was made from; 409 when it is no longer the present one.</summary>
    public int? Version { get; set => field = Give(value); }

    /// <summary>owner, team or everyone; the company's default where a POST does not say.</summary>
    public string? VisibleTo { get; set => field = Give(value); }

    /// <summary>The id of the user that it belongs to; oneself where a POST does not say.</summary>
    public Guid? Owner { get; set => field = Give(value); }

    /// <summary>The fields that were sent, as they stand in JSON.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, object?> Given => given;

    /// <summary>Whether the JSON had it: <c>body.Has(nameof(body.Title))</c>.</summary>
    public bool Has(string property) => given.ContainsKey(NameOf(property));

    public static string NameOf(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);

    protected T Give<T>(T value, [CallerMemberName] string property = "")
    {
        given[NameOf(property)] = value;
        return value;
    }
}
