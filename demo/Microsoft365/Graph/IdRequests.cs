using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>translateExchangeIds: between the forms of an item's id (Graph: user-translateexchangeids).</summary>
internal sealed class IdRequests : IGraphResource
{
    private const int MostIds = 1000;
    private static readonly string[] Forms = ["entryId", "ewsId", "immutableEntryId", "restId", "restImmutableEntryId"];

    public IEnumerable<GraphRoute> Routes => [new("POST", "translateexchangeids", GraphNeed.Basic, TranslateAsync)];

    private static async Task TranslateAsync(GraphRequest request)
    {
        request.Query.Allow();
        var body = await GraphJson.ReadAsync(request);
        var (source, target) = (Form(body, "sourceIdType"), Form(body, "targetIdType"));
        if (GraphJson.Property(body, "inputIds") is not { ValueKind: JsonValueKind.Array } ids || ids.GetArrayLength() > MostIds)
        {
            throw GraphException.BadRequest($"inputIds: expected an array of at most {MostIds} ids.");
        }

        var inputs = ids.EnumerateArray().Select(id => DraftJson.String("inputIds", id)).ToList();
        await GraphJson.WritePageAsync(request, $"{request.Root}/$metadata#Collection(microsoft.graph.convertIdResult)", null, inputs, (json, id) =>
        {
            json.WriteStartObject();
            json.WriteString("sourceId", id);
            if (Translated(request.Mailbox, id, source, target) is { } translated)
            {
                json.WriteString("targetId", translated);
            }
            else
            {
                json.WriteStartObject("errorDetails");
                json.WriteString("code", "ErrorInvalidIdMalformed");
                json.WriteString("message", "Id is malformed.");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }

    private static string? Translated(Mailbox mailbox, string id, string source, string target)
    {
        var isImmutable = source == "restImmutableEntryId";
        if (ItemIds.Read(id) is not { } name || name.IsImmutable != isImmutable || mailbox.Get(id) is not { } item)
        {
            return null;
        }

        return target switch
        {
            "restImmutableEntryId" => ItemIds.ToRest(ItemIds.Immutable(mailbox.Guid, item.Key)),
            "ewsId" => item.Id,
            _ => ItemIds.ToRest(item.Id),
        };
    }

    private static string Form(JsonElement body, string name)
    {
        var form = DraftJson.OneOf(name, GraphJson.Property(body, name) ?? default, Forms);
        return form is "entryId" or "immutableEntryId" ? throw GraphException.NotSimulated($"ids of the form {form}") : form;
    }
}
