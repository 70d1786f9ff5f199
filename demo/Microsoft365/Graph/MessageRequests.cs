namespace Demo.Microsoft365.Graph;

/// <summary>
/// Messages: listed, in one folder or in all, read, and their source. Graph's pages user-list-messages and message-get.
/// </summary>
internal sealed class MessageRequests(MessageContents contents) : IGraphResource
{
    private const int DefaultPage = 10;

    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", "messages", GraphNeed.Basic, request => ListAsync(request, null)),
        new("GET", "mailfolders/{}/messages", GraphNeed.Basic, request => ListAsync(request, request.Target.Keys[0])),
        new("GET", "messages/{}", GraphNeed.Basic, GetAsync),
        new("GET", "messages/{}/$value", GraphNeed.Read, SourceAsync),
        new("GET", "messages/delta", GraphNeed.Basic, _ => throw GraphException.BadRequest(
            "Change tracking is not supported against 'microsoft.graph.message'.")),
    ];

    private Task ListAsync(GraphRequest request, string? folderKey)
    {
        request.Query.Allow("$select", "$top", "$skip", "$filter", "$orderby");
        var folder = folderKey is null ? null : request.Folder(folderKey);
        var size = request.Query.Top ?? request.Prefer.MaxPageSize ?? DefaultPage;
        var (items, hasMore) = Find(request, folder, size);
        var path = folderKey is null ? "messages" : $"mailFolders('{Uri.EscapeDataString(folderKey)}')/messages";
        var next = hasMore ? GraphJson.NextLink(request, path, request.Query.Skip + size) : default((string, string)?);
        var writer = Writer(request);
        return GraphJson.WritePageAsync(
            request, request.Context(path), next, items, (json, item) => writer.Write(json, item, typed: false));
    }

    private static (IReadOnlyList<MailItem> Items, bool HasMore) Find(GraphRequest request, MailFolder? folder, int size)
    {
        var filter = MessageFilter.Of(request.Query);
        var skip = request.Query.Skip;
        if (filter.MessageId is { } id)
        {
            var found = request.Mailbox.FindAll(id)
                .Where(item => (folder is null || item.Folder == folder.Key) && filter.Passes(item)).ToList();
            return ([.. found.Skip(skip).Take(size)], found.Count > skip + size);
        }

        var limits = new WalkLimits(size, skip, filter.IsEmpty ? null : filter.Passes, filter.Oldest);
        var (items, next) = request.Mailbox.Walk(folder?.Key, null, filter.NewestFirst, limits);
        return (items, next is not null);
    }

    private Task GetAsync(GraphRequest request)
    {
        request.Query.Allow("$select");
        var item = request.Item();
        return WriteAsync(request, item, contents);
    }

    private static async Task SourceAsync(GraphRequest request)
    {
        request.Query.Allow();
        var response = request.Http.Response;
        var item = request.Item();
        response.ContentType = "text/plain";
        if (request.Mailbox.Generated(item) is { } generated)
        {
            generated.WriteMime(response.BodyWriter);
            return;
        }

        var source = request.Mailbox.ReadMime(item);
        response.ContentLength = source.Length;
        await response.Body.WriteAsync(source, request.Aborted);
    }

    private MessageJson Writer(GraphRequest request) =>
        new(request.Mailbox, contents, request.SelectedMessage(), request.Prefer);

    public static Task WriteAsync(
        GraphRequest request, MailItem item, MessageContents contents, int status = StatusCodes.Status200OK)
    {
        var writer = new MessageJson(request.Mailbox, contents, request.SelectedMessage(), request.Prefer);
        return GraphJson.WriteAsync(
            request.Http, json => writer.Write(json, item, typed: false, request.Context("messages/$entity")), status);
    }
}
