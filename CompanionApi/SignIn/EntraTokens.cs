using System.Collections.Concurrent;
using System.Security.Claims;
using CompanionApi.Data;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CompanionApi.SignIn;

/// <summary>
/// Checks a version 2 access token of Entra ID (facts: signature, issuer, audience, life, version, caller, person,
/// scope). Nothing here touches the database.
/// </summary>
public sealed class EntraTokens(
    AzureAdOptions azure, EnrolledTenants enrolled, EntraKeys keys, TimeProvider clock) : TokenHandler
{
    public const string Scope = "access_as_user";

    private const int MostKnown = 1_000;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);
    private static readonly JsonWebTokenHandler Reader = new() { MapInboundClaims = false };

    /// <summary>
    /// Tokens that were found genuine: to check a signature again for each request takes a fifth of a small answer's time. What
    /// may change under a token (its life, the keys, who is enrolled) is asked each time.
    /// </summary>
    private readonly ConcurrentDictionary<string, Genuine> known = new();

    private sealed record Genuine(
        TokenValidationResult Result, Guid Tenant, string Issuer, string KeyId, SecurityKey? Key, DateTime From, DateTime Until);

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token, TokenValidationParameters validationParameters)
    {
        try
        {
            return await CheckAsync(token);
        }
        catch (SignInRefused refused)
        {
            return new TokenValidationResult { IsValid = false, Exception = refused };
        }
        catch (Exception trouble) when (trouble is IOException || StorageUnavailableException.IsCause(trouble))
        {
            // Ours, not the token's: a page that hears 401 sends its user to sign in again.
            return new TokenValidationResult { IsValid = false, Exception = SignInRefused.StorageUnavailable(trouble) };
        }
    }

    private async Task<TokenValidationResult> CheckAsync(string text)
    {
        if (known.TryGetValue(text, out var genuine))
        {
            if (IsInLife(genuine.From, genuine.Until) && await enrolled.FindAsync(genuine.Tenant) is not null &&
                await keys.FindAsync(genuine.Tenant.ToString(), genuine.Issuer, genuine.KeyId) == genuine.Key)
            {
                return genuine.Result;
            }

            known.TryRemove(text, out _);
        }

        var token = Read(text);
        var tenant = GuidOf(token, "tid") ?? throw SignInRefused.InvalidToken("There is no tid.");
        var issuer = azure.IssuerOf(tenant.ToString());
        // Before anything is fetched: the cheap tests that throw out what was never meant for us.
        if (token.Alg != SecurityAlgorithms.RsaSha256 || token.Kid is not { Length: > 0 } keyId ||
            token.Issuer != issuer || !token.Audiences.SequenceEqual([azure.ClientId]))
        {
            throw SignInRefused.InvalidToken("Wrong algorithm, issuer or audience, or no kid.");
        }

        var isEnrolled = await enrolled.FindAsync(tenant) is not null;
        var key = await keys.FindAsync(isEnrolled ? tenant.ToString() : EntraKeys.AnyTenant, issuer, keyId);
        var result = await Reader.ValidateTokenAsync(token, ParametersFor(issuer, key));
        if (!result.IsValid)
        {
            throw SignInRefused.InvalidToken("Not valid.", result.Exception);
        }

        CheckClaims(token, issuer);
        if (!isEnrolled)
        {
            throw SignInRefused.NotEnrolled();
        }

        if (known.Count >= MostKnown)
        {
            known.Clear();
        }

        known[text] = new Genuine(result, tenant, issuer, keyId, key, token.ValidFrom, token.ValidTo);
        return result;
    }

    private bool IsInLife(DateTime? from, DateTime? until) => clock.GetUtcNow().UtcDateTime is var now &&
        until > now - ClockSkew && (from is null || from <= now + ClockSkew);

    private static JsonWebToken Read(string text)
    {
        try
        {
            return Reader.ReadJsonWebToken(text);
        }
        catch (ArgumentException bad)
        {
            throw SignInRefused.InvalidToken("Not a token.", bad);
        }
    }

    private TokenValidationParameters ParametersFor(string issuer, SecurityKey? key) => new()
    {
        ValidAudience = azure.ClientId,
        ValidIssuer = issuer,
        IssuerSigningKeys = key is null ? [] : [key],
        TryAllIssuerSigningKeys = false,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) => IsInLife(from, until),
        NameClaimType = "name",
        RoleClaimType = "roles",
    };

    private void CheckClaims(JsonWebToken token, string issuer)
    {
        if (TextOf(token, "ver") != "2.0" || GuidOf(token, "oid") is null ||
            !azure.AllowedClientIds.Contains(TextOf(token, "azp") ?? "") || TextOf(token, "idtyp") == "app")
        {
            throw SignInRefused.InvalidToken("Wrong version or caller, or no person.");
        }

        // An application's own token has roles and no scope at all: refused here with those of the wrong scope.
        if (!(TextOf(token, "scp") ?? "").Split(' ').Contains(Scope))
        {
            throw SignInRefused.MissingScope();
        }

        if (IsGuest(token, issuer))
        {
            throw SignInRefused.GuestNotAllowed();
        }
    }

    /// <summary>
    /// <c>acct</c> is 1 for a guest; <c>idp</c> stands only where somebody else than this tenant signed the user in.
    /// The tenant itself may be named by its version 2 or its version 1 issuer.
    /// </summary>
    private static bool IsGuest(JsonWebToken token, string issuer)
    {
        var tenant = TextOf(token, "tid")!;
        var idp = TextOf(token, "idp");
        return TextOf(token, "acct") is "1" ||
            (idp is not null && idp != issuer && idp.TrimEnd('/') != $"https://sts.windows.net/{tenant}");
    }

    private static Guid? GuidOf(JsonWebToken token, string claim) =>
        Guid.TryParseExact(TextOf(token, claim), "D", out var id) ? id : null;

    private static string? TextOf(JsonWebToken token, string claim) =>
        token.TryGetClaim(claim, out Claim value) ? value.Value : null;
}
