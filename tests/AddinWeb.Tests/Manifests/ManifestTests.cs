using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using AddinWeb.Tests.Support;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace AddinWeb.Tests.Manifests;

public class ManifestTests(ITestOutputHelper output)
{
    private static readonly XNamespace Overrides = "http://schemas.microsoft.com/office/mailappversionoverrides/1.1";

    [Fact]
    public async Task Names_only_hosts_we_serve_whatever_the_request_says()
    {
        await using var app = await WebApp.StartAsync();
        app.Client.DefaultRequestHeaders.Host = "evil.example";
        var manifest = XDocument.Parse(await app.Client.GetStringAsync("/manifest.xml"));

        var addresses = manifest.Descendants().Attributes()
            .Where(attribute => !attribute.IsNamespaceDeclaration).Select(attribute => attribute.Value)
            .Where(value => value.StartsWith("http"))
            .Select(value => new Uri(value)).ToList();
        Assert.NotEmpty(addresses);
        Assert.All(addresses, address => Assert.Equal("crm.contoso.example", address.Host));
        Assert.DoesNotContain("evil.example", manifest.ToString());
        Assert.Equal(["https://login.microsoftonline.com"],
            manifest.Descendants().Where(element => element.Name.LocalName == "AppDomain").Select(element => element.Value));
    }

    [Fact]
    public async Task Everything_it_names_is_served()
    {
        await using var app = await WebApp.StartAsync();
        var manifest = XDocument.Parse(await app.Client.GetStringAsync("/manifest.xml"));
        var paths = manifest.Descendants().Attributes().Select(attribute => attribute.Value)
            .Where(value => value.StartsWith("https://crm.contoso.example/"))
            .Select(value => new Uri(value).PathAndQuery).Distinct();

        foreach (var path in paths)
        {
            var answer = await app.Client.GetAsync(path);
            Assert.True(answer.IsSuccessStatusCode, $"{path} answers {answer.StatusCode}");
            if (path.EndsWith(".png"))
                Assert.Equal(SizeIn(path), WidthOf(await answer.Content.ReadAsByteArrayAsync()));
        }
    }

    [Fact]
    public async Task Has_a_read_pane_that_can_be_pinned_and_works_in_shared_folders_from_Mailbox_1_5()
    {
        await using var app = await WebApp.StartAsync();
        var manifest = XDocument.Parse(await app.Client.GetStringAsync("/manifest.xml"));

        Assert.Equal("true", manifest.Descendants(Overrides + "SupportsPinning").Single().Value);
        Assert.Equal("true", manifest.Descendants(Overrides + "SupportsSharedFolders").Single().Value);
        Assert.Equal("1.5", manifest.Descendants().Single(element => element.Name.LocalName == "Set"
            && element.Attribute("MinVersion") is not null).Attribute("MinVersion")!.Value);
        Assert.Contains(manifest.Descendants(), element => (string?)element.Attribute("Locale") == "ja-JP");
    }

    [Fact]
    public async Task Is_valid_by_the_published_schemas()
    {
        if (Suites.Find("manifest/xsd") is not { } folder)
        {
            output.Skipped("Manifest by the published schemas", "../shared/corpus/manifest");
            return;
        }
        await using var app = await WebApp.StartAsync();
        var manifest = XDocument.Parse(await app.Client.GetStringAsync("/manifest.xml"));

        // Younger than the published schemas, which know neither.
        manifest.Descendants(Overrides + "SupportsPinning").Remove();
        manifest.Descendants(Overrides + "SupportsSharedFolders").Remove();

        var complaints = new List<string>();
        manifest.Validate(Schemas(folder), (_, complaint) => complaints.Add(complaint.Message));
        output.Passed("Manifest by the published schemas", complaints.Count == 0 ? 1 : 0, 1);
        Assert.Empty(complaints);
    }

    private static XmlSchemaSet Schemas(string folder)
    {
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        using var reader = XmlReader.Create(Path.Combine(folder, "OfficeAppManifestV1_1.xsd"));
        schemas.Add(null, reader);
        return schemas;
    }

    private static int SizeIn(string path) => int.Parse(Path.GetFileNameWithoutExtension(path).Split('-')[^1]);

    private static int WidthOf(byte[] png) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
}
