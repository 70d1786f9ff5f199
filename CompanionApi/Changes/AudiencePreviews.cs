using System.Linq.Expressions;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>Who would gain sight of how many messages by an act that is not done yet (R11, S6).</summary>
public static class AudiencePreviewsEndpoints
{
    private const int Most = 200;

    public static void MapAudiencePreviews(this RouteGroupBuilder api) =>
        api.MapPost("/audience-previews", PreviewAsync).WithTags("Visibility").AddEndpointFilter<NoStore>();

    /// <summary>
    /// Names who gains access and to how many messages if messages or conversations of mine were shared or linked, or
    /// conversations joined (<c>join</c>: the other one), a record's visibility or owner changed, persons merged, a lead
    /// converted; by numbers alone for what admins do to teams, to one who left and to a leaver's records. Warns of
    /// quoted private mail and of attachments, and says who loses sight.
    /// </summary>
    private static async Task<Results<Ok<AudiencePreview>, ProblemHttpResult>> PreviewAsync(
        AudiencePreviewRequest request, AudiencePreviews previews, SightPreviews sights, CancellationToken ct)
    {
        if ((request.MessageIds?.Count ?? 0) + (request.ConversationIds?.Count ?? 0) > Most)
        {
            return Problems.Invalid("messageIds", "count", $"at most {Most} ids.");
        }

        if (MissingIn(request) is { } missing)
        {
            return Problems.Required(missing, "what the act is done to.");
        }

        return request switch
        {
            { Team: { } team } => await sights.OfTeamAsync(team, ct),
            { Reassignment: { } reassignment } => await sights.OfReassignmentAsync(reassignment, ct),
            { Return: { } back } => await sights.OfReturnAsync(back, ct),
            { RecordId: { } id, Merge: { } merge } => await sights.OfMergeAsync(id, merge, ct),
            { RecordId: { } id, Conversion: { } conversion } => await sights.OfConversionAsync(id, conversion, ct),
            { RecordId: { } id } => await previews.OfRecordAsync(id, request, ct),
            _ => await previews.OfMailAsync(request, ct),
        };
    }

    private static string? MissingIn(AudiencePreviewRequest request) => request switch
    {
        { Team: { MemberIds: null } } => "team.memberIds",
        { Reassignment: { From: null } } => "reassignment.from",
        { Reassignment: { To: null } } => "reassignment.to",
        { Return: { UserId: null } } => "return.userId",
        { Merge: { PersonId: null } } => "merge.personId",
        { RecordId: null, Merge: not null } or { RecordId: null, Conversion: not null } => "recordId",
        { Link: { Kind: null } } => "link.kind",
        { Link: { RecordId: null } } => "link.recordId",
        _ => null,
    };
}

public sealed record AudiencePreviewRequest(
    IReadOnlyList<Guid>? MessageIds, IReadOnlyList<Guid>? ConversationIds, Guid? RecordId, Visibility? Visibility,
    PreviewLink? Link, VisibleTo? VisibleTo, Guid? Owner, PreviewMerge? Merge = null,
    PreviewConversion? Conversion = null, PreviewTeam? Team = null, PreviewReassignment? Reassignment = null,
    Guid? Join = null, PreviewReturn? Return = null);

/// <summary>This person is merged into the one that <c>recordId</c> names.</summary>
public sealed record PreviewMerge(Guid? PersonId);

/// <summary>The lead that <c>recordId</c> names becomes part of this deal, or a new one that is visible so.</summary>
public sealed record PreviewConversion(Guid? DealId, VisibleTo? VisibleTo);

/// <summary>For admins: these are all the members then; null for a team that is not there yet.</summary>
public sealed record PreviewTeam(Guid? TeamId, IReadOnlyList<Guid>? MemberIds);

/// <summary>For admins: all records of <c>from</c>, who has left, become <c>to</c>'s.</summary>
public sealed record PreviewReassignment(Guid? From, Guid? To);

/// <summary>For admins: this user, who has left, is taken back.</summary>
public sealed record PreviewReturn(Guid? UserId);

public sealed record PreviewLink(RecordKind? Kind, Guid? RecordId);

