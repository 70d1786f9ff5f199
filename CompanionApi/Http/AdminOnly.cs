using CompanionApi.Data;

namespace CompanionApi.Http;

public static class AdminOnly
{
    /// <summary>
    /// Answers 403 <c>admin_only</c> to all but the company's admins. It opens functions, never sight of records or
    /// mail (S11).
    /// </summary>
    public static TBuilder RequireAdmin<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy => policy.RequireAssertion(asking =>
            asking.Resource is HttpContext http && http.Features.Get<CurrentUser>() is { IsAdmin: true }));
}
