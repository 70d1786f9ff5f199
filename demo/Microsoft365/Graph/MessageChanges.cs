using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// What is done to messages that are there: marked, moved, copied, deleted. Graph's pages message-update, -move, -copy,
/// -delete, -permanentdelete.
/// </summary>
internal sealed class MessageChanges(MessageContents contents, TimeProvider clock) : IGraphResource
{
    public IEnumerable<GraphRoute> Routes =>
    [
        new("PATCH", "messages/{}", GraphNeed.Write, UpdateAsync),
        new("DELETE", "messages/{}", GraphNeed.Write, DeleteAsync),
        new("POST", "messages/{}/move", GraphNeed.Write, request => RelocateAsync(request, request.Mailbox.Move)),
        new("POST", "messages/{}/copy", GraphNeed.Write, request => RelocateAsync(request, request.Mailbox.Copy)),
        new("POST", "messages/{}/permanentdelete", GraphNeed.Write, PermanentDeleteAsync),
    ];

    private async Task UpdateAsync(GraphRequest request)
    {
        request.Query.Allow();
        var item = request.Item();
        RequireMatch(request, item);
        var body = await GraphJson.ReadAsync(request);
        var names = body.EnumerateObject().Select(property => property.Name).ToList();
        if (!item.IsDraft && names.Find(DraftContent.IsDraftOnly) is { } refused)
        {
            throw new GraphException(400, "ErrorInvalidPropertySet", $"Set action is invalid for property: {refused} of a message that is no draft.");
        }

        // Checked before anything is changed; what a draft alone has is then written into its source.
        var draft = new DraftContent().With(body);
        _ = Changed(item, body);
        if (item.IsDraft && names.Exists(DraftContent.IsDraftOnly))
        {
            draft = DraftContent.Read(request.Mailbox.ReadMime(item)).With(body);
            item = request.Mailbox.ReplaceDraft(item.Id, draft.ToMime(clock.GetUtcNow()));
        }

        await MessageRequests.WriteAsync(request, request.Mailbox.Update(item.Id, now => Changed(now, body)), contents);
    }

    private static MailItem Changed(MailItem item, JsonElement body)
    {
        foreach (var property in body.EnumerateObject())
        {
            item = property.Name.ToLowerInvariant() switch
            {
                "isread" => item with { IsRead = DraftJson.Bool(property.Name, property.Value) },
                "categories" => item with { Categories = Categories(property.Value) },
                "flag" => item with { Flag = DraftJson.Flag(property.Value) },
                "importance" => item with { Importance = DraftJson.OneOf(property.Name, property.Value, "low", "normal", "high") },
                "inferenceclassification" => item with
                {
                    Classification = DraftJson.OneOf(property.Name, property.Value, "focused", "other"),
                },
                _ => item,
            };
        }

        return item;
    }

    private static List<string> Categories(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(name => DraftJson.String("categories", name))]
        : throw GraphException.BadRequest("Cannot convert the literal of property 'categories' to the expected type 'Collection(Edm.String)'.");

    private async Task RelocateAsync(GraphRequest request, Func<string, string, MailItem> relocate)
    {
        request.Query.Allow();
        var item = request.Item();
        var target = GraphJson.Text(await GraphJson.ReadAsync(request), "destinationId")
            ?? throw GraphException.BadRequest("Required parameter 'destinationId' is missing.");
        await MessageRequests.WriteAsync(
            request, relocate(item.Id, request.Folder(target).Key), contents, StatusCodes.Status201Created);
    }

    // First to Deleted Items, from there to where only a recovery looks.
    private static Task DeleteAsync(GraphRequest request)
    {
        request.Query.Allow();
        var item = request.Item();
        RequireMatch(request, item);
        request.Mailbox.Move(item.Id, item.Folder is WellKnownFolder.DeletedItems or WellKnownFolder.RecoverableItems
            ? WellKnownFolder.RecoverableItems
            : WellKnownFolder.DeletedItems);
        return Done(request);
    }

    private static Task PermanentDeleteAsync(GraphRequest request)
    {
        request.Query.Allow();
        request.Mailbox.Delete(request.Item().Id);
        return Done(request);
    }

    private static Task Done(GraphRequest request)
    {
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static void RequireMatch(GraphRequest request, MailItem item)
    {
        var wanted = request.Http.Request.Headers.IfMatch.ToString();
        if (wanted.Length > 0 && wanted != "*" && wanted != $"W/\"{ItemIds.ChangeKey(request.Mailbox.Guid, item.Version)}\"")
        {
            throw new GraphException(412, "ErrorIrresolvableConflict",
                "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.");
        }
    }
}
