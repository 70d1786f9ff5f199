namespace Demo.Microsoft365.SignIn;

/// <summary>The first part of an Entra address: a tenant's id or domain, or a word for any tenant.</summary>
internal static class TenantNames
{
    public static bool IsForAnyone(string tenant) => tenant is "organizations" or "common";

    public static bool IsKnown(string tenant, Directory directory) =>
        IsForAnyone(tenant) || directory.FindTenant(tenant) is not null;

    /// <summary>The issuer that discovery names: with its braces where the tenant is not yet known.</summary>
    public static string IssuerOf(string tenant, Directory directory) =>
        Entra.Issuer(IsForAnyone(tenant) ? "{tenantid}" : directory.FindTenant(tenant)!.Id);
}
