using System.Text.Json;
using Demo.Microsoft365;
using static Microsoft.Playwright.Assertions;

namespace Demo.Tests.Outlook;

/// <summary>The item being written, as the add-in sees and changes it.</summary>
public sealed class ComposeStandInTests(Browser browser, SimulatedOutlook simulated) : BrowserTest(browser), IClassFixture<SimulatedOutlook>
{
    [Fact]
    public async Task A_bcc_added_by_the_add_in_stands_in_the_form_and_is_sent()
    {
        var anna = await WritingAsync();

        await CallAsync(anna, "mailbox.item.bcc.addAsync", "['ben@contoso.example']");
        await Expect(anna.Page.Locator(".field", new() { HasText = "Bcc" }).Locator(".chip")).ToHaveTextAsync(
            "ben@contoso.example");
        await anna.SendAsync();

        var mailboxes = simulated.The<Mailboxes>();
        var sent = mailboxes.For("anna@contoso.example").List(WellKnownFolder.SentItems)[0];
        Assert.Equal(["ben@contoso.example"], sent.Bcc);
        Assert.Equal(sent.InternetMessageId,
            mailboxes.For("ben@contoso.example").List(WellKnownFolder.Inbox)[0].InternetMessageId);
    }

    [Fact]
    public async Task What_one_types_is_read_by_the_add_in_but_for_what_is_no_address()
    {
        var anna = await WritingAsync();
        await anna.FillRecipientsAsync("Cc", "Tom <tom@acme.example>, somebody");

        var cc = (await CallAsync(anna, "mailbox.item.cc.getAsync")).GetProperty("value");
        var subject = await CallAsync(anna, "mailbox.item.subject.getAsync");

        Assert.Equal("tom@acme.example", Assert.Single(cc.EnumerateArray()).GetProperty("emailAddress").GetString());
        Assert.Equal("Fresh beans", subject.GetProperty("value").GetString());
    }

    [Fact]
    public async Task Recipients_typed_into_a_field_are_told_as_an_event()
    {
        var anna = await WritingAsync();
        await anna.RunAsync<bool>("""
            (window.fields = [], await call('mailbox.item.addHandlerAsync', Office.EventType.RecipientsChanged,
              ({ changedRecipientFields }) => fields.push(changedRecipientFields)), true)
            """);

        await anna.FillRecipientsAsync("Bcc", "x@acme.example");

        await (await anna.PaneFrameAsync()).WaitForFunctionAsync(
            "fields.length === 1 && fields[0].bcc && !fields[0].to");
    }

    [Fact]
    public async Task An_item_has_an_id_only_once_it_is_saved()
    {
        var anna = await WritingAsync();

        var before = await CallAsync(anna, "mailbox.item.getItemIdAsync");
        var saved = await CallAsync(anna, "mailbox.item.saveAsync");
        var after = await CallAsync(anna, "mailbox.item.getItemIdAsync");

        Assert.Equal(9046, before.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(saved.GetProperty("value").GetString(), after.GetProperty("value").GetString());
        var draft = Assert.Single(simulated.The<Mailboxes>().For("anna@contoso.example").List(WellKnownFolder.Drafts),
            item => item.Id == saved.GetProperty("value").GetString());
        Assert.True(draft.IsDraft);
    }

    [Fact]
    public async Task Wrong_arguments_throw_where_late_trouble_does_not()
    {
        var anna = await WritingAsync();

        var thrown = await anna.RunAsync<string>("""
            (() => { try { Office.context.mailbox.item.bcc.addAsync(Array(101).fill('a@b.example')); }
                     catch (error) { return error.name; } })()
            """);

        Assert.Equal("Sys.ArgumentOutOfRangeException", thrown);
    }

    [Fact]
    public async Task A_mail_being_written_has_no_item_id_of_its_own()
    {
        var anna = await WritingAsync();
        Assert.Equal("undefined", await anna.RunAsync<string>("typeof Office.context.mailbox.item.itemId"));
    }

    [Fact]
    public async Task The_add_in_starts_a_mail_of_its_own()
    {
        var anna = await OutlookPage.SignInAsync(await Browser.NewPersonAsync(), simulated.Address,
            "anna@contoso.example");
        await anna.OpenAsync("the board said yes");
        await anna.OpenPaneAsync();

        await anna.RunAsync<bool>("""
            (Office.context.mailbox.displayNewMessageForm({ toRecipients: ['rita.gomez@acme.example'],
                subject: 'From the pane' }), true)
            """);

        await Expect(anna.Page.GetByLabel("Subject")).ToHaveValueAsync("From the pane");
        await Expect(anna.Page.Locator(".chip")).ToContainTextAsync("rita.gomez@acme.example");
    }

    [Fact]
    public async Task A_dialog_speaks_to_the_pane_that_opened_it()
    {
        var anna = await WritingAsync();
        var opened = await anna.Page.RunAndWaitForPopupAsync(async () => await anna.RunAsync<bool>("""
            (window.heard = [], window.dialog = (await call('ui.displayDialogAsync', `${location.origin}/pane`,
                {})).value,
             dialog.addEventHandler(Office.EventType.DialogMessageReceived, ({ message }) => heard.push(message)), true)
            """));
        await opened.WaitForLoadStateAsync();
        await opened.EvaluateAsync("async () => { await window.ready; Office.context.ui.messageParent('signed in'); }");

        await (await anna.PaneFrameAsync()).WaitForFunctionAsync("heard[0] === 'signed in'");
    }

    private async Task<OutlookPage> WritingAsync()
    {
        var anna = await OutlookPage.SignInAsync(await Browser.NewPersonAsync(), simulated.Address,
            "anna@contoso.example");
        await anna.WriteAsync(to: "chie@contoso.example", subject: "Fresh beans", body: "Taste them");
        await anna.OpenPaneAsync();
        return anna;
    }

    private static Task<JsonElement> CallAsync(OutlookPage outlook, string method, string arguments = "") =>
        outlook.RunAsync<JsonElement>($"await call('{method}'{(arguments.Length > 0 ? ", " : "")}{arguments})");
}
