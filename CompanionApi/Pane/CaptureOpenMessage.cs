using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Pane;

/// <summary>What came of a capture by hand.</summary>
public sealed record PaneCapture(CapturedMessage? Answer, bool IsNew, ProblemHttpResult? Refused = null);

/// <summary>
/// Captures the mail that is open in Outlook, read again from the mailbox with the rep's own sign-in: nothing that the
/// page says of its content is believed.
/// </summary>
public sealed class CaptureOpenMessage(
    CompanionDb db, Visible visible, CurrentUser me, MessageViews views, MessageIntake intake, TimeProvider clock,
    IEnumerable<IMailReader> mailboxes)
{
    public async Task<PaneCapture> RunAsync(CaptureRequest request, MailboxReader reader, CancellationToken ct)
    {
        var keys = new MessageKeys(db, visible, me);
        var known = request.Again ? null : await keys.FindAsync(request.InternetMessageId, request.ItemId, request.From, ct);
        if (known is not null && await keys.HasItemAsync(known, request.ItemId, ct))
        {
            return await AnswerAsync(known);
        }

        // Known by its Message-ID alone: read all the same, so that the mailbox's item is kept with it (S50, S51).
        var captured = await ReadAsync(request, reader, ct);
        return captured.Refused is { StatusCode: not 409 } && known is not null ? await AnswerAsync(known) : captured;

        async Task<PaneCapture> AnswerAsync(Message message) =>
            new(new CapturedMessage((await views.OwnAsync([message], ct))[0], null), false);
    }

    private async Task<PaneCapture> ReadAsync(CaptureRequest request, MailboxReader reader, CancellationToken ct)
    {
        // None is connected before Microsoft Graph is configured.
        if (mailboxes.FirstOrDefault() is not { } mailbox)
        {
            return new PaneCapture(null, false, MailboxProblems.Unavailable());
        }

        SourceMessage read;
        try
        {
            read = await mailbox.ReadAsync(
                reader, request.Mailbox ?? me.Email, request.ItemId, request.InternetMessageId, ct);
        }
        catch (MailSourceException failed)
        {
            return Refuse(failed);
        }

        var owners = new MailboxOwners(db, me);
        if (await owners.OfAsync(request.Mailbox, ct) is not null || await owners.OfAsync(read.MailboxOwner, ct) is not null)
        {
            return Refuse(403, "mailbox_of_another", "This is a colleague's mailbox.");
        }

        if (read.IsDraft)
        {
            return Refuse(409, "draft", "A draft is not captured before it is sent.");
        }

        var mail = MailParser.Parse(read.Mime);
        if (!Matches(request, mail))
        {
            return Refuse(409, "another_message", "The mailbox holds another mail under this id: open it again.");
        }

        // A mailbox that is not hers may be anybody's whom MailCrm does not know: her copy is nobody else's to see unasked.
        var isHers = request.Mailbox is null || await owners.IsMineAsync(request.Mailbox, ct);
        return await TakeAsync(request, read, mail, isHers, ct);
    }

    private async Task<PaneCapture> TakeAsync(
        CaptureRequest request, SourceMessage read, ParsedMail mail, bool isHers, CancellationToken ct)
    {
        var taken = await intake.CaptureAsync(
            new IncomingMessage
            {
                CompanyId = me.CompanyId,
                OwnerId = me.Id,
                ActorId = me.Id,
                Door = Door.Pane,
                Mail = mail,
                Source = read.Mime,
                ReceivedAt = read.ReceivedAt < clock.GetUtcNow() ? read.ReceivedAt : clock.GetUtcNow(),
                Bcc = read.Bcc,
                Item = (read.MailboxOwner, read.ItemId),
                IsWithoutAttachments = read.IsWithoutAttachments,
                ProviderConversationId = read.ProviderConversationId,
                IsRead = true,
                StaysPrivate = !isHers,
                Again = request.Again,
            },
            ct);
        if (taken.NeverCaptured is { } kept)
        {
            return new PaneCapture(null, false, Problems.Problem(
                422, "never_capture", "Mail with this entry of a never-capture list is not captured.",
                new Dictionary<string, object?> { ["entry"] = kept.Entry, ["isCompanys"] = kept.IsCompanys }));
        }

        if (taken.Message is null)
        {
            return Refuse(409, "deleted_here", "You deleted this mail here: capture it again to have it back.");
        }

        var message = await visible.Mine.AsNoTracking().FirstAsync(m => m.Id == taken.Message.Id, ct);
        return new PaneCapture(
            new CapturedMessage((await views.OwnAsync([message], ct))[0], ChangeRef.Of(taken.Change)),
            taken.Outcome == IntakeOutcome.Stored);
    }

    /// <summary>A stale item id may lead to another mail: no action lands on the wrong one (R86).</summary>
    private static bool Matches(CaptureRequest request, ParsedMail mail) =>
        MessageIds.Normalize(request.InternetMessageId) is not { } wanted || mail.MessageId is null || wanted == mail.MessageId;

    private static PaneCapture Refuse(MailSourceException failed) => failed.Failure == MailSourceFailure.NotFound
        ? Refuse(404, "mail_not_found", "The mailbox has no such mail that you may open.")
        : new PaneCapture(null, false, MailboxProblems.Of(failed));

    private static PaneCapture Refuse(int status, string code, string title) =>
        new(null, false, Problems.Problem(status, code, title));
}
