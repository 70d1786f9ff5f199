using System.Text.RegularExpressions;
using Demo.Tests.Outlook;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Demo.Tests.Story;

/// <summary>The first whole path as its users walk it, on the real programs: nothing is stood in for but Microsoft.</summary>
public sealed class SpineStoryTests(Browser browser, DemoProcess demo) : BrowserTest(browser), IClassFixture<DemoProcess>
{
    private readonly Cast cast = new(browser, demo.At);

    [Fact]
    public async Task R4_what_Anna_shares_Ben_reads_on_the_deals_page_and_sees_vanish_when_she_takes_it_back()
    {
        await cast.MakeDealAsync("anna", "Story of the shared letter");
        var anna = await cast.InOutlookAsync("anna");
        await anna.OpenAsync("could you both come and look");
        await anna.OpenPaneAsync();
        await LinkToAsync(anna, "Story of the shared letter");
        await Expect(anna.Pane.GetByText("Linked to Story of the shared letter.")).ToBeVisibleAsync();

        var ben = await cast.InBrowserAsync("ben");
        await ben.GetByRole(AriaRole.Link, new() { Name = "Story of the shared letter" }).ClickAsync();
        await Expect(ben.GetByText("No mail here that you can see.")).ToBeVisibleAsync();

        await anna.Pane.GetByRole(AriaRole.Button, new() { Name = "Only you" }).ClickAsync();
        await Expect(anna.Pane.GetByText("Ben Ortiz and Chie Tanaka gain access.")).ToBeVisibleAsync();
        await anna.Pane.GetByRole(AriaRole.Button, new() { Name = "Share with 2 people" }).ClickAsync();

        // Without a reload: the letter comes, is read, and goes.
        var letter = ben.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Site visit in Rotterdam") });
        await letter.ClickAsync();
        var body = ben.FrameLocator("main iframe").GetByText("could you both come and look");
        await Expect(body).ToBeVisibleAsync();

        await anna.Pane.GetByRole(AriaRole.Button, new() { Name = "You and 2 others in the company" }).ClickAsync();
        await anna.Pane.GetByRole(AriaRole.Button, new() { Name = "Make private", Exact = true }).ClickAsync();

        await Expect(letter).ToHaveCountAsync(0);
        await Expect(ben.Locator("main iframe")).ToHaveCountAsync(0);
        await Expect(ben.GetByText("1 message is no longer shared with you")).ToBeVisibleAsync();
        Assert.DoesNotContain("come and look at the hall", await ben.ContentAsync());
        Assert.Empty(anna.Errors);
    }

    [Fact]
    public async Task R27_a_mail_sent_with_the_deals_address_in_bcc_stands_in_the_pane_linked()
    {
        var deal = await cast.MakeDealAsync("anna", "Story of the blind copy");
        var anna = await cast.InOutlookAsync("anna");

        await anna.WriteAsync(
            "Rita Gomez <rita.gomez@acme.example>", "A walnut for the story", "The walnut price is fixed.",
            bcc: deal.GetProperty("smartBccAddress").GetString());
        await anna.SendAsync();
        await anna.Folder("Sent Items").ClickAsync();
        await anna.OpenAsync("A walnut for the story");
        await anna.OpenPaneAsync();

        await Expect(anna.Pane.GetByText("Story of the blind copy")).ToBeVisibleAsync();
        await Expect(anna.Pane.GetByText("sent to its own address")).ToBeVisibleAsync();
        await Expect(anna.Pane.GetByRole(AriaRole.Button, new() { Name = "Only you" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task S76_each_act_in_the_pane_says_what_it_did_and_can_be_undone()
    {
        await cast.MakeDealAsync("anna", "Story of the way back");
        var anna = await cast.InOutlookAsync("anna");
        await anna.OpenAsync("Bonjour Anna, jeudi");
        await anna.OpenPaneAsync();

        await LinkToAsync(anna, "Story of the way back");
        await Expect(anna.Pane.GetByText("linked by you")).ToBeVisibleAsync();
        await anna.Pane.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Expect(anna.Pane.GetByText("linked by you")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task R86_pinned_the_pane_follows_the_selection_and_never_speaks_of_another_mail()
    {
        var anna = await cast.InOutlookAsync("anna", "answers=late");
        await anna.OpenAsync("the board said yes");
        await anna.OpenPaneAsync();
        await anna.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("pin", RegexOptions.IgnoreCase) }).First.ClickAsync();
        foreach (var row in new[] { "Bonjour Anna, jeudi", "could you both come and look", "Bonjour Anna, jeudi" })
        {
            await anna.Row(row).ClickAsync();
        }

        await Expect(anna.Pane.GetByText("Café Lumière").First).ToBeVisibleAsync();
        await Expect(anna.Pane.GetByText("elodie.marchand@lumiere.example").First).ToBeVisibleAsync();
        await Expect(anna.Pane.GetByText("rita.gomez@acme.example")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("light", "en-US")]
    [InlineData("dark", "en-US")]
    [InlineData("light", "ja-JP")]
    [InlineData("dark", "ja-JP")]
    public async Task R83_the_pane_is_accessible_in_both_themes_and_languages(string theme, string language)
    {
        var anna = await cast.InOutlookAsync("anna", $"theme={theme}&language={language}");
        foreach (var mail in new[] { "the board said yes", "Élodie", "שאלה על קולה" })
        {
            await anna.OpenAsync(mail);
            if (await anna.Page.Locator(".pane iframe").CountAsync() == 0)
            {
                await anna.OpenPaneAsync();
            }

            await anna.Pane.Locator("section h2").First.WaitForAsync();
            await anna.Page.AssertAccessibleAsync();
        }

        Assert.Empty(anna.Errors);
    }

    [Theory]
    [InlineData(ColorScheme.Light, "en-US", 1440)]
    [InlineData(ColorScheme.Dark, "ja-JP", 320)]
    public async Task R83_the_record_pages_are_accessible_in_both_themes_and_languages(
        ColorScheme scheme, string locale, int width)
    {
        var ben = await cast.InBrowserAsync("ben", "/deals", new()
        {
            ColorScheme = scheme, Locale = locale, ViewportSize = new() { Width = width, Height = 900 },
        });
        await ben.GetByRole(AriaRole.Link, new() { Name = "Acme: two CR-60 for Rotterdam" }).WaitForAsync();
        await ben.AssertAccessibleAsync();

        await ben.GetByRole(AriaRole.Link, new() { Name = "Acme: two CR-60 for Rotterdam" }).ClickAsync();
        await ben.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("CR-60") }).First.ClickAsync();
        await ben.Locator("main iframe").WaitForAsync();

        await ben.AssertAccessibleAsync();
    }

    private static async Task LinkToAsync(OutlookPage person, string title)
    {
        await person.Pane.GetByRole(AriaRole.Button, new() { Name = "Link to…" }).ClickAsync();
        await person.Pane.GetByRole(AriaRole.Combobox).Or(person.Pane.GetByRole(AriaRole.Searchbox)).First.FillAsync(title);
        await person.Pane.GetByRole(AriaRole.Option, new() { NameRegex = new Regex(Regex.Escape(title)) }).First.ClickAsync();
    }
}
