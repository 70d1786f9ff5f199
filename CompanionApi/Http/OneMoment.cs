using CompanionApi.Data;

namespace CompanionApi.Http;

/// <summary>
/// All that an answer is made of is read as it stood at one moment: what is taken back or joined meanwhile is in all of it or
/// in none. It also spares SQLite a transaction, and a look for what others wrote, with each statement.
/// </summary>
public sealed class OneMoment : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            return await next(context);
        }

        // Over before the answer is sent: a slow reader would hold the log's end.
        using (http.RequestServices.GetRequiredService<RequestReader>().HoldStill())
        {
            return await next(context);
        }
    }
}
