using System.Text.Json.Serialization;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

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
    public async Task<ILookup<long, LinkView>> OfConversationsAsync(
        IReadOnlyCollection<long> conversationIds, CancellationToken ct = default)
    {
        var links = await db.ConversationLinks.AsNoTracking().Where(l => conversationIds.Contains(l.ConversationId))
            .OrderBy(l => l.Slot).ToListAsync(ct);
        return await ViewAsync(
            [.. links.Select(l => new Standing(l.ConversationId, l.RecordId, l.Rule, l.ByUserId, l.PersonId, l.Address, l.At))], ct);
    }

    public async Task<ILookup<long, LinkView>> OfMessagesAsync(
        IReadOnlyCollection<long> messageIds, CancellationToken ct = default)
    {
        var links = await db.MessageLinks.AsNoTracking().Where(l => messageIds.Contains(l.MessageId))
            .OrderBy(l => l.Id).ToListAsync(ct);
        return await ViewAsync(
            [.. links.Select(l => new Standing(l.MessageId, l.RecordId, l.Rule, l.ByUserId, null, l.Address, l.At))], ct);
    }

    private async Task<ILookup<long, LinkView>> ViewAsync(IReadOnlyList<Standing> links, CancellationToken ct)
    {
        var shown = await cards.LoadAsync(db, visible, links.Select(l => l.RecordId), ct);
        var personIds = links.Select(l => l.PersonId).OfType<long>().Distinct().ToList();
        var persons = personIds.Count == 0
            ? []
            : await visible.Records.Where(r => personIds.Contains(r.Id))
                .ToDictionaryAsync(r => r.Id, r => new RecordRef(r.Kind, r.PublicId, r.Name), ct);
        var userIds = links.Select(l => l.ByUserId).OfType<long>().Distinct().ToList();
        var users = userIds.Count == 0
            ? []
            : await db.Users.Where(u => userIds.Contains(u.Id))
                .ToDictionaryAsync(u => u.Id, UserRef.Of, ct);
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
}
