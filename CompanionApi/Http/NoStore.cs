namespace CompanionApi.Http;

/// <summary>Answers that hold mail are kept by no cache (S78).</summary>
public sealed class NoStore : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
