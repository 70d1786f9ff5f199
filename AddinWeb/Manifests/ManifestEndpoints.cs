using System.Xml.Linq;
using AddinWeb.Settings;

namespace AddinWeb.Manifests;

/// <summary>The manifest an admin uploads or points Microsoft 365 at, and the icons it names, for the configured address.</summary>
public static class ManifestEndpoints
{
    private const string TemplateAddress = "https://mailcrm.example";
    private const string TemplateSignIn = "https://login.microsoftonline.com";
    private const string ADay = "public, max-age=86400";

    public static void MapManifest(this WebApplication app, WebSettings settings)
    {
        var manifest = Manifest(settings);
        app.MapGet("/manifest.xml", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(manifest, "application/xml; charset=utf-8");
        });

        var icons = Icons();
        app.MapGet("/icons/{name}", (HttpContext http, string name) =>
        {
            if (!icons.TryGetValue(name, out var icon))
                return Results.NotFound();
            http.Response.Headers.CacheControl = ADay;
            return Results.Bytes(icon, "image/png");
        });
    }

    private static byte[] Manifest(WebSettings settings)
    {
        var manifest = XDocument.Load(new MemoryStream(Resource("manifest.xml")), LoadOptions.PreserveWhitespace);
        var values = manifest.Descendants().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration);
        foreach (var attribute in values)
            attribute.Value = Ours(attribute.Value, settings);
        foreach (var domain in manifest.Descendants().Where(element => element.Name.LocalName == "AppDomain"))
            domain.Value = Ours(domain.Value, settings);

        using var bytes = new MemoryStream();
        manifest.Save(bytes);
        return bytes.ToArray();
    }

    private static string Ours(string value, WebSettings settings) => value
        .Replace(TemplateAddress, WebSettings.OriginOf(settings.Web))
        .Replace(TemplateSignIn, WebSettings.OriginOf(settings.MsalAuthority));

    private static Dictionary<string, byte[]> Icons() => typeof(ManifestEndpoints).Assembly
        .GetManifestResourceNames()
        .Where(name => name.StartsWith("icons/"))
        .ToDictionary(name => name["icons/".Length..], Resource);

    private static byte[] Resource(string name)
    {
        using var stream = typeof(ManifestEndpoints).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
