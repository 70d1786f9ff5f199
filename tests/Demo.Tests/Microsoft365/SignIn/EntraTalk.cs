using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Demo.Microsoft365;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Demo.Tests.Microsoft365.SignIn;

/// <summary>What an application says to Entra.</summary>
internal sealed class EntraTalk(RunningSimulator simulator)
{
    public const string Verifier = "a-code-verifier-of-the-right-length-0123456789_~.";

    public static string Challenge => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public string Scope => simulator.Addresses.Scope;

    public string Home => $"{simulator.Addresses.Web}/";

    public Dictionary<string, string?> AuthorizeQuery(params (string Name, string? Value)[] changes)
    {
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = DemoAddresses.ClientId,
            ["redirect_uri"] = Home,
            ["response_type"] = "code",
            ["scope"] = $"openid profile offline_access {Scope}",
            ["state"] = "a state & more",
            ["nonce"] = "n-1",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            query[name] = value;
        }

        return query;
    }

    public Task<HttpResponseMessage> AuthorizeAsync(params (string Name, string? Value)[] changes) =>
        simulator.Http.GetAsync(QueryHelpers.AddQueryString(
            "/organizations/oauth2/v2.0/authorize", AuthorizeQuery(changes).Where(pair => pair.Value is not null)));

    /// <summary>Fills the sign-in page's form in.</summary>
    public Task<HttpResponseMessage> SignInAsync(
        string user, string password = "demo", string tenant = "organizations", params (string, string?)[] changes) =>
        simulator.Http.PostAsync($"/{tenant}/login", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["request"] = QueryHelpers.AddQueryString("", AuthorizeQuery(changes).Where(pair => pair.Value is not null))[1..],
            ["username"] = user,
            ["password"] = password,
        }));

    public async Task<string> CodeAsync(string user = "anna@contoso.example", params (string, string?)[] changes)
    {
        using var answer = await SignInAsync(user, changes: changes);
        return QueryHelpers.ParseQuery(answer.Headers.Location!.Query)["code"].ToString();
    }

    public Task<Answer> RedeemAsync(string code, params (string Name, string? Value)[] changes) => TokenAsync(
        "organizations",
        origin: simulator.Addresses.Web,
        [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Home), ("code_verifier", Verifier),
            .. changes,
        ]);

    public Task<Answer> PasswordAsync(string user = "anna@contoso.example", params (string, string?)[] changes) =>
        TokenAsync("organizations", null,
        [
            ("grant_type", "password"), ("username", user), ("password", "demo"), ("scope", Scope), .. changes,
        ]);

    public async Task<Answer> TokenAsync(string tenant, string? origin, (string Name, string? Value)[] form)
    {
        var fields = new Dictionary<string, string?> { ["client_id"] = DemoAddresses.ClientId };
        foreach (var (name, value) in form)
        {
            fields[name] = value;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{tenant}/oauth2/v2.0/token");
        request.Content = new FormUrlEncodedContent(
            fields.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await simulator.Http.SendAsync(request);
        var allowed = answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null;
        return new Answer(
            (int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(), allowed,
            answer.Headers.RetryAfter?.Delta);
    }

    /// <summary>Validates as an API must: with the served keys, issuer, audience and lifetime.</summary>
    public async Task<TokenValidationResult> ValidateAsync(string token, Tenant? tenant = null)
    {
        tenant ??= Demo.Microsoft365.Directory.Contoso;
        var keys = new JsonWebKeySet(await simulator.Http.GetStringAsync($"/{tenant.Id}/discovery/v2.0/keys"));
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidIssuer = $"https://login.microsoftonline.com/{tenant.Id}/v2.0",
            ValidAudience = DemoAddresses.ClientId,
            ValidAlgorithms = ["RS256"],
        });
    }
}

internal sealed record Answer(int Status, JsonElement Body, string? AllowedOrigin, TimeSpan? RetryAfter)
{
    public string AccessToken => this["access_token"];

    public int Code => Body.GetProperty("error_codes")[0].GetInt32();

    public string Error => this["error"];

    public string this[string name] => Body.GetProperty(name).GetString()!;
}
