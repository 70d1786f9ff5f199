using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Messages;
using CompanionApi.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompanionApi.Pane;

public static class OpenMessageEndpoints
{
    private const int MaxPeople = 100;

    // Several times what Exchange makes.
    private const int MaxItemId = 1_000;
    private const int MaxMailbox = 320;

    public static void MapPane(this RouteGroupBuilder api)
    {
        var pane = api.MapGroup("").WithTags("Pane").AddEndpointFilter<NoStore>();
        pane.MapGet("/open-message", OpenAsync);
        pane.MapPost("/messages", CaptureAsync);
        api.MapSuggestions();
    }

    /// <summary>
    /// The pane's one call: whether the open mail is here, whose it is, its links and suggestions, who sees it.
    /// <c>from</c>: the sender that Outlook shows, which tells mails under one Message-ID apart. <c>people</c>: the addresses that Outlook shows, for a mail that is not captured yet.
    /// </summary>
    private static async Task<Results<Ok<OpenMessageView>, ProblemHttpResult>> OpenAsync(
        string? internetMessageId, string? itemId, string? mailbox, string? from, string[] people, OpenMessage open,
        CancellationToken ct)
    {
        if (string.IsNullOrEmpty(internetMessageId) && string.IsNullOrEmpty(itemId))
        {
            return Problems.Invalid("internetMessageId", "required", "the Message-ID of the open mail, or its itemId.");
        }

        return people.Length > MaxPeople
            ? Problems.Invalid("people", "count", $"at most {MaxPeople} addresses.")
            : TypedResults.Ok(await open.ViewAsync(internetMessageId, itemId, mailbox, from, people, ct));
    }

    /// <summary>
    /// Captures the open mail: 201, or 200 with the same message when it is here already. <c>again</c>: also when it was
    /// deleted here (S54).
    /// </summary>
    private static async Task<Results<Created<CapturedMessage>, Ok<CapturedMessage>, ProblemHttpResult>> CaptureAsync(
        CaptureRequest request, CaptureOpenMessage capture, CurrentUser me, HttpRequest http, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(request.InternetMessageId) && string.IsNullOrEmpty(request.ItemId))
        {
            return Problems.Invalid("internetMessageId", "required", "the Message-ID of the open mail, or its itemId.");
        }

        if ((Wrong("itemId", request.ItemId, MaxItemId) ?? Wrong("mailbox", request.Mailbox, MaxMailbox)) is { } wrong)
        {
            return wrong;
        }

        var asked = string.IsNullOrWhiteSpace(request.Mailbox) ? request with { Mailbox = null } : request;
        var captured = await capture.RunAsync(asked, MailboxReader.Of(me, http), ct);
        return captured switch
        {
            { Refused: { } problem } => problem,
            { IsNew: true } => TypedResults.Created($"/api/messages/{captured.Answer!.Message.Id}", captured.Answer),
            _ => TypedResults.Ok(captured.Answer),
        };
    }

    /// <summary>Before the mailbox is asked for it, which would not say what is wrong.</summary>
    private static ProblemHttpResult? Wrong(string field, string? given, int most) =>
        given?.Length > most ? Problems.Invalid(field, "too_long", $"at most {most} characters.")
        : given?.Any(char.IsControl) == true ? Problems.Invalid(field, "malformed", "an id as Outlook gives it.")
        : null;
}

public sealed record CaptureRequest(string? InternetMessageId, string? ItemId, string? Mailbox, string? From, bool Again);

/// <summary>The message that stands now, and the change where the capture made one.</summary>
public sealed record CapturedMessage(OwnMessage Message, ChangeRef? Change);
