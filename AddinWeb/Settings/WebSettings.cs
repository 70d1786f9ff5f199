namespace AddinWeb.Settings;

/// <summary>What the operator decides. Addresses come from here alone, never from a request's Host header.</summary>
public sealed record WebSettings(
    Uri Web,
    Uri Api,
    Guid ClientId,
    string Scope,
    Uri OfficeJs,
    IReadOnlyList<string> FrameAncestors,
    Uri OidcAuthority,
    Uri MsalAuthority)
{
    private const string DefaultOfficeJs = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";
    private const string DefaultOidcAuthority = "https://login.microsoftonline.com/organizations/v2.0";
    private const string DefaultMsalAuthority = "https://login.microsoftonline.com/organizations";

    // Where Outlook on the web frames the pane. Desktop Outlook shows it as a top-level page, where this has no say.
    private const string DefaultFrameAncestors =
        "https://outlook.office.com https://outlook.office365.com https://outlook.live.com https://*.office.com "
        + "https://*.office365.com https://outlook.cloud.microsoft https://*.cloud.microsoft";

    public bool IsHttps => Web.Scheme == Uri.UriSchemeHttps;

    public static WebSettings Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var web = Origin(configuration, "PublicUrl:Web", "the address of these pages", problems);
        var api = Origin(configuration, "PublicUrl:Api", "the address of CompanionApi", problems);
        var clientId = ClientIdOf(configuration, problems);
        var settings = new WebSettings(
            web,
            api,
            clientId,
            configuration["Pages:Scope"] ?? $"api://{web.Authority}/{clientId}/access_as_user",
            Address(configuration, "Pages:OfficeJsUrl", DefaultOfficeJs, problems),
            Ancestors(configuration, problems),
            Address(configuration, "Pages:OidcAuthority", DefaultOidcAuthority, problems),
            Address(configuration, "Pages:MsalAuthority", DefaultMsalAuthority, problems));
        return problems.Count == 0 ? settings : throw new WrongSettingException(problems);
    }

    /// <summary>Scheme, host and port, as a content security policy names it.</summary>
    public static string OriginOf(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static Uri Origin(IConfiguration configuration, string name, string what, List<string> problems)
    {
        var address = Address(configuration, name, null, problems, what);
        if (address.PathAndQuery != "/" || address.Fragment != "")
            problems.Add($"{name}: expected {what} without a path, such as https://crm.example.com; found \"{address}\"");
        return address;
    }

    private static Uri Address(
        IConfiguration configuration, string name, string? otherwise, List<string> problems, string what = "an address")
    {
        var text = configuration[name] ?? otherwise;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo == ""
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            return address;
        problems.Add($"{name}: expected {what} with https (http only on localhost), such as https://crm.example.com; "
            + (text is null ? "it is not set" : $"found \"{text}\""));
        return new Uri("https://unset.invalid");
    }

    private static Guid ClientIdOf(IConfiguration configuration, List<string> problems)
    {
        var text = configuration["AzureAd:ClientId"];
        if (Guid.TryParse(text, out var clientId))
            return clientId;
        problems.Add("AzureAd:ClientId: expected the application (client) id of the app registration, a GUID; "
            + (text is null ? "it is not set" : $"found \"{text}\""));
        return Guid.Empty;
    }

    private static IReadOnlyList<string> Ancestors(IConfiguration configuration, List<string> problems)
    {
        var ancestors = (configuration["Pages:FrameAncestors"] ?? DefaultFrameAncestors)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var wrong in ancestors.Where(ancestor => !IsAncestor(ancestor)))
            problems.Add("Pages:FrameAncestors: expected origins separated by spaces, such as "
                + $"https://outlook.office.com https://*.cloud.microsoft; found \"{wrong}\"");
        return ancestors;
    }

    private static bool IsAncestor(string text) =>
        text == "'self'"
        || (Uri.TryCreate(text.Replace("*.", "any."), UriKind.Absolute, out var address)
            && address.Scheme is "https" or "http"
            && address.PathAndQuery == "/" && !text.EndsWith('/') && !text.Contains(';') && !text.Contains(','));
}
