using System.Text.RegularExpressions;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// Folders: listed level by level (the list never shows nested ones), read, made, renamed, moved and deleted. Graph's
/// pages user-list-mailfolders, mailfolder-list-childfolders, mailfolder-get, -post, -update, -move, -delete.
/// </summary>
internal sealed partial class FolderRequests : IGraphResource
{
    private const int DefaultPage = 10;

    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", "mailfolders", GraphNeed.Basic, request => ListAsync(request, WellKnownFolder.Root)),
        new("GET", "mailfolders/{}", GraphNeed.Basic, GetAsync),
        new("GET", "mailfolders/{}/childfolders", GraphNeed.Basic, request => ListAsync(request, request.Target.Keys[0])),
        new("POST", "mailfolders", GraphNeed.Write, request => AddAsync(request, WellKnownFolder.Root)),
        new("POST", "mailfolders/{}/childfolders", GraphNeed.Write, request => AddAsync(request, request.Target.Keys[0])),
        new("PATCH", "mailfolders/{}", GraphNeed.Write, RenameAsync),
        new("POST", "mailfolders/{}/move", GraphNeed.Write, MoveAsync),
        new("DELETE", "mailfolders/{}", GraphNeed.Write, DeleteAsync),
    ];

    private static Task ListAsync(GraphRequest request, string parentKey)
    {
        request.Query.Allow("$select", "$top", "$skip", "$filter", "includeHiddenFolders");
        var parent = request.Folder(parentKey);
        var withHidden = request.Query["includeHiddenFolders"]?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;
        var name = NameAskedFor(request.Query["$filter"]);
        var children = request.Mailbox.Folders.Children(parent.Key)
            .Where(folder => (withHidden || !folder.IsHidden) && (name is null || folder.DisplayName == name))
            .ToList();
        var end = request.Query.Skip + (request.Query.Top ?? request.Prefer.MaxPageSize ?? DefaultPage);
        var page = children.Take(end).Skip(request.Query.Skip).ToList();
        var (path, context) = request.Target.Pattern == "mailfolders"
            ? ("mailFolders", request.Context("mailFolders"))
            : ($"mailFolders('{Uri.EscapeDataString(parentKey)}')/childFolders",
                request.Context($"mailFolders('{Uri.EscapeDataString(parentKey)}')/childFolders"));
        var next = end < children.Count ? GraphJson.NextLink(request, path, end) : default((string, string)?);
        var writer = new FolderJson(request.Mailbox, request.Query.Select);
        return GraphJson.WritePageAsync(request, context, next, page, (json, folder) => writer.Write(json, folder));
    }

    private static Task GetAsync(GraphRequest request)
    {
        request.Query.Allow("$select", "includeHiddenFolders");
        return WriteAsync(request, request.Folder(request.Target.Keys[0]));
    }

    private static async Task AddAsync(GraphRequest request, string parentKey)
    {
        request.Query.Allow();
        var parent = request.Folder(parentKey);
        var body = await GraphJson.ReadAsync(request);
        var name = NameIn(body) ?? throw new GraphException(400, "ErrorInvalidFolderName", "displayName: expected a name.");
        var isHidden = GraphJson.Property(body, "isHidden")?.ValueKind == System.Text.Json.JsonValueKind.True;
        var folder = Changed(() => request.Mailbox.Folders.Add(parent.Key, name, isHidden));
        await WriteAsync(request, folder, StatusCodes.Status201Created);
    }

    private static async Task RenameAsync(GraphRequest request)
    {
        request.Query.Allow();
        var folder = OwnFolder(request);
        var body = await GraphJson.ReadAsync(request);
        await WriteAsync(request, Changed(() => request.Mailbox.Folders.Change(folder.Key, name: NameIn(body))));
    }

    private static async Task MoveAsync(GraphRequest request)
    {
        request.Query.Allow();
        var folder = OwnFolder(request);
        var target = request.Folder(GraphJson.Text(await GraphJson.ReadAsync(request), "destinationId") ?? "");
        var moved = Changed(() => request.Mailbox.Folders.Change(folder.Key, parent: target.Key));
        await WriteAsync(request, moved, StatusCodes.Status201Created);
    }

    // Exchange puts a deleted folder into Deleted Items; one that is there already goes for good.
    private static Task DeleteAsync(GraphRequest request)
    {
        request.Query.Allow();
        var folder = OwnFolder(request);
        if (IsDeleted(request.Mailbox, folder))
        {
            request.Mailbox.Folders.Remove(folder.Key);
        }
        else
        {
            Changed(() => request.Mailbox.Folders.Change(folder.Key, parent: WellKnownFolder.DeletedItems));
        }

        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static bool IsDeleted(Mailbox mailbox, MailFolder folder)
    {
        for (var parent = folder.Parent; parent is not null; parent = mailbox.Folders.Get(parent).Parent)
        {
            if (parent == WellKnownFolder.DeletedItems)
            {
                return true;
            }
        }

        return false;
    }

    private static MailFolder OwnFolder(GraphRequest request)
    {
        var folder = request.Folder(request.Target.Keys[0]);
        return WellKnownFolder.Names.Contains(folder.Key)
            ? throw new GraphException(403, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be changed.")
            : folder;
    }

    private static MailFolder Changed(Func<MailFolder> change)
    {
        try
        {
            return change();
        }
        catch (FolderExistsException exists)
        {
            throw new GraphException(409, "ErrorFolderExists", exists.Message);
        }
        catch (InvalidOperationException wrong)
        {
            throw new GraphException(400, "ErrorMoveCopyFailed", wrong.Message);
        }
    }

    private static string? NameIn(System.Text.Json.JsonElement body) =>
        GraphJson.Text(body, "displayName") is { } name && !string.IsNullOrWhiteSpace(name) ? name : null;

    private static string? NameAskedFor(string? filter) => filter is null ? null
        : DisplayNameIs().Match(filter) is { Success: true } match ? match.Groups["name"].Value.Replace("''", "'")
        : throw GraphException.NotSimulated($"$filter={filter} on folders");

    private static Task WriteAsync(GraphRequest request, MailFolder folder, int status = StatusCodes.Status200OK)
    {
        var writer = new FolderJson(request.Mailbox, request.Query.Select);
        return GraphJson.WriteAsync(
            request.Http, json => writer.Write(json, folder, request.Context("mailFolders/$entity")), status);
    }

    [GeneratedRegex("^\\s*displayName\\s+eq\\s+'(?<name>(?:[^']|'')*)'\\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex DisplayNameIs();
}
