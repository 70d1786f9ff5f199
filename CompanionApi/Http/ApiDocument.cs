using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CompanionApi.Http;

/// <summary>The API's document and page (R122): summaries from the code, tokens, examples.</summary>
public static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(document =>
        {
            document.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "MailCrm",
                Version = "v1",
                Description = "Every answer that says no is problem+json with a `code`. Lists are pages: `limit`, " +
                    "`cursor`, `nextCursor`. Every write answers its `change`; DELETE /api/changes/{id} undoes it. " +
                    "What you may not see answers 404, as what does not exist.",
            });
            document.AddSecurityDefinition("bearer", new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "An access token of Entra ID for this API, with the scope access_as_user.",
            });
            document.AddSecurityRequirement(of => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference("bearer", of)] = [],
            });
            document.IncludeXmlComments(typeof(ApiDocument).Assembly);
            document.SupportNonNullableReferenceTypes();
            document.OperationFilter<OperationNotes>();
            document.ParameterFilter<ParameterWords>();
            document.OperationFilter<ApiExamples>();
        });
    }

    private sealed class OperationNotes : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "not_signed_in, invalid_token" });
            operation.Responses.TryAdd("403", new OpenApiResponse
            {
                Description = context.ApiDescription.RelativePath is { } path &&
                    path.StartsWith("api/admin", StringComparison.Ordinal)
                    ? "admin_only, not_enrolled, guest_not_allowed, user_left, insufficient_scope"
                    : "not_enrolled, guest_not_allowed, user_left, insufficient_scope",
            });
            if (context.ApiDescription.HttpMethod == HttpMethods.Post)
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = Idempotency.Header,
                    In = ParameterLocation.Header,
                    Description = "The same request under its key within a day gets the first answer and does nothing.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
                });
            }
        }
    }

    /// <summary>The framework describes a <see cref="Word{T}"/> as any string.</summary>
    private sealed class ParameterWords : IParameterFilter
    {
        public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
        {
            var type = context.ParameterInfo?.ParameterType ?? context.PropertyInfo?.PropertyType ?? typeof(string);
            type = type.GetElementType() ?? Nullable.GetUnderlyingType(type) ?? type;
            if (parameter is OpenApiParameter { Schema: OpenApiSchema schema } && type.IsGenericType &&
                type.GetGenericTypeDefinition() == typeof(Word<>))
            {
                var words = (IReadOnlyCollection<string>)type.GetProperty("All")!.GetValue(null)!;
                var one = schema.Items as OpenApiSchema ?? schema;
                one.Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))];
            }
        }
    }
}
