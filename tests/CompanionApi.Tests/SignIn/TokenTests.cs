using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CompanionApi.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace CompanionApi.Tests.SignIn;

/// <summary>Which tokens are believed: one good one, and each way of being wrong.</summary>
public sealed class TokenTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    private const string PersonalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad";
    private const string Stranger = "aaaaaaaa-0000-4000-8000-000000000001";

    /// <summary>One thing wrong with the claims, and what is answered. A null takes the claim away.</summary>
    public static TheoryData<string, string, object?, int, string> WrongClaims => new()
    {
        { "another API's token", "aud", "00000003-0000-0000-c000-000000000000", 401, "invalid_token" },
        { "the App ID URI as audience", "aud", "api://crm.mailcrm.example/" + TestEntra.ClientId, 401, "invalid_token" },
        { "ours among other audiences", "aud", new[] { TestEntra.ClientId, "another" }, 401, "invalid_token" },
        { "no audience", "aud", null, 401, "invalid_token" },
        { "another tenant's issuer", "iss", TestEntra.IssuerOf(World.Fabrikam), 401, "invalid_token" },
        { "a version 1 issuer", "iss", $"https://sts.windows.net/{World.Contoso}/", 401, "invalid_token" },
        { "the issuer's template", "iss", "https://login.microsoftonline.com/{tenantid}/v2.0", 401, "invalid_token" },
        { "another host as issuer", "iss", $"https://login.example/{World.Contoso}/v2.0", 401, "invalid_token" },
        { "another enrolled tenant than the issuer's", "tid", World.Fabrikam.ToString(), 401, "invalid_token" },
        { "no tenant", "tid", null, 401, "invalid_token" },
        { "a tenant that is no id", "tid", "../organizations", 401, "invalid_token" },
        { "version 1", "ver", "1.0", 401, "invalid_token" },
        { "no version", "ver", null, 401, "invalid_token" },
        { "a client that is not on the list", "azp", "11111111-2222-4333-8444-555555555555", 401, "invalid_token" },
        { "no client", "azp", null, 401, "invalid_token" },
        { "nobody", "oid", null, 401, "invalid_token" },
        { "a person who is no id", "oid", "anna", 401, "invalid_token" },
        { "an application", "idtyp", "app", 401, "invalid_token" },
        { "no scope", "scp", null, 403, "insufficient_scope" },
        { "another scope", "scp", "User.Read openid", 403, "insufficient_scope" },
        { "a scope that only begins so", "scp", "access_as_user_not", 403, "insufficient_scope" },
        { "a guest by account type", "acct", 1, 403, "guest_not_allowed" },
        { "a guest of another tenant", "idp", $"https://sts.windows.net/{World.Fabrikam}/", 403, "guest_not_allowed" },
        { "a guest with a personal account", "idp", "live.com", 403, "guest_not_allowed" },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task Refuses(string what, string claim, object? value, int status, string code)
    {
        var claims = app.Entra.ClaimsOf(World.Anna);
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value;
        }

        await RefusedAsync(app.Entra.Sign(claims), status, code, what);
    }

    [Theory]
    [InlineData("exp", -3)]
    [InlineData("nbf", 3)]
    public async Task Refuses_a_token_outside_its_life(string claim, int minutes)
    {
        var claims = app.Entra.ClaimsOf(World.Anna);
        claims[claim] = app.Clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();

        await RefusedAsync(app.Entra.Sign(claims), 401, "invalid_token", claim);
    }

    [Theory]
    [InlineData("exp", -1)]
    [InlineData("nbf", 1)]
    public async Task Forgives_a_clock_that_is_a_minute_off(string claim, int minutes)
    {
        var claims = app.Entra.ClaimsOf(World.Anna);
        claims[claim] = app.Clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();

        await AcceptedAsync(app.Entra.Sign(claims));
    }

    [Fact]
    public async Task Refuses_a_token_without_an_end()
    {
        var claims = app.Entra.ClaimsOf(World.Anna);
        claims.Remove("exp");

        await RefusedAsync(app.Entra.Sign(claims), 401, "invalid_token", "no exp");
    }

    [Fact]
    public async Task Refuses_an_application_with_roles_and_no_scope()
    {
        var claims = app.Entra.ClaimsOf(World.Anna);
        claims.Remove("scp");
        claims["roles"] = new[] { "MailCrm.Admin", "access_as_user" };

        await RefusedAsync(app.Entra.Sign(claims), 403, "insufficient_scope", "app-only");
    }

    [Fact]
    public async Task Refuses_a_token_that_nobody_signed()
    {
        var signed = app.Entra.TokenFor(World.Anna).Split('.');
        var none = Base64UrlEncoder.Encode($$"""{"typ":"JWT","alg":"none","kid":"{{app.Entra.Key.Private.KeyId}}"}""");

        await RefusedAsync($"{none}.{signed[1]}.", 401, "invalid_token", "alg none");
        await RefusedAsync($"{signed[0]}.{signed[1]}.", 401, "invalid_token", "signature cut off");
    }

    [Fact]
    public async Task Refuses_the_public_key_used_as_a_secret()
    {
        var key = app.Entra.Key;
        var header = Base64UrlEncoder.Encode($$"""{"typ":"JWT","alg":"HS256","kid":"{{key.Private.KeyId}}"}""");
        var body = Base64UrlEncoder.Encode(JsonSerializer.Serialize(app.Entra.ClaimsOf(World.Anna)));
        foreach (var secret in new[]
        {
            key.Private.Rsa.ExportSubjectPublicKeyInfo(), key.Private.Rsa.ExportRSAPublicKey(),
            Encoding.ASCII.GetBytes(key.Private.Rsa.ExportSubjectPublicKeyInfoPem()),
        })
        {
            var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{header}.{body}"));
            await RefusedAsync($"{header}.{body}.{Base64UrlEncoder.Encode(mac)}", 401, "invalid_token", "HS256");
        }
    }

    [Fact]
    public async Task Refuses_a_changed_token()
    {
        var mine = app.Entra.TokenFor(World.Anna).Split('.');
        var other = app.Entra.TokenFor(World.Ben).Split('.');

        await RefusedAsync($"{mine[0]}.{other[1]}.{mine[2]}", 401, "invalid_token", "another's payload");
    }

    [Fact]
    public async Task Refuses_a_key_that_is_not_published_even_under_a_known_id()
    {
        var forged = EntraKey.Create("forged");
        forged.Private.KeyId = app.Entra.Key.Private.KeyId;

        await RefusedAsync(
            TestEntra.Sign(app.Entra.ClaimsOf(World.Anna), forged), 401, "invalid_token", "forged key, known kid");
        await RefusedAsync(
            TestEntra.Sign(app.Entra.ClaimsOf(World.Anna), EntraKey.Create("unknown")), 401, "invalid_token", "unknown kid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.e30")]
    [InlineData("a.b.c.d.e")]
    public async Task Refuses_what_is_no_token(string token) => await RefusedAsync(token, 401, null, token);

    [Theory]
    [InlineData(PersonalAccounts)]
    [InlineData(Stranger)]
    public async Task S20_Tells_an_organization_that_it_is_not_enrolled(string tenant)
    {
        var stranger = new TestUser("eve@stranger.example", "Eve", Guid.Parse(tenant), 0xE5);

        await RefusedAsync(app.Entra.TokenFor(stranger), 403, "not_enrolled", tenant);
    }

    [Fact]
    public async Task R9_A_token_that_is_not_genuine_does_not_learn_who_is_enrolled()
    {
        var stranger = new TestUser("eve@stranger.example", "Eve", Guid.Parse(Stranger), 0xE5);
        var forged = EntraKey.Create("forged-too");

        await RefusedAsync(TestEntra.Sign(app.Entra.ClaimsOf(stranger), forged), 401, "invalid_token", "a stranger's");
        await RefusedAsync(TestEntra.Sign(app.Entra.ClaimsOf(World.Anna), forged), 401, "invalid_token", "Contoso's");
        Assert.DoesNotContain(app.Entra.Asked, address => address.Contains(Stranger));
    }

    [Fact]
    public async Task Takes_a_token_whose_identity_provider_is_the_tenant_itself()
    {
        var claims = app.Entra.ClaimsOf(World.Anna);
        claims["idp"] = $"https://sts.windows.net/{World.Contoso}/";
        claims["acct"] = 0;
        claims["scp"] = "openid access_as_user profile";

        await AcceptedAsync(app.Entra.Sign(claims));
    }

    private async Task AcceptedAsync(string token)
    {
        using var client = app.ClientWith(token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/me")).StatusCode);
    }

    private async Task RefusedAsync(string token, int status, string? code, string what)
    {
        using var client = app.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        var answer = await client.GetAsync("/api/me");
        var body = await answer.Content.ReadAsStringAsync();

        Assert.True((int)answer.StatusCode == status, $"{what}: {(int)answer.StatusCode} {body}");
        var challenge = answer.Headers.WwwAuthenticate.ToString();
        if (code is not null)
        {
            Assert.Contains($"\"code\":\"{code}\"", body);
            Assert.Equal(code is "invalid_token" or "insufficient_scope", challenge.Contains($"error=\"{code}\""));
        }

        Assert.DoesNotContain("IDX", body + challenge);
    }
}
