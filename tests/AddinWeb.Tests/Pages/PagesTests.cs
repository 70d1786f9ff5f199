using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AddinWeb.Tests.Support;

namespace AddinWeb.Tests.Pages;

public class PagesTests
{
    [Theory]
    [InlineData("/pane", "pane")]
    [InlineData("/pane?et=&_host_Info=Outlook$Web$16.01$en-US$telemetry$isDialog$$0", "pane")]
    [InlineData("/", "browser")]
    [InlineData("/deals/0190a3c1-0000-7000-8000-000000000001", "browser")]
    [InlineData("/persons/x", "browser")]
    [InlineData("/leads/x", "browser")]
    [InlineData("/organizations/x", "browser")]
    [InlineData("/projects/x", "browser")]
    [InlineData("/settings/mail", "browser")]
    [InlineData("/settings/sender-addresses?token=t", "browser")]
    [InlineData("/shared", "browser")]
    [InlineData("/intake-log", "browser")]
    [InlineData("/admin/teams", "browser")]
    [InlineData("/sign-in/callback?code=c&state=s", "browser")]
    public async Task Serves_the_page_whatever_stands_in_the_query(string address, string page)
    {
        await using var app = await WebApp.StartAsync();
        var answer = await app.Client.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"<p>{page}</p>", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/app/assets/nothing.js")]
    [InlineData("/app/assets/..%2Fpane.html")]
    [InlineData("/api/me")]
    public async Task Answers_404_to_what_it_does_not_have(string address)
    {
        await using var app = await WebApp.StartAsync();
        var answer = await app.Client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Policy(answer));
    }

    [Fact]
    public async Task Writes_the_settings_into_the_page_and_serves_them_alone()
    {
        await using var app = await WebApp.StartAsync();
        var served = await app.Client.GetFromJsonAsync<JsonElement>("/settings.json");
        var html = await app.Client.GetStringAsync("/pane");
        var json = html.Split("id=\"settings\">")[1].Split("</script>")[0];

        Assert.True(JsonElement.DeepEquals(served, JsonSerializer.Deserialize<JsonElement>(json)));
        Assert.Equal("https://api.contoso.example", served.GetProperty("apiUrl").GetString());
        Assert.Equal("https://crm.contoso.example", served.GetProperty("webUrl").GetString());
        Assert.Equal("api://crm.contoso.example/11111111-2222-3333-4444-555555555555/access_as_user",
            served.GetProperty("scope").GetString());
        Assert.Equal("https://login.microsoftonline.com/organizations", served.GetProperty("msalAuthority").GetString());
        Assert.Equal("https://login.microsoftonline.com/organizations/v2.0",
            served.GetProperty("oidcAuthority").GetString());
    }

    [Fact]
    public async Task A_setting_cannot_break_out_of_the_page()
    {
        await using var app = await WebApp.StartAsync("--Pages:Scope=</script><script>alert(1)</script>");
        Assert.DoesNotContain("<script>alert", await app.Client.GetStringAsync("/pane"));
    }

    [Theory]
    [InlineData("br, gzip", "br", "brotli")]
    [InlineData("gzip", "gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip", "gzip")]
    [InlineData("identity", null, WebApp.Script)]
    public async Task Serves_assets_as_the_build_compressed_them_for_ever(string accepts, string? encoding, string text)
    {
        await using var app = await WebApp.StartAsync();
        app.Client.DefaultRequestHeaders.Add("Accept-Encoding", accepts);
        var answer = await app.Client.GetAsync("/app/assets/pane-1a2b.js");

        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(text, await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        await using var app = await WebApp.StartAsync();
        var first = await app.Client.GetAsync("/pane");
        var again = new HttpRequestMessage(HttpMethod.Get, "/pane") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };

        Assert.Equal(HttpStatusCode.NotModified, (await app.Client.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task Says_that_it_lives()
    {
        await using var app = await WebApp.StartAsync();
        Assert.Equal("ok", await app.Client.GetStringAsync("/health/live"));
    }

    private static string Policy(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Content-Security-Policy").Single();
}
