using System.Text.Json.Serialization;
using CompanionApi.Data;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>Says to a message's owner who sees it and why (R8): people, their number, the records between.</summary>
public sealed class MessageAudiences(CompanionDb db, Visible visible)
{
    private const int MaxNamed = 50;

    /// <summary>Of the owner's own messages, together.</summary>
    public async Task<MessageAudience> OfAsync(IReadOnlyList<Message> mine, CancellationToken ct = default)
    {
        var known = await LoadAsync(mine, ct);
        return known is null ? MessageAudience.Nobody : Of(mine, known);
    }

    /// <summary>Of each of the owner's own messages by itself, in their order.</summary>
    public async Task<IReadOnlyList<MessageAudience>> OfEachAsync(
        IReadOnlyList<Message> mine, CancellationToken ct = default)
    {
        var known = await LoadAsync(mine, ct);
        return [.. mine.Select(m => known is null ? MessageAudience.Nobody : Of([m], known))];
    }

    private async Task<Loaded?> LoadAsync(IReadOnlyList<Message> mine, CancellationToken ct)
    {
        var shared = mine.Where(m => m.IsShared).Select(m => m.Id).ToList();
        if (shared.Count == 0)
        {
            return null;
        }

        var audiences = await Audiences.LoadAsync(db, ct);
        var linked = await Audiences.LinksAsync(db, shared, ct);
        var people = audiences.Through(linked.Records.Values, mine[0].OwnerId);
        var linkers = linked.Links.SelectMany(l => l).Select(l => l.ByUserId).OfType<long>().ToHashSet();
        var users = await UserRefs.LoadAsync(db, [.. people, .. linkers], ct);
        var widened = await AudienceActs.OfAsync(db, linked.Records.Keys.ToList(), mine[0].OwnerId, ct);
        var refs = await visible.RefsAsync([.. linked.Records.Keys], ct);
        return new Loaded(audiences, linked, users, refs, widened);
    }

    private static MessageAudience Of(IReadOnlyList<Message> mine, Loaded known)
    {
        var ownerId = mine[0].OwnerId;
        var shared = mine.Where(m => m.IsShared).ToList();
        var people = shared.SelectMany(m => known.Audiences.Through(known.Linked.Of(m.Id), ownerId)).ToHashSet();
        var links = shared.SelectMany(m => known.Linked.Links[m.Id]).DistinctBy(l => l.RecordId);
        return new MessageAudience(
            [.. people.Select(p => known.Users[p]).OrderBy(u => u.DisplayName).Take(MaxNamed)],
            people.Count,
            [
                .. links.Where(l => known.Records.ContainsKey(l.RecordId)).Select(l => new AudienceThrough(
                    known.Records[l.RecordId],
                    known.Audiences.Through([known.Linked.Records[l.RecordId]], ownerId).Count, l.Since,
                    l.ByUserId is { } by ? known.Users.GetValueOrDefault(by) : null)
                {
                    Widened = known.Widened.GetValueOrDefault(l.RecordId) is { } act && act.At > l.Since ? act : null,
                }),
            ]);
    }

    private sealed record Loaded(
        Audiences Audiences, LinkedRecords Linked, IReadOnlyDictionary<long, UserRef> Users,
        IReadOnlyDictionary<long, RecordRef> Records, IReadOnlyDictionary<long, AudienceAct> Widened);
}

/// <summary>Who sees the owner's message now, without the owner; <c>People</c> is cut, <c>Count</c> exact.</summary>
public sealed record MessageAudience(
    IReadOnlyList<UserRef> People, int Count, IReadOnlyList<AudienceThrough> Through)
{
    public static MessageAudience Nobody { get; } = new([], 0, []);
}

public sealed record AudienceThrough(RecordRef Record, int Count, DateTimeOffset Since, UserRef? By)
{
    /// <summary>The last act of a colleague since then by which others see it; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AudienceAct? Widened { get; init; }
}