/// <summary>
/// Those who gain (cut at 50, <c>Count</c> is exact), each with the number of messages, and <c>Losing</c> those who lose
/// sight. <c>Records</c>: how many change hands.
/// </summary>
public sealed record AudiencePreview(
    IReadOnlyList<Gaining> People, int Count, int Messages, IReadOnlyList<PreviewWarning> Warnings)
{
    public IReadOnlyList<Gaining> Losing { get; init; } = [];

    public int LosingCount { get; init; }

    public int LosingMessages { get; init; }

    public int Records { get; init; }
}

public sealed record Gaining(Guid Id, string DisplayName, int Messages);

/// <summary>quotes_private (how many messages) or attachments (their names).</summary>
public sealed record PreviewWarning(string Code, int Messages, IReadOnlyList<string> Names);

public sealed class AudiencePreviews(CompanionDb db, Visible visible, SightPreviews sights)
{
    public async Task<Results<Ok<AudiencePreview>, ProblemHttpResult>> OfMailAsync(
        AudiencePreviewRequest request, CancellationToken ct)
    {
        var messageIds = request.MessageIds ?? [];
        var conversationIds = request.ConversationIds ?? [];
        var conversations = await visible.MyConversations
            .Where(c => conversationIds.Contains(c.PublicId) || (request.Join != null && c.PublicId == request.Join))
            .Select(c => c.Id).ToListAsync(ct);
        var chosen = await visible.Mine
            .Where(m => messageIds.Contains(m.PublicId) || conversations.Contains(m.ConversationId))
            .Select(PreviewedMail.Of).ToListAsync(ct);
        var sharing = request.Visibility is { } wish ? chosen.ToDictionary(m => m.Id, _ => wish) : [];
        var links = request.Join is null ? [] : await LinksOfAsync(conversations, ct);
        if (request.Link is { } wanted)
        {
            if (await visible.Records.Where(r => r.PublicId == wanted.RecordId && r.Kind == wanted.Kind)
                .Select(r => new SeenRecord(r.Id, r.OwnerId, r.VisibleTo, r.IsNewByMail)).FirstOrDefaultAsync(ct) is not { } link)
            {
                return Problems.Invalid("link.recordId", "unknown", "the id of a record of this kind.");
            }

            links.Add(link);
            if (wanted.Kind != RecordKind.Person)
            {
                // A deal, lead or project takes the whole conversation (S1).
                var whole = chosen.Select(m => m.ConversationId).Distinct().ToList();
                chosen = await visible.Mine.Where(m => whole.Contains(m.ConversationId)).Select(PreviewedMail.Of).ToListAsync(ct);
            }
        }

        var act = new PreviewedAct(sharing, links, request.Link?.Kind == RecordKind.Person);
        return TypedResults.Ok(await PreviewAsync(chosen, act, ct));
    }

    public async Task<Results<Ok<AudiencePreview>, ProblemHttpResult>> OfRecordAsync(
        Guid recordId, AudiencePreviewRequest request, CancellationToken ct)
    {
        var record = await visible.Records.FirstOrDefaultAsync(r => r.PublicId == recordId, ct);
        if (record is null)
        {
            return Problems.Invalid("recordId", "unknown", "the id of a record.");
        }

        var owner = request.Owner is { } wanted
            ? await db.Users.Where(u => u.PublicId == wanted && u.LeftAt == null).Select(u => (long?)u.Id).FirstOrDefaultAsync(ct)
            : record.OwnerId;
        if (owner is null)
        {
            return Problems.Invalid("owner", "unknown", "the id of a user.");
        }

        SeenRecord Changed(SeenRecord r) => r.Id == record.Id
            ? r with { OwnerId = owner.Value, VisibleTo = request.VisibleTo ?? r.VisibleTo }
            : r;
        return TypedResults.Ok(await sights.OfAsync([record.Id], Changed, ct));
    }

