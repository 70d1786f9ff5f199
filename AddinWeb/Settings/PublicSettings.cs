using System.Reflection;

namespace AddinWeb.Settings;

/// <summary>What the pages need to know, public by nature; `PublicSettings` in the pages' api/types.ts.</summary>
public sealed record PublicSettings(
    string ApiUrl,
    string WebUrl,
    string ClientId,
    string MsalAuthority,
    string OidcAuthority,
    string Scope,
    string OfficeJsUrl,
    string Version)
{
    private static readonly string ProgramVersion =
        typeof(PublicSettings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion is var version && version.IndexOf('+') is var plus && plus > 0
            ? version[..Math.Min(version.Length, plus + 9)]
            : version;

    public static PublicSettings Of(WebSettings settings) => new(
        WebSettings.OriginOf(settings.Api),
        WebSettings.OriginOf(settings.Web),
        settings.ClientId.ToString(),
        settings.MsalAuthority.ToString(),
        settings.OidcAuthority.ToString(),
        settings.Scope,
        settings.OfficeJs.ToString(),
        ProgramVersion);
}
