using CompanionApi.Model;

namespace CompanionApi.Data;

/// <summary>
/// Who may come in and hand over mail: users who have not left, of tenants that the operator has enrolled. The people of a
/// tenant that was taken out of the settings are as if they had left, until it is put back (S20, S57).
/// </summary>
public static class ActiveUsers
{
    public static IQueryable<User> Of(CompanionDb db) => db.Users.Where(user => user.LeftAt == null &&
        db.CompanyTenants.Any(t => t.TenantId == user.TenantId && t.CompanyId == user.CompanyId));
}
