namespace CompanionApi.SignIn;

/// <summary>The settings section <c>AzureAd</c>: our registration in Entra ID, and who may call us.</summary>
public sealed record AzureAdOptions(Uri Instance, string ClientId, IReadOnlySet<string> AllowedClientIds)
{
    /// <summary>The issuer of a tenant's version 2 tokens; compared exactly.</summary>
    public string IssuerOf(string tenant) => $"{Instance}{tenant}/v2.0";

    public static AzureAdOptions Read(IConfiguration settings)
    {
        var instance = settings["AzureAd:Instance"] ?? "https://login.microsoftonline.com/";
        if (!Uri.TryCreate(instance.TrimEnd('/') + "/", UriKind.Absolute, out var address))
        {
            throw new InvalidOperationException(
                $"Setting AzureAd:Instance is \"{instance}\"; expected an address such as " +
                "https://login.microsoftonline.com/.");
        }

        var clientId = IdOf(settings, "AzureAd:ClientId");
        var allowed = settings.GetSection("AzureAd:AllowedClientIds").GetChildren()
            .Select(child => IdOf(settings, child.Path)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // One registration for pane and API is the usual case: then its own id is the caller's.
        return new AzureAdOptions(address, clientId, allowed.Count > 0 ? allowed : new HashSet<string> { clientId });
    }

    private static string IdOf(IConfiguration settings, string name) =>
        Guid.TryParseExact(settings[name], "D", out var id)
            ? id.ToString()
            : throw new InvalidOperationException(
                $"Setting {name} is \"{settings[name]}\"; expected an application (client) id, a UUID.");
}
