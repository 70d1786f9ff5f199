using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// Subscriptions made, with a handshake at each of their addresses, renewed, listed and ended. Graph's pages
/// subscription-post-subscriptions, -update, -get, -list, -delete, -reauthorize.
/// </summary>
internal sealed class SubscriptionRequests(
    Subscriptions subscriptions, NotificationSender sender, GraphAccess access, TimeProvider clock) : IGraphResource
{
    private const int LongestClientState = 128;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10_080);
    private static readonly string[] ChangeTypes = ["created", "updated", "deleted"];

    public IEnumerable<GraphRoute> Routes =>
    [
        new("POST", "/subscriptions", GraphNeed.SignIn, CreateAsync),
        new("GET", "/subscriptions", GraphNeed.SignIn, ListAsync),
        new("GET", "/subscriptions/{}", GraphNeed.SignIn, request => WriteAsync(request, Own(request), StatusCodes.Status200OK)),
        new("PATCH", "/subscriptions/{}", GraphNeed.SignIn, RenewAsync),
        new("DELETE", "/subscriptions/{}", GraphNeed.SignIn, RemoveAsync),
        new("POST", "/subscriptions/{}/reauthorize", GraphNeed.SignIn, ReauthorizeAsync),
    ];

    private async Task CreateAsync(GraphRequest request)
    {
        request.Query.Allow();
        var subscription = Read(request, await GraphJson.ReadAsync(request));
        foreach (var url in new[] { subscription.NotificationUrl, subscription.LifecycleNotificationUrl })
        {
            if (url is not null && await sender.ComplaintOfHandshakeAsync(url, request.Aborted) is { } complaint)
            {
                throw new GraphException(400, "ValidationError", $"Subscription validation request failed. {complaint}");
            }
        }

        subscriptions.Add(subscription);
        await WriteAsync(request, subscription, StatusCodes.Status201Created);
    }

    private Subscription Read(GraphRequest request, JsonElement body)
    {
        var resource = Required(body, "resource");
        var changeType = Required(body, "changeType");
        var types = changeType.Split(',', StringSplitOptions.TrimEntries).Select(type => type.ToLowerInvariant()).ToHashSet();
        if (types.Count == 0 || types.Any(type => !ChangeTypes.Contains(type)))
        {
            throw Invalid("changeType");
        }

        if (GraphJson.Property(body, "includeResourceData")?.ValueKind == JsonValueKind.True)
        {
            throw GraphException.NotSimulated("notifications with resource data");
        }

        if (GraphJson.Text(body, "clientState")?.Length > LongestClientState)
        {
            throw Invalid("clientState");
        }

        var (owner, folder) = Target(request, resource);
        return new Subscription
        {
            Id = Guid.NewGuid().ToString(),
            Creator = request.Caller,
            Owner = owner,
            Folder = folder,
            Resource = resource,
            ChangeTypes = types,
            ChangeType = changeType,
            NotificationUrl = Url(Required(body, "notificationUrl"), "notificationUrl"),
            LifecycleNotificationUrl = GraphJson.Text(body, "lifecycleNotificationUrl") is { } url ? Url(url, "lifecycleNotificationUrl") : null,
            ClientState = GraphJson.Text(body, "clientState"),
            LatestSupportedTlsVersion = GraphJson.Text(body, "latestSupportedTlsVersion"),
            ImmutableIds = request.Prefer.ImmutableIds,
            ExpiresAt = Expiry(Required(body, "expirationDateTime")),
        };
    }

    // A person's token subscribes to their own mailbox only; others want the application's permission (facts: section 11).
    private (SimUser Owner, string? Folder) Target(GraphRequest request, string resource)
    {
        if (resource.Contains('?'))
        {
            throw GraphException.NotSimulated($"a subscription with query options: {resource}");
        }

        var target = GraphTarget.Of(GraphPath.Parse(resource));
        if (target.Pattern is not "messages" and not "mailfolders/{}/messages")
        {
            throw GraphException.NotSimulated($"a subscription to {resource}");
        }

        var owner = access.Owner(request.Caller, target.User);
        if (request.Caller.Person is { } person && person != owner)
        {
            throw GraphException.AccessDenied();
        }

        var mailbox = access.Open(request.Caller, owner, GraphNeed.Basic);
        var folder = target.Keys.Count == 0 ? null
            : mailbox.Folders.Find(target.Keys[0]) ?? throw GraphException.FolderNotFound();
        return (owner, folder?.Key);
    }

    private Task ListAsync(GraphRequest request)
    {
        request.Query.Allow();
        var own = subscriptions.All
            .Where(subscription => subscription.Creator.AppId == request.Caller.AppId && subscription.TenantId == request.Caller.TenantId
                && (request.Caller.IsApp || subscription.Creator.Person == request.Caller.Person))
            .OrderBy(subscription => subscription.Id, StringComparer.Ordinal)
            .ToList();
        return GraphJson.WritePageAsync(
            request, $"{request.Root}/$metadata#subscriptions", null, own, (json, subscription) => subscription.Write(json, null));
    }

    private async Task RenewAsync(GraphRequest request)
    {
        request.Query.Allow();
        var subscription = Own(request);
        var body = await GraphJson.ReadAsync(request);
        var others = body.EnumerateObject().Select(property => property.Name)
            .Where(name => name.ToLowerInvariant() is not "expirationdatetime" and not "notificationurl" && !name.Contains('@'));
        if (others.FirstOrDefault() is { } other)
        {
            throw Invalid(other);
        }

        if (GraphJson.Text(body, "notificationUrl") is { } url)
        {
            subscription = subscription with { NotificationUrl = Url(url, "notificationUrl") };
            if (await sender.ComplaintOfHandshakeAsync(url, request.Aborted) is { } complaint)
            {
                throw new GraphException(400, "ValidationError", $"Subscription validation request failed. {complaint}");
            }
        }

        if (GraphJson.Text(body, "expirationDateTime") is { } expiry)
        {
            subscription = subscription with { ExpiresAt = Expiry(expiry) };
        }

        subscription = subscription with { Creator = request.Caller };
        subscriptions.Replace(subscription);
        await WriteAsync(request, subscription, StatusCodes.Status200OK);
    }

    private Task RemoveAsync(GraphRequest request)
    {
        request.Query.Allow();
        subscriptions.Remove(Own(request).Id);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task ReauthorizeAsync(GraphRequest request)
    {
        request.Query.Allow();
        subscriptions.Replace(Own(request) with { Creator = request.Caller });
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Subscription Own(GraphRequest request)
    {
        var id = request.Target.Keys[0];
        return subscriptions.Find(id) is { } found && found.Creator.AppId == request.Caller.AppId && found.TenantId == request.Caller.TenantId
            ? found
            : throw new GraphException(404, "ResourceNotFound", $"The object was not found. Subscription: {id}");
    }

    private static Task WriteAsync(GraphRequest request, Subscription subscription, int status) => GraphJson.WriteAsync(
        request.Http, json => subscription.Write(json, $"{request.Root}/$metadata#subscriptions/$entity"), status);

    // Less than 45 minutes from now becomes 45 minutes; more than seven days is refused.
    private DateTimeOffset Expiry(string text)
    {
        var (expiry, now) = (GraphTime.Parse(text) ?? throw Invalid("expirationDateTime"), clock.GetUtcNow());
        return expiry <= now ? throw Invalid("expirationDateTime")
            : expiry > now + Longest ? throw new GraphException(400, "ExtensionError", "Operation: Create; Exception: [Status Code: BadRequest; Reason: Subscription expiration can only be 10080 minutes in the future.]")
            : expiry < now + Shortest ? now + Shortest
            : expiry;
    }

    private static string Required(JsonElement body, string name) =>
        GraphJson.Text(body, name) is { Length: > 0 } value ? value : throw Invalid(name);

    // Only https is taken, but for a listener on this machine.
    private static string Url(string text, string name) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? text
            : throw Invalid(name);

    private static GraphException Invalid(string property) =>
        new(400, "InvalidRequest", $"Subscription property '{property}' is missing or invalid.");
}
