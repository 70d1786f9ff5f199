using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

public static class MessagesEndpoints
{
    // Shown by a browser these could run on somebody's page: given as bytes only (S78).
    private static readonly string[] ActiveTypes =
        ["html", "xml", "svg", "javascript", "ecmascript", "xhtml", "pdf", "flash", "mathml"];

    public static void MapMessages(this RouteGroupBuilder api)
    {
        var messages = api.MapGroup("/messages").WithTags("Messages").AddEndpointFilter<NoStore>();
        messages.MapGet("/{id:guid}", GetAsync);
        messages.MapGet("/{id:guid}/body", BodyAsync);
        messages.MapGet("/{id:guid}/attachments/{n:int}", AttachmentAsync);
        messages.MapGet("/{id:guid}/source", SourceAsync);
        messages.MapGet("/{id:guid}/audience", AudienceAsync);
        messages.MapPut("/{id:guid}/read", ReadAsync);
        messages.MapPut("/{id:guid}/archived", ArchivedAsync);
        messages.MapDelete("/{id:guid}", DeleteAsync);
    }

    /// <summary>A message: all of it for its owner; for a colleague what a record's page shows.</summary>
    private static async Task<Results<Ok<OwnMessage>, Ok<RecordMessage>, ProblemHttpResult>> GetAsync(
        Guid id, Visible visible, MessageViews views, CurrentUser me, CancellationToken ct)
    {
        if (await visible.Message(id).AsNoTracking().FirstOrDefaultAsync(ct) is not { } message)
        {
            return Problems.NotFound();
        }

        if (message.OwnerId == me.Id)
        {
            return TypedResults.Ok((await views.OwnAsync([message], ct))[0]);
        }

        return TypedResults.Ok((await views.OnRecordAsync([message], RecordMail.NoCopies, ct))[0]);
    }

    /// <summary>Its text and HTML as received. Never trust the HTML: sanitise and sandbox it (R105).</summary>
    private static async Task<Results<Ok<MessageBodyView>, ProblemHttpResult>> BodyAsync(
        Guid id, Visible visible, CancellationToken ct)
    {
        var body = await visible.Message(id).Select(m => new MessageBodyView(m.Body!.Html, m.Body.Text))
            .FirstOrDefaultAsync(ct);
        return body is null ? Problems.NotFound() : TypedResults.Ok(body);
    }

    /// <summary>One attachment, always as a download.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> AttachmentAsync(
        Guid id, int n, Visible visible, ContentStore content, HttpResponse response, CancellationToken ct)
    {
        var found = await visible.Message(id)
            .SelectMany(m => m.Parts.Where(p => p.Number == n), (m, part) => new { m.ContentKey, Part = part })
            .AsNoTracking().FirstOrDefaultAsync(ct);
        if (found is null)
        {
            return Problems.NotFound();
        }

        var part = found.Part;
        var bytes = await BytesAsync(content, found.ContentKey, part, ct);
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        var isActive = ActiveTypes.Any(type => part.ContentType.Contains(type, StringComparison.OrdinalIgnoreCase));
        return TypedResults.File(
            bytes,
            isActive || !part.ContentType.Contains('/') ? "application/octet-stream" : part.ContentType,
            part.FileName.Length > 0 ? part.FileName : $"attachment-{part.Number}");
    }

    /// <summary>Of an attachment inside an encoded mail that was attached, that mail is decoded first.</summary>
    private static async Task<byte[]> BytesAsync(ContentStore content, string key, MessagePart part, CancellationToken ct)
    {
        if (part.WithinEncoding is null)
        {
            return TransferEncodings.Decode(
                part.TransferEncoding, await content.ReadAsync(key, part.Offset, part.Length, part.ContentHash, ct));
        }

        var around = await content.ReadAsync(
            key, part.WithinOffset!.Value, part.WithinLength!.Value, part.ContentHash, ct);
        var within = TransferEncodings.Decode(part.WithinEncoding, around);
        return TransferEncodings.Decode(part.TransferEncoding, within.AsSpan(part.Offset, part.Length));
    }

    /// <summary>The mail as it was received. Its owner's alone: the header may tell what the view does not.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SourceAsync(
        Guid id, Visible visible, ContentStore content, HttpResponse response, CancellationToken ct)
    {
        var found = await visible.Mine.Where(m => m.PublicId == id).Select(m => new { m.ContentKey, m.ContentHash })
            .FirstOrDefaultAsync(ct);
        if (found is null)
        {
            return Problems.NotFound();
        }

        var source = await content.ReadAsync(found.ContentKey, found.ContentHash, ct);
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(source, "application/octet-stream", $"{id}.eml");
    }

    /// <summary>Who sees this message and through which record (R8). Its owner's alone (S4).</summary>
    private static async Task<Results<Ok<MessageAudience>, ProblemHttpResult>> AudienceAsync(
        Guid id, Visible visible, MessageAudiences audiences, CancellationToken ct) =>
        await visible.Mine.AsNoTracking().FirstOrDefaultAsync(m => m.PublicId == id, ct) is { } message
            ? TypedResults.Ok(await audiences.OfAsync([message], ct))
            : Problems.NotFound();

    /// <summary>Marks it read or unread.</summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> ReadAsync(
        Guid id, ReadRequest request, OwnMessages mine, CancellationToken ct) =>
        request.Read is { } isRead
            ? await mine.ChangeAsync(
                id, isRead ? ChangeKind.MarkedRead : ChangeKind.MarkedUnread, ChangeField.Read,
                m => m.IsRead.ToString(), (m, _) => m.IsRead = isRead, ct)
            : Problems.Required("read", "true or false.");

    /// <summary>Archives it, or brings it back to the inbox. It stays on its records (R7).</summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> ArchivedAsync(
        Guid id, ArchivedRequest request, OwnMessages mine, CancellationToken ct) =>
        request.Archived is { } isArchived
            ? await mine.ChangeAsync(
                id, isArchived ? ChangeKind.Archived : ChangeKind.Unarchived, ChangeField.Archived,
                m => (m.ArchivedAt is not null).ToString(),
                (m, now) => m.ArchivedAt = isArchived ? m.ArchivedAt ?? now : null, ct)
            : Problems.Required("archived", "true or false.");

    /// <summary>Deletes it: gone everywhere at once, destroyed when the undo time is over (R7, S54).</summary>
    private static Task<Results<Ok<Written>, ProblemHttpResult>> DeleteAsync(
        Guid id, OwnMessages mine, CancellationToken ct) =>
        mine.ChangeAsync(
            id, ChangeKind.Deleted, ChangeField.Deleted, m => (m.DeletedAt is not null).ToString(),
            (m, now) => m.DeletedAt = now, ct);
}

public sealed record MessageBodyView(string? Html, string? Text);

public sealed record ReadRequest(bool? Read);

public sealed record ArchivedRequest(bool? Archived);
