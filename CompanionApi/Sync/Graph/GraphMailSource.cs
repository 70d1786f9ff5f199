using System.Globalization;
using System.Text.Json;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.Messages.Item.Move;
using Microsoft.Kiota.Abstractions;
using Folders = Microsoft.Graph.Users.Item.MailFolders;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// Mailboxes of Microsoft 365, by immutable ids (graph/outlook-immutable-id), which every single request has to ask for. Pages
/// are led on to by Graph's own links, used as they are (graph/delta-query-messages).
/// </summary>
internal sealed class GraphMailSource(
    GraphClients clients, GraphTokens tokens, SyncOptions options, TimeProvider clock) : IMailSource
{
    /// <summary>Ids alone are small: as many as Graph gives (graph/user-list-messages, 1 to 1,000).</summary>
    private const int IdsOnPage = 1000;

    private const string Immutable = "IdType=\"ImmutableId\"";

    // There is no such property; each is asked for by its name (graph/resources/mailfolder).
    private static readonly string[] WellKnown =
        ["inbox", "sentitems", "drafts", "deleteditems", "junkemail", "archive", "outbox"];

    private static readonly string[] OfFolder =
        ["id", "displayName", "parentFolderId", "isHidden", "totalItemCount", "unreadItemCount"];

    public async Task<SourceMailbox> ConnectAsync(MailboxReader reader, CancellationToken ct)
    {
        // Whether there is a mailbox at all; its id is the user's.
        await tokens.RunAsync(reader, () => GraphErrors.GuardAsync(
            () => clients.For(reader).Users[reader.ObjectId].MailFolders["inbox"].GetAsync(c => c.QueryParameters.Select = ["id"], ct),
            clock, ct));
        return new SourceMailbox(reader.ObjectId, reader.Address);
    }

    public Task KeepAsync(MailboxKey mailbox, MailboxReader reader, CancellationToken ct) =>
        tokens.ConnectAsync(mailbox, reader.AccessToken, ct);

    public async Task ConnectSharedAsync(MailboxKey mailbox, CancellationToken ct)
    {
        // The admin may just have granted what was missing: a token of before would not have it.
        await tokens.ForgetAsync(mailbox, ct);
        await RequireSharedAsync(mailbox, ct);
        await GuardAsync(
            mailbox,
            () => clients.For(mailbox).Users[mailbox.MailboxId].MailFolders["inbox"]
                .GetAsync(c => c.QueryParameters.Select = ["id"], ct),
            ct);
    }

    public Task RequireSharedAsync(MailboxKey mailbox, CancellationToken ct) =>
        GraphPurpose.RequireSharedAsync(clients, tokens, mailbox, clock, ct);

    public Task DisconnectAsync(MailboxKey mailbox, CancellationToken ct) => tokens.ForgetAsync(mailbox, ct);

    public async Task<IReadOnlyDictionary<string, string>> WellKnownFoldersAsync(MailboxKey mailbox, CancellationToken ct)
    {
        var known = new Dictionary<string, string>();
        foreach (var name in WellKnown)
        {
            try
            {
                var folder = await GuardAsync(
                    mailbox,
                    () => clients.For(mailbox).Users[mailbox.MailboxId].MailFolders[name]
                        .GetAsync(c => c.QueryParameters.Select = ["id"], ct),
                    ct);
                known[folder!.Id!] = name;
            }
            catch (MailSourceException failed) when (failed.Failure == MailSourceFailure.NotFound)
            {
                // Not every mailbox has them all: the archive is made when first used.
            }
        }

        return known;
    }

    public async Task<FolderPage> FoldersAsync(MailboxKey mailbox, string? cursor, CancellationToken ct)
    {
        var delta = clients.For(mailbox).Users[mailbox.MailboxId].MailFolders.Delta;
        var page = await GuardAsync(
            mailbox,
            () => (cursor is null ? delta : delta.WithUrl(cursor)).GetAsDeltaGetResponseAsync(
                c =>
                {
                    c.Headers.Add("Prefer", $"{Immutable}, odata.maxpagesize={options.PageSize}");
                    if (cursor is null)
                    {
                        c.QueryParameters.Select = OfFolder;
                    }
                },
                ct),
            ct);
        var folders = page?.Value ?? [];
        return new FolderPage(
            [.. folders.Where(f => f.Id is not null && !IsRemoved(f)).Select(f => new SourceFolder(
                f.Id!, f.ParentFolderId, f.DisplayName, f.IsHidden, f.TotalItemCount, f.UnreadItemCount))],
            [.. folders.Where(f => f.Id is not null && IsRemoved(f)).Select(f => f.Id!)],
            page?.OdataNextLink, page?.OdataDeltaLink);
    }

    public async Task<ItemPage> ChangesAsync(
        MailboxKey mailbox, string folder, string? link, DateTimeOffset? since, int size, CancellationToken ct)
    {
        var delta = clients.For(mailbox).Users[mailbox.MailboxId].MailFolders[folder].Messages.Delta;
        var page = await PageAsync(
            mailbox,
            answer => (link is null ? delta : delta.WithUrl(link)).GetAsDeltaGetResponseAsync(
                c =>
                {
                    c.Options.Add(answer);
                    // Neither stands in the link: both are said again for each page.
                    c.Headers.Add("Prefer", $"{Immutable}, odata.maxpagesize={size}");
                    if (link is null)
                    {
                        c.QueryParameters.Select = GraphItems.WithContent;
                        c.QueryParameters.Orderby = ["receivedDateTime desc"];
                        c.QueryParameters.Filter = since is { } from ? $"receivedDateTime ge {Time(from)}" : null;
                    }
                },
                ct),
            ct);
        return GraphItems.Page(page);
    }

    public async Task<ItemPage> RestAsync(
        MailboxKey mailbox, string folder, string? link, DateTimeOffset since, DateTimeOffset until, CancellationToken ct)
    {
        var page = await ListAsync(
            mailbox, folder, link, $"receivedDateTime ge {Time(since)} and receivedDateTime le {Time(until)}",
            GraphItems.WithContent, options.PageSize, ct);
        return GraphItems.Page(page);
    }

    public async Task<IdPage> IdsAsync(
        MailboxKey mailbox, string folder, string? link, DateTimeOffset? since, CancellationToken ct)
    {
        var page = await ListAsync(
            mailbox, folder, link, since is { } from ? $"receivedDateTime ge {Time(from)}" : null, ["id"], IdsOnPage, ct);
        return new IdPage([.. (page.Value ?? []).Select(m => m?.Id).OfType<string>()], page.NextLink);
    }

    public async Task<SourceItem?> ItemAsync(MailboxKey mailbox, string id, bool withContent, CancellationToken ct)
    {
        try
        {
            var message = await MessageAsync(
                mailbox,
                answer => clients.For(mailbox).Users[mailbox.MailboxId].Messages[id].GetAsync(
                    c =>
                    {
                        c.Options.Add(answer);
                        c.Headers.Add("Prefer", Immutable);
                        c.QueryParameters.Select = withContent ? GraphItems.WithContent : GraphItems.State;
                    },
                    ct),
                ct);
            return message.Id is null ? null : GraphItems.Of(message);
        }
        catch (MailSourceException failed) when (failed.Failure == MailSourceFailure.NotFound)
        {
            return null;
        }
    }

    public Task<byte[]?> SourceAsync(MailboxKey mailbox, string id, long maxBytes, CancellationToken ct) =>
        tokens.RunAsync(mailbox, () => GraphContent.ReadAsync(clients.For(mailbox), mailbox.MailboxId, id, maxBytes, clock, ct));

    public Task SetReadAsync(MailboxKey mailbox, string id, bool isRead, CancellationToken ct) => GuardAsync(
        mailbox,
        () => clients.For(mailbox).Users[mailbox.MailboxId].Messages[id].PatchAsync(
            new Message { IsRead = isRead }, c => c.Headers.Add("Prefer", Immutable), ct),
        ct);

    public Task MoveAsync(MailboxKey mailbox, string id, string folder, CancellationToken ct) => GuardAsync(
        mailbox,
        () => clients.For(mailbox).Users[mailbox.MailboxId].Messages[id].Move.PostAsync(
            new MovePostRequestBody { DestinationId = folder }, c => c.Headers.Add("Prefer", Immutable), ct),
        ct);

    public async Task<SourceSubscription> SubscribeAsync(MailboxKey mailbox, SubscriptionWish wish, CancellationToken ct)
    {
        var made = await GuardAsync(
            mailbox,
            () => clients.For(mailbox).Subscriptions.PostAsync(
                new Subscription
                {
                    ChangeType = "created,updated,deleted",
                    NotificationUrl = wish.Notifications.ToString(),
                    LifecycleNotificationUrl = wish.Lifecycle.ToString(),
                    Resource = $"/users/{mailbox.MailboxId}/messages",
                    ClientState = wish.Secret,
                    ExpirationDateTime = wish.Until,
                    LatestSupportedTlsVersion = "v1_2",
                },
                c => c.Headers.Add("Prefer", Immutable),
                ct),
            ct);
        return Of(made);
    }

    public async Task<SourceSubscription> RenewAsync(
        MailboxKey mailbox, string subscriptionId, DateTimeOffset until, CancellationToken ct) =>
        Of(await GuardAsync(
            mailbox,
            () => clients.For(mailbox).Subscriptions[subscriptionId]
                .PatchAsync(new Subscription { ExpirationDateTime = until }, cancellationToken: ct),
            ct));

    public async Task UnsubscribeAsync(MailboxKey mailbox, string subscriptionId, CancellationToken ct)
    {
        try
        {
            await GuardAsync(
                mailbox,
                async () =>
                {
                    await clients.For(mailbox).Subscriptions[subscriptionId].DeleteAsync(cancellationToken: ct);
                    return true;
                },
                ct);
        }
        catch (MailSourceException failed) when (failed.Failure == MailSourceFailure.NotFound)
        {
            // It has ended by itself.
        }
    }

    private Task<GraphPage> ListAsync(
        MailboxKey mailbox, string folder, string? link, string? filter, string[] select, int top, CancellationToken ct)
    {
        Folders.Item.Messages.MessagesRequestBuilder messages =
            clients.For(mailbox).Users[mailbox.MailboxId].MailFolders[folder].Messages;
        return PageAsync(
            mailbox,
            answer => (link is null ? messages : messages.WithUrl(link)).GetAsync(
                c =>
                {
                    c.Options.Add(answer);
                    c.Headers.Add("Prefer", Immutable);
                    if (link is null)
                    {
                        c.QueryParameters.Select = select;
                        c.QueryParameters.Top = top;
                        c.QueryParameters.Filter = filter;
                        // What is ordered by must be filtered by, first (graph/user-list-messages).
                        c.QueryParameters.Orderby = filter is null ? null : ["receivedDateTime desc"];
                    }
                },
                ct),
            ct);
    }

    private static SourceSubscription Of(Subscription? made) => made is { Id: { } id, ExpirationDateTime: { } until }
        ? new SourceSubscription(id, until)
        : throw new MailSourceException(MailSourceFailure.Temporary, "A subscription without an id.")
        {
            Code = MailSourceException.ProviderTrouble,
        };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool IsRemoved(MailFolder folder) => folder.AdditionalData?.ContainsKey("@removed") ?? false;

    /// <summary>A page that no reading makes sense of is the provider's trouble: a smaller one may do.</summary>
    private Task<GraphPage> PageAsync(MailboxKey mailbox, Func<IRequestOption, Task> call, CancellationToken ct) => ReadAsync(
        mailbox, () => GraphAnswer<GraphPage>.OfAsync(GraphShapes.Default.GraphPage, GraphShapes.Lenient.GraphPage, call),
        MailSourceFailure.Temporary, MailSourceException.ProviderTrouble, ct);

    private Task<GraphMessage> MessageAsync(MailboxKey mailbox, Func<IRequestOption, Task> call, CancellationToken ct) => ReadAsync(
        mailbox, () => GraphAnswer<GraphMessage>.OfAsync(GraphShapes.Default.GraphMessage, null, call),
        MailSourceFailure.Permanent, MailSourceException.NotReadable, ct);

    private Task<T> ReadAsync<T>(
        MailboxKey mailbox, Func<Task<T>> read, MailSourceFailure failure, string code, CancellationToken ct) =>
        GuardAsync(
            mailbox,
            async () =>
            {
                try
                {
                    return await read();
                }
                catch (JsonException unreadable)
                {
                    throw new MailSourceException(failure, "Not of the shape that Graph documents.", inner: unreadable) { Code = code };
                }
            },
            ct);

    private Task<T> GuardAsync<T>(MailboxKey mailbox, Func<Task<T>> call, CancellationToken ct) =>
        tokens.RunAsync(mailbox, () => GraphErrors.GuardAsync(call, clock, ct));
}
