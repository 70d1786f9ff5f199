namespace Demo.Microsoft365.SignIn;

/// <summary>MailCrm's registration: which addresses a sign-in may return to, and the secret of its API.</summary>
public sealed class AppRegistration(DemoAddresses addresses)
{
    public const string ClientSecret = "demo-client-secret";

    /// <summary>All of the platform "Single-page application": a code is redeemed across origins, with PKCE.</summary>
    public IReadOnlyList<string> RedirectUris { get; } =
    [
        $"brk-multihub://localhost:{addresses.WebPort}",
        $"{addresses.Web}/",
        $"{addresses.Web}/sign-in/callback",
        $"{addresses.Web}/sign-in/popup",
    ];

    // Only the single slash of an origin may be missing; everything else is compared as it stands.
    public bool Has(string? redirectUri) =>
        redirectUri is not null && (RedirectUris.Contains(redirectUri) || redirectUri == addresses.Web);

    public static bool IsKnown(string? clientId) =>
        DemoAddresses.ClientId.Equals(clientId, StringComparison.OrdinalIgnoreCase);
}
