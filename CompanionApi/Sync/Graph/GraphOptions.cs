using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// How we come to Microsoft Graph: the registration's own credential from the section <c>AzureAd</c> (named as
/// Microsoft.Identity.Web names them), and the cloud's addresses.
/// </summary>
internal sealed record GraphOptions(Uri Instance, string ClientId, Uri Root)
{
    public string? ClientSecret { get; private init; }

    public X509Certificate2? Certificate { get; private init; }

    /// <summary>Everything that was consented to.</summary>
    public IReadOnlyList<string> Scopes => [$"{Root.GetLeftPart(UriPartial.Authority)}/.default"];

    /// <summary>Null: no credential is set, so no mailbox can be connected.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static GraphOptions? Read(IConfiguration settings)
    {
        var secret = settings["AzureAd:ClientSecret"];
        var certificate = settings["AzureAd:ClientCertificates:0:CertificateDiskPath"];
        if (string.IsNullOrEmpty(secret) && string.IsNullOrEmpty(certificate))
        {
            return null;
        }

        var options = new GraphOptions(
            Https(settings, "AzureAd:Instance", "https://login.microsoftonline.com/"), settings["AzureAd:ClientId"] ?? "",
            Https(settings, "Graph:Root", "https://graph.microsoft.com/v1.0"));
        return options with
        {
            ClientSecret = string.IsNullOrEmpty(secret) ? null : secret,
            Certificate = string.IsNullOrEmpty(certificate) ? null : Load(settings, certificate),
        };
    }

    private static Uri Https(IConfiguration settings, string name, string usual)
    {
        var value = settings[name] is { Length: > 0 } given ? given : usual;
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? address
            : throw new InvalidOperationException($"Setting {name} is \"{value}\"; expected an address such as {usual}.");
    }

    private static X509Certificate2 Load(IConfiguration settings, string path)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(
                path, settings["AzureAd:ClientCertificates:0:CertificatePassword"]);
        }
        catch (Exception trouble) when (trouble is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                "Setting AzureAd:ClientCertificates:0:CertificateDiskPath cannot be read; expected a PFX file whose password is " +
                $"AzureAd:ClientCertificates:0:CertificatePassword ({trouble.Message}).");
        }
    }
}
