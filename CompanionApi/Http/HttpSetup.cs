using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;

namespace CompanionApi.Http;

/// <summary>What all endpoints share: JSON, problems, the API document, the pages' origin.</summary>
public static class HttpSetup
{
    public static void AddHttp(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.Converters.Add(
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
            json.SerializerOptions.Converters.Add(new UtcTimes());
        });
        // So that a wrong body comes to Problems, which names the field, in production too.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddApiDocument();
        builder.Services.AddSingleton<Metrics>();
        builder.Services.AddSingleton<Health>();
        builder.Services.AddHostedService<IdempotencySweep>();
        QuietLogs(builder.Logging);
        var urls = PublicUrls.Read(builder.Configuration);
        builder.Services.AddSingleton(urls);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(urls.Web.GetLeftPart(UriPartial.Authority))
            .AllowAnyHeader().AllowAnyMethod()
            .WithExposedHeaders("WWW-Authenticate", "Retry-After", "Content-Disposition")
            .SetPreflightMaxAge(TimeSpan.FromHours(2))));
    }

    public static void UseHttp(this WebApplication app)
    {
        app.UseMiddleware<RequestLog>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = Problems.HandleAsync,
            // What a caller sent wrong is no trouble of ours: the request's line in the log is enough.
            SuppressDiagnosticsCallback = trouble => trouble.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages(page => Problems.OfStatus(page.HttpContext.Response.StatusCode).ExecuteAsync(page.HttpContext));
        app.UseCors();
        // Else each request is matched with each of their paths.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/swagger"), swagger =>
        {
            swagger.UseSwagger();
            swagger.UseSwaggerUI();
        });
        Health.Map(app);
    }

    /// <summary>The framework's own lines hold paths with queries, and statements: ours do (R122).</summary>
    private static void QuietLogs(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
    }

    private sealed class UtcTimes : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset time, JsonSerializerOptions options) =>
            writer.WriteStringValue(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
    }
}
