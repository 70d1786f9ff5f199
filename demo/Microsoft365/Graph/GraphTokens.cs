using System.Collections.Concurrent;
using Demo.Microsoft365.SignIn;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Demo.Microsoft365.Graph;

/// <summary>Reads the bearer tokens that Graph is called with: the simulated Entra's, made for Graph, and in time.</summary>
internal sealed class GraphTokens(Directory directory, SigningKeys keys, GraphTrouble trouble, TimeProvider clock)
{
    private const int Remembered = 1_000;
    private static readonly JsonWebTokenHandler Reader = new();
    private readonly ConcurrentDictionary<string, (GraphCaller Caller, GraphTroubles SeenIn)> known = new();

    /// <exception cref="GraphException">401: no token, none of ours, for another audience, or past its time.</exception>
    public async Task<GraphCaller> ReadAsync(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || header.Length < 8)
        {
            throw GraphException.Unauthenticated("Access token is empty.");
        }

        var token = header[7..].Trim();
        if (known.Count > Remembered)
        {
            known.Clear();
        }

        if (!known.TryGetValue(token, out var there))
        {
            known[token] = there = (await ValidateAsync(token), trouble.Now);
        }

        var (caller, seenIn) = there;
        if (trouble.Now.RefusesKnownTokens && !ReferenceEquals(seenIn, trouble.Now))
        {
            throw GraphException.Unauthenticated("Access token validation failure.");
        }

        return caller.ExpiresAt > clock.GetUtcNow()
            ? caller
            : throw GraphException.Unauthenticated("Lifetime validation failed, the token is expired.");
    }

    private async Task<GraphCaller> ValidateAsync(string token)
    {
        if (token.Count(c => c == '.') != 2)
        {
            throw GraphException.Unauthenticated("IDX14100: JWT is not well formed, there are no dots (.).");
        }

        var result = await Reader.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.PublicKeys,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidAudience = Entra.GraphAudience,
            ValidIssuers = directory.Tenants.Select(tenant => $"https://sts.windows.net/{tenant.Id}/"),
            LifetimeValidator = (from, until, _, _) => from <= clock.GetUtcNow() && until is not null,
        });
        if (!result.IsValid)
        {
            throw GraphException.Unauthenticated(result.Exception switch
            {
                SecurityTokenInvalidAudienceException => "Access token validation failure. Invalid audience.",
                SecurityTokenInvalidIssuerException => "Access token validation failure. Invalid issuer.",
                SecurityTokenInvalidLifetimeException => "Lifetime validation failed, the token is not yet valid.",
                _ => "Signing key is invalid.",
            });
        }

        return CallerOf((JsonWebToken)result.SecurityToken);
    }

    private GraphCaller CallerOf(JsonWebToken token)
    {
        var tenant = token.GetClaim("tid").Value;
        var app = token.GetClaim("appid").Value;
        if (!token.TryGetClaim("scp", out var scopes))
        {
            return new GraphCaller(
                app, tenant, null, token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value).ToHashSet(),
                token.ValidTo);
        }

        var person = directory.FindById(tenant, token.GetClaim("oid").Value)
            ?? throw GraphException.Unauthenticated("The identity of the calling user could not be established.");
        return new GraphCaller(app, tenant, person, scopes.Value.Split(' ').ToHashSet(), token.ValidTo);
    }
}
