using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;

namespace CompanionApi.Sync.Graph;

/// <summary>Microsoft's SDK, set up to speak for one mailbox or one reader. It retries nothing by itself.</summary>
internal sealed class GraphClients(GraphOptions options, GraphTokens tokens, IHttpClientFactory clients)
{
    public GraphServiceClient For(MailboxKey mailbox) => Make((claims, ct) => tokens.OfAsync(mailbox, claims, ct));

    public GraphServiceClient For(MailboxReader reader) => Make((claims, ct) => tokens.OnBehalfOfAsync(reader, claims, ct));

    private GraphServiceClient Make(Func<string?, CancellationToken, Task<string>> token) => new(
        clients.CreateClient("graph"), new BearerToken(options.Root, token), options.Root.ToString().TrimEnd('/'));

    /// <summary>A token goes to Graph and nowhere else, wherever a link in an answer may lead.</summary>
    private sealed class BearerToken(Uri root, Func<string?, CancellationToken, Task<string>> token) : IAuthenticationProvider
    {
        public async Task AuthenticateRequestAsync(
            RequestInformation request, Dictionary<string, object>? additionalAuthenticationContext = null,
            CancellationToken cancellationToken = default)
        {
            if (request.URI.Scheme != root.Scheme || request.URI.Authority != root.Authority)
            {
                throw new MailSourceException(MailSourceFailure.Permanent, "A link of the mailbox leads elsewhere.")
                {
                    Code = "foreign_link",
                };
            }

            // As they stood in WWW-Authenticate.
            var claims = GraphErrors.Decoded(additionalAuthenticationContext?.GetValueOrDefault("claims") as string);
            var bearer = await token(claims, cancellationToken);
            request.Headers.Remove("Authorization");
            request.Headers.Add("Authorization", $"Bearer {bearer}");
        }
    }
}
