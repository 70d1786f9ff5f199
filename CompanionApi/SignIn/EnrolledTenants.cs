using System.Collections.Frozen;
using CompanionApi.Data;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SignIn;

/// <summary>What a token needs to know of a company before its database rows are touched.</summary>
public sealed record EnrolledCompany(int Id, string? FirstAdmin, FrozenSet<string> Domains);

/// <summary>
/// Which tenant belongs to which company, in memory: a token of a tenant that is not enrolled costs no database work.
/// The operator's settings change at a start only, so they are read once.
/// </summary>
public sealed class EnrolledTenants(DatabaseOptions database)
{
    private readonly SemaphoreSlim loading = new(1);
    private FrozenDictionary<Guid, EnrolledCompany>? byTenant;

    public async ValueTask<EnrolledCompany?> FindAsync(Guid tenant) =>
        (byTenant ?? await LoadAsync()).GetValueOrDefault(tenant);

    private async Task<FrozenDictionary<Guid, EnrolledCompany>> LoadAsync()
    {
        await loading.WaitAsync();
        try
        {
            return byTenant ??= await ReadAsync();
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task<FrozenDictionary<Guid, EnrolledCompany>> ReadAsync()
    {
        await using var db = database.Open();
        var companies = await db.Companies.AsNoTracking().Include(c => c.Tenants).Include(c => c.Domains)
            .AsSplitQuery().ToListAsync();
        return (
            from company in companies
            let enrolled = new EnrolledCompany(
                company.Id, company.FirstAdmin, company.Domains.Select(d => d.Domain).ToFrozenSet())
            from tenant in company.Tenants
            select KeyValuePair.Create(tenant.TenantId, enrolled)).ToFrozenDictionary();
    }
}
