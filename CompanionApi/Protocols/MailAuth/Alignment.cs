namespace CompanionApi.Protocols.MailAuth;

/// <summary>Whether what SPF or DKIM proved speaks for the address that a reader sees (RFC 7489 section 3.1).</summary>
public static class Alignment
{
    /// <summary>
    /// Relaxed alignment: both domains are the same, or belong to the same organization. Case and the form of
    /// international names do not matter; what is no domain name is aligned with nothing.
    /// </summary>
    public static bool IsAligned(string fromDomain, string authenticatedDomain)
    {
        if (DomainName.ToAscii(fromDomain) is not { } from) return false;
        if (DomainName.ToAscii(authenticatedDomain) is not { } authenticated) return false;
        if (from == authenticated) return true;
        return PublicSuffixes.OrganizationalDomain(from) is { } organization
            && organization == PublicSuffixes.OrganizationalDomain(authenticated);
    }
}
