using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>An act would show mail to people who do not see it now (R11). Nothing was done.</summary>
public sealed class WouldExposeException(IReadOnlyList<UserRef> people, int count, int messages)
    : Exception("This would show mail.")
{
    /// <summary>Some of them, by name; <see cref="Count"/> is exact.</summary>
    public IReadOnlyList<UserRef> People { get; } = people;

    public int Count { get; } = count;

    public int Messages { get; } = messages;
}

/// <summary>
/// For acts that show mail as a consequence (undo, a mail confirmed, an address moved): done inside the write to see
/// what comes of it, and taken back with the write unless the rep has agreed.
/// </summary>
public static class Exposure
{
    private const int MaxNamed = 50;

    /// <summary>Does <paramref name="act"/>; unless <paramref name="agreed"/>, not if it shows any of the mail.</summary>
    /// <exception cref="WouldExposeException">To whom it would show how many of these messages.</exception>
    public static async Task<T> GuardAsync<T>(
        CompanionDb db, IReadOnlyCollection<long> messageIds, bool agreed, Func<Task<T>> act, CancellationToken ct)
    {
        var before = await Audiences.SeenByAsync(db, messageIds, ct);
        var done = await act();
        if (agreed)
        {
            return done;
        }

        await db.SaveChangesAsync(ct);
        var gained = (await Audiences.SeenByAsync(db, messageIds, ct))
            .Select(now => now.Value.Except(before.GetValueOrDefault(now.Key) ?? []).ToList())
            .Where(people => people.Count > 0).ToList();
        if (gained.Count == 0)
        {
            return done;
        }

        var ids = gained.SelectMany(people => people).Distinct().ToList();
        var named = await db.Users.Where(u => ids.Contains(u.Id)).OrderBy(u => u.DisplayName).Take(MaxNamed)
            .Select(u => new UserRef(u.PublicId, u.DisplayName)).ToListAsync(ct);
        throw new WouldExposeException(named, ids.Count, gained.Count);
    }
}
