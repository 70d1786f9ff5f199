using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CompanionApi.SignIn;

/// <summary>
/// The keys that a tenant's tokens are signed with: fetched through the client <c>entra</c>, kept for a day, fetched
/// again when a token names an unknown one, since keys roll without notice. A fetch that fails leaves the old keys.
/// </summary>
public sealed class EntraKeys(
    IHttpClientFactory clients, AzureAdOptions azure, TimeProvider clock, ILogger<EntraKeys> log)
{
    /// <summary>Stands for any tenant: who is not enrolled is told so only under a token that is genuine.</summary>
    public const string AnyTenant = "organizations";

    private const int MaxDocumentBytes = 1 << 20;
    private const int MinKeyBits = 2048;
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(24);

    // Tokens with invented key ids, or an Entra that is away, must not make us knock with each request.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Tenant> tenants = new();

    /// <summary>The key, if it may sign for <paramref name="issuer"/>; null when there is none.</summary>
    /// <exception cref="SignInRefused">No keys are here and none can be fetched.</exception>
    public async Task<SecurityKey?> FindAsync(string tenant, string issuer, string keyId)
    {
        var known = tenants.GetOrAdd(tenant, _ => new Tenant());
        var keys = known.Keys;
        if (keys is null || clock.GetElapsedTime(keys.FetchedAt) > KeepFor || !keys.ById.ContainsKey(keyId))
        {
            keys = await RefreshAsync(tenant, known, keys, keyId);
        }

        return keys.ById.TryGetValue(keyId, out var key) && MaySignFor(key, issuer) ? key : null;
    }

    private async Task<KeySet> RefreshAsync(string tenant, Tenant known, KeySet? seen, string keyId)
    {
        await known.Asking.WaitAsync();
        try
        {
            if (known.Keys is { } current && (current != seen || IsQuiet(known)))
            {
                return current;
            }

            if (known.Trouble is { } last && IsQuiet(known))
            {
                throw SignInRefused.KeysUnavailable(last);
            }

            known.Keys = await FetchAsync(tenant);
            known.Trouble = null;
            (known.AskedAt, known.QuietFor) =
                (clock.GetTimestamp(), known.Keys.ById.ContainsKey(keyId) ? TimeSpan.Zero : AskAgainAfter);
            return known.Keys;
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException or JsonException
            or KeyNotFoundException or ArgumentException or InvalidOperationException or FormatException)
        {
            log.LogWarning(trouble, "The keys of tenant {Tenant} cannot be fetched", tenant);
            known.Trouble = trouble;
            (known.AskedAt, known.QuietFor) = (clock.GetTimestamp(), TryAgainAfter);
            return known.Keys ?? throw SignInRefused.KeysUnavailable(trouble);
        }
        finally
        {
            known.Asking.Release();
        }
    }

    // By the steady clock: one that is put back would keep old keys for as long.
    private bool IsQuiet(Tenant known) => clock.GetElapsedTime(known.AskedAt) < known.QuietFor;

    private async Task<KeySet> FetchAsync(string tenant)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var client = clients.CreateClient("entra");
        client.MaxResponseContentBufferSize = MaxDocumentBytes;
        using var configuration = JsonDocument.Parse(await client.GetStringAsync(
            $"{azure.IssuerOf(tenant)}/.well-known/openid-configuration", timeout.Token));
        var address = configuration.RootElement.GetProperty("jwks_uri").GetString();
        var keys = new JsonWebKeySet(await client.GetStringAsync(address, timeout.Token)).Keys
            .Where(key => key.Kty == "RSA" && key.Use is null or "sig" && key.Kid is not null &&
                key.KeySize >= MinKeyBits);
        return new KeySet(clock.GetTimestamp(), keys.DistinctBy(key => key.Kid).ToDictionary(key => key.Kid));
    }

    /// <summary>A key whose issuer names one tenant signs for that tenant alone.</summary>
    private static bool MaySignFor(JsonWebKey key, string issuer)
    {
        if (!key.AdditionalData.TryGetValue("issuer", out var named) ||
            named.ToString() is not { Length: > 0 } template)
        {
            return true;
        }

        var tenant = issuer.Split('/')[^2];
        return template.Replace("{tenantid}", tenant, StringComparison.Ordinal) == issuer;
    }

    private sealed record KeySet(long FetchedAt, IReadOnlyDictionary<string, JsonWebKey> ById);

    private sealed class Tenant
    {
        public SemaphoreSlim Asking { get; } = new(1);

        public KeySet? Keys { get; set; }

        public long AskedAt { get; set; }

        public TimeSpan QuietFor { get; set; }

        public Exception? Trouble { get; set; }
    }
}
