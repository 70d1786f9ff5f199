using AddinWeb.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace AddinWeb.Tests.Support;

/// <summary>The real host on a free port, with small pages of its own in place of the built ones.</summary>
public sealed class WebApp : IAsyncDisposable
{
    public const string Script = "console.log('the pane');";

    private readonly WebApplication app;
    private readonly DirectoryInfo folder;

    private WebApp(WebApplication app, DirectoryInfo folder)
    {
        (this.app, this.folder) = (app, folder);
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Urls.Single()),
        };
    }

    public HttpClient Client { get; }

    public static Task<WebApp> StartAsync(params string[] settings) => StartAsync(BuiltFolder(), settings);

    public static async Task<WebApp> StartAsync(DirectoryInfo folder, params string[] settings)
    {
        var app = Build(folder, ["--AzureAd:ClientId=11111111-2222-3333-4444-555555555555",
            "--PublicUrl:Web=https://crm.contoso.example", "--PublicUrl:Api=https://api.contoso.example", .. settings]);
        await app.StartAsync();
        return new WebApp(app, folder);
    }

    public static WebApplication Build(DirectoryInfo folder, string[] settings) =>
        Web.Build(["--contentRoot=" + folder.FullName, "--Logging:LogLevel:Default=Warning", .. settings],
            builder => builder.WebHost.UseUrls("http://127.0.0.1:0"));

    public static IReadOnlyList<string> ProblemsOf(params string[] settings)
    {
        var wrong = Assert.Throws<WrongSettingException>(() => Build(BuiltFolder(), settings));
        return wrong.Message.Split('\n')[1..];
    }

    public static DirectoryInfo BuiltFolder()
    {
        var folder = Directory.CreateTempSubdirectory("addinweb");
        var assets = Directory.CreateDirectory(Path.Combine(folder.FullName, "wwwroot", "app", "assets"));
        File.WriteAllText(Path.Combine(assets.FullName, "pane-1a2b.js"), Script);
        File.WriteAllText(Path.Combine(assets.FullName, "pane-1a2b.js.br"), "brotli");
        File.WriteAllText(Path.Combine(assets.FullName, "pane-1a2b.js.gz"), "gzip");
        foreach (var page in new[] { "pane", "browser" })
            File.WriteAllText(Path.Combine(assets.Parent!.FullName, page + ".html"),
                $"<!doctype html><head><!--settings--></head><p>{page}</p>");
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
