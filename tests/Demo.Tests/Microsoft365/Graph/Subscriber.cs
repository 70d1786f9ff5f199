using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using System.Web;

namespace Demo.Tests.Microsoft365.Graph;

/// <summary>The far end of subscriptions: answers handshakes, and takes notifications or refuses them as told.</summary>
internal sealed class Subscriber : HttpMessageHandler
{
    private readonly Channel<JsonElement> taken = Channel.CreateUnbounded<JsonElement>();

    public ConcurrentQueue<string> Handshakes { get; } = new();

    /// <summary>What a handshake is answered with; null: as it should be.</summary>
    public Func<string, HttpResponseMessage>? Handshake { get; set; }

    /// <summary>How many notifications are refused before the next is taken.</summary>
    public int Refusals { get; set; }

    /// <summary>How often a notification was offered.</summary>
    public int Offers { get; private set; }

    public async Task<JsonElement> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await taken.Reader.ReadAsync(patience.Token);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (HttpUtility.ParseQueryString(request.RequestUri!.Query)["validationToken"] is { } token)
        {
            Handshakes.Enqueue(request.RequestUri.AbsolutePath);
            return Handshake?.Invoke(token) ?? Plain(token);
        }

        Offers++;
        if (Refusals > 0)
        {
            Refusals--;
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        }

        foreach (var notification in JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(ct)).RootElement.GetProperty("value").EnumerateArray())
        {
            Assert.Empty(GraphContract.Instance?.Complaints("changeNotification", notification) ?? []);
            taken.Writer.TryWrite(notification);
        }

        return new HttpResponseMessage(HttpStatusCode.Accepted);
    }

    public static HttpResponseMessage Plain(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(text, Encoding.UTF8, "text/plain") };
}
