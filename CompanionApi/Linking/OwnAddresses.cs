using CompanionApi.Data;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Linking;

/// <summary>
/// The company's own side of a mail: its users, its domains, the bcc domain. They are no persons and no participants
/// that a conversation could be recognised by (S36).
/// </summary>
public sealed class OwnAddresses
{
    private readonly HashSet<string> domains;
    private readonly HashSet<string> users;
    private readonly HashSet<string> owners;

    private OwnAddresses(HashSet<string> domains, HashSet<string> users, HashSet<string> owners)
    {
        this.domains = domains;
        this.users = users;
        this.owners = owners;
    }

    /// <param name="db">One company's context.</param>
    /// <param name="ownerId">Whose mail it is.</param>
    /// <param name="addresses">The addresses that will be asked about; nothing else is loaded.</param>
    /// <param name="bccDomain">The domain of all Smart BCC addresses.</param>
    /// <param name="ct">Stops the loading.</param>
    public static async Task<OwnAddresses> LoadAsync(
        CompanionDb db, long ownerId, IReadOnlyCollection<string> addresses, string bccDomain, CancellationToken ct = default)
    {
        var domains = await db.CompanyDomains.Where(d => d.CompanyId == db.CompanyId).Select(d => d.Domain)
            .ToHashSetAsync(StringComparer.OrdinalIgnoreCase, ct);
        domains.Add(bccDomain);
        var users = await db.SenderAddresses
            .Where(a => a.ConfirmedAt != null && (a.UserId == ownerId || addresses.Contains(a.Address)))
            .Select(a => new { a.Address, a.UserId }).ToListAsync(ct);
        var signIns = await db.Users.Where(u => u.LeftAt == null && (u.Id == ownerId || addresses.Contains(u.Email)))
            .Select(u => new { Address = u.Email, UserId = u.Id }).ToListAsync(ct);
        var all = users.Concat(signIns).ToList();
        return new OwnAddresses(
            domains,
            all.Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase),
            all.Where(a => a.UserId == ownerId).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>An address of the message's owner: mail from it was sent, not received.</summary>
    public bool IsOwners(string address) => owners.Contains(address);

    public bool IsInternal(string address) =>
        address.Length == 0 || users.Contains(address) || domains.Contains(address[(address.LastIndexOf('@') + 1)..]);
}
