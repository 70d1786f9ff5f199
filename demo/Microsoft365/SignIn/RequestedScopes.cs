namespace Demo.Microsoft365.SignIn;

public enum TokenResource
{
    /// <summary>Microsoft Graph; also what a request for sign-in alone gets.</summary>
    Graph,

    /// <summary>MailCrm's own API.</summary>
    MailCrm,
}

/// <summary>The scope parameter read by Entra's rules: any sign-in scopes, and permissions of one resource.</summary>
public sealed record RequestedScopes(
    TokenResource Resource, IReadOnlyList<string> Permissions, bool OpenId, bool OfflineAccess)
{
    public const string AccessAsUser = "access_as_user";
    public const string Default = ".default";
    public const string GraphUri = "https://graph.microsoft.com";

    private static readonly string[] SignInScopes = ["openid", "profile", "email", "offline_access"];

    private static readonly string[] GraphPermissions =
    [
        "User.Read", "Mail.Read", "Mail.ReadWrite", "Mail.Send", "Mail.Read.Shared", "Mail.ReadWrite.Shared",
        "Mail.Send.Shared", "Mail.ReadBasic", "Mail.ReadBasic.Shared", "MailboxSettings.Read", "MailboxSettings.ReadWrite",
    ];

    public bool AsksForDefault => Permissions.Contains(Default);

    public static RequestedScopes Parse(string? scope, DemoAddresses addresses)
    {
        var words = (scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            throw new EntraException(EntraError.Missing("scope"));
        }

        var permissions = words.Where(word => !SignInScopes.Contains(word)).Select(word => Read(word, addresses)).ToList();
        if (permissions.Select(permission => permission.Resource).Distinct().Count() > 1)
        {
            throw new EntraException(EntraError.ScopesOfTwoResources);
        }

        return new RequestedScopes(
            permissions.FirstOrDefault().Resource,
            [.. permissions.Select(permission => permission.Name).Distinct()],
            words.Contains("openid"),
            words.Contains("offline_access"));
    }

    /// <summary>What the token may do: for .default, everything that was consented to.</summary>
    public IReadOnlyList<string> Granted => !AsksForDefault ? Permissions
        : Resource == TokenResource.MailCrm ? [AccessAsUser] : ["Mail.ReadWrite", "Mail.ReadWrite.Shared", "Mail.Send", "User.Read"];

    private static (TokenResource Resource, string Name) Read(string word, DemoAddresses addresses)
    {
        var slash = word.LastIndexOf('/');
        var (uri, name) = slash < 0 ? (GraphUri, word) : (word[..slash], word[(slash + 1)..]);
        if (uri == GraphUri)
        {
            return GraphPermissions.Contains(name) || name == Default
                ? (TokenResource.Graph, name)
                : throw new EntraException(EntraError.InvalidScope(word));
        }

        if (uri != addresses.AppIdUri && uri != DemoAddresses.ClientId && uri != $"api://{DemoAddresses.ClientId}")
        {
            throw new EntraException(EntraError.UnknownResource(uri));
        }

        return name is AccessAsUser or Default
            ? (TokenResource.MailCrm, name)
            : throw new EntraException(EntraError.InvalidScope(word));
    }
}
