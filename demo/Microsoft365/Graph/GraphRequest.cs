namespace Demo.Microsoft365.Graph;

/// <summary>A request whose caller, route and mailbox are known and allowed.</summary>
internal sealed class GraphRequest
{
    public required HttpContext Http { get; init; }
    public required GraphCaller Caller { get; init; }
    public required GraphRoute Route { get; init; }
    public required GraphTarget Target { get; init; }
    public required ODataQuery Query { get; init; }
    public required Preferences Prefer { get; init; }

    /// <summary>Whose mailbox it is; null on routes of no mailbox.</summary>
    public SimUser? Person { get; init; }
    public Mailbox? Opened { get; init; }

    public SimUser Owner => Person ?? throw new InvalidOperationException("The route is of no mailbox.");

    public Mailbox Mailbox => Opened ?? throw new InvalidOperationException("The route is of no mailbox.");

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Links name Graph as it was called: by its real name, or the simulator's own address.</summary>
    public string Root => RootOf(Http.Request);

    public static string RootOf(HttpRequest request) => request.Host.Host == "graph.microsoft.com"
        ? "https://graph.microsoft.com/v1.0"
        : $"{request.Scheme}://{request.Host}/v1.0";

    public string UserPath => $"{Root}/{(Target.User is { } user ? $"users('{Uri.EscapeDataString(user)}')" : "me")}";

    /// <summary>The metadata address that collections and entities of this mailbox name as their context.</summary>
    public string Context(string what) => $"{Root}/$metadata#users('{Owner.ObjectId}')/{what}";

    /// <summary>The folder that the path's <paramref name="key"/> names.</summary>
    public MailFolder Folder(string key)
    {
        if (Mailbox.Folders.Find(key) is { } folder)
        {
            return folder;
        }

        var isName = WellKnownFolder.Names.Contains(key.ToLowerInvariant());
        throw isName || ItemIds.IsFolderId(key) ? GraphException.FolderNotFound() : GraphException.MalformedId();
    }

    public MailItem Item()
    {
        var id = Target.Keys[0];
        if (ItemIds.Read(id) is null)
        {
            throw GraphException.MalformedId();
        }

        var item = Mailbox.Get(id) ?? throw GraphException.ItemNotFound();
        return Target.Folder is { } folder && Folder(folder).Key != item.Folder ? throw GraphException.ItemNotFound() : item;
    }

    public MessageProperty SelectedMessage() => MessageSelection.Of(Query.Select, GraphAccess.SeesBasicsOnly(Caller));
}

/// <summary>One thing that the simulated Graph does: <c>Pattern</c> follows /me or /users/{}, unless it starts with /.</summary>
internal sealed record GraphRoute(string Method, string Pattern, GraphNeed Need, Func<GraphRequest, Task> RunAsync);

internal interface IGraphResource
{
    IEnumerable<GraphRoute> Routes { get; }
}

/// <summary>
/// A path reduced to what it is about. The folders on the way to a folder do not matter; the one on the way to a message
/// is kept, for the message must be in it.
/// </summary>
internal sealed record GraphTarget(string Pattern, string? User, bool IsMe, string? Folder, IReadOnlyList<string> Keys)
{
    public static GraphTarget Of(GraphPath path)
    {
        var (segments, keys) = (path.Segments.ToList(), path.Keys.ToList());
        var isMe = segments is ["me", ..];
        var isUser = segments is ["users", "{}", ..];
        if (!isMe && !isUser)
        {
            return new GraphTarget("/" + string.Join('/', segments), null, false, null, keys);
        }

        var user = isUser ? keys[0] : null;
        segments.RemoveRange(0, isUser ? 2 : 1);
        keys.RemoveRange(0, isUser ? 1 : 0);
        while (segments is ["mailfolders", "{}", "childfolders", "{}", ..])
        {
            segments.RemoveRange(1, 2);
            keys.RemoveAt(0);
        }

        string? folder = null;
        if (segments is ["mailfolders", "{}", "messages", "{}", ..])
        {
            folder = keys[0];
            segments.RemoveRange(0, 2);
            keys.RemoveAt(0);
        }

        return new GraphTarget(string.Join('/', segments), user, isMe, folder, keys);
    }
}
