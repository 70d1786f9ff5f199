using CompanionApi.Protocols.Mime;
using Demo.Microsoft365.Generated;

namespace Demo.Microsoft365;

/// <summary>
/// Mailboxes on request: people and shared mailboxes added, filled with generated mail, and changed as their owners would.
/// A folder is named by its well-known name, its id, or its path ("Projects/Rotterdam"); an item by its id in any form.
/// </summary>
public static class SimulationMailboxes
{
    public static void MapSimulationMailboxes(this RouteGroupBuilder sim)
    {
        var mailbox = sim.MapGroup("/mailboxes/{address}");
        mailbox.MapPut("", Put);
        mailbox.MapGet("", (string address, Directory directory, Mailboxes mailboxes) =>
            directory.Find(address) is { } owner ? Results.Json(MailboxState.Of(owner, mailboxes.For(address))) : Results.NotFound());
        mailbox.MapPost("/messages", DeliverAsync);
        mailbox.MapPatch("/items/{id}", (string address, string id, ItemChanges changes, Mailboxes mailboxes) =>
            Try(() => Results.Json(ItemState.Of(mailboxes.For(address), changes.ApplyTo(mailboxes.For(address), id)))));
        mailbox.MapDelete("/items/{id}", (string address, string id, Mailboxes mailboxes) => Try(() =>
        {
            mailboxes.For(address).Delete(id);
            return Results.NoContent();
        }));
        mailbox.MapPost("/folders", (string address, FolderRequest request, Mailboxes mailboxes) => Try(() =>
        {
            var opened = mailboxes.For(address);
            var parent = Folder(opened, request.Parent ?? WellKnownFolder.Root);
            var folder = opened.Folders.Add(parent.Key, request.Name ?? throw new FormatException("name: expected one"));
            return Results.Json(FolderState.Of(opened, folder), statusCode: StatusCodes.Status201Created);
        }));
        mailbox.MapPatch("/folders", (string address, string folder, FolderRequest request, Mailboxes mailboxes) => Try(() =>
        {
            var opened = mailboxes.For(address);
            var parent = request.Parent is null ? null : Folder(opened, request.Parent).Key;
            return Results.Json(FolderState.Of(
                opened, opened.Folders.Change(Folder(opened, folder).Key, request.Name, parent)));
        }));
        mailbox.MapDelete("/folders", (string address, string folder, Mailboxes mailboxes) => Try(() =>
        {
            mailboxes.For(address).Folders.Remove(Folder(mailboxes.For(address), folder).Key);
            return Results.NoContent();
        }));
        mailbox.MapPost("/token-evictions", (string address, string? folder, Mailboxes mailboxes) => Try(() =>
        {
            var opened = mailboxes.For(address);
            opened.EvictTokens(folder is null ? null : Folder(opened, folder).Key);
            return Results.NoContent();
        }));
    }

    private static IResult Put(string address, MailboxRequest request, Directory directory, Mailboxes mailboxes) => Try(() =>
    {
        var owner = directory.Find(address);
        if (owner is null || (request.Shared ?? owner.IsShared) != owner.IsShared || (request.DisplayName ?? owner.DisplayName) != owner.DisplayName)
        {
            owner = directory.Add(address, request.DisplayName ?? owner?.DisplayName, request.Shared ?? owner?.IsShared == true);
        }

        var mailbox = mailboxes.For(owner.Address);
        mailbox.IsEnabled = request.Enabled ?? mailbox.IsEnabled;
        mailbox.Folders.HasArchive = request.Archive ?? mailbox.Folders.HasArchive;
        if (request.Owners is { } owners)
        {
            mailbox.SetDelegates(owners);
        }

        if (request.Messages is { } messages)
        {
            mailbox.Generate(new GeneratedMail(
                mailbox.Guid, new MailAddress(owner.DisplayName, owner.Address), request.Plan(messages)));
        }

        return Results.Json(MailboxState.Of(owner, mailbox));
    });

    private static async Task<IResult> DeliverAsync(
        string address, string? folder, bool? isRead, DateTimeOffset? receivedAt, HttpRequest request, Directory directory, Mailboxes mailboxes)
    {
        using var mime = new MemoryStream();
        await request.Body.CopyToAsync(mime, request.HttpContext.RequestAborted);
        return Try(() =>
        {
            if (mime.Length == 0)
            {
                throw new FormatException("body: expected a message (RFC 5322)");
            }

            var mailbox = mailboxes.For((directory.FindRecipient(address) ?? throw new KeyNotFoundException("no such person")).Address);
            var item = mailbox.Add(
                Folder(mailbox, folder ?? WellKnownFolder.Inbox).Key,
                Submission.WithNetworkLineEnds(mime.ToArray()),
                isRead ?? false,
                receivedAt: receivedAt);
            return Results.Json(ItemState.Of(mailbox, item), statusCode: StatusCodes.Status201Created);
        });
    }

