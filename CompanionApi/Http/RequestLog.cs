using System.Diagnostics;

namespace CompanionApi.Http;

/// <summary>
/// One line and one count for each request: method, route, status, time, user (R122). Never the path as it came or its
/// query, which can hold what people searched for.
/// </summary>
public sealed class RequestLog(RequestDelegate next, Metrics metrics, ILogger<RequestLog> log)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    public async Task InvokeAsync(HttpContext http)
    {
        var begun = Stopwatch.GetTimestamp();
        // Asked for now: while an exception is answered the endpoint is forgotten.
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        try
        {
            await next(http);
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(begun);
            var method = Methods.Contains(http.Request.Method) ? http.Request.Method : "other";
            metrics.CountRequest(method, route, http.Response.StatusCode, took);
            log.LogInformation(
                "{Method} {Route} {Status} in {Milliseconds} ms for {User}", method, route ?? "none",
                http.Response.StatusCode, (long)took.TotalMilliseconds,
                http.Features.Get<Data.CurrentUser>()?.PublicId.ToString() ?? "nobody");
        }
    }
}
