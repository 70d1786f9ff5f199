namespace AddinWeb.Pages;

public static class PagesEndpoints
{
    private const string Fresh = "no-cache";
    private const string ForEver = "public, max-age=31536000, immutable";

    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapPages(this WebApplication app, BuiltPages pages)
    {
        app.MapMethods("/pane", Reading, (HttpContext http) => pages.Pane.Answer(http, Fresh));

        app.MapMethods("/", Reading, (HttpContext http) => pages.Browser.Answer(http, Fresh));
        foreach (var word in BrowserPages.FirstWords)
            app.MapMethods($"/{word}/{{**rest}}", Reading, (HttpContext http) => pages.Browser.Answer(http, Fresh));

        // A file's name carries its content's hash, so a copy is good for ever.
        app.MapMethods("/app/assets/{name}", Reading, (HttpContext http, string name) =>
            pages.Assets.TryGetValue(name, out var file) ? file.Answer(http, ForEver) : Results.NotFound());
    }
}
