using AddinWeb.Tests.Support;

namespace AddinWeb.Tests.Pages;

public class SecurityHeadersTests
{
    [Fact]
    public async Task Outlook_may_frame_the_pane_and_nobody_the_browser_pages()
    {
        await using var app = await WebApp.StartAsync("--Pages:FrameAncestors=https://outlook.example https://*.office.example");
        var pane = await HeadersAsync(app, "/pane");
        var browser = await HeadersAsync(app, "/deals/x");

        Assert.Contains("frame-ancestors https://outlook.example https://*.office.example", pane["Content-Security-Policy"]);
        Assert.DoesNotContain("X-Frame-Options", pane.Keys);
        Assert.Contains("frame-ancestors 'none'", browser["Content-Security-Policy"]);
        Assert.Equal("DENY", browser["X-Frame-Options"]);
    }

    [Fact]
    public async Task R85_the_page_that_ends_a_sign_in_may_stand_in_the_pane_and_in_what_frames_the_pane()
    {
        await using var app = await WebApp.StartAsync("--Pages:FrameAncestors=https://outlook.example");
        var window = await HeadersAsync(app, "/sign-in/popup?code=x");

        Assert.Equal("frame-ancestors 'self' https://outlook.example", Rules(window)["frame-ancestors"]);
        Assert.DoesNotContain("X-Frame-Options", window.Keys);
        Assert.Equal("frame-src 'self' https://login.microsoftonline.com", Rules(await HeadersAsync(app, "/pane"))["frame-src"]);
    }

    [Theory]
    [InlineData("/sign-in/callback")]
    [InlineData("/sign-in/popup/x")]
    [InlineData("/sign-in/popup/")]
    [InlineData("/Sign-In/Popup")]
    [InlineData("/sign-in//popup")]
    [InlineData("/sign-in%2Fpopup")]
    public async Task R85_no_other_page_of_the_sign_in_may_be_framed(string address)
    {
        await using var app = await WebApp.StartAsync();
        var headers = await HeadersAsync(app, address);

        Assert.Contains("frame-ancestors 'none'", headers["Content-Security-Policy"]);
        Assert.Equal("DENY", headers["X-Frame-Options"]);
    }

    [Theory]
    [InlineData("/pane")]
    [InlineData("/")]
    [InlineData("/settings.json")]
    [InlineData("/manifest.xml")]
    public async Task Nothing_isolates_the_pane_and_nothing_is_sniffed(string address)
    {
        await using var app = await WebApp.StartAsync();
        var headers = await HeadersAsync(app, address);

        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
        Assert.Equal("max-age=31536000", headers["Strict-Transport-Security"]);
        Assert.DoesNotContain(headers.Keys, name => name is "Cross-Origin-Opener-Policy" or "Cross-Origin-Embedder-Policy");
        Assert.DoesNotContain("Server", headers.Keys);
        Assert.DoesNotContain("'unsafe-eval'", headers["Content-Security-Policy"]);
    }

    [Fact]
    public async Task The_pane_loads_scripts_from_here_and_from_office_and_talks_to_the_api_and_sign_in()
    {
        await using var app = await WebApp.StartAsync("--Pages:OfficeJsUrl=https://office.example/lib/office.js");
        var rules = Rules(await HeadersAsync(app, "/pane"));

        Assert.Equal("script-src 'self' https://office.example", rules["script-src"]);
        Assert.Equal("connect-src 'self' https://api.contoso.example https://login.microsoftonline.com https://office.example",
            rules["connect-src"]);
        Assert.Equal("img-src 'self' data:", rules["img-src"]);
        Assert.Equal("default-src 'none'", rules["default-src"]);
    }

    [Fact]
    public async Task The_browser_pages_load_scripts_from_here_alone()
    {
        await using var app = await WebApp.StartAsync("--Pages:OidcAuthority=https://sign-in.example/tenant/v2.0");
        var rules = Rules(await HeadersAsync(app, "/"));

        Assert.Equal("script-src 'self'", rules["script-src"]);
        Assert.Equal("connect-src 'self' https://api.contoso.example https://sign-in.example", rules["connect-src"]);
        Assert.Equal("form-action 'none'", rules["form-action"]);
    }

    [Fact]
    public async Task A_host_without_https_asks_for_none()
    {
        await using var app = await WebApp.StartAsync("--PublicUrl:Web=http://localhost:5080");
        var headers = await HeadersAsync(app, "/pane");

        Assert.DoesNotContain("Strict-Transport-Security", headers.Keys);
        Assert.DoesNotContain("upgrade-insecure-requests", headers["Content-Security-Policy"]);
    }

    private static async Task<Dictionary<string, string>> HeadersAsync(WebApp app, string address) =>
        (await app.Client.GetAsync(address)).Headers.ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);

    private static Dictionary<string, string> Rules(Dictionary<string, string> headers) =>
        headers["Content-Security-Policy"].Split("; ").ToDictionary(rule => rule.Split(' ')[0]);
}
