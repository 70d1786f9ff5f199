using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Identity.Client;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// Tokens for Graph: of a rep who is here, on behalf of the token that the page brought; of a mailbox, by the sign-in that
/// lasts (MSAL's long-running process: the refresh token of the rep's own sign-in, renewed with each use); of a shared mailbox,
/// by the permissions of the application, which are used for nothing else (S15).
/// </summary>
internal sealed class GraphTokens
{
    private const int MostHeld = 10_000;
    private static readonly TimeSpan Spare = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new();

    // Asked for ".default", MSAL takes none of its own tokens for an answer, since none names that scope: it would renew for
    // each request, and Entra refuses who does (AADSTS50196).
    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> held = new();
    private readonly TokenCache cache;
    private readonly TimeProvider clock;
    private readonly GraphOptions options;
    private readonly IMsalHttpClientFactory http;

    public GraphTokens(GraphOptions options, TokenCache cache, IHttpClientFactory clients, TimeProvider clock)
    {
        (this.cache, this.clock, this.options, http) = (cache, clock, options, new EntraClients(clients));
    }

    /// <summary>Makes the rep's sign-in last.</summary>
    public Task ConnectAsync(MailboxKey mailbox, string accessToken, CancellationToken ct) =>
        InTurnAsync(mailbox, async key =>
        {
            held.TryRemove(key, out _);
            var longRunning = (ILongRunningWebApi)NewApp();
            await longRunning.InitiateLongRunningProcessInWebApi(options.Scopes, accessToken, ref key)
                .WithTenantId(mailbox.TenantId.ToString()).ExecuteAsync(ct);
            return key;
        }, ct);

    /// <summary>A token of a connected mailbox.</summary>
    /// <param name="mailbox">Whose sign-in lasts; a shared one needs none.</param>
    /// <param name="claims">What Graph demanded of it, as JSON; null: nothing.</param>
    /// <param name="ct">Gives up.</param>
    public Task<string> OfAsync(MailboxKey mailbox, string? claims, CancellationToken ct) =>
        InTurnAsync(mailbox, async key =>
        {
            if (claims is null && Held(key) is { } token)
            {
                return token;
            }

            if (mailbox.IsShared)
            {
                return Hold(key, await OwnAsync(mailbox, claims, ct));
            }

            var asked = ((ILongRunningWebApi)NewApp()).AcquireTokenInLongRunningProcess(options.Scopes, key)
                .WithTenantId(mailbox.TenantId.ToString());
            return Hold(key, await (claims is null ? asked : asked.WithClaims(claims)).ExecuteAsync(ct));
        }, ct);

    /// <summary>A token of a rep who is here now.</summary>
    public Task<string> OnBehalfOfAsync(MailboxReader reader, string? claims, CancellationToken ct) => GuardAsync(async () =>
    {
        var key = KeyOf(reader);
        if (claims is null && Held(key) is { } token)
        {
            return token;
        }

        var asked = NewApp().AcquireTokenOnBehalfOf(options.Scopes, new UserAssertion(reader.AccessToken)).WithTenantId(reader.TenantId);
        return Hold(key, await (claims is null ? asked : asked.WithClaims(claims)).ExecuteAsync(ct));
    }, ct);

