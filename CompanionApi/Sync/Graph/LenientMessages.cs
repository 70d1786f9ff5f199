using System.Text.Json;
using System.Text.Json.Serialization;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// The messages of a page of which one is not of the documented shape: that one is known by its id and how it stands, so that it
/// is asked for by itself where it is new, and the others are there.
/// </summary>
internal sealed class LenientMessages : JsonConverter<IReadOnlyList<GraphMessage>>
{
    public override IReadOnlyList<GraphMessage>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Expected an array of messages.");
        }

        var messages = new List<GraphMessage>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var begun = reader;
            try
            {
                messages.Add(JsonSerializer.Deserialize<GraphMessage>(ref reader, options) ?? throw new JsonException("A message is null."));
            }
            catch (JsonException)
            {
                reader = begun;
                messages.Add(KnownById(ref reader));
            }
        }

        return messages;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<GraphMessage> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Pages are read only.");

    private static GraphMessage KnownById(ref Utf8JsonReader reader)
    {
        using var shown = JsonDocument.ParseValue(ref reader);
        var message = shown.RootElement;
        return message.ValueKind == JsonValueKind.Object && message.TryGetProperty("id", out var id) &&
            id.ValueKind == JsonValueKind.String
            ? new GraphMessage
            {
                Id = id.GetString(),
                ParentFolderId = TextOf(message, "parentFolderId"),
                ChangeKey = TextOf(message, "changeKey"),
                IsRead = message.TryGetProperty("isRead", out var read) && read.ValueKind is (JsonValueKind.True or JsonValueKind.False)
                    ? read.GetBoolean() : null,
                Removed = message.TryGetProperty("@removed", out var removed) ? removed.Clone() : null,
            }
            : throw new JsonException("A message without an id.");
    }

    private static string? TextOf(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
