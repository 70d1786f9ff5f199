namespace CompanionApi.Model;

public enum Role
{
    Standard,
    Admin,
}

/// <summary>A rep. Keyed by tenant and object id, never by address: a reused address starts fresh (S20).</summary>
public sealed class User : PublicRow
{
    public required Guid TenantId { get; set; }

    public required Guid ObjectId { get; set; }

    public required string Email { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>
    /// Addresses that were once this user's, each on a line of its own, with a line break before the first: what lies in a
    /// mailbox of one of them may be as private as ever (S57).
    /// </summary>
    public string FormerAddresses { get; private set; } = "";

    /// <summary>As the company's admins set it.</summary>
    public Role Role { get; set; }

    /// <summary>The directory's app role made the newest token an admin's; it comes and goes with the directory.</summary>
    public bool IsAdminByClaim { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Set when the user has left: no sign-in, no intake; shared mail stays (S57).</summary>
    public DateTimeOffset? LeftAt { get; set; }

    public MailSettings MailSettings { get; set; } = new();

    /// <summary>The address is no longer the user's.</summary>
    public void Remember(string address)
    {
        if (!FormerAddresses.Contains($"\n{address}\n", StringComparison.Ordinal))
        {
            FormerAddresses = $"{(FormerAddresses.Length == 0 ? "\n" : FormerAddresses)}{address}\n";
        }
    }

    public bool IsAdmin => Role == Role.Admin || IsAdminByClaim;
}

public sealed class MailSettings
{
    public Visibility DefaultVisibility { get; set; } = Visibility.Private;

    /// <summary>The setting holds for mail handed over from here on (S8).</summary>
    public DateTimeOffset DefaultVisibilitySince { get; set; }

    public bool AutoLinkDeals { get; set; } = true;

    public bool AutoLinkLeads { get; set; } = true;

    public bool AutoLinkProjects { get; set; } = true;

    public bool ArchiveInMailbox { get; set; }

    public bool DeleteInMailbox { get; set; }

    public string SignatureHtml { get; set; } = "";

    public bool BccOnEveryNewMail { get; set; }
}
