using CompanionApi.Data.Prepared;

namespace CompanionApi.Data;

/// <summary>Users of the company as others see them, by id; who has left is among them (S57).</summary>
public static class UserRefs
{
    private sealed record Asked(IReadOnlyCollection<long> Ids);

    private sealed record Named(long Id, Guid PublicId, string DisplayName, DateTimeOffset? LeftAt);

    private static readonly PreparedQuery<Asked, Named> Users = new((db, asked) =>
        from user in db.Users
        where asked.Ids.Contains(user.Id)
        select new Named(user.Id, user.PublicId, user.DisplayName, user.LeftAt));

    public static async Task<IReadOnlyDictionary<long, UserRef>> LoadAsync(
        CompanionDb db, IReadOnlyCollection<long> userIds, CancellationToken ct = default) =>
        userIds.Count == 0
            ? new Dictionary<long, UserRef>()
            : (await Users.ToListAsync(db, new Asked(userIds), ct)).ToDictionary(
                u => u.Id, u => new UserRef(u.PublicId, u.DisplayName) { Left = u.LeftAt is not null });
}