    internal static MailFolder Folder(Mailbox mailbox, string named) =>
        mailbox.Folders.Find(named) ?? mailbox.Folders.FindByPath(named)
        ?? throw new KeyNotFoundException($"no folder '{named}' in this mailbox");

    private static IResult Try(Func<IResult> act)
    {
        try
        {
            return act();
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException or FolderExistsException)
        {
            return Results.Problem(wrong.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (KeyNotFoundException missing)
        {
            return Results.Problem(missing.Message, statusCode: StatusCodes.Status404NotFound);
        }
    }
}

/// <summary>
/// What PUT /sim/mailboxes/{address} takes. An address that nobody has yet becomes a person of its tenant, or with
/// <c>Shared</c> a shared mailbox; <c>Owners</c> may open it beside its owner. With <c>Messages</c> it is filled with that
/// many generated ones, in the place of those before: see <see cref="GeneratedMailPlan"/> for the rest. Without
/// <c>Archive</c> it has no such folder, like one whose owner has never archived anything.
/// </summary>
public sealed record MailboxRequest
{
    private const int MostMessages = 5_000_000;
    private const int MostFolders = 500;

    public string? DisplayName { get; init; }
    public bool? Shared { get; init; }
    public string[]? Owners { get; init; }
    public bool? Enabled { get; init; }
    public bool? Archive { get; init; }
    public int? Messages { get; init; }
    public long? Seed { get; init; }
    public int? Folders { get; init; }
    public int? MeanBytes { get; init; }
    public double? Attachments { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? Until { get; init; }

    internal GeneratedMailPlan Plan(int messages)
    {
        var usual = new GeneratedMailPlan();
        return new GeneratedMailPlan
        {
            Messages = Within(messages, MostMessages, "messages"),
            Seed = Seed ?? usual.Seed,
            Folders = Within(Folders ?? usual.Folders, MostFolders, "folders"),
            MeanBytes = Within(MeanBytes ?? usual.MeanBytes, 1_000_000, "meanBytes"),
            Attachments = Attachments ?? usual.Attachments,
            Since = Since ?? usual.Since,
            Until = Until ?? usual.Until,
        };
    }

    private static int Within(int value, int most, string name) =>
        value >= 0 && value <= most ? value : throw new FormatException($"{name}: expected 0 to {most}");
}

/// <summary>What a reader may change; null: as it is.</summary>
public sealed record ItemChanges(bool? IsRead, string[]? Categories, string? Folder)
{
    public MailItem ApplyTo(Mailbox mailbox, string id)
    {
        var item = mailbox.Get(id) ?? throw new KeyNotFoundException("no such item in this mailbox");
        if (IsRead is not null || Categories is not null)
        {
            item = mailbox.Update(id, now => now with { IsRead = IsRead ?? now.IsRead, Categories = Categories ?? now.Categories });
        }

        return Folder is null ? item : mailbox.Move(item.Id, SimulationMailboxes.Folder(mailbox, Folder).Key);
    }
}

public sealed record FolderRequest(string? Name, string? Parent);

public sealed record MailboxState(
    string Address, string Id, string TenantId, string Purpose, IEnumerable<FolderState> Folders)
{
    public static MailboxState Of(SimUser owner, Mailbox mailbox) => new(
        owner.Address, owner.ObjectId, owner.TenantId, owner.IsShared ? "shared" : "user",
        mailbox.Folders.All.Select(folder => FolderState.Of(mailbox, folder)));
}

public sealed record FolderState(string Id, string Key, string Name, string? Parent, bool IsHidden, int Total, int Unread)
{
    public static FolderState Of(Mailbox mailbox, MailFolder folder)
    {
        var counts = mailbox.Folders.Counts(folder.Key);
        return new FolderState(
            ItemIds.ToRest(folder.Id), folder.Key, folder.DisplayName, folder.Parent, folder.IsHidden, counts.Total, counts.Unread);
    }
}

/// <summary>Both of an item's ids in their REST form.</summary>
public sealed record ItemState(string Id, string ImmutableId, string Folder, string InternetMessageId, bool IsRead)
{
    public static ItemState Of(Mailbox mailbox, MailItem item) => new(
        ItemIds.ToRest(item.Id), ItemIds.ToRest(ItemIds.Immutable(mailbox.Guid, item.Key)), item.Folder,
        item.InternetMessageId, item.IsRead);
}
