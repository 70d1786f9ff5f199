namespace Demo.Microsoft365.Graph;

/// <summary>
/// A request that Graph refuses, with the status and code it does so with (facts: graph-mail section 13; Graph's page
/// "Microsoft Graph error responses and resource types").
/// </summary>
internal sealed class GraphException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>More header fields of the answer: Retry-After, Location, WWW-Authenticate.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    public static GraphException BadRequest(string message) => new(400, "BadRequest", message);

    public static GraphException Parse(string message) => new(400, "RequestBroker--ParseUri", message);

    public static GraphException MalformedId() => new(400, "ErrorInvalidIdMalformed", "Id is malformed.");

    public static GraphException Unauthenticated(string message) => new(401, "InvalidAuthenticationToken", message)
    {
        Headers = { ["WWW-Authenticate"] = $"Bearer realm=\"\", authorization_uri=\"{Entra.Instance}/common/oauth2/authorize\", client_id=\"{Entra.GraphAudience}\"" },
    };

    public static GraphException AccessDenied() =>
        new(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");

    public static GraphException ItemNotFound() =>
        new(404, "ErrorItemNotFound", "The specified object was not found in the store.");

    public static GraphException InvalidUser(string user) =>
        new(404, "ErrorInvalidUser", $"The requested user '{user}' is invalid.");

    public static GraphException FolderNotFound() => new(
        404, "ErrorItemNotFound", "The specified object was not found in the store., The specified folder could not be found in the store.");

    /// <summary>Graph knows this and the simulation does not: see <see cref="GraphHoles"/>.</summary>
    public static GraphException NotSimulated(string what) =>
        new(501, "notImplemented", $"The simulated Graph does not do this: {what}");
}
