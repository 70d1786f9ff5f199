using Demo.Seed;
using Demo.Tests.Microsoft365;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Demo.Tests.Outlook;

/// <summary>
/// The simulated Microsoft 365 with the demo's mail in it, and in MailCrm's place a bare page that loads office.js
/// and MSAL: what an add-in of any kind sees of the host.
/// </summary>
public sealed class SimulatedOutlook : IAsyncLifetime
{
    private const string PanePage = """
        <!doctype html><html lang="en"><head><title>Test pane</title>
        <script>const kept = history.pushState;</script>
        <script src="OFFICE/outlook/office.js"></script>
        <script src="/msal.js"></script>
        <script>
          window.ready = new Promise((resolve) => setTimeout(() => window.Office?.onReady(resolve)));
          window.call = (name, ...args) => new Promise((resolve) => {
            const path = name.split('.');
            const method = path.pop();
            const owner = path.reduce((object, part) => object[part], Office.context);
            owner[method](...args, (result) => resolve({ status: result.status, value: result.value,
                error: result.error }));
          });
        </script></head><body><h1>Test pane</h1></body></html>
        """;

    private readonly RunningSimulator simulator = new();
    private WebApplication? pane;

    public string Address => simulator.Addresses.Outlook;

    public DemoAddresses Addresses => simulator.Addresses;

    public T The<T>() where T : notnull => simulator.The<T>();

    public async Task InitializeAsync()
    {
        await simulator.InitializeAsync();
        Seeding.PutMail(SeedContext.Of(The<IServiceProvider>()));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        pane = builder.Build();
        pane.Urls.Add(simulator.Addresses.Web);
        pane.MapGet("/pane", () =>
            Results.Content(PanePage.Replace("OFFICE", simulator.Addresses.Graph), "text/html"));
        pane.MapGet("/msal.js", () => Results.File(
            Path.Combine(Repository.Root, "demo/Outlook/node_modules/@azure/msal-browser/lib/msal-browser.min.js"),
            "text/javascript"));
        await pane.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await pane!.DisposeAsync();
        await simulator.DisposeAsync();
    }
}

/// <summary>What a test runs inside the pane.</summary>
public static class PaneScript
{
    public static async Task<T> RunAsync<T>(this OutlookPage outlook, string script)
    {
        var frame = await PaneFrameAsync(outlook);
        return await frame.EvaluateAsync<T>($"async () => {{ await window.ready; return {script}; }}");
    }

    public static async Task<IFrame> PaneFrameAsync(this OutlookPage outlook)
    {
        var element = await outlook.Page.Locator(".pane iframe").ElementHandleAsync();
        var frame = (await element.ContentFrameAsync())!;
        await frame.WaitForLoadStateAsync(LoadState.Load);
        return frame;
    }
}

internal static class Repository
{
    /// <summary>The folder with MailCrm.sln, found upwards from where the tests run.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "MailCrm.sln")) ? folder : Find(Path.GetDirectoryName(folder.TrimEnd('/'))!);
}
