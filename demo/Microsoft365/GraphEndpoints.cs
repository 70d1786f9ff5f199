namespace Demo.Microsoft365;

/// <summary>Microsoft Graph's address. It stands here already so that its callers get Graph's own kind of answer.</summary>
public static class GraphEndpoints
{
    public static void MapGraph(this IEndpointRouteBuilder routes)
    {
        routes.Map("/v1.0/{**path}", (HttpContext http) => Error(
            http, StatusCodes.Status501NotImplemented, "notImplemented", "The simulated Graph does not serve this yet."))
            .WithFaults("graph", (http, fault) => Error(
                http, fault.Status ?? 503, "serviceNotAvailable", "The service is temporarily unavailable."));
    }

    private static IResult Error(HttpContext http, int status, string code, string message)
    {
        var request = Guid.NewGuid();
        http.Response.Headers["request-id"] = $"{request}";
        var inner = new Dictionary<string, object?>
        {
            ["date"] = DateTime.UtcNow.ToString("s"),
            ["request-id"] = request,
            ["client-request-id"] = http.Request.Headers["client-request-id"].FirstOrDefault() ?? $"{request}",
        };
        return Results.Json(new { error = new { code, message, innerError = inner } }, statusCode: status);
    }
}
