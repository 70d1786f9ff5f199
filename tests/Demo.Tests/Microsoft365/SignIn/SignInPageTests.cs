using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Demo.Tests.Microsoft365.SignIn;

public sealed class SignInPageTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private readonly EntraTalk entra = new(simulator);

    [Fact]
    public async Task Offers_the_people_and_returns_with_code_and_state()
    {
        using var page = await entra.AuthorizeAsync(("login_hint", "ben@contoso.example"));
        var html = await page.Content.ReadAsStringAsync();
        using var answer = await entra.SignInAsync("ben@contoso.example");

        Assert.Contains("value=\"ben@contoso.example\" required checked", html);
        Assert.Contains("anna@contoso.example", html);
        Assert.DoesNotContain("<script", html);
        var back = answer.Headers.Location!;
        Assert.StartsWith(entra.Home, back.ToString());
        Assert.Equal("a state & more", QueryHelpers.ParseQuery(back.Query)["state"]);
        Assert.NotEmpty(QueryHelpers.ParseQuery(back.Query)["code"].ToString());
    }

    [Fact]
    public async Task Answers_in_the_fragment_where_asked()
    {
        using var answer = await entra.SignInAsync("ben@contoso.example", changes: ("response_mode", "fragment"));

        Assert.Empty(answer.Headers.Location!.Query);
        Assert.Contains("code=", answer.Headers.Location!.Fragment);
    }

    [Theory]
    [InlineData("client_id", "11111111-2222-3333-4444-555555555555", "AADSTS700016")]
    [InlineData("redirect_uri", "https://evil.example/", "AADSTS50011")]
    [InlineData("redirect_uri", null, "AADSTS50011")]
    public async Task Sends_nobody_to_an_address_that_is_not_registered(string field, string? value, string code)
    {
        using var answer = await entra.AuthorizeAsync((field, value));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("code_challenge", null, "invalid_request", "AADSTS9002325")]
    [InlineData("code_challenge", "short", "invalid_request", "AADSTS501491")]
    [InlineData("code_challenge_method", "plain", "invalid_request", "AADSTS501491")]
    [InlineData("code_challenge_method", null, "invalid_request", "AADSTS501491")]
    [InlineData("response_type", "token", "unsupported_response_type", "AADSTS700054")]
    [InlineData("response_mode", "form_post", "invalid_request", "AADSTS90023")]
    [InlineData("scope", "nonsense", "invalid_scope", "AADSTS70011")]
    [InlineData("prompt", "none", "login_required", "AADSTS50058")]
    public async Task Tells_the_application_what_was_wrong(string field, string? value, string error, string code)
    {
        using var answer = await entra.AuthorizeAsync((field, value));

        var told = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.Equal((error, "a state & more"), (told["error"].ToString(), told["state"].ToString()));
        Assert.StartsWith(code, told["error_description"].ToString());
    }

    [Fact]
    public async Task Keeps_a_wrong_password_on_the_page()
    {
        using var answer = await entra.SignInAsync("anna@contoso.example", "wrong");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("role=\"alert\"", await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_tenants_own_page_takes_no_stranger()
    {
        using var answer = await entra.SignInAsync("dan@fabrikam.example", tenant: "contoso.example");

        Assert.Contains("AADSTS50020", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Who_is_signed_in_is_not_asked_again_until_signed_out()
    {
        using var first = await entra.SignInAsync("ben@contoso.example");
        var cookie = first.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        using var silent = await WithCookieAsync("/organizations/oauth2/v2.0/authorize", ("prompt", "none"));
        using var other = await WithCookieAsync(
            "/organizations/oauth2/v2.0/authorize", ("prompt", "none"), ("login_hint", "anna@contoso.example"));
        using var again = await WithCookieAsync("/organizations/oauth2/v2.0/authorize", ("prompt", "login"));
        using var signOut = await WithCookieAsync(
            "/organizations/oauth2/v2.0/logout", ("post_logout_redirect_uri", entra.Home));
        using var after = await WithCookieAsync("/organizations/oauth2/v2.0/authorize", ("prompt", "none"));

        Assert.Contains("code=", silent.Headers.Location!.Query);
        Assert.Contains("login_required", other.Headers.Location!.Query);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.StartsWith(entra.Home, signOut.Headers.Location!.ToString());
        Assert.Contains("login_required", after.Headers.Location!.Query);

        Task<HttpResponseMessage> WithCookieAsync(string path, params (string, string?)[] changes)
        {
            var query = entra.AuthorizeQuery(changes).Where(pair => pair.Value is not null);
            var request = new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString(path, query));
            request.Headers.Add("Cookie", cookie);
            return simulator.Http.SendAsync(request);
        }
    }

    [Fact]
    public async Task Escapes_what_a_request_brings()
    {
        using var page = await entra.AuthorizeAsync(("state", "\"><script>alert(1)</script>"));

        Assert.DoesNotContain("<script", await page.Content.ReadAsStringAsync());
    }
}
