using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompanionApi.Http;

/// <summary>
/// Names the parameter of a path or query that cannot be read. The code that the compiler makes of an endpoint calls no
/// handler then, and says 400 without a reason.
/// </summary>
public sealed class UnreadParameters : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Response.StatusCode == (int)HttpStatusCode.BadRequest
            ? ValueTask.FromResult<object?>(Say(context))
            : next(context);

    private static ProblemHttpResult Say(EndpointFilterInvocationContext context)
    {
        var query = context.HttpContext.Request.Query;
        var unread = context.HttpContext.GetEndpoint()!.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .First(p => p.HasTryParse && !string.IsNullOrEmpty(query[p.Name]) &&
                context.Arguments[p.ParameterInfo.Position] is null);
        return Problems.Invalid(unread.Name, "malformed", $"expected {Expected(unread.ParameterInfo.ParameterType)}.");
    }

    private static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(int) ? "a whole number"
            : type == typeof(bool) ? "true or false"
            : type == typeof(DateTimeOffset) ? "a time such as 2026-01-31T09:00:00Z"
            : type == typeof(Guid) ? "an id"
            : "one of " + string.Join(", ", (IEnumerable<string>)type.GetProperty(nameof(Word<>.All))!.GetValue(null)!);
    }
}
