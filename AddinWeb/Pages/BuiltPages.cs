using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AddinWeb.Settings;

namespace AddinWeb.Pages;

/// <summary>What the pages' build left in wwwroot/app, read once at start and kept in memory with its compressed forms.</summary>
public sealed class BuiltPages
{
    public required PageFile Pane { get; init; }
    public required PageFile Browser { get; init; }
    public required IReadOnlyDictionary<string, PageFile> Assets { get; init; }

    public static BuiltPages Load(IWebHostEnvironment environment, PublicSettings settings)
    {
        var folder = Path.Combine(environment.ContentRootPath, "wwwroot", "app");
        if (!File.Exists(Path.Combine(folder, "pane.html")) || !File.Exists(Path.Combine(folder, "browser.html")))
            throw new WrongSettingException(
                [$"{folder}: expected the built pages there; build them with \"npm run build\" in AddinWeb/ClientApp"]);

        var assets = Path.Combine(folder, "assets");
        return new()
        {
            Pane = Html(Path.Combine(folder, "pane.html"), settings, PreloadOf(settings.OfficeJsUrl)),
            Browser = Html(Path.Combine(folder, "browser.html"), settings, ""),
            Assets = Directory.EnumerateFiles(assets)
                .Where(file => !file.EndsWith(".br") && !file.EndsWith(".gz"))
                .ToDictionary(file => Path.GetFileName(file), PageFile.Read),
        };
    }

    // The settings stand in the page itself: one request less before anything can start.
    private static PageFile Html(string file, PublicSettings settings, string extra)
    {
        const string place = "<!--settings-->";
        var html = File.ReadAllText(file);
        if (!html.Contains(place))
            throw new WrongSettingException([$"{file}: expected the mark {place} in the page's head"]);
        var json = JsonSerializer.Serialize(settings, JsonSerializerOptions.Web);
        var head = $"""<script type="application/json" id="settings">{json}</script>"""
            + $"""<link rel="preconnect" href="{settings.ApiUrl}" crossorigin>""" + extra;
        var bytes = Encoding.UTF8.GetBytes(html.Replace(place, head));
        return new("text/html; charset=utf-8", bytes, Brotli(bytes), Gzip(bytes));
    }

    private static string PreloadOf(string officeJs) =>
        $"""<link rel="preload" as="script" href="{System.Net.WebUtility.HtmlEncode(officeJs)}">""";

    private static byte[] Brotli(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var stream = new BrotliStream(compressed, CompressionLevel.SmallestSize))
            stream.Write(bytes);
        return compressed.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.SmallestSize))
            stream.Write(bytes);
        return compressed.ToArray();
    }
}
