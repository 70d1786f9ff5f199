using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Demo.Microsoft365.Graph;

/// <summary>One request of a batch; <c>Url</c> is relative to /v1.0.</summary>
internal sealed record BatchRequest(
    string Id, string Method, string Url, IReadOnlyList<string> DependsOn, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public static BatchRequest Read(JsonElement one)
    {
        if (one.ValueKind != JsonValueKind.Object || GraphJson.Text(one, "id") is not { Length: > 0 } id
            || GraphJson.Text(one, "method") is not { Length: > 0 } method || GraphJson.Text(one, "url") is not { Length: > 0 } url)
        {
            throw GraphException.BadRequest("Each request of a batch needs id, method and url.");
        }

        if (url.TrimStart('/').StartsWith("v1.0", StringComparison.OrdinalIgnoreCase) || url.Contains("$batch") ||
            url.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            throw GraphException.BadRequest($"Invalid batch payload: the url '{url}' must be relative to the version, and no batch.");
        }

        var headers = GraphJson.Property(one, "headers") is { ValueKind: JsonValueKind.Object } given
            ? given.EnumerateObject().ToDictionary(header => header.Name, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)
            : [];
        var body = GraphJson.Property(one, "body");
        if (body is not null && !headers.ContainsKey("Content-Type"))
        {
            throw GraphException.BadRequest($"Content-Type header is required for the body of request '{id}'.");
        }

        return new BatchRequest(
            id,
            method.ToUpperInvariant(),
            url,
            GraphJson.Property(one, "dependsOn") is { ValueKind: JsonValueKind.Array } ids ? [.. ids.EnumerateArray().Select(earlier => earlier.ToString())] : [],
            headers,
            body is null ? [] : BytesOf(body.Value, headers["Content-Type"]));
    }

    /// <summary>The request as if it had come by itself with the outer one's token.</summary>
    public HttpContext ToHttp(HttpContext outer, Stream answer)
    {
        var relative = $"/{Url.TrimStart('/')}";
        var question = relative.IndexOf('?');
        var http = new DefaultHttpContext { RequestServices = outer.RequestServices, RequestAborted = outer.RequestAborted };
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        var request = http.Request;
        (request.Method, request.Scheme, request.Host) = (Method, outer.Request.Scheme, outer.Request.Host);
        request.Path = PathString.FromUriComponent(GraphEndpoints.Version + (question < 0 ? relative : relative[..question]));
        request.QueryString = question < 0 ? QueryString.Empty : new QueryString(relative[question..].Replace(" ", "%20"));
        request.Body = new MemoryStream(Body);
        request.Headers.Authorization = outer.Request.Headers.Authorization;
        foreach (var (name, value) in Headers)
        {
            request.Headers[name] = value;
        }

        return http;
    }

    // A body that is no JSON comes as base64.
    private static byte[] BytesOf(JsonElement body, string contentType) =>
        contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            ? JsonSerializer.SerializeToUtf8Bytes(body)
            : body.ValueKind == JsonValueKind.String && body.TryGetBytesFromBase64(out var bytes) ? bytes
            : throw GraphException.BadRequest("A body that is no JSON must be base64.");
}

internal sealed record BatchAnswer(string Id, int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body, bool IsJson)
{
    private static readonly string[] Kept = ["Content-Type", "Retry-After", "Location", "Preference-Applied", "WWW-Authenticate"];

    public static BatchAnswer Of(string id, HttpResponse response, byte[] body) => new(
        id,
        response.StatusCode,
        [.. Kept.Where(response.Headers.ContainsKey).Select(name => (name, response.Headers[name].ToString()))],
        body,
        response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true);

    public static BatchAnswer FailedDependency(string id) => new(id, 424, [("Content-Type", "application/json")],
        """{"error":{"code":"FailedDependency","message":"A request that this one depends on has failed."}}"""u8.ToArray(), true);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteNumber("status", Status);
        json.WriteStartObject("headers");
        foreach (var (name, value) in Headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        if (Body.Length > 0)
        {
            json.WritePropertyName("body");
            if (IsJson)
            {
                json.WriteRawValue(Body, skipInputValidation: true);
            }
            else
            {
                json.WriteBase64StringValue(Body);
            }
        }

        json.WriteEndObject();
    }
}
