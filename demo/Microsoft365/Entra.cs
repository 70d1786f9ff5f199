using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Demo.Microsoft365.SignIn;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Demo.Microsoft365;

/// <summary>Issues the simulated Entra's tokens: in shape, lifetime and signature like the real ones (v2).</summary>
public sealed class Entra(Directory directory, DemoAddresses addresses, SigningKeys keys, Faults faults, TimeProvider clock)
{
    public const string Instance = "https://login.microsoftonline.com";
    public const string GraphAudience = "00000003-0000-0000-c000-000000000000";

    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };

    public static string Issuer(string tenantId) => $"{Instance}/{tenantId}/v2.0";

    /// <summary>
    /// Tokens for a signed-in person, as any flow answers them: <c>scope</c> is the request's scope parameter.
    /// </summary>
    /// <exception cref="EntraException">The scope is none that Entra grants.</exception>
    public IssuedTokens Issue(SimUser user, string scope, string? nonce = null) =>
        Issue(user, RequestedScopes.Parse(scope, addresses), AppCredential.None, nonce);

    /// <summary>An access token for MailCrm's API, for tests and scripts within the process.</summary>
    public string IssueAccessToken(SimUser user) => Issue(user, addresses.Scope).AccessToken;

    internal IssuedTokens Issue(SimUser user, RequestedScopes scopes, AppCredential credential, string? nonce)
    {
        var lifetime = Lifetime();
        var claims = UserClaims(user, lifetime);
        claims["name"] = user.DisplayName;
        claims["preferred_username"] = user.Address;
        claims["aio"] = Random(40);
        claims["azp"] = DemoAddresses.ClientId;
        claims["azpacr"] = credential == AppCredential.Secret ? "1" : "0";
        claims["scp"] = string.Join(' ', scopes.Granted);
        if (scopes.Resource == TokenResource.Graph)
        {
            AsGraph(claims, user.TenantId);
        }
        else if (user.Roles.Count > 0)
        {
            claims["roles"] = user.Roles;
        }

        var fault = scopes.Resource == TokenResource.MailCrm ? faults.Take("accessToken", user.Address) : null;
        return new IssuedTokens(
            TokenFaults.Write(claims, fault?.Error, keys, Sign),
            scopes.OpenId ? IdToken(user, lifetime, nonce) : null,
            (int)lifetime.TotalSeconds,
            ScopeAnswer(scopes));
    }

    /// <summary>The application permissions that the tenants' admins have consented to.</summary>
    public IReadOnlyList<string> AppRoles { get; set; } = ["Mail.ReadWrite", "Mail.Send", "MailboxSettings.Read", "User.Read.All"];

    /// <summary>A token for the app itself: application permissions as roles, no person.</summary>
    internal IssuedTokens IssueForApp(Tenant tenant, RequestedScopes scopes)
    {
        var lifetime = Lifetime();
        var principal = Pairwise(DemoAddresses.ClientId, tenant.Id);
        var claims = Times(lifetime);
        claims["aud"] = DemoAddresses.ClientId;
        claims["iss"] = Issuer(tenant.Id);
        claims["azp"] = DemoAddresses.ClientId;
        claims["azpacr"] = "1";
        claims["idtyp"] = "app";
        claims["oid"] = principal;
        claims["sub"] = principal;
        claims["tid"] = tenant.Id;
        claims["roles"] = scopes.Resource == TokenResource.Graph ? AppRoles.ToArray() : Array.Empty<string>();
        claims["ver"] = "2.0";
        if (scopes.Resource == TokenResource.Graph)
        {
            AsGraph(claims, tenant.Id);
        }

        return new IssuedTokens(Sign(claims, keys.Current), null, (int)lifetime.TotalSeconds, ScopeAnswer(scopes));
    }

    /// <summary>The person an access token of ours speaks for. The exceptions are Entra's for an on-behalf-of assertion.</summary>
    internal async Task<SimUser> ReadAssertionAsync(string token)
    {
        var parameters = new TokenValidationParameters
        {
            IssuerSigningKeys = keys.PublicKeys,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidAudience = DemoAddresses.ClientId,
            ValidIssuers = directory.Tenants.Select(tenant => Issuer(tenant.Id)),
            ClockSkew = TimeSpan.Zero,
        };
        var result = await Writer.ValidateTokenAsync(token, parameters);
        if (!result.IsValid)
        {
            throw new EntraException(result.Exception switch
            {
                SecurityTokenInvalidAudienceException => EntraError.AssertionAudience,
                SecurityTokenExpiredException or SecurityTokenNotYetValidException => EntraError.AssertionExpired,
                _ => EntraError.AssertionInvalid,
            });
        }

        if (!result.Claims.ContainsKey("scp"))
        {
            throw new EntraException(EntraError.AssertionOfAnApp);
        }

        return directory.FindById($"{result.Claims["tid"]}", $"{result.Claims["oid"]}")
            ?? throw new EntraException(EntraError.AssertionInvalid);
    }

    private string IdToken(SimUser user, TimeSpan lifetime, string? nonce)
    {
        var claims = UserClaims(user, lifetime);
        claims["name"] = user.DisplayName;
        claims["preferred_username"] = user.Address;
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Sign(claims, keys.Current);
    }

    private Dictionary<string, object> UserClaims(SimUser user, TimeSpan lifetime)
    {
        var claims = Times(lifetime);
        claims["aud"] = DemoAddresses.ClientId;
        claims["iss"] = Issuer(user.TenantId);
        claims["oid"] = user.ObjectId;
        claims["rh"] = $"1.{Random(40)}.";
        claims["sub"] = Pairwise(user.ObjectId, DemoAddresses.ClientId);
        claims["tid"] = user.TenantId;
        claims["uti"] = Random(16);
        claims["ver"] = "2.0";
        return claims;
    }

    private Dictionary<string, object> Times(TimeSpan lifetime)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return new Dictionary<string, object>
        {
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)lifetime.TotalSeconds,
        };
    }

    // Graph's own tokens are of the first version; whoever is not Graph has no business reading them.
    private static void AsGraph(Dictionary<string, object> claims, string tenantId)
    {
        claims["aud"] = GraphAudience;
        claims["iss"] = $"https://sts.windows.net/{tenantId}/";
        claims["appid"] = claims["azp"];
        claims["appidacr"] = claims["azpacr"];
        claims["ver"] = "1.0";
        claims.Remove("azp");
        claims.Remove("azpacr");
    }

    private string ScopeAnswer(RequestedScopes scopes)
    {
        var uri = scopes.Resource == TokenResource.MailCrm ? addresses.AppIdUri : RequestedScopes.GraphUri;
        var granted = scopes.Granted.Select(permission => $"{uri}/{permission}");
        return string.Join(' ', scopes.OpenId ? ["openid", "profile", .. granted] : granted);
    }

    private static string Sign(Dictionary<string, object> claims, SigningCredentials? credentials)
    {
        var payload = JsonSerializer.Serialize(claims);
        return credentials is null ? Writer.CreateToken(payload) : Writer.CreateToken(payload, credentials);
    }

    private static TimeSpan Lifetime() => TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(60 * 60, 90 * 60));

    private static string Random(int bytes) => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(bytes));

    private static string Pairwise(string subject, string sector) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{subject}|{sector}")));
}

/// <summary>How the calling app proved itself: a public client not at all.</summary>
internal enum AppCredential
{
    None,
    Secret,
}

/// <summary><c>ExpiresIn</c> is in seconds; <c>IdToken</c> only where openid was asked for.</summary>
public sealed record IssuedTokens(string AccessToken, string? IdToken, int ExpiresIn, string Scope);
