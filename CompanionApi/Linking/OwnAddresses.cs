using CompanionApi.Data;
using CompanionApi.Data.Prepared;

namespace CompanionApi.Linking;

/// <summary>
/// The company's own side of a mail: its users, its shared mailboxes, its domains, the bcc domain. They are no persons and no
/// participants that a conversation could be recognised by (S36).
/// </summary>
public sealed class OwnAddresses
{
    private sealed record Asked(long OwnerId, IReadOnlyCollection<string> Addresses);

    private sealed record Whose(string Address, long UserId);

    private static readonly PreparedQuery<Asked, string> Domains = new((db, asked) =>
        db.CompanyDomains.Where(d => d.CompanyId == db.CompanyId).Select(d => d.Domain));

    private static readonly PreparedQuery<Asked, Whose> Confirmed = new((db, asked) =>
        from address in db.SenderAddresses
        where address.ConfirmedAt != null && (address.UserId == asked.OwnerId || asked.Addresses.Contains(address.Address))
        select new Whose(address.Address, address.UserId));

    private static readonly PreparedQuery<Asked, Whose> SignIns = new((db, asked) =>
        from user in db.Users
        where user.LeftAt == null && (user.Id == asked.OwnerId || asked.Addresses.Contains(user.Email))
        select new Whose(user.Email, user.Id));

    private static readonly PreparedQuery<Asked, Whose> SharedMailboxes = new((db, asked) =>
        from account in db.MailAccounts
        where account.IsShared && asked.Addresses.Contains(account.Address)
        select new Whose(account.Address, account.UserId));

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
        var asked = new Asked(ownerId, addresses);
        var domains = await Domains.ToListAsync(db, asked, ct);
        var all = await Confirmed.ToListAsync(db, asked, ct);
        all.AddRange(await SignIns.ToListAsync(db, asked, ct));
        var shared = await SharedMailboxes.ToListAsync(db, asked, ct);
        return new OwnAddresses(
            domains.Append(bccDomain).ToHashSet(StringComparer.OrdinalIgnoreCase),
            all.Concat(shared).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase),
            all.Where(a => a.UserId == ownerId).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>An address of the message's owner: mail from it was sent, not received.</summary>
    public bool IsOwners(string address) => owners.Contains(address);

    public bool IsInternal(string address) =>
        address.Length == 0 || users.Contains(address) || domains.Contains(address[(address.LastIndexOf('@') + 1)..]);
}
