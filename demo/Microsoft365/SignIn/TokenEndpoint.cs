using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Demo.Microsoft365.Graph;
using Microsoft.IdentityModel.Tokens;

namespace Demo.Microsoft365.SignIn;

/// <summary>The token endpoint: each grant is checked by Entra's rules and answered with tokens or an AADSTS error.</summary>
public sealed class TokenEndpoint(
    Directory directory,
    DemoAddresses addresses,
    Entra entra,
    AuthorizationCodes codes,
    RefreshTokens refreshTokens,
    GraphTrouble trouble)
{
    private const string OnBehalfOf = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public async Task<IResult> AnswerAsync(HttpContext http, string tenant)
    {
        http.Response.Headers.CacheControl = "no-store, no-cache";
        http.Response.Headers.Pragma = "no-cache";
        try
        {
            if (!http.Request.HasFormContentType)
            {
                throw new EntraException(EntraError.Missing("grant_type"));
            }

            var form = new TokenForm(await http.Request.ReadFormAsync(), http.Request.Headers.Origin.Count > 0);
            RequireKnown(tenant, form);
            return Results.Json(form.Required("grant_type") switch
            {
                "authorization_code" => ByCode(tenant, form),
                "refresh_token" => ByRefreshToken(tenant, form),
                "password" => ByPassword(tenant, form),
                "client_credentials" => ByClientCredentials(tenant, form),
                OnBehalfOf => await OnBehalfOfAsync(tenant, form),
                var other => throw new EntraException(EntraError.UnsupportedGrant(other)),
            });
        }
        catch (EntraException refused)
        {
            return refused.Error.ToResult();
        }
    }

    private void RequireKnown(string tenant, TokenForm form)
    {
        if (!TenantNames.IsKnown(tenant, directory))
        {
            throw new EntraException(EntraError.UnknownTenant(tenant));
        }

        if (!AppRegistration.IsKnown(form.Required("client_id")))
        {
            throw new EntraException(EntraError.UnknownApplication(form["client_id"]));
        }
    }

    private TokenAnswer ByCode(string tenant, TokenForm form)
    {
        var code = codes.Redeem(form.Required("code"));
        if (form.Required("redirect_uri") != code.Request.RedirectUri)
        {
            throw new EntraException(EntraError.RedirectDiffers);
        }

        if (form["code_verifier"] is not { } verifier)
        {
            throw new EntraException(EntraError.PkceMissing);
        }

        if (Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) != code.Request.CodeChallenge)
        {
            throw new EntraException(EntraError.PkceWrong);
        }

        if (!form.IsCrossOrigin)
        {
            throw new EntraException(EntraError.CrossOriginNeeded);
        }

        RequireTenantOf(tenant, code.User);
        var scopes = RequestedScopes.Parse(form["scope"] ?? code.Request.Scope, addresses);
        var asked = RequestedScopes.Parse(code.Request.Scope, addresses);
        return Answer(code.User, scopes with { OpenId = asked.OpenId }, AppCredential.None, code.Request.Nonce,
            asked.OfflineAccess ? refreshTokens.Issue(code.User, isSinglePage: true) : null);
    }

    private TokenAnswer ByRefreshToken(string tenant, TokenForm form)
    {
        var token = form.Required("refresh_token");
        var grant = refreshTokens.Find(token);
        if (grant.IsConfidential)
        {
            form.RequireSecret();
        }

        if (grant.IsSinglePage && !form.IsCrossOrigin)
        {
            throw new EntraException(EntraError.CrossOriginNeeded);
        }

        var user = directory.FindById(grant.TenantId, grant.ObjectId)
            ?? throw new EntraException(EntraError.UnknownUser(grant.ObjectId));
        RequireLiveSignIn(user);
        RequireTenantOf(tenant, user);
        var scopes = RequestedScopes.Parse(form["scope"] ?? addresses.Scope, addresses);
        return Answer(user, scopes, form.Credential(), null, refreshTokens.Renew(token));
    }

    private TokenAnswer ByPassword(string tenant, TokenForm form)
    {
        var scopes = RequestedScopes.Parse(form.Required("scope"), addresses);
        var name = form.Required("username");
        var user = directory.FindPerson(name) ?? throw new EntraException(EntraError.UnknownUser(name));
        if (form.Required("password") != Directory.Password)
        {
            throw new EntraException(EntraError.WrongPassword);
        }

        RequireTenantOf(tenant, user);
        return Answer(user, scopes, form.Credential(), null,
            scopes.OfflineAccess ? refreshTokens.Issue(user, isSinglePage: false) : null);
    }

    private TokenAnswer ByClientCredentials(string tenant, TokenForm form)
    {
        form.RequireSecret();
        var scopes = RequestedScopes.Parse(form.Required("scope"), addresses);
        if (!scopes.AsksForDefault || scopes.Permissions.Count > 1)
        {
            throw new EntraException(EntraError.DefaultScopeOnly(form.Required("scope")));
        }

        var concrete = directory.FindTenant(tenant)
            ?? throw new EntraException(EntraError.UnknownApplication(form["client_id"]));
        var issued = entra.IssueForApp(concrete, scopes);
        return new TokenAnswer("Bearer", issued.Scope, issued.ExpiresIn, issued.AccessToken, null, null, null);
    }

    private async Task<TokenAnswer> OnBehalfOfAsync(string tenant, TokenForm form)
    {
        form.RequireSecret();
        if (form.Required("requested_token_use") != "on_behalf_of")
        {
            throw new EntraException(EntraError.Missing("requested_token_use"));
        }

        var user = await entra.ReadAssertionAsync(form.Required("assertion"));
        RequireLiveSignIn(user);
        RequireTenantOf(tenant, user);
        var scopes = RequestedScopes.Parse(form.Required("scope"), addresses);
        return Answer(user, scopes, AppCredential.Secret, null,
            scopes.OfflineAccess ? refreshTokens.Issue(user, isSinglePage: false, isConfidential: true) : null);
    }

    private void RequireLiveSignIn(SimUser user)
    {
        if (trouble.IsRevoked(user))
        {
            throw new EntraException(EntraError.OfFault(new Fault { Target = "token", Error = "revoked" }));
        }
    }

    private void RequireTenantOf(string tenant, SimUser user)
    {
        if (!TenantNames.IsForAnyone(tenant) && directory.FindTenant(tenant)!.Id != user.TenantId)
        {
            throw new EntraException(EntraError.UserOfOtherTenant(user.Address));
        }
    }

    private TokenAnswer Answer(
        SimUser user, RequestedScopes scopes, AppCredential credential, string? nonce, string? refreshToken)
    {
        var issued = entra.Issue(user, scopes, credential, nonce);
        var account = JsonSerializer.SerializeToUtf8Bytes(new { uid = user.ObjectId, utid = user.TenantId });
        return new TokenAnswer("Bearer", issued.Scope, issued.ExpiresIn, issued.AccessToken, refreshToken, issued.IdToken,
            Base64UrlEncoder.Encode(account));
    }
}
