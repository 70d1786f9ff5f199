using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>Writes answers straight to the connection, a large page piece by piece.</summary>
internal static class GraphJson
{
    private const int PieceBytes = 128 * 1024;
    private const string ContentType =
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = ContentType;
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, MessageJson.Options);
        write(json);
        await json.FlushAsync(http.RequestAborted);
    }

    /// <summary>A page of a collection; <paramref name="link"/> names it nextLink or deltaLink.</summary>
    public static async Task WritePageAsync<T>(
        GraphRequest request, string context, (string Name, string Url)? link, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        var response = request.Http.Response;
        response.ContentType = ContentType;
        await using var json = new Utf8JsonWriter(response.BodyWriter, MessageJson.Options);
        json.WriteStartObject();
        json.WriteString("@odata.context", context);
        if (link is { } given)
        {
            json.WriteString($"@odata.{given.Name}", given.Url);
        }

        json.WriteStartArray("value");
        foreach (var item in items)
        {
            write(json, item);
            if (json.BytesPending > PieceBytes || response.BodyWriter.UnflushedBytes > PieceBytes)
            {
                await json.FlushAsync(request.Aborted);
                await response.BodyWriter.FlushAsync(request.Aborted);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(request.Aborted);
    }

    /// <summary>The same request for the items after these, as Graph's nextLink has it.</summary>
    public static (string Name, string Url) NextLink(GraphRequest request, string path, int skip)
    {
        var options = request.Http.Request.Query
            .Where(option => !option.Key.Equals("$skip", StringComparison.OrdinalIgnoreCase))
            .Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value.ToString())}")
            .Append($"$skip={skip}");
        return ("nextLink", $"{request.UserPath}/{path}?{string.Join('&', options)}");
    }

    /// <exception cref="GraphException">400: no JSON object.</exception>
    public static async Task<JsonElement> ReadAsync(GraphRequest request, bool mayBeEmpty = false)
    {
        using var body = new MemoryStream();
        await request.Http.Request.Body.CopyToAsync(body, request.Aborted);
        if (body.Length == 0 && mayBeEmpty)
        {
            return JsonDocument.Parse("{}").RootElement;
        }

        try
        {
            body.Position = 0;
            var root = (await JsonDocument.ParseAsync(body, cancellationToken: request.Aborted)).RootElement;
            return root.ValueKind == JsonValueKind.Object ? root : throw new JsonException();
        }
        catch (JsonException)
        {
            throw GraphException.BadRequest("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }
    }

    /// <summary>A property of any case, as Graph takes them; null where it is missing or null.</summary>
    /// <exception cref="GraphException">400: the value has no properties.</exception>
    public static JsonElement? Property(JsonElement body, string name)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw GraphException.BadRequest($"An object with the property '{name}' was expected.");
        }

        foreach (var property in body.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
            }
        }

        return null;
    }

    /// <exception cref="GraphException">400: it is there and no string.</exception>
    public static string? Text(JsonElement body, string name) => Property(body, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw GraphException.BadRequest($"Cannot convert the literal of property '{name}' to the expected type 'Edm.String'."),
    };
}
