using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Demo.Tests.Pages;

/// <summary>The admins' pages on the whole demo: teams and users, each act previewed by number, nothing of mail shown (S11).</summary>
[Collection(BrowserTests.Name)]
public sealed class AdminPagesTests(Browser browser, DemoProcess demo) : IClassFixture<DemoProcess>
{
    [Theory]
    [InlineData("en-US", ColorScheme.Light, 1440, "Members", "Change members")]
    [InlineData("ja-JP", ColorScheme.Dark, 320, "メンバー", "メンバーを変更")]
    public async Task S11_S12_An_admin_is_told_by_number_what_a_team_would_show(
        string language, ColorScheme colors, int width, string members, string change)
    {
        var page = await OpenAsync("chie@contoso.example", "/admin/teams", new()
        {
            Locale = language,
            ColorScheme = colors,
            ViewportSize = new() { Width = width, Height = 800 },
        });
        await page.GetByRole(AriaRole.Button, new() { NameString = members, Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { NameString = "Chie Tanaka" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { NameString = change })).ToBeEnabledAsync();
        await AssertGoodAsync(page, width);
        Assert.DoesNotContain("CR-15", await page.ContentAsync());

        await page.GotoAsync($"{demo.At.Web}/admin/users");
        await Expect(page.GetByText("ben@contoso.example")).ToBeVisibleAsync();
        await AssertGoodAsync(page, width);
    }

    [Theory]
    [InlineData("en-US", ColorScheme.Light, 1440, "info", "Connect a shared mailbox", "Connect for")]
    [InlineData("ja-JP", ColorScheme.Dark, 320, "orders", "共有メールボックスを接続", "担当者として接続")]
    public async Task S15_An_admin_connects_a_shared_mailbox_for_a_steward_by_keyboard(
        string language, ColorScheme colors, int width, string name, string open, string connect)
    {
        using var simulator = new HttpClient();
        (await simulator.PutAsJsonAsync($"{demo.At.Graph}/sim/mailboxes/{name}@contoso.example", new { shared = true }))
            .EnsureSuccessStatusCode();
        var page = await OpenAsync("chie@contoso.example", "/admin/shared-mailboxes", new()
        {
            Locale = language,
            ColorScheme = colors,
            ViewportSize = new() { Width = width, Height = 800 },
        });
        await page.GetByRole(AriaRole.Button, new() { NameString = open, Exact = true }).PressAsync("Enter");
        await page.Keyboard.TypeAsync($"{name}@contoso.example");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("ann");
        await page.GetByRole(AriaRole.Radio, new() { NameString = "Anna Keller" }).PressAsync("Space");
        await AssertGoodAsync(page, width);
        await page.GetByRole(AriaRole.Button, new() { NameString = connect }).PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Group, new() { NameString = $"{name}@contoso.example" })).ToBeVisibleAsync();
        await AssertGoodAsync(page, width);
    }

    [Fact]
    public async Task S57_Who_was_marked_as_left_is_taken_back_after_a_preview()
    {
        var page = await OpenAsync("chie@contoso.example", "/admin/users");
        var ben = page.GetByRole(AriaRole.Group, new() { NameString = "Ben Ortiz" });
        await ben.GetByRole(AriaRole.Button, new() { NameString = "Mark as left" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameString = "Mark Ben Ortiz as left" }).ClickAsync();
        await Expect(page.GetByText("Ben Ortiz has left.")).ToBeVisibleAsync();
        await ben.GetByRole(AriaRole.Button, new() { NameString = "Take back" }).ClickAsync();

        await Expect(page.GetByText("Newly seen by Ben Ortiz:")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { NameString = "Take Ben Ortiz back" }).ClickAsync();
        await Expect(page.GetByText("Ben Ortiz is back.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task S5_Others_are_told_that_the_page_is_the_admins()
    {
        var page = await OpenAsync("anna@contoso.example", "/admin/users");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("for admins");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameString = "Admin" })).ToHaveCountAsync(0);
        await page.AssertAccessibleAsync();
    }

    private static async Task AssertGoodAsync(IPage page, int width)
    {
        await Expect(page.Locator("[role=status][aria-label]")).ToHaveCountAsync(0);
        await page.AssertAccessibleAsync();
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, page.Url);
    }

    private async Task<IPage> OpenAsync(string address, string path, BrowserNewContextOptions? options = null)
    {
        var page = await (await browser.NewPersonAsync(options)).NewPageAsync();
        await page.GotoAsync(demo.At.Web + path);
        await page.Locator("main button").First.ClickAsync();
        await page.Locator($"input[value='{address}']").CheckAsync();
        await page.Locator("#password").FillAsync("demo");
        await page.Locator("button[name=sign-in]").ClickAsync();
        await page.Locator("header nav").WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        return page;
    }
}
