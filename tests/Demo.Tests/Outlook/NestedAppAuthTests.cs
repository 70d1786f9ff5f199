using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.Playwright;

namespace Demo.Tests.Outlook;

/// <summary>The real @azure/msal-browser over the stand-in's bridge.</summary>
public sealed class NestedAppAuthTests(Browser browser, SimulatedOutlook simulated) : BrowserTest(browser), IClassFixture<SimulatedOutlook>
{
    [Fact]
    public async Task Outlook_signs_the_pane_in_without_a_word()
    {
        var ben = await PaneAsync("ben@contoso.example");

        var token = await AcquireAsync(ben, "acquireTokenSilent");

        var jwt = new JsonWebToken(token.GetProperty("accessToken").GetString());
        Assert.Equal("ben@contoso.example", jwt.GetClaim("preferred_username").Value);
        Assert.Equal(DemoAddresses.ClientId, Assert.Single(jwt.Audiences));
        Assert.Equal("access_as_user", jwt.GetClaim("scp").Value);
        Assert.Equal("ben@contoso.example", token.GetProperty("account").GetProperty("username").GetString());
    }

    [Fact]
    public async Task A_token_in_the_cache_serves_again_and_one_that_ends_soon_does_not()
    {
        var lasting = await PaneAsync("anna@contoso.example");
        await AcquireAsync(lasting, "acquireTokenSilent");
        Assert.True((await AcquireAsync(lasting, "acquireTokenSilent")).GetProperty("fromCache").GetBoolean());

        var ending = await PaneAsync("anna@contoso.example", "expiresIn=60");
        await AcquireAsync(ending, "acquireTokenSilent");
        Assert.False((await AcquireAsync(ending, "acquireTokenSilent")).GetProperty("fromCache").GetBoolean());
    }

    [Fact]
    public async Task Where_the_person_must_be_asked_silence_fails_and_a_question_helps()
    {
        var anna = await PaneAsync("anna@contoso.example", "bridge=interaction");
        Assert.Equal("InteractionRequiredAuthError interaction_required", await FailAsync(anna, "acquireTokenSilent"));

        await anna.RunAsync<bool>("(window.popup = app.acquireTokenPopup(request), true)");
        await anna.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        Assert.NotEmpty(await anna.RunAsync<string>("(await popup).accessToken"));
        Assert.NotEmpty((await AcquireAsync(anna, "acquireTokenSilent")).GetProperty("accessToken").GetString()!);
    }

    [Fact]
    public async Task A_person_may_say_no()
    {
        var anna = await PaneAsync("anna@contoso.example", "bridge=interaction");
        await anna.RunAsync<bool>("""
            (window.popup = app.acquireTokenPopup(request).catch((error) => `${error.name} ${error.errorCode}`), true)
            """);

        await anna.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        Assert.Equal("ClientAuthError user_canceled", await anna.RunAsync<string>("await popup"));
    }

    [Theory]
    [InlineData("bridge=cancel", "acquireTokenPopup", "ClientAuthError user_canceled")]
    [InlineData("bridge=offline", "acquireTokenSilent", "ClientAuthError no_network_connectivity")]
    [InlineData("bridge=disabled", "acquireTokenSilent", "ClientAuthError nested_app_auth_bridge_disabled")]
    [InlineData("bridge=refused", "acquireTokenSilent", "BrowserAuthError no_account_error")]
    [InlineData("bridge=absent", "acquireTokenSilent", "BrowserAuthError no_account_error")]
    [InlineData("naa=unsupported", "acquireTokenSilent", "BrowserAuthError no_account_error")]
    public async Task Each_way_that_sign_in_fails_is_the_one_msal_knows(string query, string method, string expected)
    {
        var anna = await PaneAsync("anna@contoso.example", query);
        Assert.Equal(expected, await FailAsync(anna, method));
    }

    [Fact]
    public async Task A_method_that_the_bridge_does_not_know_is_answered_all_the_same()
    {
        var anna = await PaneAsync("anna@contoso.example");

        var answer = await anna.RunAsync<JsonElement>("""
            await new Promise((done) => {
              nestedAppAuthBridge.addEventListener('message', (text) => {
                if (JSON.parse(text).requestId === 'mine') done(JSON.parse(text));
              });
              nestedAppAuthBridge.postMessage(JSON.stringify({ method: 'GetTheMoon', requestId: 'mine' }));
            })
            """);

        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.Equal("PERSISTENT_ERROR", answer.GetProperty("error").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_scope_of_nobodys_is_refused_by_entra()
    {
        var anna = await PaneAsync("anna@contoso.example");
        Assert.Equal("ServerError invalid_resource", await FailAsync(anna, "acquireTokenSilent",
            "api://elsewhere/all"));
    }

    private async Task<OutlookPage> PaneAsync(string address, string query = "")
    {
        var outlook = await OutlookPage.SignInAsync(await Browser.NewPersonAsync(), simulated.Address, address, query);
        await outlook.Rows.First.ClickAsync();
        await outlook.OpenPaneAsync();
        await outlook.RunAsync<bool>($$"""
            (window.request = { scopes: ['{{simulated.Addresses.Scope}}'] },
             window.app = await msal.createNestablePublicClientApplication({
               auth: { clientId: '{{DemoAddresses.ClientId}}',
                   authority: 'https://login.microsoftonline.com/organizations' },
             }), true)
            """);
        return outlook;
    }

    private static Task<JsonElement> AcquireAsync(OutlookPage outlook, string method) => outlook.RunAsync<JsonElement>($$"""
        await app.{{method}}(request).then(({ accessToken, fromCache, account }) =>
          ({ accessToken, fromCache, account: { username: account.username } }))
        """);

    private static Task<string> FailAsync(OutlookPage outlook, string method, string? scope = null)
    {
        var request = scope is null ? "request" : $"{{ scopes: ['{scope}'] }}";
        return outlook.RunAsync<string>($$"""
            await app.{{method}}({{request}}).then(() => 'it worked', (error) => `${error.name} ${error.errorCode}`)
            """);
    }
}
