using System.Text.Json;
using CompanionApi.Protocols.Mime;
using Demo.Outlook;

namespace Demo.Microsoft365.Graph;

/// <summary>The values in the JSON of a message, read strictly.</summary>
internal static class DraftJson
{
    public static string String(string name, JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw Wrong(name, "Edm.String");

    public static bool Bool(string name, JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : throw Wrong(name, "Edm.Boolean");

    public static string OneOf(string name, JsonElement value, params string[] members) =>
        members.FirstOrDefault(member => member.Equals(String(name, value), StringComparison.OrdinalIgnoreCase))
        ?? throw Wrong(name, string.Join(", ", members));

    public static IEnumerable<JsonElement> Items(string name, JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray()
        : throw Wrong(name, "Collection");

    public static IReadOnlyList<MailAddress> People(string name, JsonElement value) =>
        [.. Items(name, value).Select(person => Person(name, person))];

    public static MailAddress Person(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || GraphJson.Property(value, "emailAddress") is not { ValueKind: JsonValueKind.Object } address)
        {
            throw Wrong(name, "microsoft.graph.recipient");
        }

        return new MailAddress(
            GraphJson.Text(address, "name") ?? "",
            GraphJson.Text(address, "address") is { Length: > 0 } at && MailAddresses.Of(at).Count == 1
                ? at
                : throw new GraphException(400, "ErrorInvalidRecipients", "At least one recipient is not valid."));
    }

    /// <summary>Graph lets an app add fields of its own, which begin with x-.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OwnHeaders(JsonElement value)
    {
        foreach (var header in Items("internetMessageHeaders", value))
        {
            var name = GraphJson.Text(header, "name") ?? "";
            if (!name.StartsWith("x-", StringComparison.OrdinalIgnoreCase) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            {
                throw new GraphException(400, "InvalidInternetMessageHeader",
                    $"The internet message header name '{name}' should start with 'x-' or 'X-'.");
            }

            yield return KeyValuePair.Create(name, HeaderWords.Encode(GraphJson.Text(header, "value") ?? ""));
        }
    }

    public static MailFlag Flag(JsonElement value) => new(
        OneOf("flagStatus", GraphJson.Property(value, "flagStatus") ?? default, "notFlagged", "flagged", "complete"),
        Time(value, "startDateTime"),
        Time(value, "dueDateTime"),
        Time(value, "completedDateTime"));

    private static ZonedTime? Time(JsonElement flag, string name) => GraphJson.Property(flag, name) is not { } time ? null
        : new ZonedTime(
            GraphJson.Text(time, "dateTime") ?? throw Wrong(name, "microsoft.graph.dateTimeTimeZone"),
            GraphJson.Text(time, "timeZone") ?? "UTC");

    private static GraphException Wrong(string name, string type) =>
        GraphException.BadRequest($"Cannot convert the literal of property '{name}' to the expected type '{type}'.");
}
