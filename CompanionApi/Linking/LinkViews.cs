using System.Text.Json.Serialization;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;

namespace CompanionApi.Linking;

/// <summary>Why a link or suggestion is there: a code and its parameters (S79).</summary>
public sealed record Why(string Code)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordRef? Person { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordRef? Organization { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Address { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserRef? By { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }
}

public sealed record LinkView(RecordKind Kind, RecordCard Record, Why Why);

/// <summary>The links of the viewer's own mail, each with its why-card; links to hidden records are absent.</summary>
public sealed class LinkViews(CompanionDb db, Visible visible, RecordCards cards)
{
    private static readonly ILookup<long, LinkView> None = Array.Empty<LinkView>().ToLookup(_ => 0L);

    private sealed record Asked(IReadOnlyCollection<long> Ids);

    private static readonly PreparedQuery<Asked, Standing> OfConversation = new((db, asked) =>
        from link in db.ConversationLinks
        where asked.Ids.Contains(link.ConversationId)
        orderby link.Slot
        select new Standing(
            link.ConversationId, link.RecordId, link.Rule, link.ByUserId, link.PersonId, link.Address, link.At));

    private static readonly PreparedQuery<Asked, StandingPerson> OfMessage = new((db, asked) =>
        from link in db.MessageLinks
        where asked.Ids.Contains(link.MessageId)
        orderby link.Id
        select new StandingPerson(link.MessageId, link.RecordId, link.Rule, link.ByUserId, link.Address, link.At));

    public async Task<ILookup<long, LinkView>> OfConversationsAsync(
        IReadOnlyCollection<long> conversationIds, CancellationToken ct = default) =>
        conversationIds.Count == 0
            ? None
            : await ViewAsync(await OfConversation.ToListAsync(db, new Asked(conversationIds), ct), ct);

    public async Task<ILookup<long, LinkView>> OfMessagesAsync(
        IReadOnlyCollection<long> messageIds, CancellationToken ct = default) =>
        messageIds.Count == 0
            ? None
            : await ViewAsync([.. (await OfMessage.ToListAsync(db, new Asked(messageIds), ct)).Select(l => l.AsStanding())], ct);

    private async Task<ILookup<long, LinkView>> ViewAsync(IReadOnlyList<Standing> links, CancellationToken ct)
    {
        var shown = await cards.LoadAsync(db, visible, links.Select(l => l.RecordId), ct);
        var persons = await visible.RefsAsync([.. links.Select(l => l.PersonId).OfType<long>().Distinct()], ct);
        var users = await UserRefs.LoadAsync(db, [.. links.Select(l => l.ByUserId).OfType<long>().Distinct()], ct);
        return links.Where(l => shown.ContainsKey(l.RecordId)).ToLookup(
            l => l.Of,
            l => new LinkView(shown[l.RecordId].Kind, shown[l.RecordId], new Why(CodeOf(l.Rule))
            {
                Person = l.PersonId is { } person ? persons.GetValueOrDefault(person) : null,
                By = l.ByUserId is { } user ? users.GetValueOrDefault(user) : null,
                Address = l.Address,
                At = l.At,
            }));
    }

    private static string CodeOf(LinkRule rule) => rule switch
    {
        LinkRule.RecordAddress => "record_address",
        LinkRule.OnlyOpen => "only_open",
        LinkRule.Participant => "participant",
        LinkRule.MadeByMail => "made_by_mail",
        _ => "by_hand",
    };

    private sealed record Standing(
        long Of, long RecordId, LinkRule Rule, long? ByUserId, long? PersonId, string? Address, DateTimeOffset At);

    private sealed record StandingPerson(
        long Of, long RecordId, LinkRule Rule, long? ByUserId, string? Address, DateTimeOffset At)
    {
        public Standing AsStanding() => new(Of, RecordId, Rule, ByUserId, null, Address, At);
    }
}
