namespace Demo.Microsoft365;

/// <summary>Lets an endpoint fail as POST /sim/faults asked, and counts its calls.</summary>
internal static class FaultFilter
{
    /// <summary><paramref name="answer"/> says how this endpoint words a failure; without it, bare text.</summary>
    public static RouteHandlerBuilder WithFaults(
        this RouteHandlerBuilder endpoint, string target, Func<HttpContext, Fault, Task<IResult>>? answer = null) =>
        endpoint.AddEndpointFilter(async (call, next) =>
        {
            var http = call.HttpContext;
            http.RequestServices.GetRequiredService<CallCounts>().Count(target);
            var faults = http.RequestServices.GetRequiredService<Faults>();
            var asked = $"{http.Request.Method} {http.Request.Path.Value}{Uri.UnescapeDataString(http.Request.QueryString.Value ?? "")}";
            var fault = await faults.TakeAsync(target, asked: asked, ct: http.RequestAborted);
            if (fault is null or { Error: null, Status: null })
            {
                return await next(call);
            }

            if (fault.RetryAfter is { } seconds)
            {
                http.Response.Headers.RetryAfter = $"{seconds}";
            }

            return await (answer ?? BareTextAsync)(http, fault);
        });

    public static RouteHandlerBuilder AllowAnyOrigin(this RouteHandlerBuilder endpoint) =>
        endpoint.RequireCors(policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod());

    private static Task<IResult> BareTextAsync(HttpContext http, Fault fault) => Task.FromResult(
        Results.Text("Service unavailable", statusCode: fault.Status ?? StatusCodes.Status503ServiceUnavailable));
}
