using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// Speaks to the addresses of subscriptions through the HttpClient named "notifications": the handshake, and notifications,
/// which are tried again with growing waits for up to four hours (Graph: change-notifications-delivery-webhooks).
/// </summary>
internal sealed class NotificationSender(IHttpClientFactory clients, TimeProvider clock, ILogger<NotificationSender> log)
{
    public const string Client = "notifications";
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(4);

    /// <summary>Null where the address answered its token back in time, and nothing else.</summary>
    public async Task<string?> ComplaintOfHandshakeAsync(string url, CancellationToken ct)
    {
        var token = $"Validation: Testing client application reachability for subscription Request-Id: {Guid.NewGuid()} & {RandomNumberGenerator.GetHexString(8)}";
        var separator = url.Contains('?') ? '&' : '?';
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}{separator}validationToken={HttpUtility.UrlEncode(token)}")
        {
            Content = new StringContent("", Encoding.UTF8, MediaTypeNames.Text.Plain),
        };
        try
        {
            using var inTime = CancellationTokenSource.CreateLinkedTokenSource(ct);
            using var limit = clock.CreateTimer(_ => inTime.Cancel(), null, AnswerWithin, Timeout.InfiniteTimeSpan);
            using var client = clients.CreateClient(Client);
            using var answer = await client.SendAsync(request, inTime.Token);
            var type = answer.Content.Headers.ContentType?.MediaType;
            return (int)answer.StatusCode != StatusCodes.Status200OK
                ? $"Response Status Code {(int)answer.StatusCode}, HTTP status code should be 200."
                : type != MediaTypeNames.Text.Plain ? $"Response content type '{type}' should be text/plain."
                : await answer.Content.ReadAsStringAsync(inTime.Token) != token ? "Response must be equal to the validation token."
                : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "Must respond in 10 seconds.";
        }
        catch (HttpRequestException unreachable)
        {
            return $"Notification endpoint must respond: {unreachable.Message}";
        }
    }

    /// <summary>Ends when the notification is taken or given up; never throws but for <paramref name="ct"/>.</summary>
    public async Task DeliverAsync(string url, byte[] body, CancellationToken ct)
    {
        var (start, wait) = (clock.GetUtcNow(), FirstWait);
        while (!await TakesAsync(url, body, ct))
        {
            if (clock.GetUtcNow() - start + wait > GiveUpAfter)
            {
                log.LogWarning("A notification is lost: {Host} did not take it for four hours", new Uri(url).Host);
                return;
            }

            await Task.Delay(wait, clock, ct);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async Task<bool> TakesAsync(string url, byte[] body, CancellationToken ct)
    {
        try
        {
            using var inTime = CancellationTokenSource.CreateLinkedTokenSource(ct);
            using var limit = clock.CreateTimer(_ => inTime.Cancel(), null, AnswerWithin, Timeout.InfiniteTimeSpan);
            using var client = clients.CreateClient(Client);
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } };
            using var answer = await client.PostAsync(url, content, inTime.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception trouble) when (trouble is HttpRequestException || (trouble is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}
