namespace Demo.Microsoft365.Graph;

/// <summary>
/// Drafts: new ones, those that answer or forward, their files. Graph's pages user-post-messages, message-createreply,
/// -createreplyall, -createforward, message-post-attachments, attachment-delete.
/// </summary>
internal sealed class DraftRequests(MessageContents contents, TimeProvider clock) : IGraphResource
{
    public IEnumerable<GraphRoute> Routes =>
    [
        new("POST", "messages", GraphNeed.Write, request => AddAsync(request, WellKnownFolder.Drafts)),
        new("POST", "mailfolders/{}/messages", GraphNeed.Write, request => AddAsync(request, request.Target.Keys[0])),
        new("POST", "messages/{}/createreply", GraphNeed.Write, request => AnswerAsync(request, AnswerKind.Reply)),
        new("POST", "messages/{}/createreplyall", GraphNeed.Write, request => AnswerAsync(request, AnswerKind.ReplyAll)),
        new("POST", "messages/{}/createforward", GraphNeed.Write, request => AnswerAsync(request, AnswerKind.Forward)),
        new("POST", "messages/{}/attachments", GraphNeed.Write, AttachAsync),
        new("DELETE", "messages/{}/attachments/{}", GraphNeed.Write, DetachAsync),
    ];

    private async Task AddAsync(GraphRequest request, string folderKey)
    {
        request.Query.Allow();
        var folder = request.Folder(folderKey);
        var mime = await MessageBody.ReadAsync(request, body => body, clock);
        await WriteDraftAsync(request, request.Mailbox.Add(folder.Key, mime, isRead: true, isDraft: true));
    }

    private async Task AnswerAsync(GraphRequest request, AnswerKind kind)
    {
        request.Query.Allow();
        var original = request.Item();
        var body = await GraphJson.ReadAsync(request, mayBeEmpty: true);
        var draft = AnswerDraft.Of(request.Owner, request.Mailbox, original, kind, body);
        var item = request.Mailbox.Add(WellKnownFolder.Drafts, draft.ToMime(clock.GetUtcNow()), isRead: true, isDraft: true);
        await WriteDraftAsync(request, item);
    }

    private async Task AttachAsync(GraphRequest request)
    {
        request.Query.Allow();
        var (item, file) = (RequireDraft(request), DraftFile.Read(await GraphJson.ReadAsync(request)));
        var draft = DraftContent.Read(request.Mailbox.ReadMime(item));
        item = request.Mailbox.ReplaceDraft(item.Id, (draft with { Files = [.. draft.Files, file] }).ToMime(clock.GetUtcNow()));
        var made = contents.Of(request.Mailbox, item).Attachments.Last(known => known.Name == file.Name);
        var context = request.Context($"messages('{Uri.EscapeDataString(request.Target.Keys[0])}')/attachments/$entity");
        await GraphJson.WriteAsync(
            request.Http, json => AttachmentRequests.Write(json, request, item, made, null, context), StatusCodes.Status201Created);
    }

    private Task DetachAsync(GraphRequest request)
    {
        request.Query.Allow();
        var item = RequireDraft(request);
        var files = contents.Of(request.Mailbox, item).Attachments;
        var index = files.ToList().FindIndex(file => AttachmentRequests.IdOf(request, item, file) == ItemIds.ToRest(request.Target.Keys[1]));
        if (index < 0)
        {
            throw GraphException.ItemNotFound();
        }

        var draft = DraftContent.Read(request.Mailbox.ReadMime(item));
        request.Mailbox.ReplaceDraft(
            item.Id, (draft with { Files = [.. draft.Files.Where((_, at) => at != index)] }).ToMime(clock.GetUtcNow()));
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task WriteDraftAsync(GraphRequest request, MailItem item) =>
        MessageRequests.WriteAsync(request, item, contents, StatusCodes.Status201Created);

    private static MailItem RequireDraft(GraphRequest request)
    {
        var item = request.Item();
        return item.IsDraft ? item : throw GraphException.NotSimulated("files added to or taken from a message that is no draft");
    }
}
