using Microsoft.IdentityModel.JsonWebTokens;
using Directory = Demo.Microsoft365.Directory;

namespace Demo.Tests.Microsoft365.SignIn;

public sealed class TokenTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private readonly EntraTalk entra = new(simulator);

    [Fact]
    public async Task An_access_token_has_Entras_shape_and_holds_with_the_served_keys()
    {
        var answer = await entra.PasswordAsync("chie@contoso.example");
        var result = await entra.ValidateAsync(answer.AccessToken);
        var token = new JsonWebToken(answer.AccessToken);
        var chie = new Directory().Find("chie@contoso.example")!;

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("RS256", token.Alg);
        Assert.Equal(DemoAddresses.ClientId, Assert.Single(token.Audiences));
        Assert.Equal($"https://login.microsoftonline.com/{chie.TenantId}/v2.0", token.Issuer);
        Assert.Equal(
            ["access_as_user", "2.0", "0", DemoAddresses.ClientId, chie.ObjectId, chie.TenantId, "chie@contoso.example",
                "Chie Tanaka", "MailCrm.Admin"],
            new[] { "scp", "ver", "azpacr", "azp", "oid", "tid", "preferred_username", "name", "roles" }
                .Select(name => token.GetClaim(name).Value));
        Assert.All(["sub", "uti", "rh", "aio"], name => Assert.NotEmpty(token.GetClaim(name).Value));
        Assert.InRange(token.ValidTo - token.ValidFrom, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(90));
        Assert.Equal((int)(token.ValidTo - token.ValidFrom).TotalSeconds, answer.Body.GetProperty("expires_in").GetInt32());
        Assert.Equal(entra.Scope, answer["scope"]);
    }

    [Fact]
    public async Task Only_an_admin_has_roles() =>
        Assert.False(new JsonWebToken((await entra.PasswordAsync()).AccessToken).TryGetClaim("roles", out _));

    [Fact]
    public async Task A_token_of_one_tenant_does_not_pass_for_another()
    {
        var answer = await entra.PasswordAsync("dan@fabrikam.example");

        Assert.True((await entra.ValidateAsync(answer.AccessToken, Directory.Fabrikam)).IsValid);
        Assert.False((await entra.ValidateAsync(answer.AccessToken)).IsValid);
    }

    [Fact]
    public async Task Keys_are_two_and_each_names_its_issuer()
    {
        var common = (await simulator.GetJsonAsync("/common/discovery/v2.0/keys")).GetProperty("keys");
        var own = (await simulator.GetJsonAsync($"/{Directory.Contoso.Id}/discovery/v2.0/keys")).GetProperty("keys");

        Assert.Equal(2, common.GetArrayLength());
        Assert.All(common.EnumerateArray(), key => Assert.Equal(
            "https://login.microsoftonline.com/{tenantid}/v2.0", key.GetProperty("issuer").GetString()));
        Assert.All(own.EnumerateArray(), key => Assert.Equal(
            $"https://login.microsoftonline.com/{Directory.Contoso.Id}/v2.0", key.GetProperty("issuer").GetString()));
    }

    [Fact]
    public async Task After_a_rollover_the_next_token_is_signed_by_a_key_published_before()
    {
        var before = await entra.PasswordAsync();
        var known = await simulator.Http.GetStringAsync("/common/discovery/v2.0/keys");

        await simulator.Http.PostAsync("/sim/key-rollovers", null);
        var after = await entra.PasswordAsync();

        Assert.False((await entra.ValidateAsync(before.AccessToken)).IsValid);
        Assert.True((await entra.ValidateAsync(after.AccessToken)).IsValid);
        Assert.Contains(new JsonWebToken(after.AccessToken).Kid, known);
    }

    [Fact]
    public async Task Keys_and_refresh_tokens_outlive_a_restart()
    {
        var before = await entra.PasswordAsync(changes: ("scope", $"{entra.Scope} offline_access"));

        await simulator.RestartAsync();

        Assert.True((await entra.ValidateAsync(before.AccessToken)).IsValid);
        var renewed = await entra.TokenAsync("organizations", null,
            [("grant_type", "refresh_token"), ("refresh_token", before["refresh_token"]), ("scope", entra.Scope)]);
        Assert.Equal(200, renewed.Status);
    }

    [Fact]
    public async Task Discovery_names_the_simulator_when_asked_there_and_Microsoft_when_asked_by_its_name()
    {
        var here = await simulator.GetJsonAsync("/organizations/v2.0/.well-known/openid-configuration");
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"/{Directory.Contoso.Id}/v2.0/.well-known/openid-configuration");
        request.Headers.Host = "login.microsoftonline.com";
        var there = await (await simulator.Http.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Equal("https://login.microsoftonline.com/{tenantid}/v2.0", here.GetProperty("issuer").GetString());
        Assert.Equal(
            $"{simulator.Addresses.Graph}/organizations/oauth2/v2.0/token", here.GetProperty("token_endpoint").GetString());
        Assert.Contains($"\"https://login.microsoftonline.com/{Directory.Contoso.Id}/discovery/v2.0/keys\"", there);
        Assert.Contains($"\"issuer\":\"https://login.microsoftonline.com/{Directory.Contoso.Id}/v2.0\"", there);
    }

    [Theory]
    [InlineData("wrong_audience")]
    [InlineData("wrong_issuer")]
    [InlineData("other_tenant")]
    [InlineData("personal_account")]
    [InlineData("expired")]
    [InlineData("not_yet_valid")]
    [InlineData("unknown_key")]
    [InlineData("bad_signature")]
    [InlineData("unsigned")]
    [InlineData("v1")]
    public async Task A_spoiled_token_is_refused_once_and_the_next_is_good(string error)
    {
        await simulator.InjectAsync(new { target = "accessToken", error, count = 1, user = "ben@contoso.example" });

        Assert.False((await entra.ValidateAsync((await entra.PasswordAsync("ben@contoso.example")).AccessToken)).IsValid);
        Assert.True((await entra.ValidateAsync((await entra.PasswordAsync("ben@contoso.example")).AccessToken)).IsValid);
    }

    [Theory]
    [InlineData("no_scope", "scp", null)]
    [InlineData("other_scope", "scp", "something_else")]
    [InlineData("other_client", "azp", "a7c05d1e-83f2-4b6a-9e41-d2f6038b5c97")]
    [InlineData("app_only", "idtyp", "app")]
    [InlineData("guest", "preferred_username", "guest@outside.example")]
    [InlineData("no_object_id", "oid", null)]
    public async Task A_genuine_token_can_lack_what_the_API_needs(string error, string claim, string? value)
    {
        await simulator.InjectAsync(new { target = "accessToken", error, count = 1, user = "ben@contoso.example" });

        var answer = await entra.PasswordAsync("ben@contoso.example");

        Assert.True((await entra.ValidateAsync(answer.AccessToken)).IsValid);
        Assert.Equal(value, new JsonWebToken(answer.AccessToken).TryGetClaim(claim, out var found) ? found.Value : null);
    }

    [Fact]
    public async Task The_token_endpoint_fails_as_asked_until_cleared()
    {
        await simulator.InjectAsync(new { target = "token", status = 503, retryAfter = 7 });
        await simulator.InjectAsync(new { target = "token", error = "mfa_required", count = 1 });

        var down = await entra.PasswordAsync();
        await simulator.Http.DeleteAsync("/sim/faults?target=token");
        await simulator.InjectAsync(new { target = "token", error = "mfa_required", count = 1 });
        var mfa = await entra.PasswordAsync();

        Assert.Equal((503, "temporarily_unavailable", TimeSpan.FromSeconds(7)), (down.Status, down.Error, down.RetryAfter));
        Assert.Equal((400, "interaction_required", 50076), (mfa.Status, mfa.Error, mfa.Code));
        Assert.Contains("access_token", mfa["claims"]);
        Assert.Equal(200, (await entra.PasswordAsync()).Status);
    }

    [Theory]
    [InlineData("""{"target":"nothing","status":503}""", "target")]
    [InlineData("""{"target":"token","error":"bad_mood"}""", "error")]
    [InlineData("""{"target":"token"}""", "error")]
    [InlineData("""{"target":"token","status":200}""", "status")]
    [InlineData("""{"target":"token","status":503,"count":0}""", "count")]
    public async Task A_fault_that_cannot_be_is_refused_with_the_field_named(string fault, string field)
    {
        using var body = new StringContent(fault, null, "application/json");
        using var answer = await simulator.Http.PostAsync("/sim/faults", body);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains($"\"{field}:", await answer.Content.ReadAsStringAsync());
    }
}
