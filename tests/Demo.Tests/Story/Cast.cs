using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Demo.Tests.Outlook;
using Microsoft.Playwright;

namespace Demo.Tests.Story;

/// <summary>The demo's people at their screens: Outlook with the pane beside it, and MailCrm in a browser.</summary>
public sealed class Cast(Browser browser, DemoAnnouncement at)
{
    /// <summary>Outlook with the pane open; <paramref name="query"/> as in <see cref="OutlookPage.SignInAsync"/>.</summary>
    public async Task<OutlookPage> InOutlookAsync(string name, string query = "", BrowserNewContextOptions? options = null)
    {
        var context = await browser.NewPersonAsync(options);
        return await OutlookPage.SignInAsync(context, at.Outlook, $"{name}@contoso.example", query);
    }

    /// <summary>MailCrm in a browser, signed in through the simulated Entra.</summary>
    public async Task<IPage> InBrowserAsync(string name, string path = "/", BrowserNewContextOptions? options = null)
    {
        var page = await (await browser.NewPersonAsync(options)).NewPageAsync();
        await page.GotoAsync(at.Web + path);
        await page.Locator("main button").First.ClickAsync();
        await page.GetByText($"{name}@contoso.example").ClickAsync();
        await page.Locator("input[type=password]").FillAsync("demo");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.StartsWith(at.Web, StringComparison.Ordinal) && !url.Contains("/sign-in/"));
        return page;
    }

    /// <summary>The API as that person's own client.</summary>
    public async Task<HttpClient> AtApiAsync(string name)
    {
        var http = new HttpClient { BaseAddress = new Uri(at.Api) };
        using var answer = await http.PostAsync(
            $"{at.Graph}/{at.TenantId}/oauth2/v2.0/token",
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "password", ["client_id"] = at.ClientId, ["scope"] = at.Scope,
                ["username"] = $"{name}@contoso.example", ["password"] = "demo",
            }));
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public async Task<JsonElement> MakeDealAsync(string name, string title) => await MakeAsync(name, "deals", new { title });

    public async Task<JsonElement> MakeAsync(string name, string path, object record)
    {
        using var http = await AtApiAsync(name);
        using var answer = await http.PostAsJsonAsync($"/api/{path}", record);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
