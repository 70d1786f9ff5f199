using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Demo.Tests.Pages;

/// <summary>The page of a synced mailbox on the whole demo: from no mailbox to new mail that comes in.</summary>
public sealed partial class MailAccountPageTests(Browser browser, DemoProcess demo)
    : BrowserTest(browser), IClassFixture<DemoProcess>
{
    [Fact]
    public async Task R60_R61_R69_A_rep_connects_a_mailbox_chooses_watches_it_fill_and_gets_new_mail()
    {
        await FillAsync("ben@contoso.example", 150);
        var page = await OpenAsync("ben@contoso.example");
        await page.AssertAccessibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Connect my Microsoft 365 mailbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Only the ones I choose" }).CheckAsync();
        var tree = page.GetByRole(AriaRole.Tree);
        await Expect(tree.GetByRole(AriaRole.Treeitem, new() { NameRegex = new("^Inbox") })).ToHaveAttributeAsync("aria-checked", "true");
        // By keyboard alone, and with what lies in it.
        await tree.GetByRole(AriaRole.Treeitem, new() { NameRegex = new("^Projects") }).First.PressAsync(" ");
        await Expect(tree.GetByRole(AriaRole.Treeitem, new() { NameRegex = new("^Rotterdam") }).First)
            .ToHaveAttributeAsync("aria-checked", "true");
        await page.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "From when" }).SelectOptionAsync("all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start sync" }).ClickAsync();

        await Expect(page.GetByText("First sync is running.")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        var inbox = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Inbox" });
        await Expect(inbox).ToHaveTextAsync(BothTheSame(), Patiently);
        await Expect(page.GetByText("Up to date.")).ToBeVisibleAsync(new() { Timeout = Patiently.Timeout });
        await Expect(page.GetByText("Projects › Rotterdam").First).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();

        var before = int.Parse(BothTheSame().Match(await inbox.InnerTextAsync()).Groups[1].Value);
        await SendAsync("ben@contoso.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync now" }).ClickAsync();
        await Expect(inbox).ToContainTextAsync($"Mailbox {before + 1} · MailCrm {before + 1}", new() { Timeout = Patiently.Timeout });
    }

    [Fact]
    public async Task R63_One_click_reconnects_a_lost_sign_in_in_Japanese_on_a_narrow_screen()
    {
        await FillAsync("chie@contoso.example", 20);
        var page = await OpenAsync("chie@contoso.example", new()
        {
            Locale = "ja-JP", ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 320, Height = 800 },
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Microsoft 365のメールボックスを接続" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "選択したフォルダーのみ" }).CheckAsync();
        await AssertGoodAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "同期を開始" }).ClickAsync();
        await Expect(page.GetByText("最新の状態です。")).ToBeVisibleAsync(new() { Timeout = Patiently.Timeout });

        await PostAsync("/sim/faults", new { target = "graph", status = 401 });
        await page.GetByRole(AriaRole.Button, new() { Name = "今すぐ同期" }).ClickAsync();
        await Expect(page.GetByText("再接続が必要です。")).ToBeVisibleAsync(new() { Timeout = Patiently.Timeout });
        await AssertGoodAsync(page);

        using var client = new HttpClient();
        await client.DeleteAsync(demo.At.Graph + "/sim/faults");
        await page.GetByRole(AriaRole.Button, new() { Name = "再接続", Exact = true }).ClickAsync();
        await Expect(page.GetByText("最新の状態です。")).ToBeVisibleAsync(new() { Timeout = Patiently.Timeout });
        Assert.EndsWith("/settings/mail-accounts", page.Url);
    }

    private static LocatorAssertionsToHaveTextOptions Patiently => new() { Timeout = 120_000 };

    [GeneratedRegex(@"Mailbox (\d+) · MailCrm \1")]
    private static partial Regex BothTheSame();

    private static async Task AssertGoodAsync(IPage page)
    {
        await page.AssertAccessibleAsync();
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 320, page.Url);
    }

    private Task SendAsync(string to) => PostAsync("/sim/mail", new
    {
        from = "Rita Gomez <rita.gomez@acme.example>", to = new[] { to }, subject = "The walnut panels are here", text = "All of them.",
    });

    private async Task PostAsync(string path, object body)
    {
        using var client = new HttpClient();
        (await client.PostAsJsonAsync(demo.At.Graph + path, body)).EnsureSuccessStatusCode();
    }

    private async Task FillAsync(string address, int messages)
    {
        using var client = new HttpClient();
        (await client.PutAsJsonAsync($"{demo.At.Graph}/sim/mailboxes/{address}", new { messages, seed = 7, folders = 12 }))
            .EnsureSuccessStatusCode();
    }

    private async Task<IPage> OpenAsync(string address, BrowserNewContextOptions? options = null)
    {
        var page = await (await Browser.NewPersonAsync(options)).NewPageAsync();
        await page.GotoAsync(demo.At.Web + "/settings/mail-accounts");
        await page.Locator("main button").First.ClickAsync();
        await page.Locator($"input[value='{address}']").CheckAsync();
        await page.Locator("#password").FillAsync("demo");
        await page.Locator("button[name=sign-in]").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await page.Locator("header nav").WaitForAsync();
        return page;
    }
}
