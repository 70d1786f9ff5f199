using Microsoft.Playwright;

namespace Demo.Tests.Outlook;

/// <summary>The simulated Outlook as a person uses it in the browser.</summary>
public sealed class OutlookPage
{
    private readonly List<string> errors = [];

    private OutlookPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Exceptions that the page, or the pane in it, did not catch.</summary>
    public IReadOnlyList<string> Errors => errors;

    public ILocator Rows => Page.GetByRole(AriaRole.Option);

    public ILocator Reading => Page.GetByRole(AriaRole.Region, new() { Name = "Reading pane" });

    /// <summary>The add-in's page in the task pane.</summary>
    public IFrameLocator Pane => Page.FrameLocator(".pane iframe");

    /// <summary>
    /// Opens Outlook in a tab and signs in; <paramref name="query"/> is "theme=dark&amp;answers=late" and the like.
    /// </summary>
    public static async Task<OutlookPage> SignInAsync(IBrowserContext context, string outlook, string address,
        string query = "")
    {
        var tab = new OutlookPage(await context.NewPageAsync());
        await tab.Page.GotoAsync($"{outlook}?as={address}&{query}");
        await tab.Page.Locator(".sign-in-card button[type=submit]").ClickAsync();
        await tab.Page.Locator(".folders").WaitForAsync();
        return tab;
    }

    public ILocator Row(string text) => Rows.Filter(new() { HasText = text }).First;

    public ILocator Command(string name) =>
        Page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Folder(string name) =>
        Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Button, new() { NameString = name });

    /// <summary>Selects the message and waits until it is shown.</summary>
    public async Task OpenAsync(string text)
    {
        await Row(text).ClickAsync();
        await Page.Locator("article.card").WaitForAsync();
    }

    public async Task OpenPaneAsync()
    {
        await Command("MailCrm").ClickAsync();
        await Page.Locator(".pane iframe").WaitForAsync();
    }

    public async Task WriteAsync(string to, string subject, string body, string? cc = null, string? bcc = null)
    {
        await Command("New mail").ClickAsync();
        await FillRecipientsAsync("To", to);
        await FillRecipientsAsync("Cc", cc);
        await FillRecipientsAsync("Bcc", bcc);
        await Page.GetByLabel("Subject").FillAsync(subject);
        await Page.GetByLabel("Message body").FillAsync(body);
    }

    public async Task SendAsync()
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Page.Locator(".compose").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    public async Task FillRecipientsAsync(string field, string? recipients)
    {
        if (recipients is not null)
        {
            await Page.GetByLabel(field, new() { Exact = true }).FillAsync(recipients);
            await Page.Keyboard.PressAsync("Enter");
        }
    }
}
