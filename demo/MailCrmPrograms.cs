using AddinWeb;
using CompanionApi;
using Demo.Microsoft365;
using Demo.Microsoft365.SignIn;
using Microsoft.Extensions.Http;
using Directory = Demo.Microsoft365.Directory;

namespace Demo;

/// <summary>MailCrm's two programs as an operator would set them up, with the simulated Microsoft 365 as their world.</summary>
internal static class MailCrmPrograms
{
    private const string MailFrom = "no-reply@mailcrm.example";

    public static WebApplication BuildApi(DemoAddresses at, string dataFolder)
    {
        System.IO.Directory.CreateDirectory(dataFolder);
        var settings = new Dictionary<string, string?>
        {
            ["PublicUrl:Api"] = at.Api,
            ["PublicUrl:Web"] = at.Web,
            ["AzureAd:Instance"] = $"{Entra.Instance}/",
            ["AzureAd:ClientId"] = DemoAddresses.ClientId,
            ["AzureAd:AllowedClientIds:0"] = DemoAddresses.ClientId,
            ["AzureAd:ClientSecret"] = AppRegistration.ClientSecret,
            ["Database:ConnectionString"] = $"Data Source={Path.Combine(dataFolder, "mailcrm.db")}",
            ["Content:Folder"] = Path.Combine(dataFolder, "content"),
            ["Smtp:ListenAddress"] = "127.0.0.1",
            ["Smtp:Port"] = $"{at.SmtpPort}",
            ["Smtp:HostName"] = Directory.BccDomain,
            ["Dns:Servers:0"] = at.Dns,
            ["Bcc:Domain"] = Directory.BccDomain,
            ["MailOut:Host"] = "127.0.0.1",
            ["MailOut:Port"] = $"{at.MailInPort}",
            ["MailOut:Tls"] = "none",
            ["MailOut:From"] = MailFrom,
        };
        AddCompany(settings, 0, Directory.Contoso, firstAdmin: "chie@contoso.example");
        AddCompany(settings, 1, Directory.Fabrikam, firstAdmin: "dan@fabrikam.example");
        return Api.Build(["--contentRoot", FolderOf("CompanionApi")], builder =>
        {
            SetUp(builder, at.Api, settings);
            LeadToSimulator(builder.Services, "entra", at);
            LeadToSimulator(builder.Services, "graph", at);
        });
    }

    public static WebApplication BuildWeb(DemoAddresses at) =>
        Web.Build(["--contentRoot", FolderOf("AddinWeb")], builder => SetUp(builder, at.Web, new Dictionary<string, string?>
        {
            ["PublicUrl:Api"] = at.Api,
            ["PublicUrl:Web"] = at.Web,
            ["AzureAd:ClientId"] = DemoAddresses.ClientId,
            ["Pages:OfficeJsUrl"] = $"{at.Outlook}/office.js",
            ["Pages:FrameAncestors"] = at.Graph,
            ["Pages:OidcAuthority"] = $"{at.Graph}/organizations/v2.0",
            ["Pages:MsalAuthority"] = $"{Entra.Instance}/organizations",
            ["Pages:Scope"] = at.Scope,
        }));

    private static void AddCompany(Dictionary<string, string?> settings, int index, Tenant tenant, string firstAdmin)
    {
        settings[$"Companies:{index}:Name"] = tenant.Name;
        settings[$"Companies:{index}:MailName"] = tenant.MailName;
        settings[$"Companies:{index}:TenantIds:0"] = tenant.Id;
        settings[$"Companies:{index}:Domains:0"] = tenant.Domain;
        settings[$"Companies:{index}:FirstAdmin"] = firstAdmin;
    }

    private static void SetUp(WebApplicationBuilder builder, string url, Dictionary<string, string?> settings)
    {
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration["Logging:LogLevel:Default"] = nameof(LogLevel.Warning);
        builder.WebHost.UseUrls(url);
        StandardError.LogTo(builder.Logging);
    }

    // After everything the program itself says of that client, so that nothing but its last step differs.
    private static void LeadToSimulator(IServiceCollection services, string client, DemoAddresses at) =>
        services.PostConfigure<HttpClientFactoryOptions>(client, options =>
            options.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = new WayToSimulator(at)));

    // The programs run from their sources: settings and built pages lie there.
    private static string FolderOf(string project)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MailCrm.sln")))
        {
            folder = folder.Parent;
        }

        return folder is not null
            ? Path.Combine(folder.FullName, project)
            : throw new InvalidOperationException("The demo runs from its sources; MailCrm.sln was not found above it.");
    }
}
