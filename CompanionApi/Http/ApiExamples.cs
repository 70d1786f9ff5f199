using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CompanionApi.Http;

/// <summary>An example for every body in the API's document, put together from what each field is called.</summary>
internal sealed class ApiExamples : IOperationFilter
{
    private const int MaxDepth = 5;

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["address"] = "taro.yamada@acme.example",
        ["addressKind"] = "company",
        ["addresses"] = "taro.yamada@acme.example",
        ["box"] = "inbox",
        ["code"] = "only_open",
        ["companyAddress"] = "contoso@bcc.example.com",
        ["contentId"] = "logo@acme.example",
        ["contentType"] = "application/pdf",
        ["currency"] = "EUR",
        ["displayName"] = "Anna Keller",
        ["domains"] = "contoso.example",
        ["email"] = "anna@contoso.example",
        ["emails"] = "taro.yamada@acme.example",
        ["firstName"] = "Taro",
        ["from"] = "anna@contoso.example",
        ["host"] = "192.0.2.10",
        ["html"] = "<p>Thank you for the offer.</p>",
        ["internetMessageId"] = "<a1b2c3@acme.example>",
        ["itemId"] = "AAMkAGI2TG93AAA=",
        ["kind"] = "linked",
        ["lastName"] = "Yamada",
        ["mailName"] = "contoso",
        ["mailbox"] = "anna@contoso.example",
        ["name"] = "Acme 2026",
        ["names"] = "offer.pdf",
        ["nextCursor"] = "AAABm9Zx0wEBl_OiXB59QJt-Pyo",
        ["permissions"] = "administer",
        ["proof"] = "dkim contoso.example",
        ["reason"] = "stored",
        ["rule"] = "only_open",
        ["signatureHtml"] = "<p>Anna Keller</p>",
        ["smartBccAddress"] = "contoso+deal-k7q2m4x5t6z3a2b4@bcc.example.com",
        ["snippet"] = "Thank you for the offer.",
        ["status"] = "open",
        ["subject"] = "Your offer",
        ["text"] = "Thank you for the offer.",
        ["title"] = "Acme 2026",
        ["token"] = "q0G1dVZr0m3l2k4J5h6G7f8D9s0A1p2O3i4U5y6T7r8",
        ["visibility"] = "private",
        ["visibleTo"] = "everyone",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var bodies = operation.Responses?.Values.SelectMany(r => r.Content?.Values ?? []) ?? [];
        foreach (var body in bodies.Concat(operation.RequestBody?.Content?.Values ?? []).OfType<OpenApiMediaType>())
        {
            if (body.Schema is not null)
            {
                body.Example = Of(body.Schema, "", context.SchemaRepository, 0);
            }
        }
    }

    private static JsonNode? Of(IOpenApiSchema schema, string name, SchemaRepository known, int depth)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id } && known.Schemas.TryGetValue(id, out var named))
        {
            return Of(named, name, known, depth);
        }

        if (schema.Enum is { Count: > 0 } values)
        {
            return values[0].DeepClone();
        }

        var inner = schema.AllOf?.FirstOrDefault() ?? schema.OneOf?.LastOrDefault() ?? schema.AnyOf?.FirstOrDefault();
        return inner is not null
            ? Of(inner, name, known, depth)
            : (schema.Type & ~JsonSchemaType.Null) switch
            {
                JsonSchemaType.Object when depth < MaxDepth => new JsonObject(
                    (schema.Properties?.AsEnumerable() ?? [])
                        .Select(p => KeyValuePair.Create(p.Key, Of(p.Value, p.Key, known, depth + 1)))),
                JsonSchemaType.Array when depth < MaxDepth && schema.Items is not null =>
                    new JsonArray(Of(schema.Items, name, known, depth + 1)),
                JsonSchemaType.Array => new JsonArray(),
                JsonSchemaType.String => TextOf(schema, name),
                JsonSchemaType.Boolean => true,
                JsonSchemaType.Integer => 1,
                JsonSchemaType.Number => 12_500,
                _ => null,
            };
    }

    private static JsonValue TextOf(IOpenApiSchema schema, string name) => schema.Format switch
    {
        "uuid" => JsonValue.Create("0197f3a2-5c1e-7d40-9b7e-3f2a8c5d1e60"),
        "date-time" => JsonValue.Create("2026-11-21T09:30:00.000Z"),
        _ => JsonValue.Create(Texts.GetValueOrDefault(name, "…"))!,
    };
}
