using System.Globalization;
using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// Every request to Graph comes in here, those within a batch too: faults, limits, the token, the route, the mailbox, and
/// then the route's own answer; whatever any of them refuses becomes Graph's error body.
/// </summary>
internal sealed class GraphDoor(
    IEnumerable<IGraphResource> resources,
    GraphTokens tokens,
    GraphAccess access,
    GraphLimits limits,
    GraphTrouble trouble,
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
            MeetTrouble();
            var caller = await tokens.ReadAsync(http.Request);
            RequireLiveSignIn(caller);
            using var use = target.IsMe || target.User is not null
                ? limits.Enter(caller.AppId, access.Owner(caller, target.User).Address)
                : null;
            await Task.Delay(TimeSpan.FromMilliseconds(trouble.Now.LatencyMs), clock, http.RequestAborted);
            var request = Resolve(http, caller, target);
            if (request.Prefer.Applied is { Length: > 0 } applied)
            {
                http.Response.Headers["Preference-Applied"] = applied;
            }

            await request.Route.RunAsync(request);
        }
        catch (KeyNotFoundException)
        {
            // What was there a moment ago has been deleted or moved by another request.
            await GraphErrors.WriteAsync(http, GraphException.ItemNotFound(), clock);
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

    private void MeetTrouble()
    {
        var wait = trouble.Now.RetryAfter is { } seconds
            ? new Dictionary<string, string> { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) }
            : [];
        if (trouble.Meets(rates => rates.ThrottledRate))
        {
            throw new GraphException(429, "TooManyRequests", "Please retry again later.") { Headers = wait };
        }

        if (trouble.Meets(rates => rates.UnavailableRate))
        {
            throw new GraphException(503, "serviceNotAvailable", "The service is temporarily unavailable.") { Headers = wait };
        }
    }

    // Continuous access evaluation: the challenge goes into the next sign-in (facts: section 13).
    private void RequireLiveSignIn(GraphCaller caller)
    {
        if (caller.Person is { } person && trouble.IsRevoked(person))
        {
            var since = new { essential = true, value = $"{clock.GetUtcNow().ToUnixTimeSeconds()}" };
            var claims = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new { access_token = new { nbf = since } }));
            var challenge = $"Bearer realm=\"\", authorization_uri=\"{Entra.Instance}/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{claims}\"";
            throw new GraphException(401, "InvalidAuthenticationToken", "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp")
            {
                Headers = { ["WWW-Authenticate"] = challenge },
            };
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