    /// <summary>
    /// Runs a call for the mailbox; where Graph refuses its token and demands nothing, once more with another: a token may
    /// lose its worth before its time.
    /// </summary>
    public async Task<T> RunAsync<T>(MailboxKey mailbox, Func<Task<T>> call)
    {
        var key = KeyOf(mailbox);
        try
        {
            return await RunAsync(key, call);
        }
        catch (MailSourceException failed) when (mailbox.IsShared && failed.Code == MailSourceException.AccessDenied)
        {
            // A token keeps the permissions that it was made with: what is granted meanwhile needs a new one.
            held.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>The same for a reader.</summary>
    public Task<T> RunAsync<T>(MailboxReader reader, Func<Task<T>> call) => RunAsync(KeyOf(reader), call);

    /// <summary>The lasting sign-in goes. Of a shared mailbox there is none: the next token is a new one.</summary>
    public Task ForgetAsync(MailboxKey mailbox, CancellationToken ct) => InTurnAsync(mailbox, async key =>
    {
        held.TryRemove(key, out _);
        await cache.ForgetAsync(key);
        return true;
    }, ct);

    /// <summary>
    /// One for each time that a token is fetched, which is once an hour for each sign-in: an application of MSAL has one cache in
    /// memory, which the reading of one sign-in clears while another is being used.
    /// </summary>
    private IConfidentialClientApplication NewApp()
    {
        var builder = ConfidentialClientApplicationBuilder.Create(options.ClientId)
            .WithAuthority($"{options.Instance}organizations", validateAuthority: false)
            // The operator's settings name the authority: nobody else needs to be asked whether it is one.
            .WithInstanceDiscovery(false)
            .WithLegacyCacheCompatibility(false)
            .WithHttpClientFactory(http, retryOnceOn5xx: false)
            // We answer the challenges that come with it: revocation is heard of at once, not after an hour.
            .WithClientCapabilities(["cp1"]);
        builder = options.Certificate is { } certificate
            ? builder.WithCertificate(certificate, sendX5C: true)
            : builder.WithClientSecret(options.ClientSecret);
        var app = builder.Build();
        cache.Serve(app.UserTokenCache);
        return app;
    }

    private Task<AuthenticationResult> OwnAsync(MailboxKey mailbox, string? claims, CancellationToken ct)
    {
        // We hold it ourselves; MSAL's own cache would go on with the permissions of an hour ago.
        var asked = NewApp().AcquireTokenForClient(options.Scopes).WithTenantId(mailbox.TenantId.ToString()).WithForceRefresh(true);
        return (claims is null ? asked : asked.WithClaims(claims)).ExecuteAsync(ct);
    }

    /// <summary>Never the steward's own: ending a shared mailbox must leave her sign-in alone.</summary>
    private static string KeyOf(MailboxKey mailbox) => mailbox.IsShared
        ? $"application.{mailbox.TenantId}"
        : TokenCache.KeyOf(mailbox.CompanyId, mailbox.TenantId, mailbox.ObjectId);

    private static string KeyOf(MailboxReader reader) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(reader.AccessToken)));

    private async Task<T> RunAsync<T>(string key, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (MailSourceException refused) when (refused is { Code: GraphErrors.TokenRefused, Claims: null })
        {
            // Of several that were refused at once, the last may drop what the first has fetched: that costs one token more.
            held.TryRemove(key, out _);
            return await call();
        }
    }

    private string? Held(string key) =>
        held.TryGetValue(key, out var there) && there.Until > clock.GetUtcNow() ? there.Token : null;

    private string Hold(string key, AuthenticationResult result)
    {
        if (held.Count >= MostHeld)
        {
            held.Clear();
        }

        held[key] = (result.AccessToken, result.ExpiresOn - Spare);
        return result.AccessToken;
    }

    /// <summary>One after the other for each sign-in: two that renew it at once would lose it.</summary>
    private async Task<T> InTurnAsync<T>(MailboxKey mailbox, Func<string, Task<T>> act, CancellationToken ct)
    {
        var key = KeyOf(mailbox);
        var turn = turns.GetOrAdd(key, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(ct);
        try
        {
            return await GuardAsync(() => act(key), ct);
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> act, CancellationToken ct)
    {
        try
        {
            return await act();
        }
        catch (MsalUiRequiredException refused)
        {
            throw new MailSourceException(MailSourceFailure.NeedsReconnect, "The sign-in is no longer good.", inner: refused)
            {
                Code = refused.Classification == UiRequiredExceptionClassification.ConsentRequired
                    ? "consent_required" : "sign_in_expired",
                Claims = string.IsNullOrEmpty(refused.Claims) ? null : refused.Claims,
            };
        }
        catch (MsalClientException missing) when (missing.ErrorCode == MsalError.OboCacheKeyNotInCacheError)
        {
            throw new MailSourceException(MailSourceFailure.NeedsReconnect, "No sign-in is kept.", inner: missing)
            {
                Code = "sign_in_missing",
            };
        }
        catch (MsalServiceException failed)
        {
            // What is wrong with our own registration is the operator's to mend; the reps have nothing to do.
            throw new MailSourceException(
                MailSourceFailure.Temporary, "Entra ID gives no token now.", failed.Headers?.RetryAfter?.Delta, failed)
            {
                Code = failed.ErrorCode is "invalid_client" or "unauthorized_client" ? "app_registration" : "sign_in_unavailable",
            };
        }
        catch (Exception failed) when (failed is MsalException or HttpRequestException or JsonException ||
            (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new MailSourceException(MailSourceFailure.Temporary, "Entra ID does not answer.", inner: failed)
            {
                Code = "sign_in_unavailable",
            };
        }
    }

    private sealed class EntraClients(IHttpClientFactory clients) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => clients.CreateClient("entra");
    }
}
