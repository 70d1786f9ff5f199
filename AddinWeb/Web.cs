using AddinWeb.Manifests;
using AddinWeb.Pages;
using AddinWeb.Settings;

namespace AddinWeb;

/// <summary>The host of the pages: static files, manifests, headers and public settings; it talks to no other program.</summary>
public static class Web
{
    /// <summary>
    /// Builds the host. Throws <see cref="WrongSettingException"/> when a setting is missing or wrong, or when the
    /// pages have not been built into <c>wwwroot/app</c> below the content root.
    /// </summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        var settings = WebSettings.Read(builder.Configuration);
        var publicSettings = PublicSettings.Of(settings);
        var pages = BuiltPages.Load(builder.Environment, publicSettings);

        var app = builder.Build();
        app.Use(new SecurityHeaders(settings).AddAsync);
        app.MapPages(pages);
        app.MapManifest(settings);
        app.MapGet("/settings.json", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return publicSettings;
        });
        app.MapGet("/health/live", () => Results.Text("ok"));
        return app;
    }
}
