using CompanionApi.Protocols.Mime;
using Demo.Microsoft365;
using Directory = Demo.Microsoft365.Directory;

namespace Demo.Outlook;

/// <summary>
/// Reading: mailboxes and their folders, messages with their bodies and files, and the small changes of a reader.
/// </summary>
internal static class MailboxEndpoints
{
    private const int LongestList = 1_000;

    public static void MapMailboxes(this RouteGroupBuilder person)
    {
        person.MapGet("/mailboxes", (SignedInPerson who, Mailboxes mailboxes, Directory directory) =>
            directory.Owners
                .Where(user => mailboxes.For(user.Address).MayBeOpenedBy(who.User.Address))
                .OrderBy(user => user != who.User)
                .Select(user => MailboxView.Of(user, mailboxes.For(user.Address))));

        var mailbox = person.MapGroup("/mailboxes/{mailbox}");
        mailbox.MapGet("/folders/{folder}/messages", (SignedInPerson who, string folder, MessageViews views) =>
            who.Mailbox.Newest(folder, LongestList).Select(item => views.Row(who.Mailbox, item)));
        mailbox.MapGet("/messages/{id}", (SignedInPerson who, string id, MessageViews views) =>
            who.Mailbox.Get(id) is { } item ? Results.Json(views.Message(who.Mailbox, item)) : Results.NotFound());
        mailbox.MapGet("/messages/{id}/source", (SignedInPerson who, string id) =>
            who.Mailbox.Get(id) is { } item
                ? Results.File(who.Mailbox.ReadMime(item), "message/rfc822", "message.eml")
                : Results.NotFound());
        mailbox.MapGet("/messages/{id}/attachments/{n:int}", Attachment);
        mailbox.MapPut("/messages/{id}/read", (SignedInPerson who, string id, ReadRequest request) =>
            Changed(who, id, () => who.Mailbox.MarkRead(id, request.IsRead)));
        mailbox.MapPost("/messages/{id}/moves", (SignedInPerson who, string id, MoveRequest request) =>
            Changed(who, id, () => who.Mailbox.Move(id, request.Folder)));
        mailbox.MapDelete("/messages/{id}", (SignedInPerson who, string id) =>
            Changed(who, id, () => who.Mailbox.Delete(id)));
    }

    private static IResult Attachment(HttpContext http, SignedInPerson who, string id, int n)
    {
        if (who.Mailbox.Get(id) is not { } item)
        {
            return Results.NotFound();
        }

        var source = who.Mailbox.ReadMime(item);
        var part = MailParser.Parse(source).Attachments.FirstOrDefault(part => part.Number == n);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return part is null
            ? Results.NotFound()
            : Results.File(part.Decode(source), "application/octet-stream", MessageViews.NameOf(part));
    }

    private static IResult Changed(SignedInPerson who, string id, Action change)
    {
        if (who.Mailbox.Get(id) is null)
        {
            return Results.NotFound();
        }

        change();
        return Results.NoContent();
    }
}

public sealed record ReadRequest(bool IsRead);

public sealed record MoveRequest(string Folder);

public sealed record MailboxView(string Address, string DisplayName, IEnumerable<FolderView> Folders)
{
    public static MailboxView Of(SimUser owner, Mailbox mailbox) => new(owner.Address, owner.DisplayName,
    [
        .. WellKnownFolder.All.Select(folder => FolderView.Of(folder, mailbox.Folders.Counts(folder))),
    ]);
}

public sealed record FolderView(string Id, int Unread, int Total)
{
    public static FolderView Of(string id, FolderCounts counts) => new(id, counts.Unread, counts.Total);
}
