using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// Whether an address is a person's, or once was: signed in with, or sent from. One who has left is among them, since her
/// private mail is nobody's to open (S57).
/// </summary>
public static class UserAddresses
{
    /// <summary>A user's of this company; the address as it is compared.</summary>
    public static Task<bool> IsOursAsync(CompanionDb db, string address, CancellationToken ct = default) =>
        IsOneOfAsync(db.Users, db.SenderAddresses, address, ct);

    /// <summary>A user's of any company, past the seal between them: the answer is yes or no, and never whose.</summary>
    public static Task<bool> IsAnyonesAsync(CompanionDb db, string address, CancellationToken ct = default) =>
        IsOneOfAsync(db.Users.IgnoreQueryFilters(), db.SenderAddresses.IgnoreQueryFilters(), address, ct);

    private static async Task<bool> IsOneOfAsync(
        IQueryable<User> users, IQueryable<SenderAddress> senders, string address, CancellationToken ct)
    {
        var line = $"\n{address}\n";
        return await users.AnyAsync(u => u.Email == address || u.FormerAddresses.Contains(line), ct) ||
            await senders.AnyAsync(a => a.Address == address && a.ConfirmedAt != null, ct);
    }
}