    /// <summary>The living records that any of the conversations is linked to: joined, all their mail is on them.</summary>
    private async Task<List<SeenRecord>> LinksOfAsync(IReadOnlyCollection<long> conversationIds, CancellationToken ct)
    {
        var linked = await db.ConversationLinks.Where(l => conversationIds.Contains(l.ConversationId))
            .Select(l => l.RecordId).Distinct().ToListAsync(ct);
        return [.. (await Audiences.RecordsAsync(db, linked, ct)).Values];
    }

    // All of it, however much: what is left out here would be shown without a word.
    private async Task<List<PreviewedMail>> SharedOnAsync(IReadOnlyCollection<long> recordIds, CancellationToken ct)
    {
        var byConversation = db.ConversationLinks.Where(l => recordIds.Contains(l.RecordId)).Select(l => l.ConversationId);
        var byPerson = db.MessageLinks.Where(l => recordIds.Contains(l.RecordId)).Select(l => l.MessageId);
        return await db.Messages
            .Where(m => m.DeletedAt == null && m.Visibility == Visibility.Shared &&
                (byConversation.Contains(m.ConversationId) || byPerson.Contains(m.Id)))
            .Select(PreviewedMail.Of).ToListAsync(ct);
    }

    private async Task<AudiencePreview> PreviewAsync(List<PreviewedMail> messages, PreviewedAct act, CancellationToken ct)
    {
        var audiences = await Audiences.LoadAsync(db, ct);
        var linked = await Audiences.LinksAsync(db, [.. messages.Select(m => m.Id)], ct);
        var widened = messages.Where(act.Widens).SelectMany(m => act.RecordsOf(m, linked))
            .Where(r => audiences.WhenShared(r) != r).Select(r => r.Id).ToHashSet();
        var chosen = messages.Select(m => m.Id).ToHashSet();
        if (widened.Count > 0)
        {
            // A person that becomes visible shows the other shared mail on it, too.
            messages = [.. messages, .. (await SharedOnAsync(widened, ct)).Where(m => !chosen.Contains(m.Id))];
            linked = await Audiences.LinksAsync(db, [.. messages.Select(m => m.Id)], ct);
        }

        var gains = new Dictionary<long, int>();
        var gained = new List<PreviewedMail>();
        foreach (var message in messages.Where(m => act.After(m) == Visibility.Shared))
        {
            var records = chosen.Contains(message.Id) ? act.RecordsOf(message, linked) : linked.Of(message.Id);
            var after = audiences.Through(
                records.Select(r => widened.Contains(r.Id) ? audiences.WhenShared(r) : r),
                message.OwnerId);
            after.ExceptWith(message.IsShared ? audiences.Through(linked.Of(message.Id), message.OwnerId) : []);
            if (after.Count > 0)
            {
                gained.Add(message);
            }

            foreach (var person in after)
            {
                gains[person] = gains.GetValueOrDefault(person) + 1;
            }
        }

        return new AudiencePreview(
            await sights.NamedAsync(gains, ct), gains.Count, gained.Count,
            await sights.WarningsAsync([.. gained.Select(m => m.Id)], ct));
    }
}

/// <summary>A message as far as a preview looks at it.</summary>
internal sealed record PreviewedMail(long Id, long OwnerId, long ConversationId, Visibility Visibility)
{
    public static Expression<Func<Message, PreviewedMail>> Of { get; } =
        m => new PreviewedMail(m.Id, m.OwnerId, m.ConversationId, m.Visibility);

    public bool IsShared => Visibility == Visibility.Shared;
}

/// <summary>What would be done: to the visibility of which messages, with which new links.</summary>
internal sealed record PreviewedAct(
    IReadOnlyDictionary<long, Visibility> Sharing, IReadOnlyList<SeenRecord> Links, bool LinksPerson)
{
    public Visibility After(PreviewedMail message) => Sharing.GetValueOrDefault(message.Id, message.Visibility);

    /// <summary>Persons that mail made become visible when their mail is shared, or linked to one as shared (S10).</summary>
    public bool Widens(PreviewedMail message) =>
        After(message) == Visibility.Shared && (!message.IsShared || LinksPerson);

    public IEnumerable<SeenRecord> RecordsOf(PreviewedMail message, LinkedRecords linked) =>
        linked.Of(message.Id).Concat(Links);
}
