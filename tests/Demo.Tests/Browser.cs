using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Demo.Tests;

/// <summary>
/// Debian's Chromium, one for all browser tests of a run; it reaches this machine and nothing else. Each test opens a
/// context of its own, as if by another person at another machine.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";
    private IPlaywright? playwright;
    private IBrowser? chromium;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-background-networking", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-component-update", "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            ],
        });
    }

    public Task<IBrowserContext> NewPersonAsync(BrowserNewContextOptions? options = null) =>
        chromium!.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1440, Height = 900 } });

    /// <summary>Everybody goes home: pages that stay open go on drawing, and the tests after them wait for it.</summary>
    public async Task CloseAllAsync()
    {
        foreach (var context in chromium!.Contexts.ToList())
        {
            await context.CloseAsync();
        }
    }

    public async Task DisposeAsync()
    {
        await chromium!.DisposeAsync();
        playwright!.Dispose();
    }
}

/// <summary>Browser tests share the browser, and so run one after the other: two cores carry no more.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Browser>
{
    public const string Name = "Browser";
}

/// <summary>A test in the browser; what it opened is closed at its end.</summary>
[Collection(BrowserTests.Name)]
public abstract class BrowserTest(Browser browser) : IAsyncLifetime
{
    protected Browser Browser { get; } = browser;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Browser.CloseAllAsync();
}

public static class Accessibility
{
    // A frame that may run no scripts cannot run axe either: a mail's body is its sender's affair.
    private static readonly AxeRunContext ButMailBodies = new()
    {
        Exclude = [new AxeSelector("iframe[sandbox]:not([sandbox~=allow-scripts])")],
    };

    /// <summary>Fails with what axe finds on the page and in its frames, by rule and place.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        var found = await page.RunAxe(ButMailBodies);
        var violations = found.Violations.SelectMany(violation =>
            violation.Nodes.Select(node => $"{violation.Id}: {violation.Help} at {node.Target} {node.Html}")).ToList();
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}
