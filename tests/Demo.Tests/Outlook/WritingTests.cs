using System.Text;
using CompanionApi.Protocols.Mime;
using Demo.Microsoft365;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Demo.Tests.Outlook;

public sealed class WritingTests(Browser browser, SimulatedOutlook simulated) : BrowserTest(browser), IClassFixture<SimulatedOutlook>
{
    [Fact]
    public async Task The_senders_copy_keeps_its_bcc_and_the_recipients_have_none()
    {
        var anna = await SignInAsync("anna");
        await anna.WriteAsync(
            to: "ben@contoso.example", cc: "Rita Gomez <rita.gomez@acme.example>", bcc: "chie@contoso.example",
            subject: "Angebot für Rotterdam ☕", body: "A price that you will like");

        await anna.SendAsync();

        var sent = Parse("anna", WellKnownFolder.SentItems, "Angebot für Rotterdam ☕");
        var received = Parse("ben", WellKnownFolder.Inbox, "Angebot für Rotterdam ☕");
        Assert.Equal("chie@contoso.example", Assert.Single(sent.Bcc).Address);
        Assert.Empty(received.Bcc);
        Assert.Equal(new MailAddress("Rita Gomez", "rita.gomez@acme.example"), Assert.Single(received.Cc));
        Assert.Contains("A price that you will like", received.Text);
        Assert.Contains("A price that you will like", received.Html);
    }

    [Fact]
    public async Task New_mail_appears_while_one_looks()
    {
        var ben = await SignInAsync("ben");
        var anna = await SignInAsync("anna");

        await anna.WriteAsync(to: "ben@contoso.example", subject: "Are you there?", body: "Look");
        await anna.SendAsync();

        await Expect(ben.Row("Are you there?")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_reply_to_all_goes_to_everyone_but_oneself_and_stays_in_the_conversation()
    {
        var anna = await SignInAsync("anna");
        await anna.OpenAsync("注文書は週明けに");
        await anna.Command("Reply all").ClickAsync();
        await Expect(anna.Page.GetByLabel("Subject")).ToHaveValueAsync("Re: 焙煎機CR-15のお見積りについて");
        await anna.Page.GetByLabel("Message body").PressSequentiallyAsync("ありがとうございます。");

        await anna.SendAsync();

        var sent = Parse("anna", WellKnownFolder.SentItems, "焙煎機", contains: "ありがとうございます。");
        Assert.Equal("taro.yamada@yamada-shoji.example", Assert.Single(sent.To).Address);
        Assert.Equal("hanako.sato@yamada-shoji.example", Assert.Single(sent.Cc).Address);
        Assert.StartsWith("yamada-5.", Assert.Single(sent.InReplyTo));
        Assert.Equal(5, sent.References.Count);
        Assert.Contains("町内会の皆様にもご理解をいただき", sent.Html);
    }

    [Fact]
    public async Task A_forward_takes_the_files_along()
    {
        var anna = await SignInAsync("anna");
        await anna.Folder("Sent Items").ClickAsync();
        await anna.OpenAsync("the glass door has been asking");
        await anna.Command("Forward").ClickAsync();
        await anna.FillRecipientsAsync("To", "chie@contoso.example");

        await anna.SendAsync();

        var received = Parse("chie", WellKnownFolder.Inbox, "Fw: Two CR-60");
        var file = Assert.Single(received.Attachments);
        Assert.Equal("Quote 2026-1187 Acme CR-60.pdf", file.FileName);
        Assert.Contains("rita.gomez@acme.example", received.Text);
    }

    [Fact]
    public async Task A_picked_file_is_sent_as_it_is()
    {
        var anna = await SignInAsync("anna");
        await anna.WriteAsync(to: "ben@contoso.example", subject: "The file", body: "Here");
        var chooser = await anna.Page.RunAndWaitForFileChooserAsync(() =>
            anna.Page.GetByRole(AriaRole.Button, new() { Name = "Attach file" }).ClickAsync());
        var content = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        await chooser.SetFilesAsync(new FilePayload { Name = "見積り.bin", MimeType = "application/x-thing",
            Buffer = content });
        await Expect(anna.Page.GetByText("見積り.bin")).ToBeVisibleAsync();

        await anna.SendAsync();

        var (mail, source) = Read("ben", WellKnownFolder.Inbox, "The file");
        var file = Assert.Single(mail.Attachments);
        Assert.Equal("見積り.bin", file.FileName);
        Assert.Equal(content, file.Decode(source));
    }

    [Fact]
    public async Task A_closed_mail_waits_in_drafts_with_its_files_and_its_thread()
    {
        var chie = await SignInAsync("chie");
        await chie.OpenAsync("Dayton, in confidence");
        await chie.Command("Reply").ClickAsync();
        await chie.Page.GetByLabel("Message body").PressSequentiallyAsync("Not by mail.");
        await chie.Page.GetByRole(AriaRole.Button, new() { Name = "Save draft and close" }).ClickAsync();

        await chie.Folder("Drafts").ClickAsync();
        await chie.Row("Dayton").ClickAsync();
        await chie.SendAsync();

        var sent = Parse("chie", WellKnownFolder.SentItems, "Re: Dayton, in confidence");
        Assert.StartsWith("internal-4.", Assert.Single(sent.InReplyTo));
        Assert.Empty(simulated.The<Mailboxes>().For("chie@contoso.example").List(WellKnownFolder.Drafts));
    }

    [Fact]
    public async Task What_is_no_address_is_not_sent()
    {
        var anna = await SignInAsync("anna");
        await anna.WriteAsync(to: "rita at acme", subject: "Never sent", body: "x");
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

        await Expect(anna.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("“rita at acme” is no e-mail address.");
    }

    [Fact]
    public async Task A_quoted_mail_can_do_nothing_in_the_form()
    {
        var html = "<p onclick=\"window.hit = 1\">Hi <a href=\"javascript:window.hit = 2\">link</a>"
            + "<img src=\"x\" onerror=\"window.hit = 3\"><script>window.hit = 4</script>"
            + "<svg onload=\"window.hit = 5\"></svg></p>";
        var mail = $"From: eve@elsewhere.example\r\nTo: anna@contoso.example\r\nSubject: Harmless\r\n"
            + $"Content-Type: text/html\r\n\r\n{html}";
        simulated.The<Mailboxes>().For("anna@contoso.example").Add(WellKnownFolder.Inbox,
            Encoding.ASCII.GetBytes(mail));
        var anna = await SignInAsync("anna");
        await anna.OpenAsync("Harmless");

        await anna.Command("Reply").ClickAsync();
        await anna.Page.GetByLabel("Message body").GetByText("link").ClickAsync();

        Assert.Equal("undefined", await anna.Page.EvaluateAsync<string>("typeof window.hit"));
    }

    private async Task<OutlookPage> SignInAsync(string name) =>
        await OutlookPage.SignInAsync(await Browser.NewPersonAsync(), simulated.Address, $"{name}@contoso.example");

    private ParsedMail Parse(string name, string folder, string subject, string contains = "") =>
        Read(name, folder, subject, contains).Mail;

    private (ParsedMail Mail, byte[] Source) Read(string name, string folder, string subject, string contains = "")
    {
        var mailbox = simulated.The<Mailboxes>().For($"{name}@contoso.example");
        return mailbox.List(folder)
            .Select(mailbox.ReadMime)
            .Select(source => (Mail: MailParser.Parse(source), source))
            .First(read => read.Mail.Subject.Contains(subject) && read.Mail.ReadableText.Contains(contains));
    }
}
