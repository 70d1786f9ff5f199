using System.Text.Json;
using System.Text.RegularExpressions;
using CompanionApi.Tests.Support;

namespace Demo.Tests.Microsoft365.Graph;

/// <summary>
/// Holds Graph traffic to Microsoft's own metadata: known paths by the OpenAPI subset, property names, enum values and
/// primitive types of bodies by the CSDL. The files are beside the repository; without them nothing is checked.
/// </summary>
public sealed partial class GraphContract
{
    private static readonly string[] Prefixes = ["#microsoft.graph.", "microsoft.graph.", "graph.", "#"];

    // The corpus's README names these as its gaps; the last is Microsoft's of 2021, cited in the facts.
    private static readonly string[] Gaps =
        [@"^/\$batch$", @"/attachments/[^/]+/\$value$", "/mailboxSettings/userPurpose$", "/permanentDelete$", "/translateExchangeIds$"];

    private static readonly Dictionary<string, string?> Types = new()
    {
        ["attachments"] = "fileAttachment",
        ["messages"] = "message",
        ["mailfolders"] = "mailFolder",
        ["childfolders"] = "mailFolder",
        ["subscriptions"] = "subscription",
        ["translateexchangeids"] = null,
        ["mailboxsettings"] = null,
    };

    private readonly JsonElement types;
    private readonly List<(Regex Path, HashSet<string> Methods)> paths = [];

    private GraphContract(string folder)
    {
        types = Read(folder, "graph-mail-csdl-2026.json").GetProperty("types");
        foreach (var file in new[] { "graph-mail-powershell-2023.lean.openapi.json", "graph-mail-trimmed-2026.openapi.json" })
        {
            foreach (var path in Read(folder, file).GetProperty("paths").EnumerateObject())
            {
                paths.Add((PatternOf(path.Name), [.. path.Value.EnumerateObject().Select(method => method.Name.ToUpperInvariant())]));
            }
        }
    }

    /// <summary>Null in a plain clone.</summary>
    public static GraphContract? Instance { get; } = Suites.Find("graph") is { } folder ? new GraphContract(folder) : null;

    public bool Knows(string method, string path)
    {
        var plain = Version().Replace(path.Split('?')[0], "");
        plain = Key().Replace(plain, "/$1").TrimEnd('/');
        plain = Me().Replace(plain, "/users/x");
        return Gaps.Any(gap => Regex.IsMatch(plain, gap, RegexOptions.IgnoreCase))
            || paths.Any(known => known.Methods.Contains(method) && known.Path.IsMatch(plain));
    }

    /// <summary>The type of what lies at the path, or at the resource that an action at its end is of; null: none is known.</summary>
    public static string? TypeOf(string path) =>
        Key().Replace(path.Split('?')[0], "/x").Split('/').Select(segment => segment.ToLowerInvariant()).LastOrDefault(Types.ContainsKey)
            is { } segment ? Types[segment] : null;

    /// <summary>Whether the type has a property of that name.</summary>
    public bool Has(string type, string property) =>
        PropertiesOf(Full(type)).Properties.ContainsKey(property.Split('/')[0]);

    /// <summary>What in the body is not of the type; a collection's items are each of it.</summary>
    public IReadOnlyList<string> Complaints(string type, JsonElement body)
    {
        var found = new List<string>();
        if (body.TryGetProperty("value", out var items) && items.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in items.EnumerateArray())
            {
                CheckObject(type, item, "value[]", found);
            }
        }
        else
        {
            CheckObject(type, body, "$", found);
        }

