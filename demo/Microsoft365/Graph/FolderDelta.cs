namespace Demo.Microsoft365.Graph;

/// <summary>
/// mailFolders/delta: the whole tree flat, then what was made, renamed, moved or deleted. A change of counts alone does
/// not bring a folder up again, and hidden folders never come (both are left open by Graph's page mailfolder-delta).
/// </summary>
internal sealed class FolderDelta(DeltaTokens tokens) : IGraphResource
{
    private const string NoFolder = "";
    private const int DefaultPage = 10;
    private const long NotBegun = -1;

    public IEnumerable<GraphRoute> Routes => [new("GET", "mailfolders/delta", GraphNeed.Basic, RunAsync)];

    private async Task RunAsync(GraphRequest request)
    {
        var path = $"{request.UserPath}/mailFolders/delta";
        var state = tokens.Read(request, NoFolder, path) ?? Begin(request);
        state = state.Until is NotBegun ? state with { Until = request.Mailbox.Version } : state;
        var folders = Changed(request.Mailbox, state);
        var page = folders
            .Where(change => string.CompareOrdinal(change.Folder.Id, state.Given) > 0)
            .Take(request.Prefer.MaxPageSize ?? DefaultPage)
            .ToList();
        var isLast = page.Count == 0 || page[^1].Folder.Id == folders[^1].Folder.Id;
        var next = isLast
            ? state with { From = state.Until, Until = NotBegun, Given = null }
            : state with { Given = page[^1].Folder.Id };
        var writer = new FolderJson(request.Mailbox, state.Select);
        await GraphJson.WritePageAsync(request, $"{request.Root}/$metadata#Collection(mailFolder)", tokens.Link(path, next, isLast), page,
            (json, change) =>
            {
                if (change.IsRemoved)
                {
                    FolderJson.WriteRemoved(json, change.Folder);
                }
                else
                {
                    writer.Write(json, change.Folder);
                }
            });
    }

    private static DeltaState Begin(GraphRequest request)
    {
        request.Query.Allow("$select", "$deltatoken");
        return new DeltaState
        {
            Mailbox = request.Mailbox.Guid,
            Folder = NoFolder,
            Generation = request.Mailbox.SyncGenerations.Of(NoFolder),
            Select = request.Query.Select,
            Until = request.Mailbox.Version,
        };
    }

    // By id, so that a change between two pages moves nothing from behind the reader to before them.
    private static List<(MailFolder Folder, bool IsRemoved)> Changed(Mailbox mailbox, DeltaState state)
    {
        var present = mailbox.Folders.All
            .Where(folder => !folder.IsHidden && folder.Parent is not null && !(folder.Version <= state.From))
            .Select(folder => (folder, false));
        var removed = state.From is { } from ? mailbox.Folders.RemovedSince(from).Select(folder => (folder, true)) : [];
        return [.. present.Concat(removed).OrderBy(change => change.Item1.Id, StringComparer.Ordinal)];
    }
}
