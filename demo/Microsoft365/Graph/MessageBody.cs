using System.Text;
using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>A message as a request brings it: JSON, or as text/plain MIME in base64 (Graph: outlook-send-mime-message).</summary>
internal static class MessageBody
{
    public static bool IsMime(GraphRequest request) =>
        request.Http.Request.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>As MIME; <paramref name="messageOf"/> finds the message in the JSON.</summary>
    public static async Task<byte[]> ReadAsync(GraphRequest request, Func<JsonElement, JsonElement> messageOf, TimeProvider clock)
    {
        if (!IsMime(request))
        {
            return new DraftContent().With(messageOf(await GraphJson.ReadAsync(request))).ToMime(clock.GetUtcNow());
        }

        using var reader = new StreamReader(request.Http.Request.Body, Encoding.ASCII);
        try
        {
            return Submission.WithNetworkLineEnds(Convert.FromBase64String(await reader.ReadToEndAsync(request.Aborted)));
        }
        catch (FormatException)
        {
            throw new GraphException(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
        }
    }
}
