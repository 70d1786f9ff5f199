namespace Demo.Microsoft365.Graph;

/// <summary>
/// Every request to Graph comes in here, those within a batch too: faults, limits, the token, the route, the mailbox, and
/// then the route's own answer; whatever any of them refuses becomes Graph's error body.
/// </summary>
internal sealed class GraphDoor(
    IEnumerable<IGraphResource> resources,
    GraphTokens tokens,
    GraphAccess access,
    GraphHoles holes,
    CallCounts calls,
    TimeProvider clock)
{
    private readonly Dictionary<(string Method, string Pattern), GraphRoute> routes =
        resources.SelectMany(resource => resource.Routes).ToDictionary(route => (route.Method, route.Pattern));

    public async Task AnswerAsync(HttpContext http)
    {
        GraphErrors.Stamp(http);
        try
        {
            var target = GraphTarget.Of(GraphPath.Parse(http.Request.Path.Value![GraphEndpoints.Version.Length..]));
            calls.Count($"graph {http.Request.Method} {target.Pattern}");
            var caller = await tokens.ReadAsync(http.Request);
            var request = Resolve(http, caller, target);
            if (request.Prefer.Applied is { Length: > 0 } applied)
            {
                http.Response.Headers["Preference-Applied"] = applied;
            }

            await request.Route.RunAsync(request);
        }
        catch (GraphException refused)
        {
            if (refused.Status == StatusCodes.Status501NotImplemented)
            {
                holes.Note(http, refused);
            }

            await GraphErrors.WriteAsync(http, refused, clock);
        }
    }

    private GraphRequest Resolve(HttpContext http, GraphCaller caller, GraphTarget target)
    {
        if (!routes.TryGetValue((http.Request.Method, target.Pattern), out var route))
        {
            throw routes.Keys.Any(known => known.Pattern == target.Pattern)
                ? new GraphException(405, "BadRequest", $"Specified HTTP method is not allowed for the request target: {http.Request.Method}.")
                : GraphException.NotSimulated($"{http.Request.Method} {target.Pattern}");
        }

        var isOfMailbox = target.IsMe || target.User is not null;
        var owner = isOfMailbox ? access.Owner(caller, target.User) : null;
        return new GraphRequest
        {
            Http = http,
            Caller = caller,
            Route = route,
            Target = target,
            Query = ODataQuery.Of(http.Request),
            Prefer = Preferences.Of(http.Request),
            Person = owner,
            Opened = owner is not null ? access.Open(caller, owner, route.Need) : null,
        };
    }
}
