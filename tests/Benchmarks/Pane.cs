using System.Diagnostics;
using Microsoft.Playwright;

namespace MailCrm.Benchmarks;

/// <summary>
/// The pane as a rep waits for it: in Debian's Chromium with the CPU slowed fourfold, against the demo, from the press of
/// the button. Each opening is in a browser context of its own: nothing is in a cache.
/// </summary>
internal static class Pane
{
    public static async Task RunAsync(Options options, Report report)
    {
        using var demo = await DemoProcess.StartAsync(options);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium", Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"],
        });
        for (var run = 0; run < options.Number("repeat", 5); run++)
        {
            await using var person = await chromium.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
            await OpenAsync(demo, await person.NewPageAsync(), options.Number("slower", 4), report);
        }
    }

    private static async Task OpenAsync(DemoProcess demo, IPage page, int slower, Report report)
    {
        await page.GotoAsync($"{demo.Outlook}?as=anna@contoso.example&");
        await page.Locator(".sign-in-card button[type=submit]").ClickAsync();
        await page.Locator(".folders").WaitForAsync();
        await page.Locator("[role=option]").First.ClickAsync();
        await page.Locator("article.card").WaitForAsync();
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = slower });
        var (requests, scripts) = (0, 0L);
        var answered = new TaskCompletionSource();
        page.RequestFinished += async (_, request) =>
        {
            requests++;
            if (request.Url.Contains("/api/open-message"))
            {
                answered.TrySetResult();
            }

            if (request.ResourceType == "script")
            {
                Interlocked.Add(ref scripts, (await request.SizesAsync()).ResponseBodySize);
            }
        };
        var clock = Stopwatch.StartNew();
        await page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = "MailCrm", Exact = true }).ClickAsync();
        var pane = page.FrameLocator(".pane iframe");
        await pane.Locator("body *:visible").First.WaitForAsync();
        var painted = clock.Elapsed;
        await answered.Task.WaitAsync(TimeSpan.FromMinutes(2));
        await pane.GetByRole(AriaRole.Heading).First.WaitForAsync();
        report.Add("pane opened", ("slower", slower), ("firstPaintMs", painted.TotalMilliseconds),
            ("answeredMs", clock.Elapsed.TotalMilliseconds), ("requests", requests), ("scriptBytes", scripts));
    }
}
