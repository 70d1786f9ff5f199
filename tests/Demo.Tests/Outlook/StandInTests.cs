using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Demo.Tests.Outlook;

/// <summary>office.js as a page of another origin meets it in the task pane.</summary>
public sealed class StandInTests(Browser browser, SimulatedOutlook simulated) : BrowserTest(browser), IClassFixture<SimulatedOutlook>
{
    [Fact]
    public async Task The_pane_learns_its_host_its_person_and_the_open_item()
    {
        var anna = await ReadingAsync("the board said yes", "language=ja-JP&theme=dark");

        var seen = await anna.RunAsync<JsonElement>("""
            ({
              ...await window.ready,
              pushState: history.pushState, replaceState: history.replaceState,
              language: Office.context.displayLanguage, dark: Office.context.officeTheme.isDarkTheme,
              who: Office.context.mailbox.userProfile.emailAddress, host: Office.context.mailbox.diagnostics.hostName,
              subject: Office.context.mailbox.item.normalizedSubject, from: Office.context.mailbox.item.from,
              id: Office.context.mailbox.item.internetMessageId, itemClass: Office.context.mailbox.item.itemClass,
              created: Office.context.mailbox.item.dateTimeCreated instanceof Date,
              shared: typeof Office.context.mailbox.item.getSharedPropertiesAsync,
              width: innerWidth,
            })
            """);

        Assert.Equal("Outlook", Text(seen, "host", "OutlookWebApp"));
        Assert.Equal("OfficeOnline", seen.GetProperty("platform").GetString());
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("pushState").ValueKind);
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("replaceState").ValueKind);
        Assert.Equal("ja-JP", seen.GetProperty("language").GetString());
        Assert.True(seen.GetProperty("dark").GetBoolean());
        Assert.Equal("anna@contoso.example", seen.GetProperty("who").GetString());
        Assert.Equal("Two CR-60 roasters for the Rotterdam site", seen.GetProperty("subject").GetString());
        Assert.Equal("rita.gomez@acme.example", seen.GetProperty("from").GetProperty("emailAddress").GetString());
        Assert.Equal("externalUser", seen.GetProperty("from").GetProperty("recipientType").GetString());
        Assert.StartsWith("<acme-10.", seen.GetProperty("id").GetString());
        Assert.Equal("IPM.Note", seen.GetProperty("itemClass").GetString());
        Assert.True(seen.GetProperty("created").GetBoolean());
        Assert.Equal("undefined", seen.GetProperty("shared").GetString());
        Assert.Equal(320, seen.GetProperty("width").GetInt32());
    }

    [Fact]
    public async Task Body_headers_and_source_are_read_from_the_message()
    {
        var anna = await ReadingAsync("the board said yes");

        var html = await CallAsync(anna, "mailbox.item.body.getAsync", "'html'");
        var headers = await CallAsync(anna, "mailbox.item.getAllInternetHeadersAsync");
        var file = await CallAsync(anna, "mailbox.item.getAsFileAsync");

        Assert.Contains("four weeks after the first", Value(html));
        Assert.Contains("Message-ID: <acme-10.", Value(headers));
        Assert.DoesNotContain("Dear Anna", Value(headers));
        var source = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Value(file)));
        Assert.StartsWith("Message-ID: <acme-10.", source);
        Assert.Contains("Dear Anna", source);
    }

    [Fact]
    public async Task A_pinned_pane_follows_the_selection_and_one_without_a_pin_closes()
    {
        var anna = await ReadingAsync("the board said yes");
        await anna.OpenAsync("Roast Weekly");
        await Expect(anna.Page.Locator(".pane iframe")).ToHaveCountAsync(0);

        await anna.OpenPaneAsync();
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).ClickAsync();
        await ListenAsync(anna);
        await anna.OpenAsync("焙煎機");
        await anna.Row("Roast Weekly").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });

        await WaitAsync(anna, "changes.length === 2");
        var seen = await anna.RunAsync<string[]>("changes");
        Assert.Equal(["Re: 焙煎機CR-15のお見積りについて", "none"], seen);
        var selected = await CallAsync(anna, "mailbox.getSelectedItemsAsync");
        Assert.Equal(2, selected.GetProperty("value").GetArrayLength());
    }

    [Fact]
    public async Task An_item_changed_too_late_makes_calls_fail_instead_of_reaching_the_wrong_mail()
    {
        var anna = await ReadingAsync("the board said yes", "itemChanged=late");
        await PinAsync(anna);
        await anna.RunAsync<bool>("(window.old = Office.context.mailbox.item, true)");

        await anna.OpenAsync("Roast Weekly");
        var late = await anna.RunAsync<JsonElement>("await new Promise((done) => old.body.getAsync('html', done))");

        Assert.Equal("failed", late.GetProperty("status").GetString());
        Assert.Equal(9030, late.GetProperty("error").GetProperty("code").GetInt32());
        await WaitAsync(anna, "Office.context.mailbox.item.subject.startsWith('Roast Weekly')");
    }

    [Fact]
    public async Task Answers_come_out_of_order_where_that_is_asked_for()
    {
        var anna = await ReadingAsync("the board said yes", "answers=shuffled");

        var order = await anna.RunAsync<int[]>("""
            await new Promise((done) => {
              const order = [];
              for (const n of [1, 2, 3, 4]) {
                Office.context.mailbox.item.body.getAsync('html', { asyncContext: n }, ({ asyncContext }) => {
                  order.push(asyncContext);
                  if (order.length === 4) done(order);
                });
              }
            })
            """);

        Assert.NotEqual([1, 2, 3, 4], order);
        Assert.Equal([1, 2, 3, 4], order.Order());
    }

    [Fact]
    public async Task No_item_is_given_where_the_client_has_none()
    {
        var anna = await ReadingAsync("the board said yes", "item=none");
        Assert.True(await anna.RunAsync<bool>("Office.context.mailbox.item === null"));
    }

    [Fact]
    public async Task A_meeting_request_is_a_message_of_its_own_class_and_a_bounce_takes_no_add_in()
    {
        var anna = await ReadingAsync("Site visit in Rotterdam");
        Assert.Equal("message IPM.Schedule.Meeting.Request",
            await anna.RunAsync<string>("Object.values((({ itemType, itemClass }) => ({ itemType, itemClass }))"
                + "(Office.context.mailbox.item)).join(' ')"));

        await anna.OpenAsync("Undeliverable");
        await Expect(anna.Command("MailCrm")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task In_a_delegates_hands_an_item_says_whose_mailbox_it_is_in()
    {
        simulated.The<Demo.Microsoft365.Mailboxes>().For("chie@contoso.example").SetDelegates(["ben@contoso.example"]);
        var ben = await OutlookPage.SignInAsync(await Browser.NewPersonAsync(), simulated.Address,
            "ben@contoso.example");
        await ben.Page.Locator("section", new() { HasText = "Chie Tanaka" })
            .GetByRole(AriaRole.Button, new() { NameString = "Inbox" }).ClickAsync();
        await ben.OpenAsync("Dayton, in confidence");
        await ben.OpenPaneAsync();

        var shared = await CallAsync(ben, "mailbox.item.getSharedPropertiesAsync");

        Assert.Equal("chie@contoso.example", shared.GetProperty("value").GetProperty("targetMailbox").GetString());
    }

    [Fact]
    public async Task A_mail_just_sent_may_be_without_its_message_id_and_an_older_one_is_not()
    {
        var anna = await OutlookPage.SignInAsync(
            await Browser.NewPersonAsync(), simulated.Address, "anna@contoso.example", "internetMessageId=notJustSent");
        await anna.WriteAsync(to: "ben@contoso.example", subject: "Just now", body: "x");
        await anna.SendAsync();
        await anna.Folder("Sent Items").ClickAsync();
        await anna.OpenAsync("Just now");
        await anna.OpenPaneAsync();
        await PinAsync(anna);
        Assert.Equal("undefined", await anna.RunAsync<string>("typeof Office.context.mailbox.item.internetMessageId"));

        await anna.OpenAsync("five minutes it was");
        await WaitAsync(anna, "Office.context.mailbox.item.internetMessageId?.startsWith('<northwind-2.')");
    }

    [Fact]
    public async Task A_notification_hangs_above_its_message()
    {
        var anna = await ReadingAsync("the board said yes");
        const string Message =
            "{ type: 'informationalMessage', message: 'Shared with 12 people.', icon: 'i16', persistent: true }";

        await CallAsync(anna, "mailbox.item.notificationMessages.addAsync", $"'mailcrm', {Message}");
        var again = await CallAsync(anna, "mailbox.item.notificationMessages.addAsync", $"'mailcrm', {Message}");

        await Expect(anna.Page.Locator(".bar")).ToContainTextAsync("Shared with 12 people.");
        Assert.Equal(9023, again.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task The_theme_reaches_the_pane_when_it_changes()
    {
        var anna = await ReadingAsync("the board said yes");
        await anna.RunAsync<bool>("""
            (Office.context.mailbox.addHandlerAsync(Office.EventType.OfficeThemeChanged, ({ officeTheme }) => {
              window.theme = officeTheme.isDarkTheme && Office.context.officeTheme.isDarkTheme ? 'dark' : 'light';
            }), true)
            """);

        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Settings" }).ClickAsync();
        await anna.Page.GetByLabel("Theme").SelectOptionAsync("dark");

        await WaitAsync(anna, "window.theme === 'dark'");
    }

    [Theory]
    [InlineData("404")]
    [InlineData("hang")]
    public async Task Where_office_js_is_blocked_nothing_is_ever_ready(string how)
    {
        var anna = await OutlookPage.SignInAsync(
            await Browser.NewPersonAsync(), simulated.Address, "anna@contoso.example", $"officejs={how}");
        await anna.OpenAsync("the board said yes");

        var asked = await anna.Page.RunAndWaitForRequestAsync(anna.OpenPaneAsync, request =>
            request.Url.EndsWith("/outlook/office.js"));

        if (how == "404")
        {
            Assert.Equal(404, (await asked.ResponseAsync())!.Status);
        }

        await Expect(anna.Page.Locator(".pane iframe")).ToBeVisibleAsync();
        var element = await anna.Page.Locator(".pane iframe").ElementHandleAsync();
        Assert.Equal("undefined", await (await element.ContentFrameAsync())!.EvaluateAsync<string>(
            "typeof window.Office"));
    }

    [Fact]
    public async Task Outside_of_outlook_it_is_ready_with_no_host()
    {
        var page = await (await Browser.NewPersonAsync()).NewPageAsync();
        await page.GotoAsync($"{simulated.Addresses.Web}/pane");

        var info = await page.EvaluateAsync<JsonElement>("async () => await window.ready");

        Assert.Equal(JsonValueKind.Null, info.GetProperty("host").ValueKind);
    }

    [Theory]
    [InlineData("naa=unsupported", "NestedAppAuth", "1.1", false)]
    [InlineData("", "NestedAppAuth", "1.1", true)]
    [InlineData("", "Mailbox", "1.13", true)]
    [InlineData("client=classicWindows", "OpenBrowserWindowApi", "1.1", true)]
    [InlineData("", "OpenBrowserWindowApi", "1.1", false)]
    public async Task Requirement_sets_are_those_of_the_client(string query, string set, string version,
        bool isSupported)
    {
        var anna = await ReadingAsync("the board said yes", query);
        Assert.Equal(isSupported,
            await anna.RunAsync<bool>($"Office.context.requirements.isSetSupported('{set}', '{version}')"));
    }

    private async Task<OutlookPage> ReadingAsync(string message, string query = "")
    {
        var anna = await OutlookPage.SignInAsync(
            await Browser.NewPersonAsync(), simulated.Address, "anna@contoso.example", query);
        await anna.OpenAsync(message);
        await anna.OpenPaneAsync();
        return anna;
    }

    private static async Task PinAsync(OutlookPage outlook) =>
        await outlook.Page.Locator(".pane .pin").ClickAsync();

    private static Task<bool> ListenAsync(OutlookPage outlook) => outlook.RunAsync<bool>("""
        (window.changes = [], await call('mailbox.addHandlerAsync', Office.EventType.ItemChanged,
          () => changes.push(Office.context.mailbox.item?.subject ?? 'none')), true)
        """);

    private static async Task WaitAsync(OutlookPage outlook, string condition) =>
        await (await outlook.PaneFrameAsync()).WaitForFunctionAsync(condition);

    private static Task<JsonElement> CallAsync(OutlookPage outlook, string method, string arguments = "") =>
        outlook.RunAsync<JsonElement>($"await call('{method}'{(arguments.Length > 0 ? ", " : "")}{arguments})");

    private static string Value(JsonElement result) => result.GetProperty("value").GetString()!;

    private static string Text(JsonElement seen, string name, string mailboxHost) =>
        seen.GetProperty(name).GetString() == mailboxHost ? "Outlook" : seen.GetProperty(name).GetString()!;
}
