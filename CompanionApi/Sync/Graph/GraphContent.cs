using Microsoft.Graph;

namespace CompanionApi.Sync.Graph;

/// <summary>The whole source of a message, as Exchange writes it anew (graph/message-get, $value).</summary>
internal static class GraphContent
{
    /// <summary>The client's own limit ends with the headers: of a body nothing may come for ever.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    /// <summary>Null: its attachments come to more than <paramref name="maxBytes"/>, and were not read.</summary>
    public static async Task<byte[]?> ReadAsync(
        GraphServiceClient graph, string mailbox, string id, long maxBytes, TimeProvider clock, CancellationToken ct)
    {
        var attachments = await GraphErrors.GuardAsync(
            () => graph.Users[mailbox].Messages[id].Attachments.GetAsync(
                c => c.QueryParameters.Select = ["id", "size"], ct),
            clock, ct);
        if (attachments?.Value?.Sum(a => (long)(a.Size ?? 0)) > maxBytes)
        {
            return null;
        }

        // In base64 a third more, and the bodies; a mailbox that goes on and on is cut off.
        var most = (2 * maxBytes) + (10 * 1024 * 1024);
        return await GraphErrors.GuardAsync(
            async () =>
            {
                await using var stream = await graph.Users[mailbox].Messages[id].Content.GetAsync(cancellationToken: ct)
                    ?? throw new IOException("An answer without content.");
                return await ReadAsync(stream, most, clock, ct);
            },
            clock, ct);
    }

    private static async Task<byte[]?> ReadAsync(Stream stream, long most, TimeProvider clock, CancellationToken ct)
    {
        using var silence = new CancellationTokenSource(LongestSilence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, ct);
        using var whole = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(buffer, either.Token)) > 0)
        {
            silence.CancelAfter(LongestSilence);
            if (whole.Length + read > most)
            {
                return null;
            }

            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }
}
