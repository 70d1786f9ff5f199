namespace Demo.Microsoft365.Graph;

/// <summary>
/// messages/delta of one folder (Graph: message-delta, delta-query-messages). The first round walks through the folder,
/// each later one tells what happened since; a message in the folder comes as it now is, one that left as @removed.
/// </summary>
internal sealed class MessageDelta(DeltaTokens tokens, MessageContents contents, GraphTrouble trouble) : IGraphResource
{
    private const int DefaultPage = 10;

    private static readonly string[] ChangeTypes = ["created", "updated", "deleted"];

    public IEnumerable<GraphRoute> Routes => [new("GET", "mailfolders/{}/messages/delta", GraphNeed.Basic, RunAsync)];

    private Task RunAsync(GraphRequest request)
    {
        var folder = request.Folder(request.Target.Keys[0]);
        var path = $"{request.UserPath}/mailFolders('{Uri.EscapeDataString(request.Target.Keys[0])}')/messages/delta";
        var state = tokens.Read(request, folder.Key, path) ?? Begin(request, folder);
        state = state.From is null || state.Given is not null ? state : state with { Until = request.Mailbox.Version };
        var (entries, next, isEndOfRound) =
            trouble.Met(state, state.From is null ? FirstRound(request, state) : LaterRound(request, state));
        var basicsOnly = GraphAccess.SeesBasicsOnly(request.Caller);
        var writer = new MessageJson(request.Mailbox, contents, MessageSelection.Of(state.Select, basicsOnly), request.Prefer);
        return GraphJson.WritePageAsync(
            request,
            $"{request.Root}/$metadata#Collection(message)",
            tokens.Link(path, next, isEndOfRound),
            entries,
            (json, entry) => entry.Write(json, writer));
    }

    private DeltaState Begin(GraphRequest request, MailFolder folder)
    {
        request.Query.Allow("$select", "$top", "$filter", "$orderby", "changeType", "$deltatoken");
        var since = MessageFilter.SinceOf(request.Query["$filter"]);
        var orderBy = request.Query["$orderby"];
        if (orderBy is not null && !orderBy.Trim().Equals("receivedDateTime desc", StringComparison.OrdinalIgnoreCase))
        {
            throw GraphException.BadRequest("The only supported $orderby of change tracking is receivedDateTime desc.");
        }

        var changeType = request.Query["changeType"]?.ToLowerInvariant();
        if (changeType is not null && !ChangeTypes.Contains(changeType))
        {
            throw GraphException.BadRequest($"changeType: expected one of {string.Join(", ", ChangeTypes)}.");
        }

        _ = request.SelectedMessage();
        return new DeltaState
        {
            Mailbox = request.Mailbox.Guid,
            Folder = folder.Key,
            Generation = request.Mailbox.SyncGenerations.Of(folder.Key),
            Select = request.Query.Select,
            ChangeType = changeType,
            NewestFirst = orderBy is not null,
            Since = since?.Since,
            IsSinceExclusive = since?.IsExclusive == true,
            Remaining = since is null ? request.Query.Top : Math.Min(request.Query.Top ?? int.MaxValue, trouble.Now.MostWhenFiltered),
            Until = request.Mailbox.Version,
        };
    }

    private static DeltaPage FirstRound(GraphRequest request, DeltaState state)
    {
        var size = Math.Min(request.Prefer.MaxPageSize ?? DefaultPage, state.Remaining ?? int.MaxValue);
        Func<MailItem, bool>? only = state.IsSinceExclusive ? item => GraphTime.Seconds(item.ReceivedAt) > state.Since : null;
        var (items, point) = request.Mailbox.Walk(
            state.Folder, state.Point, state.NewestFirst, new WalkLimits(size, 0, only, state.Since));
        var remaining = state.Remaining - items.Count;
        var isEndOfRound = point is null || remaining == 0;
        return new DeltaPage(
            [.. items.Select(DeltaEntry.Present)],
            isEndOfRound
                ? state with { From = state.Until, Point = null, Remaining = null }
                : state with { Point = point, Remaining = remaining },
            isEndOfRound);
    }

    private static DeltaPage LaterRound(GraphRequest request, DeltaState state)
    {
        var given = state.Given is null ? -1 : long.Parse(state.Given, System.Globalization.CultureInfo.InvariantCulture);
        var entries = DeltaChanges.Of(request.Mailbox, state, request.Prefer.ImmutableIds);
        var page = entries.Where(entry => entry.Version > given).Take(request.Prefer.MaxPageSize ?? DefaultPage).ToList();
        var isEndOfRound = page.Count == 0 || page[^1].Version == entries[^1].Version;
        return new DeltaPage(
            page,
            isEndOfRound ? state with { From = state.Until, Given = null } : state with { Given = $"{page[^1].Version}" },
            isEndOfRound);
    }
}

internal sealed record DeltaPage(IReadOnlyList<DeltaEntry> Entries, DeltaState Next, bool IsEndOfRound);
