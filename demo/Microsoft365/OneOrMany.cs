using System.Text.Json;
using System.Text.Json.Serialization;

namespace Demo.Microsoft365;

/// <summary>A list of strings that a hand-written request may also give as one string.</summary>
internal sealed class OneOrMany : JsonConverter<string[]>
{
    public override string[] Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? [reader.GetString()!]
            : JsonSerializer.Deserialize<List<string>>(ref reader, options)?.ToArray() ?? [];

    public override void Write(Utf8JsonWriter writer, string[] value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToList(), options);
}
