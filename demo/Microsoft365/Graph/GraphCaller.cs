namespace Demo.Microsoft365.Graph;

/// <summary>
/// Who calls Graph: a person through an app, with the scopes they consented to, or the app itself with its roles.
/// </summary>
internal sealed record GraphCaller(
    string AppId, string TenantId, SimUser? Person, IReadOnlySet<string> Permissions, DateTimeOffset ExpiresAt)
{
    public bool IsApp => Person is null;

    public bool Has(params ReadOnlySpan<string> anyOf)
    {
        foreach (var permission in anyOf)
        {
            if (Permissions.Contains(permission))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What a route needs from its caller (facts: graph-mail section 2).</summary>
internal enum GraphNeed
{
    /// <summary>Nothing but a token of this tenant: subscriptions and batches look at the rest themselves.</summary>
    SignIn,

    /// <summary>Mail without bodies, previews and attachments.</summary>
    Basic,
    Read,
    Write,
    Send,
    Settings,
    User,
}
