using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace AddinWeb.Pages;

/// <summary>One file of the pages with its compressed forms, where the build made them.</summary>
public sealed record PageFile(string ContentType, byte[] Plain, byte[]? Brotli, byte[]? Gzip)
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly string tag = Convert.ToHexStringLower(SHA256.HashData(Plain))[..16];

    public static PageFile Read(string file) => new(
        Types.TryGetContentType(file, out var type) ? type : "application/octet-stream",
        File.ReadAllBytes(file),
        File.Exists(file + ".br") ? File.ReadAllBytes(file + ".br") : null,
        File.Exists(file + ".gz") ? File.ReadAllBytes(file + ".gz") : null);

    public IResult Answer(HttpContext http, string cacheControl)
    {
        var (bytes, encoding) = Best(http.Request.GetTypedHeaders().AcceptEncoding);
        http.Response.Headers.CacheControl = cacheControl;
        http.Response.Headers.Vary = "Accept-Encoding";
        if (encoding is not null)
            http.Response.Headers.ContentEncoding = encoding;
        return Results.Bytes(bytes, ContentType, entityTag: new($"\"{tag}{encoding}\""));
    }

    private (byte[] Bytes, string? Encoding) Best(IList<StringWithQualityHeaderValue> accepted)
    {
        bool Takes(string encoding) => accepted.Any(one => one.Value == encoding && one.Quality is null or > 0);
        if (Brotli is not null && Takes("br"))
            return (Brotli, "br");
        return Gzip is not null && Takes("gzip") ? (Gzip, "gzip") : (Plain, null);
    }
}
