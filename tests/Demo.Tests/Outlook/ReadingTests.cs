using Demo.Microsoft365;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Demo.Tests.Outlook;

public sealed class ReadingTests(Browser browser, SimulatedOutlook simulated) : BrowserTest(browser), IClassFixture<SimulatedOutlook>
{
    [Fact]
    public async Task A_person_is_picked_and_signed_in_with_the_demo_password()
    {
        var page = await (await Browser.NewPersonAsync()).NewPageAsync();
        await page.GotoAsync(simulated.Address);
        await page.GetByRole(AriaRole.Button, new() { NameString = "Anna Keller" }).ClickAsync();
        await page.GetByLabel("Password").FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The password is not right");

        await page.GetByLabel("Password").FillAsync("demo");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Anna Keller" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Select an item to read")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Two_people_are_signed_in_to_one_browser_each_in_a_tab_of_their_own()
    {
        var context = await Browser.NewPersonAsync();
        var anna = await OutlookPage.SignInAsync(context, simulated.Address, "anna@contoso.example");
        var ben = await OutlookPage.SignInAsync(context, simulated.Address, "ben@contoso.example");

        await anna.Page.ReloadAsync();
        await ben.Page.ReloadAsync();

        await Expect(anna.Page.GetByRole(AriaRole.Heading, new() { Name = "Anna Keller" })).ToBeVisibleAsync();
        await Expect(ben.Page.GetByRole(AriaRole.Heading, new() { Name = "Ben Ortiz" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_mailbox_answers_its_owner_alone()
    {
        var context = await Browser.NewPersonAsync();
        var ben = await OutlookPage.SignInAsync(context, simulated.Address, "ben@contoso.example");
        async Task<int> AskAsync(string path) =>
            await ben.Page.EvaluateAsync<int>("path => fetch(path).then(answer => answer.status)", path);

        Assert.Equal(200, await AskAsync("/outlook/api/people/ben@contoso.example/mailboxes"));
        Assert.Equal(401, await AskAsync("/outlook/api/people/anna@contoso.example/mailboxes"));
        Assert.Equal(404, await AskAsync(
            "/outlook/api/people/ben@contoso.example/mailboxes/anna@contoso.example/folders/inbox/messages"));
    }

    [Fact]
    public async Task Opening_a_message_reads_it_and_shows_its_conversation()
    {
        var anna = await AnnaAsync();
        var row = anna.Row("the board said yes");
        await Expect(row).ToContainTextAsync("Unread");

        await anna.OpenAsync("the board said yes");

        await Expect(anna.Reading.GetByRole(AriaRole.Heading)).ToHaveTextAsync(
            "Re: Two CR-60 roasters for the Rotterdam site");
        await Expect(anna.Reading.Locator(".folded")).ToHaveCountAsync(6);
        await Expect(anna.Page.FrameLocator(".message-body").GetByText(
            "four weeks after the first")).ToBeVisibleAsync();
        await Expect(row).Not.ToContainTextAsync("Unread");
        var item = Mailbox("anna").List(WellKnownFolder.Inbox).Single(item => item.InternetMessageId.StartsWith(
            "<acme-10."));
        Assert.True(item.IsRead);
    }

    [Fact]
    public async Task A_strangers_html_runs_nothing_and_fetches_nothing()
    {
        var anna = await AnnaAsync();
        var refused = new TaskCompletionSource<string?>();
        anna.Page.RequestFailed += (_, request) =>
        {
            if (request.Url.Contains("tracker"))
            {
                refused.TrySetResult(request.Failure);
            }
        };

        await anna.OpenAsync("Roast Weekly");
        await Expect(anna.Page.FrameLocator(".message-body").GetByText("Number of the week")).ToBeVisibleAsync();

        Assert.Equal("csp", await refused.Task);
        var sandbox = await anna.Page.Locator(".message-body").GetAttributeAsync("sandbox");
        Assert.DoesNotContain("allow-scripts", sandbox);
    }

    [Fact]
    public async Task Right_to_left_mail_is_shown_right_to_left()
    {
        var anna = await AnnaAsync();
        await anna.OpenAsync("בחיפה");

        var text = anna.Page.FrameLocator(".message-body").GetByText("שבוע טוב");
        Assert.Equal("rtl", await text.EvaluateAsync<string>("element => getComputedStyle(element).direction"));
    }

    [Fact]
    public async Task An_attachment_comes_down_as_it_was_sent()
    {
        var anna = await AnnaAsync();
        await anna.Folder("Sent Items").ClickAsync();
        await anna.OpenAsync("every second, as CSV");

        var download = await anna.Page.RunAndWaitForDownloadAsync(() =>
            anna.Page.GetByRole(AriaRole.Link, new() { Name = "Download batch-0417.csv" }).ClickAsync());

        Assert.Equal("batch-0417.csv", download.SuggestedFilename);
        Assert.Contains("702,213.0,236.8,0", await File.ReadAllTextAsync(await download.PathAsync()));
    }

    [Fact]
    public async Task The_arrows_walk_through_the_list_and_delete_moves_on_to_the_next()
    {
        var dan = await OutlookPage.SignInAsync(await Browser.NewPersonAsync(), simulated.Address,
            "dan@fabrikam.example");
        await dan.OpenAsync("5 lb tins");
        await dan.Page.GetByRole(AriaRole.Listbox).FocusAsync();
        await dan.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(dan.Reading.GetByRole(AriaRole.Heading)).ToContainTextAsync("Filling and sealing");

        await dan.Page.GetByRole(AriaRole.Listbox).FocusAsync();
        await dan.Page.Keyboard.PressAsync("Delete");

        await Expect(dan.Rows).ToHaveCountAsync(2);
        await Expect(dan.Rows.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await dan.Folder("Deleted Items").ClickAsync();
        await Expect(dan.Rows).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_colleagues_mailbox_opens_to_a_delegate()
    {
        Mailbox("chie").SetDelegates(["ben@contoso.example"]);
        var ben = await OutlookPage.SignInAsync(await Browser.NewPersonAsync(), simulated.Address,
            "ben@contoso.example");

        await ben.Page.Locator("section", new() { HasText = "Chie Tanaka" })
            .GetByRole(AriaRole.Button, new() { NameString = "Inbox" }).ClickAsync();

        await Expect(ben.Row("Dayton, in confidence")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("theme=light&language=en-US", "Rotterdam")]
    [InlineData("theme=dark&language=ja-JP", "焙煎機")]
    public async Task Everything_can_be_used_by_everyone(string query, string message)
    {
        var context = await Browser.NewPersonAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{simulated.Address}?{query}");
        await page.Locator(".accounts").WaitForAsync();
        await page.AssertAccessibleAsync();

        var anna = await OutlookPage.SignInAsync(context, simulated.Address, "anna@contoso.example", query);
        await anna.OpenAsync(message);
        await anna.Page.AssertAccessibleAsync();

        await anna.Page.Locator(".top .header-button").First.ClickAsync();
        await anna.Page.AssertAccessibleAsync();
        await anna.Page.Keyboard.PressAsync("Escape");

        await anna.Page.Locator("[data-command=replyAll]").ClickAsync();
        await anna.Page.Locator(".compose").WaitForAsync();
        await anna.Page.AssertAccessibleAsync();
        Assert.Empty(anna.Errors);
    }

    private async Task<OutlookPage> AnnaAsync() =>
        await OutlookPage.SignInAsync(await Browser.NewPersonAsync(), simulated.Address, "anna@contoso.example");

    private Demo.Microsoft365.Mailbox Mailbox(string name) => simulated.The<Mailboxes>().For($"{name}@contoso.example");
}
