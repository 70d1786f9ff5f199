using Demo.Microsoft365.SignIn;
using Microsoft.IdentityModel.JsonWebTokens;
using Directory = Demo.Microsoft365.Directory;

namespace Demo.Tests.Microsoft365.SignIn;

public sealed class GrantTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private const string Jwt = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private readonly EntraTalk entra = new(simulator);

    [Fact]
    public async Task A_code_is_redeemed_once_by_the_page_that_asked()
    {
        var code = await entra.CodeAsync();

        var first = await entra.RedeemAsync(code);
        var second = await entra.RedeemAsync(code);

        Assert.True((await entra.ValidateAsync(first.AccessToken)).IsValid);
        Assert.Equal("*", first.AllowedOrigin);
        var id = new JsonWebToken(first["id_token"]);
        Assert.Equal(("n-1", "anna@contoso.example"), (id.GetClaim("nonce").Value, id.GetClaim("preferred_username").Value));
        Assert.Equal((400, "invalid_grant", 54005), (second.Status, second.Error, second.Code));
    }

    [Theory]
    [InlineData("code_verifier", "another-verifier-that-is-long-enough-0123456789", 501481)]
    [InlineData("code_verifier", null, 9002325)]
    [InlineData("redirect_uri", "http://evil.example/", 500112)]
    [InlineData("client_id", "11111111-2222-3333-4444-555555555555", 700016)]
    [InlineData("code", "1.madeup", 70000)]
    [InlineData("grant_type", "implicit", 70003)]
    [InlineData("grant_type", null, 900144)]
    public async Task A_code_is_worth_nothing_to_anybody_else(string field, string? value, int code)
    {
        var answer = await entra.RedeemAsync(await entra.CodeAsync(), (field, value));

        Assert.Equal(code, answer.Code);
        Assert.Contains($"AADSTS{code}: ", answer["error_description"]);
        Assert.False(answer.Body.TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task A_single_page_apps_code_and_refresh_token_are_for_pages_alone()
    {
        (string, string?)[] form = [("grant_type", "authorization_code"), ("code", await entra.CodeAsync()),
            ("redirect_uri", entra.Home), ("code_verifier", EntraTalk.Verifier)];
        var withoutOrigin = await entra.TokenAsync("organizations", origin: null, form);
        var tokens = await entra.RedeemAsync(await entra.CodeAsync());
        var refreshed = await entra.TokenAsync("organizations", origin: null,
            [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"])]);

        Assert.Equal(9002327, withoutOrigin.Code);
        Assert.Equal(9002327, refreshed.Code);
    }

    [Fact]
    public async Task A_refresh_token_rotates_and_its_predecessor_is_dead()
    {
        var tokens = await entra.RedeemAsync(await entra.CodeAsync());

        var second = await RefreshAsync(tokens["refresh_token"]);
        var third = await RefreshAsync(second["refresh_token"]);
        var stale = await RefreshAsync(tokens["refresh_token"]);

        Assert.True((await entra.ValidateAsync(third.AccessToken)).IsValid);
        Assert.Equal(("invalid_grant", "bad_token"), (stale.Error, stale["suberror"]));

        Task<Answer> RefreshAsync(string token) => entra.TokenAsync("organizations", simulator.Addresses.Web,
            [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", entra.Scope)]);
    }

    [Theory]
    [InlineData("password", "wrong", 50126)]
    [InlineData("username", "eve@contoso.example", 50034)]
    [InlineData("scope", "api://elsewhere.example/x/access_as_user", 500011)]
    [InlineData("scope", "Everything.ReadWrite", 70011)]
    [InlineData("scope", null, 900144)]
    public async Task A_password_signs_in_only_who_it_belongs_to(string field, string? value, int code) =>
        Assert.Equal(code, (await entra.PasswordAsync(changes: (field, value))).Code);

    [Fact]
    public async Task Scopes_of_two_resources_are_refused() =>
        Assert.Equal(28000, (await entra.PasswordAsync(changes: ("scope", $"{entra.Scope} Mail.Read"))).Code);

    [Fact]
    public async Task A_tenant_signs_in_its_own_people_only()
    {
        (string, string?)[] form = [("grant_type", "password"), ("username", "anna@contoso.example"),
            ("password", "demo"), ("scope", entra.Scope)];

        Assert.Equal(200, (await entra.TokenAsync(Directory.Contoso.Id, null, form)).Status);
        Assert.Equal(200, (await entra.TokenAsync("contoso.example", null, form)).Status);
        Assert.Equal(50020, (await entra.TokenAsync(Directory.Fabrikam.Id, null, form)).Code);
        Assert.Equal(90002, (await entra.TokenAsync("nowhere.example", null, form)).Code);
    }

    [Fact]
    public async Task The_API_gets_a_Graph_token_on_behalf_of_the_person()
    {
        var assertion = (await entra.PasswordAsync()).AccessToken;

        var answer = await OnBehalfAsync(assertion);

        var graph = new JsonWebToken(answer.AccessToken);
        Assert.Equal("1.0", graph.GetClaim("ver").Value);
        Assert.Equal("Mail.Read", graph.GetClaim("scp").Value);
        Assert.Equal(new Directory().Find("anna@contoso.example")!.ObjectId, graph.GetClaim("oid").Value);
        Assert.NotEmpty(answer["refresh_token"]);
        Assert.NotEmpty(answer["client_info"]);
    }

    [Theory]
    [InlineData("expired", 500133)]
    [InlineData("wrong_audience", 500131)]
    [InlineData("bad_signature", 50013)]
    [InlineData("no_scope", 50013)]
    public async Task On_behalf_of_takes_no_spoiled_assertion(string error, int code)
    {
        await simulator.InjectAsync(new { target = "accessToken", error, count = 1, user = "anna@contoso.example" });

        Assert.Equal(code, (await OnBehalfAsync((await entra.PasswordAsync()).AccessToken)).Code);
    }

    [Fact]
    public async Task On_behalf_of_and_app_tokens_need_the_secret()
    {
        var assertion = (await entra.PasswordAsync()).AccessToken;

        var missing = await OnBehalfAsync(assertion, ("client_secret", null));
        var wrong = await OnBehalfAsync(assertion, ("client_secret", "guessed"));

        Assert.Equal((401, "invalid_client", 7000218), (missing.Status, missing.Error, missing.Code));
        Assert.Equal((401, "invalid_client", 7000215), (wrong.Status, wrong.Error, wrong.Code));
    }

    [Fact]
    public async Task An_app_token_speaks_for_no_person()
    {
        (string, string?)[] form = [("grant_type", "client_credentials"),
            ("client_secret", AppRegistration.ClientSecret), ("scope", "https://graph.microsoft.com/.default")];

        var answer = await entra.TokenAsync(Directory.Contoso.Id, null, form);
        var narrow = await entra.TokenAsync(Directory.Contoso.Id, null, [.. form, ("scope", "Mail.Read")]);

        var token = new JsonWebToken(answer.AccessToken);
        Assert.False(token.TryGetClaim("scp", out _));
        Assert.Equal("app", token.GetClaim("idtyp").Value);
        Assert.Equal(1002012, narrow.Code);
    }

    private Task<Answer> OnBehalfAsync(string assertion, params (string, string?)[] changes) =>
        entra.TokenAsync(Directory.Contoso.Id, null,
        [
            ("grant_type", Jwt), ("requested_token_use", "on_behalf_of"), ("assertion", assertion),
            ("client_secret", AppRegistration.ClientSecret),
            ("scope", "https://graph.microsoft.com/Mail.Read offline_access openid profile"), .. changes,
        ]);
}
