using CompanionApi.Model;

namespace CompanionApi.Data;

/// <summary>Who is asking: an active user of an enrolled company, known from a checked token.</summary>
public sealed record CurrentUser(
    long Id, int CompanyId, Guid PublicId, string Email, string DisplayName, Role Role, Guid TenantId, Guid ObjectId)
{
    public bool IsAdmin => Role == Role.Admin;
}
