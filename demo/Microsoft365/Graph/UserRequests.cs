namespace Demo.Microsoft365.Graph;

/// <summary>The person behind a mailbox, and what kind of mailbox it is.</summary>
internal sealed class UserRequests : IGraphResource
{
    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", "", GraphNeed.User, UserAsync),
        new("GET", "mailboxsettings", GraphNeed.Settings, SettingsAsync),
        new("GET", "mailboxsettings/userpurpose", GraphNeed.Settings, PurposeAsync),
    ];

    private static Task UserAsync(GraphRequest request)
    {
        request.Query.Allow("$select");
        var properties = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["displayName"] = request.Owner.DisplayName,
            ["mail"] = request.Owner.Address,
            ["userPrincipalName"] = request.Owner.Address,
            ["id"] = request.Owner.ObjectId,
        };
        var selected = request.Query.Select ?? [.. properties.Keys];
        return GraphJson.WriteAsync(request.Http, json =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", $"{request.Root}/$metadata#users/$entity");
            foreach (var name in selected)
            {
                json.WriteString(properties.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
                    ?? throw GraphException.NotSimulated($"the property {name} of a user"), properties[name]);
            }

            json.WriteEndObject();
        });
    }

    private static Task SettingsAsync(GraphRequest request)
    {
        request.Query.Allow("$select");
        if (request.Query.Select is not [var name] || !name.Equals("userPurpose", StringComparison.OrdinalIgnoreCase))
        {
            throw GraphException.NotSimulated("mailbox settings other than $select=userPurpose");
        }

        return WriteAsync(request, "mailboxSettings(userPurpose)", "userPurpose");
    }

    private static Task PurposeAsync(GraphRequest request) => WriteAsync(request, "mailboxSettings/userPurpose", "value");

    private static Task WriteAsync(GraphRequest request, string context, string property) =>
        GraphJson.WriteAsync(request.Http, json =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", request.Context(context));
            json.WriteString(property, request.Owner.IsShared ? "shared" : "user");
            json.WriteEndObject();
        });
}
