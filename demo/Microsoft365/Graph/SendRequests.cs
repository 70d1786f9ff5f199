using CompanionApi.Protocols.Mime;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// Sending, through the same mail flow as everybody's: a message at once, a draft, an answer in one step. Graph's pages
/// user-sendmail, message-send, message-reply, -replyall, -forward. All answer 202 with no body.
/// </summary>
internal sealed class SendRequests(MailFlow flow, Directory directory, Mailboxes mailboxes, TimeProvider clock) : IGraphResource
{
    public IEnumerable<GraphRoute> Routes =>
    [
        new("POST", "sendmail", GraphNeed.Send, SendMailAsync),
        new("POST", "messages/{}/send", GraphNeed.Send, SendDraftAsync),
        new("POST", "messages/{}/reply", GraphNeed.Send, request => AnswerAsync(request, AnswerKind.Reply)),
        new("POST", "messages/{}/replyall", GraphNeed.Send, request => AnswerAsync(request, AnswerKind.ReplyAll)),
        new("POST", "messages/{}/forward", GraphNeed.Send, request => AnswerAsync(request, AnswerKind.Forward)),
    ];

    private async Task SendMailAsync(GraphRequest request)
    {
        request.Query.Allow();
        var save = true;
        var mime = await MessageBody.ReadAsync(request, body =>
        {
            save = GraphJson.Property(body, "saveToSentItems") is not { } asked || DraftJson.Bool("saveToSentItems", asked);
            return GraphJson.Property(body, "message") ?? throw GraphException.BadRequest("Required parameter 'Message' is missing.");
        }, clock);
        var sent = await SendAsync(request, mime, draft: null);
        if (!save)
        {
            mailboxes.For(sent.Mailbox).Delete(sent.Item.Id);
        }
    }

    private async Task SendDraftAsync(GraphRequest request)
    {
        request.Query.Allow();
        var item = request.Item();
        if (!item.IsDraft)
        {
            throw new GraphException(400, "ErrorInvalidOperation", "Only a draft can be sent.");
        }

        await SendAsync(request, request.Mailbox.ReadMime(item), item);
    }

    private async Task AnswerAsync(GraphRequest request, AnswerKind kind)
    {
        request.Query.Allow();
        var body = await GraphJson.ReadAsync(request, mayBeEmpty: true);
        var draft = AnswerDraft.Of(request.Owner, request.Mailbox, request.Item(), kind, body);
        await SendAsync(request, draft.ToMime(clock.GetUtcNow()), draft: null);
    }

    private async Task<(string Mailbox, MailItem Item)> SendAsync(GraphRequest request, byte[] mime, MailItem? draft)
    {
        var mail = MailParser.Parse(mime);
        var sender = SenderOf(request, mail.From.FirstOrDefault()?.Address);
        var recipients = mail.To.Concat(mail.Cc).Concat(mail.Bcc).Select(person => person.Address).ToList();
        if (recipients.Count == 0)
        {
            throw new GraphException(400, "ErrorInvalidRecipients", "At least one recipient is not valid., A message can't be sent because it contains no recipients.");
        }

        try
        {
            var sent = await flow.SendAsync(sender, mime, recipients, sender == request.Owner ? draft : null, request.Aborted);
            request.Http.Response.StatusCode = StatusCodes.Status202Accepted;
            return (sender.Address, sent);
        }
        catch (MailRefusedException refused)
        {
            throw new GraphException(403, "ErrorSendAsDenied", refused.Message);
        }
    }

    /// <summary>Sending as another mailbox wants the right to open it, and the shared scope (facts: section 8).</summary>
    private SimUser SenderOf(GraphRequest request, string? from)
    {
        if (from is null || from.Equals(request.Owner.Address, StringComparison.OrdinalIgnoreCase))
        {
            return request.Owner;
        }

        var other = directory.Find(from);
        var mayBeSentAs = other is not null && other.TenantId == request.Owner.TenantId && (request.Caller.IsApp
            || (request.Caller.Has("Mail.Send.Shared") && mailboxes.For(other.Address).MayBeOpenedBy(request.Caller.Person!.Address)));
        return mayBeSentAs
            ? other!
            : throw new GraphException(403, "ErrorSendAsDenied",
                "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.");
    }
}
