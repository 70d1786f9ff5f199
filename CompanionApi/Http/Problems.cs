using CompanionApi.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CompanionApi.Http;

/// <summary>Answers that say no, as problem+json with a code; the sentence is the page's (S79).</summary>
public static class Problems
{
    /// <summary>What one may not see and what does not exist are the same answer.</summary>
    public static ProblemHttpResult NotFound() => Problem(404, "not_found", "Not found.");

    /// <summary>A function that this user has not (S5): never used for data.</summary>
    public static ProblemHttpResult Forbidden(string code, string title) => Problem(403, code, title);

    public static ProblemHttpResult Conflict(string code, string title, object? current = null, object? sent = null)
    {
        var extensions = new Dictionary<string, object?>();
        if (current is not null)
        {
            extensions["current"] = current;
            extensions["sent"] = sent;
        }

        return Problem(409, code, title, extensions);
    }

    /// <summary>An act that would show mail to people; asked again with <c>?expose=true</c> it is done (R11, S76).</summary>
    public static ProblemHttpResult WouldExpose(WouldExposeException exposed) =>
        Problem(409, "would_expose", "This would show mail to others.", new Dictionary<string, object?>
        {
            ["count"] = exposed.Count, ["messages"] = exposed.Messages, ["people"] = exposed.People,
        });

    /// <summary>A wrong body: the field, what is wrong with it (a code), and what would be right.</summary>
    public static ProblemHttpResult Invalid(string field, string fieldCode, string detail) =>
        Invalid(new Dictionary<string, string[]> { [field] = [fieldCode] }, $"{field}: {detail}");

    /// <summary>A field that must be sent is not there.</summary>
    public static ProblemHttpResult Required(string field, string detail) => Invalid(field, "required", detail);

    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors, string detail) =>
        Problem(400, "invalid", "The request is not right.", new Dictionary<string, object?> { ["errors"] = errors }, detail);

    /// <summary>What the framework refuses without a word: no such route, not by this method, in no such form.</summary>
    public static ProblemHttpResult OfStatus(int status) => status switch
    {
        404 => NotFound(),
        405 => Problem(405, "method_not_allowed", "Not by this method."),
        413 => Problem(413, "too_large", "The body is too large."),
        415 => Problem(415, "unsupported_media_type", "The body is not JSON."),
        >= 500 => Problem(status, "unexpected", "Something went wrong here."),
        _ => Problem(status, "invalid", "The request is not right."),
    };

    public static ProblemHttpResult Problem(
        int status, string code, string title, IDictionary<string, object?>? more = null, string? detail = null)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        problem.Extensions["code"] = code;
        foreach (var (key, value) in more ?? new Dictionary<string, object?>())
        {
            problem.Extensions[key] = value;
        }

        return TypedResults.Problem(problem);
    }

    /// <summary>The HTTP door's one broad catch: bad JSON names its place, storage trouble says when to come again.</summary>
    public static async Task HandleAsync(HttpContext context)
    {
        var met = context.Features.Get<IExceptionHandlerFeature>();
        var (trouble, asked) = (met?.Error, met?.Endpoint);
        var answer = trouble switch
        {
            BadHttpRequestException { InnerException: System.Text.Json.JsonException json } => Invalid(
                json.Path is { Length: > 2 } path ? path[2..] : "body", "malformed",
                $"not the JSON expected here (line {json.LineNumber + 1}, {json.Path})."),
            BadHttpRequestException { StatusCode: 400 } bad when UnreadParameters.Of(asked, bad) is { } unread => unread,
            BadHttpRequestException { StatusCode: 400 } when asked?.Metadata.GetMetadata<IAcceptsMetadata>() is not null =>
                Required("body", "JSON is expected."),
            BadHttpRequestException { StatusCode: 400 } bad =>
                Problem(400, "invalid", "The request is not right.", null, bad.Message),
            BadHttpRequestException bad => OfStatus(bad.StatusCode),
            InvalidOperationException or NotSupportedException when IsInAnotherCharset(context.Request) => OfStatus(415),
            ContentDamagedException => Damaged(context),
            StorageUnavailableException => Problem(503, "storage_unavailable", "The database cannot be written now."),
            { } cause when StorageUnavailableException.IsCause(cause) =>
                Problem(503, "storage_unavailable", "The database cannot be read now."),
            IOException or UnauthorizedAccessException => Problem(503, "storage_unavailable", "Storage cannot be used now."),
            _ => Problem(500, "unexpected", "Something went wrong here; it is in the log."),
        };
        if (answer.StatusCode == 503 && trouble is not ContentDamagedException)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        await answer.ExecuteAsync(context);
    }

    // What it is, the framework throws while it reads the body.
    private static bool IsInAnotherCharset(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue &&
        !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    // To come again does not help: the operator sees it in the metrics and has the backup.
    private static ProblemHttpResult Damaged(HttpContext context)
    {
        context.RequestServices.GetRequiredService<Metrics>().CountDamagedContent();
        return Problem(503, "content_damaged", "What is stored of this mail is damaged.");
    }
}
