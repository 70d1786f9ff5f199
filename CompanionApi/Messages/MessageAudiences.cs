using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>Says to a message's owner who sees it and why (R8): people, their number, the records between.</summary>
public sealed class MessageAudiences(CompanionDb db, Visible visible)
{
    private const int MaxNamed = 50;

    /// <summary>Of the owner's own messages, together.</summary>
    public async Task<MessageAudience> OfAsync(IReadOnlyList<Message> mine, CancellationToken ct = default)
    {
        var shared = mine.Where(m => m.IsShared).ToList();
        if (shared.Count == 0)
        {
            return new MessageAudience([], 0, []);
        }

        var ownerId = shared[0].OwnerId;
        var audiences = await Audiences.LoadAsync(db, ct);
        var linked = await Audiences.LinksAsync(db, [.. shared.Select(m => m.Id)], ct);
        var people = shared.SelectMany(m => audiences.Through(linked.Of(m.Id), ownerId)).ToHashSet();
        var named = await db.Users.Where(u => people.Contains(u.Id)).OrderBy(u => u.DisplayName).Take(MaxNamed)
            .Select(u => new UserRef(u.PublicId, u.DisplayName)).ToListAsync(ct);
        return new MessageAudience(named, people.Count, await ThroughAsync(audiences, linked, ownerId, ct));
    }

    private async Task<IReadOnlyList<AudienceThrough>> ThroughAsync(
        Audiences audiences, LinkedRecords linked, long ownerId, CancellationToken ct)
    {
        var refs = await visible.Records.Where(r => linked.Records.Keys.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => new RecordRef(r.Kind, r.PublicId, r.Name), ct);
        var links = linked.Links.SelectMany(l => l).DistinctBy(l => l.RecordId).ToList();
        var linkers = links.Select(l => l.ByUserId).OfType<long>().Distinct().ToList();
        var users = await db.Users.Where(u => linkers.Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, u => new UserRef(u.PublicId, u.DisplayName), ct);
        return
        [
            .. links.Where(l => refs.ContainsKey(l.RecordId)).Select(l => new AudienceThrough(
                refs[l.RecordId], audiences.Through([linked.Records[l.RecordId]], ownerId).Count, l.Since,
                l.ByUserId is { } by ? users.GetValueOrDefault(by) : null)),
        ];
    }
}

/// <summary>Who sees the owner's message now, without the owner; <c>People</c> is cut, <c>Count</c> exact.</summary>
public sealed record MessageAudience(
    IReadOnlyList<UserRef> People, int Count, IReadOnlyList<AudienceThrough> Through);

public sealed record AudienceThrough(RecordRef Record, int Count, DateTimeOffset Since, UserRef? By);
