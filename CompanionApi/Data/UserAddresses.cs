using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// Whether an address is a person's: signed in with, or sent from. One who has left is among them, since her private mail is
/// nobody's to open (S57).
/// </summary>
public static class UserAddresses
{
    /// <summary>A user's of this company; the address as it is compared.</summary>
    public static async Task<bool> IsOursAsync(CompanionDb db, string address, CancellationToken ct = default) =>
        await db.Users.AnyAsync(u => u.Email == address, ct) ||
        await db.SenderAddresses.AnyAsync(a => a.Address == address && a.ConfirmedAt != null, ct);

    /// <summary>A user's of any company, past the seal between them: the answer is yes or no, and never whose.</summary>
    public static async Task<bool> IsAnyonesAsync(CompanionDb db, string address, CancellationToken ct = default) =>
        await db.Users.IgnoreQueryFilters().AnyAsync(u => u.Email == address, ct) ||
        await db.SenderAddresses.IgnoreQueryFilters().AnyAsync(a => a.Address == address && a.ConfirmedAt != null, ct);
}
