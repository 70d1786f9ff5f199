using CompanionApi.Protocols.Mime;
using Demo.Microsoft365;

namespace Demo.Outlook;

/// <summary>Writing: drafts, and sending them.</summary>
internal static class ComposeEndpoints
{
    public static void MapCompose(this RouteGroupBuilder person)
    {
        person.MapPost("/drafts", (SignedInPerson who, DraftRequest draft, MailComposer composer) =>
            DraftView.Of(who.Mailbox, who.Mailbox.Add(
                WellKnownFolder.Drafts, composer.Write(who, draft), isRead: true, isDraft: true)));
        person.MapPut("/drafts/{id}", (SignedInPerson who, string id, DraftRequest draft, MailComposer composer) =>
            who.Mailbox.Get(id) is { IsDraft: true }
                ? Results.Json(DraftView.Of(who.Mailbox, who.Mailbox.ReplaceDraft(id, composer.Write(who, draft))))
                : Results.NotFound());
        person.MapPost("/sent", SendAsync);
    }

    private static async Task<IResult> SendAsync(
        SignedInPerson who, DraftRequest draft, MailComposer composer, MailFlow flow, CancellationToken ct)
    {
        var recipients = draft.To.Concat(draft.Cc).Concat(draft.Bcc).Select(person => person.Address).ToList();
        try
        {
            var sent = await flow.SendAsync(who.User, composer.Write(who, draft), recipients, ct: ct);
            if (draft.Id is not null && who.Mailbox.Get(draft.Id) is { IsDraft: true })
            {
                who.Mailbox.Delete(draft.Id);
            }

            return Results.Json(new { id = sent.Id });
        }
        catch (MailRefusedException refused)
        {
            return Results.Problem(refused.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }
}

/// <summary>A saved draft: its id, and its files by the numbers that they have in it now.</summary>
public sealed record DraftView(string Id, IReadOnlyList<int> Attachments)
{
    public static DraftView Of(Mailbox mailbox, MailItem item) => new(item.Id,
    [
        .. MailParser.Parse(mailbox.ReadMime(item)).Attachments
            .Where(part => !AttachmentView.IsInline(part))
            .Select(part => part.Number),
    ]);
}
