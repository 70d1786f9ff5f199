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

    /// <summary>Of one that may be given several times the framework throws; null: it is about no parameter.</summary>
    internal static ProblemHttpResult? Of(Endpoint? asked, BadHttpRequestException bad) =>
        ParametersOf(asked).Where(p => bad.Message.Contains($" {p.Name}\" from ", StringComparison.Ordinal))
            .Select(Say).FirstOrDefault();

    private static ProblemHttpResult Say(EndpointFilterInvocationContext context)
    {
        var query = context.HttpContext.Request.Query;
        return Say(ParametersOf(context.HttpContext.GetEndpoint()).First(p =>
            p.HasTryParse && !string.IsNullOrEmpty(query[p.Name]) && context.Arguments[p.ParameterInfo.Position] is null));
    }

    private static ProblemHttpResult Say(IParameterBindingMetadata unread) =>
        Problems.Invalid(unread.Name, "malformed", $"expected {Expected(unread.ParameterInfo.ParameterType)}.");

    private static IReadOnlyList<IParameterBindingMetadata> ParametersOf(Endpoint? asked) =>
        asked?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [];

    private static string Expected(Type type)
    {
        type = type.GetElementType() ?? Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(int) ? "a whole number"
            : type == typeof(bool) ? "true or false"
            : type == typeof(DateTimeOffset) ? "a time such as 2026-01-31T09:00:00Z"
            : type == typeof(Guid) ? "an id"
            : "one of " + string.Join(", ", (IEnumerable<string>)type.GetProperty(nameof(Word<>.All))!.GetValue(null)!);
    }
}
