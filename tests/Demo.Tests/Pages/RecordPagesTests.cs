using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Demo.Tests.Pages;

/// <summary>The browser pages on the whole demo: signed in by redirect, with the seeded deals and their mail.</summary>
public sealed class RecordPagesTests(Browser browser, DemoProcess demo) : BrowserTest(browser), IClassFixture<DemoProcess>
{
    private const string SharedMail = "Re: Two CR-60 roasters for the Rotterdam site";
    private const string PrivateMail = "Between us: the burner question";

    [Fact]
    public async Task Signs_in_by_redirect_and_returns_to_the_page_that_was_wanted()
    {
        var page = await (await Browser.NewPersonAsync()).NewPageAsync();
        await page.GotoAsync($"{demo.At.Web}/settings/mail");
        await SignInAsync(page, "ben@contoso.example");

        await Expect(page.GetByText("contoso@bcc.mailcrm.example")).ToBeVisibleAsync();
        await Expect(page.GetByText("Ben Ortiz")).ToBeVisibleAsync();
        Assert.Equal($"{demo.At.Web}/settings/mail", page.Url);
    }

    [Fact]
    public async Task R105_R106_A_colleague_opens_what_was_shared_and_sees_nothing_of_what_is_private()
    {
        var ben = await OpenDealAsync("ben@contoso.example");
        await ben.GetByRole(AriaRole.Button, new() { NameString = SharedMail }).ClickAsync();
        var mail = ben.FrameLocator("iframe[sandbox]");

        await Expect(mail.GetByText("Best regards")).ToBeVisibleAsync();
        await Expect(ben.GetByText(PrivateMail)).Not.ToBeVisibleAsync();
        await Expect(ben.GetByRole(AriaRole.Button, new() { NameString = "Make private" })).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task R4_S77_What_is_taken_back_vanishes_from_the_colleagues_open_page_and_returns_with_undo()
    {
        var ben = await OpenDealAsync("ben@contoso.example");
        await ben.GetByRole(AriaRole.Button, new() { NameString = SharedMail }).ClickAsync();
        await Expect(ben.Locator("iframe[sandbox]")).ToBeVisibleAsync();

        var anna = await OpenAsync("anna@contoso.example", "/shared");
        await anna.GetByRole(AriaRole.Button, new() { NameString = $"Make private: “{SharedMail}”" }).ClickAsync();

        await Expect(ben.GetByText("no longer shared with you")).ToBeVisibleAsync();
        await Expect(ben.Locator("iframe")).ToHaveCountAsync(0);
        Assert.DoesNotContain("Rotterdam site", await ben.ContentAsync());

        await anna.GetByRole(AriaRole.Button, new() { NameString = "Undo" }).ClickAsync();
        await anna.GetByRole(AriaRole.Button, new() { NameString = "Undo, and show" }).ClickAsync();
        await Expect(ben.GetByRole(AriaRole.Button, new() { NameString = SharedMail })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("en-US", ColorScheme.Light, 1440, "Acme: two CR-60 for Rotterdam")]
    [InlineData("en-US", ColorScheme.Dark, 320, "Acme: two CR-60 for Rotterdam")]
    [InlineData("ja-JP", ColorScheme.Light, 320, "山田商事 CR-15 3台")]
    [InlineData("ja-JP", ColorScheme.Dark, 1440, "山田商事 CR-15 3台")]
    public async Task Every_page_is_accessible_and_fits(string language, ColorScheme colors, int width, string deal)
    {
        var page = await OpenAsync("anna@contoso.example", "/deals", new()
        {
            Locale = language,
            ColorScheme = colors,
            ViewportSize = new() { Width = width, Height = 800 },
        });
        await page.AssertAccessibleAsync();

        await page.GetByRole(AriaRole.Link, new() { NameString = deal }).ClickAsync();
        await page.Locator("main li button").First.ClickAsync();
        await page.Locator("iframe[sandbox]").WaitForAsync();
        await AssertGoodAsync(page, width);
        foreach (var path in new[]
        {
            "/review", "/shared", "/intake-log", "/settings/mail", "/settings/sender-addresses?token=none",
        })
        {
            await page.GotoAsync(demo.At.Web + path);
            await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
            await AssertGoodAsync(page, width);
        }
    }

    private static async Task AssertGoodAsync(IPage page, int width)
    {
        await Expect(page.Locator("[role=status][aria-label]")).ToHaveCountAsync(0);
        await page.AssertAccessibleAsync();
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, page.Url);
    }

    private async Task<IPage> OpenDealAsync(string address)
    {
        var page = await OpenAsync(address, "/deals");
        await page.GetByRole(AriaRole.Link, new() { NameString = "Acme: two CR-60 for Rotterdam" }).ClickAsync();
        return page;
    }

    private async Task<IPage> OpenAsync(string address, string path, BrowserNewContextOptions? options = null)
    {
        var page = await (await Browser.NewPersonAsync(options)).NewPageAsync();
        await page.GotoAsync(demo.At.Web + path);
        await SignInAsync(page, address);
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        return page;
    }

    private async Task SignInAsync(IPage page, string address)
    {
        await page.Locator("main button").First.ClickAsync();
        await page.Locator($"input[value='{address}']").CheckAsync();
        await page.Locator("#password").FillAsync("demo");
        await page.Locator("button[name=sign-in]").ClickAsync();
        await page.WaitForURLAsync(url => url.StartsWith(demo.At.Web, StringComparison.Ordinal) && !url.Contains("/sign-in/"));
        await page.Locator("header nav").WaitForAsync();
    }
}
