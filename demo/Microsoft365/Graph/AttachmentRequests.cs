using System.Security.Cryptography;
using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// The files of a message: listed, with their content unless $select leaves it out, and as bytes. Graph's pages
/// message-list-attachments and attachment-get. Their ids are bound to the id of the message.
/// </summary>
internal sealed class AttachmentRequests(MessageContents contents) : IGraphResource
{
    private static readonly string[] Properties = ["lastModifiedDateTime", "name", "contentType", "size", "isInline"];
    private static readonly string[] FileProperties = ["contentId", "contentLocation", "contentBytes"];

    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", "messages/{}/attachments", GraphNeed.Read, ListAsync),
        new("GET", "messages/{}/attachments/{}", GraphNeed.Read, GetAsync),
        new("GET", "messages/{}/attachments/{}/$value", GraphNeed.Read, ContentAsync),
    ];

    private Task ListAsync(GraphRequest request)
    {
        // A $filter here is ignored, says Graph's page of known issues.
        request.Query.Allow("$select", "$filter");
        var item = request.Item();
        var selected = Selected(request.Query.Select);
        return GraphJson.WritePageAsync(
            request,
            request.Context($"messages('{Uri.EscapeDataString(request.Target.Keys[0])}')/attachments"),
            null,
            contents.Of(request.Mailbox, item).Attachments,
            (json, file) => Write(json, request, item, file, selected, null));
    }

    private Task GetAsync(GraphRequest request)
    {
        request.Query.Allow("$select");
        var item = request.Item();
        var file = Find(request, item);
        var selected = Selected(request.Query.Select);
        var context = request.Context($"messages('{Uri.EscapeDataString(request.Target.Keys[0])}')/attachments/$entity");
        return GraphJson.WriteAsync(request.Http, json => Write(json, request, item, file, selected, context));
    }

    private async Task ContentAsync(GraphRequest request)
    {
        request.Query.Allow();
        var file = Find(request, request.Item());
        request.Http.Response.ContentType = file.IsItem ? "text/plain" : file.ContentType;
        await request.Http.Response.Body.WriteAsync(file.Read(), request.Aborted);
    }

    private MessageAttachment Find(GraphRequest request, MailItem item)
    {
        var id = request.Target.Keys[1];
        return contents.Of(request.Mailbox, item).Attachments.FirstOrDefault(file => IdOf(request, item, file) == ItemIds.ToRest(id))
            ?? throw (Convert.TryFromBase64String(ItemIds.ToEws(id), new byte[id.Length], out _)
                ? GraphException.ItemNotFound()
                : GraphException.MalformedId());
    }

    public static void Write(
        Utf8JsonWriter json, GraphRequest request, MailItem item, MessageAttachment file, HashSet<string>? selected, string? context)
    {
        var content = file.Read();
        json.WriteStartObject();
        if (context is not null)
        {
            json.WriteString("@odata.context", context);
        }

        json.WriteString("@odata.type", $"#microsoft.graph.{(file.IsItem ? "itemAttachment" : "fileAttachment")}");
        json.WriteString("id", IdOf(request, item, file));
        foreach (var name in Properties.Concat(file.IsItem ? [] : FileProperties).Where(name => selected?.Contains(name) != false))
        {
            switch (name)
            {
                case "lastModifiedDateTime":
                    json.WriteString(name, GraphTime.Of(item.ReceivedAt));
                    break;
                case "name":
                    json.WriteString(name, file.Name);
                    break;
                case "contentType":
                    json.WriteString(name, file.IsItem ? null : file.ContentType);
                    break;
                case "size":
                    json.WriteNumber(name, content.Length);
                    break;
                case "isInline":
                    json.WriteBoolean(name, file.IsInline);
                    break;
                case "contentId":
                    json.WriteString(name, file.ContentId);
                    break;
                case "contentLocation":
                    json.WriteNull(name);
                    break;
                case "contentBytes":
                    json.WriteBase64String(name, content);
                    break;
            }
        }

        json.WriteEndObject();
    }

    // contentBytes belongs to the derived type alone: selecting it wants the cast.
    private static HashSet<string>? Selected(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return null;
        }

        var plain = names.Select(name => name.Replace("microsoft.graph.fileAttachment/", "", StringComparison.OrdinalIgnoreCase)).ToList();
        var unknown = plain.Zip(names).FirstOrDefault(pair =>
            pair.First != "id" && !Properties.Contains(pair.First, StringComparer.OrdinalIgnoreCase)
            && (pair.First == pair.Second || !FileProperties.Contains(pair.First, StringComparer.OrdinalIgnoreCase)));
        return unknown == default
            ? new HashSet<string>(plain, StringComparer.OrdinalIgnoreCase)
            : throw GraphException.Parse($"Could not find a property named '{unknown.Second}' on type 'Microsoft.OutlookServices.Attachment'.");
    }

    public static string IdOf(GraphRequest request, MailItem item, MessageAttachment file)
    {
        var message = Convert.FromBase64String(ItemIds.ToEws(MessageJson.IdOf(request.Mailbox, item, request.Prefer)));
        var own = SHA256.HashData([.. item.Key.ToByteArray(), (byte)file.Number])[..16];
        return ItemIds.ToRest(Convert.ToBase64String([.. message, 0x01, 0x12, 0x00, 0x10, 0x00, .. own]));
    }
}
