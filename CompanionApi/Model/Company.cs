namespace CompanionApi.Model;

/// <summary>Enrolled by the operator (S20); everything else belongs to exactly one.</summary>
public sealed class Company
{
    public int Id { get; set; }

    public Guid PublicId { get; set; } = Guid.CreateVersion7();

    public required string Name { get; set; }

    /// <summary>The local part of the universal Smart BCC address (R20).</summary>
    public required string MailName { get; set; }

    /// <summary>Who sees a new record when its maker does not say.</summary>
    public VisibleTo DefaultVisibleTo { get; set; } = VisibleTo.Everyone;

    /// <summary>SPF alone does not prove a sender of this company (S30).</summary>
    public bool RequiresDkim { get; set; }

    /// <summary>How long a changed address goes on answering (R32). Zero: dead at once.</summary>
    public TimeSpan AddressGrace { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Becomes admin at the next sign-in: the address of the settings, while it is not spent.</summary>
    public string? FirstAdmin { get; set; }

    /// <summary>
    /// The address of the settings that makes nobody an admin any more: it did so, or the company had an admin without it.
    /// Empty where the settings named none then.
    /// </summary>
    public string? SpentFirstAdmin { get; set; }

    public List<CompanyTenant> Tenants { get; set; } = [];

    public List<CompanyDomain> Domains { get; set; } = [];

    /// <summary>The first admin is appointed, or not needed.</summary>
    public void SpendFirstAdmin(string? address) => (FirstAdmin, SpentFirstAdmin) = (null, address ?? SpentFirstAdmin ?? "");
}

public sealed class CompanyTenant
{
    public required Guid TenantId { get; set; }

    public int CompanyId { get; set; }
}

public sealed class CompanyDomain
{
    public required string Domain { get; set; }

    public int CompanyId { get; set; }
}

/// <summary>Every mail name ever used; none is handed out a second time (S20).</summary>
public sealed class MailName
{
    public required string Name { get; set; }

    public int CompanyId { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }
}