        return found;
    }

    private void CheckObject(string type, JsonElement value, string at, List<string> found)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            found.Add($"{at}: object expected");
            return;
        }

        // A notification names the type of its resource in capitals, which the metadata does not.
        type = Full(value.TryGetProperty("@odata.type", out var named) && named.GetString() is { } name && !name.StartsWith("#Microsoft.", StringComparison.Ordinal) ? name : type);
        if (!types.TryGetProperty(type, out _))
        {
            found.Add($"{at}: no type {type}");
            return;
        }

        var (properties, isOpen) = PropertiesOf(type);
        foreach (var property in value.EnumerateObject().Where(property => !property.Name.Contains('@')))
        {
            if (properties.TryGetValue(property.Name, out var propertyType))
            {
                CheckValue(propertyType, property.Value, $"{at}.{property.Name}", found);
            }
            else if (!isOpen || type == "microsoft.graph.message")
            {
                found.Add($"{at}.{property.Name}: not a property of {type}");
            }
        }
    }

    private void CheckValue(string type, JsonElement value, string at, List<string> found)
    {
        var collection = Collection().Match(type);
        var isRight = value.ValueKind switch
        {
            JsonValueKind.Null => true,
            _ when collection.Success => value.ValueKind == JsonValueKind.Array,
            _ when type == "Edm.Boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ when type.StartsWith("Edm.Int", StringComparison.Ordinal) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            _ when type == "Edm.DateTimeOffset" => value.ValueKind == JsonValueKind.String && Time().IsMatch(value.GetString()!),
            _ when type.StartsWith("Edm.", StringComparison.Ordinal) => value.ValueKind == JsonValueKind.String,
            _ => true,
        };
        if (!isRight)
        {
            found.Add($"{at}: {type} expected, got {value.GetRawText()}");
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                CheckValue(collection.Groups["type"].Value, item, $"{at}[]", found);
            }
        }
        else if (value.ValueKind != JsonValueKind.Null && !type.StartsWith("Edm.", StringComparison.Ordinal))
        {
            CheckNamed(Full(type), value, at, found);
        }
    }

    private void CheckNamed(string type, JsonElement value, string at, List<string> found)
    {
        if (!types.TryGetProperty(type, out var definition) || definition.GetProperty("kind").GetString() != "EnumType")
        {
            CheckObject(type, value, at, found);
        }
        else if (value.ValueKind != JsonValueKind.String || value.GetString()!.Split(',').Any(member =>
            !definition.GetProperty("members").EnumerateObject().Any(known =>
                known.Name.Equals(member.Trim(), StringComparison.OrdinalIgnoreCase))))
        {
            found.Add($"{at}: {value.GetRawText()} is not in enum {type}");
        }
    }

    private (Dictionary<string, string> Properties, bool IsOpen) PropertiesOf(string type)
    {
        var (properties, isOpen) = (new Dictionary<string, string>(), false);
        for (string? at = type; at is not null && types.TryGetProperty(at, out var definition);)
        {
            foreach (var group in new[] { "properties", "navigation" })
            {
                foreach (var property in definition.GetProperty(group).EnumerateObject())
                {
                    properties.TryAdd(property.Name, property.Value.GetProperty("type").GetString()!);
                }
            }

            isOpen |= definition.GetProperty("open").ValueKind == JsonValueKind.True;
            at = definition.GetProperty("base").GetString() is { } parent ? Full(parent) : null;
        }

        return (properties, isOpen);
    }

    private static string Full(string type) =>
        $"microsoft.graph.{type[(Prefixes.FirstOrDefault(prefix => type.StartsWith(prefix, StringComparison.Ordinal)) ?? "").Length..]}";

    private static Regex PatternOf(string path)
    {
        var pattern = Regex.Escape(Me().Replace(path, "/users/{user-id}"));
        pattern = Regex.Replace(pattern, @"\\\{[^/]+?}", "[^/]+");
        pattern = pattern.Replace(@"microsoft\.graph\.", @"(?:microsoft\.graph\.)?").Replace(@"delta\(\)", @"delta(?:\(\))?");
        return new Regex($"^{pattern}$", RegexOptions.IgnoreCase);
    }

    private static JsonElement Read(string folder, string file)
    {
        using var stream = File.OpenRead(Path.Combine(folder, file));
        return JsonDocument.Parse(stream).RootElement;
    }

    [GeneratedRegex("^(https?://[^/]+)?/v1.0(?=/)")]
    private static partial Regex Version();

    [GeneratedRegex(@"\('([^']*)'\)")]
    private static partial Regex Key();

    [GeneratedRegex("^/me(?=/|$)")]
    private static partial Regex Me();

    [GeneratedRegex(@"^Collection\((?<type>.*)\)$")]
    private static partial Regex Collection();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Time();
}
