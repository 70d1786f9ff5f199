using System.Collections.Concurrent;

namespace Demo.Microsoft365;

/// <summary>
/// The simulated tenants and their people, the same in every run so that anyone can script against them, and those that a
/// test or script adds.
/// </summary>
public sealed class Directory
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "demo";

    /// <summary>The domain that Smart BCC addresses live in; MailCrm's own, no tenant's.</summary>
    public const string BccDomain = "bcc.mailcrm.example";

    public static readonly Tenant Contoso =
        new("7c3a52f1-94d0-4b6e-8a17-5e0c2d9b4f61", "Contoso", "contoso.example", "contoso");

    public static readonly Tenant Fabrikam =
        new("2f8e6b04-c1d7-4a39-b5f2-90ad7e13c648", "Fabrikam", "fabrikam.example", "fabrikam");

    public IReadOnlyList<Tenant> Tenants { get; } = [Contoso, Fabrikam];

    private readonly ConcurrentDictionary<string, SimUser> added = new();

    private static readonly SimUser[] Founders =
    [
        new("anna@contoso.example", "Anna Keller", Contoso.Id, "0b1f6c52-7d3e-4e08-9c41-a2f5d86e3b10", []),
        new("ben@contoso.example", "Ben Ortiz", Contoso.Id, "5d94e7a3-1c60-4f2b-8e75-36b0c9f1d842", []),
        new("chie@contoso.example", "Chie Tanaka", Contoso.Id, "e8273b9d-4a15-4cd6-b0f8-71c95e2a6d34", ["MailCrm.Admin"]),
        new("dan@fabrikam.example", "Dan Novak", Fabrikam.Id, "91c0d5e6-2b78-4937-a4ec-f86d013b572a", ["MailCrm.Admin"]),
    ];

    /// <summary>People that can sign in.</summary>
    public IReadOnlyList<SimUser> Users => added.IsEmpty ? Founders
        : [.. Founders, .. added.Values.Where(user => !user.IsShared).OrderBy(user => user.Address, StringComparer.Ordinal)];

    /// <summary>Whoever has a mailbox: people, and the shared mailboxes that belong to nobody.</summary>
    public IEnumerable<SimUser> Owners => Founders.Concat(added.Values);

    /// <summary>Adds a person or a shared mailbox of a tenant, or renames one; the address makes the id.</summary>
    /// <exception cref="FormatException">The address is of no tenant, or of a person that is always there.</exception>
    public SimUser Add(string address, string? displayName, bool isShared)
    {
        var name = MailAddresses.Normalise(address);
        var tenant = Tenants.FirstOrDefault(tenant => tenant.Domain == MailAddresses.DomainOf(name))
            ?? throw new FormatException($"'{address}' is of no tenant; there are {string.Join(", ", Tenants.Select(t => t.Domain))}");
        if (Founders.Any(founder => founder.Address == name))
        {
            throw new FormatException($"'{address}' is always there, and as it is");
        }

        return added[name] = new SimUser(name, displayName ?? name, tenant.Id, $"{ItemIds.MailboxGuid(name)}", []) { IsShared = isShared };
    }

    /// <summary>Who signs in by that name; a shared mailbox does not.</summary>
    public SimUser? FindPerson(string address) => Find(address) is { IsShared: false } person ? person : null;

    /// <summary>Who owns the mailbox of that address.</summary>
    public SimUser? Find(string address) =>
        added.GetValueOrDefault(MailAddresses.Normalise(address)) ?? Founders.FirstOrDefault(user => user.Address.Equals(address.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whose mailbox mail to this address goes to: "anna+news@…" is Anna's too.</summary>
    public SimUser? FindRecipient(string address)
    {
        var (at, plus) = (address.LastIndexOf('@'), address.IndexOf('+'));
        return Find(address) ?? (plus > 0 && plus < at ? Find(address[..plus] + address[at..]) : null);
    }

    public SimUser? FindById(string tenantId, string objectId) =>
        Owners.FirstOrDefault(user => user.TenantId == tenantId && user.ObjectId == objectId);

    public Tenant? FindTenant(string idOrDomain) =>
        Tenants.FirstOrDefault(tenant =>
            tenant.Id.Equals(idOrDomain, StringComparison.OrdinalIgnoreCase)
            || tenant.Domain.Equals(idOrDomain, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether mail to this address is delivered inside the simulated Microsoft 365.</summary>
    public bool IsHosted(string address) => Tenants.Any(tenant => tenant.Domain == MailAddresses.DomainOf(address));
}

public sealed record Tenant(string Id, string Name, string Domain, string MailName);

public sealed record SimUser(
    string Address, string DisplayName, string TenantId, string ObjectId, IReadOnlyList<string> Roles)
{
    /// <summary>A shared mailbox: nobody signs in with it, and those whom it is delegated to open it.</summary>
    public bool IsShared { get; init; }
}
