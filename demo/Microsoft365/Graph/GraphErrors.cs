using System.Globalization;
using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>Graph's error body, and the header fields that every answer of Graph carries.</summary>
internal static class GraphErrors
{
    private const string RequestId = "request-id";
    private const string ClientRequestId = "client-request-id";

    public static void Stamp(HttpContext http)
    {
        var id = Guid.NewGuid().ToString();
        var asked = http.Request.Headers[ClientRequestId].FirstOrDefault();
        http.Response.Headers[RequestId] = id;
        http.Response.Headers[ClientRequestId] = string.IsNullOrEmpty(asked) ? id : asked;
    }

    public static async Task WriteAsync(HttpContext http, GraphException error, TimeProvider clock)
    {
        http.Response.StatusCode = error.Status;
        foreach (var (name, value) in error.Headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.ContentType = "application/json";
        var inner = new Dictionary<string, object?>
        {
            ["date"] = clock.GetUtcNow().UtcDateTime.ToString("s", CultureInfo.InvariantCulture),
            [RequestId] = http.Response.Headers[RequestId].ToString(),
            [ClientRequestId] = http.Response.Headers[ClientRequestId].ToString(),
        };
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(
            new { error = new { code = error.Code, message = error.Message, innerError = inner } }));
    }
}
