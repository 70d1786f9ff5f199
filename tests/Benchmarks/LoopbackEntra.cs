using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MailCrm.Benchmarks;

/// <summary>
/// Entra ID on loopback, named to the program by its setting: the two documents that it fetches, and tokens. What the
/// program checks of a token, it checks of these.
/// </summary>
internal sealed class LoopbackEntra : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "bench" };

    private LoopbackEntra()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant) =>
            new { issuer = IssuerOf(tenant), jwks_uri = $"{Instance}{tenant}/discovery/v2.0/keys" });
        app.MapGet("/{tenant}/discovery/v2.0/keys", Keys);
    }

    /// <summary>As the setting <c>AzureAd:Instance</c> wants it.</summary>
    public string Instance => $"{app.Urls.First()}/";

    public static async Task<LoopbackEntra> StartAsync()
    {
        var entra = new LoopbackEntra();
        await entra.app.StartAsync();
        return entra;
    }

    public string TokenOf(int rep)
    {
        var now = DateTimeOffset.UtcNow;
        return new JsonWebTokenHandler().CreateToken(
            JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["aud"] = BenchCompany.ClientId,
                ["iss"] = IssuerOf($"{BenchCompany.Tenant}"),
                ["iat"] = now.ToUnixTimeSeconds(),
                ["nbf"] = now.ToUnixTimeSeconds(),
                ["exp"] = now.AddHours(8).ToUnixTimeSeconds(),
                ["azp"] = BenchCompany.ClientId,
                ["azpacr"] = "0",
                ["name"] = BenchCompany.NameOf(rep),
                ["oid"] = $"{BenchCompany.ObjectIdOf(rep)}",
                ["preferred_username"] = BenchCompany.AddressOf(rep),
                ["scp"] = "access_as_user",
                ["sub"] = "pairwise",
                ["tid"] = $"{BenchCompany.Tenant}",
                ["ver"] = "2.0",
            }),
            new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private string IssuerOf(string tenant) => $"{Instance}{tenant}/v2.0";

    private object Keys()
    {
        var numbers = key.Rsa.ExportParameters(false);
        return new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA", use = "sig", kid = key.KeyId, n = Base64UrlEncoder.Encode(numbers.Modulus),
                    e = Base64UrlEncoder.Encode(numbers.Exponent), issuer = IssuerOf("{tenantid}"),
                },
            },
        };
    }
}
