using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CompanionApi.Tests.Support;

/// <summary>Entra ID behind the client <c>entra</c>: its documents, its keys, and tokens of every shape.</summary>
public sealed class TestEntra(TimeProvider clock) : HttpMessageHandler
{
    public const string ClientId = "3d1f7a60-58c2-4e19-8b0d-6f94a2c7e5b3";
    public const string Instance = "https://login.microsoftonline.com/";

    private readonly List<EntraKey> published = [EntraKey.Create("key-1")];
    private readonly List<string> asked = [];

    /// <summary>Answers 503 from here on.</summary>
    public bool IsAway { get; set; }

    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (asked)
            {
                return [.. asked];
            }
        }
    }

    public EntraKey Key => published[^1];

    /// <summary>A new key that tokens are signed with from here on; the old ones stay published.</summary>
    public EntraKey Roll(string? issuer = null)
    {
        published.Add(EntraKey.Create($"key-{published.Count + 1}", issuer));
        return Key;
    }

    /// <summary>Publishes the newest key alone from here on.</summary>
    public void Withdraw() => published.RemoveRange(0, published.Count - 1);

    public static string IssuerOf(Guid tenant) => $"{Instance}{tenant}/v2.0";

    /// <summary>The claims of a good token; tests change one thing.</summary>
    public Dictionary<string, object> ClaimsOf(TestUser user)
    {
        var now = clock.GetUtcNow();
        return new Dictionary<string, object>
        {
            ["aud"] = ClientId,
            ["iss"] = IssuerOf(user.TenantId),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["azp"] = ClientId,
            ["azpacr"] = "0",
            ["name"] = user.DisplayName,
            ["oid"] = user.ObjectId.ToString(),
            ["preferred_username"] = user.Address,
            ["scp"] = "access_as_user",
            ["sub"] = "pairwise",
            ["tid"] = user.TenantId.ToString(),
            ["ver"] = "2.0",
        };
    }

    public string TokenFor(TestUser user) => Sign(ClaimsOf(user));

    public string Sign(Dictionary<string, object> claims) => Sign(claims, Key);

    public static string Sign(Dictionary<string, object> claims, EntraKey key) => new JsonWebTokenHandler().CreateToken(
        JsonSerializer.Serialize(claims), new SigningCredentials(key.Private, SecurityAlgorithms.RsaSha256));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var address = request.RequestUri!.ToString();
        lock (asked)
        {
            asked.Add(address);
        }

        if (IsAway)
        {
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        }

        var tenant = address.StartsWith(Instance, StringComparison.Ordinal) ? address[Instance.Length..].Split('/')[0] : "";
        object? document = address == $"{Instance}{tenant}/v2.0/.well-known/openid-configuration"
            ? new
            {
                issuer = $"{Instance}{(Guid.TryParse(tenant, out _) ? tenant : "{tenantid}")}/v2.0",
                jwks_uri = $"{Instance}{tenant}/discovery/v2.0/keys",
            }
            : address == $"{Instance}{tenant}/discovery/v2.0/keys"
                ? new { keys = published.Select(key => key.Document) }
                : null;
        return Task.FromResult(document is null
            ? new HttpResponseMessage(HttpStatusCode.NotFound)
            : new HttpResponseMessage { Content = new StringContent(JsonSerializer.Serialize(document)) });
    }
}

/// <summary>A signing key and how the key document shows it.</summary>
public sealed record EntraKey(RsaSecurityKey Private, string Issuer)
{
    private static readonly Lazy<RSA> Shared = new(() => RSA.Create(2048));

    public object Document
    {
        get
        {
            var parameters = Private.Rsa.ExportParameters(false);
            return new
            {
                kty = "RSA",
                use = "sig",
                kid = Private.KeyId,
                n = Base64UrlEncoder.Encode(parameters.Modulus),
                e = Base64UrlEncoder.Encode(parameters.Exponent),
                issuer = Issuer,
            };
        }
    }

    /// <summary>The first of all apps share one key pair, since making one takes a while; later ones are their own.</summary>
    public static EntraKey Create(string id, string? issuer = null) => new(
        new RsaSecurityKey(id == "key-1" ? Shared.Value : RSA.Create(2048)) { KeyId = id },
        issuer ?? TestEntra.Instance + "{tenantid}/v2.0");
}
