using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Companies;

/// <summary>
/// Brings the directory of companies to the operator's settings at each start, before anything is served (S20). A
/// company is known again by its tenants; its mail name is given once and its admin's from then on.
/// </summary>
public sealed class Enrolment(
    IReadOnlyList<CompanySettings> settings, DatabaseOptions database, TimeProvider clock, ILogger<Enrolment> log)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken ct)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var known = await db.Companies.Include(c => c.Tenants).Include(c => c.Domains).AsSplitQuery().ToListAsync(ct);
        var named = new HashSet<Company>();
        foreach (var wanted in settings)
        {
            var company = await EnrolAsync(db, known, wanted, ct);
            if (!named.Add(company))
            {
                throw new InvalidOperationException(
                    $"Setting {wanted.Path}:TenantIds holds a tenant of {company.Name}, which another entry " +
                    "names too; expected one entry for each company.");
            }
        }

        await db.SaveChangesAsync(ct);
        await EndMailboxesAsync(db, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        foreach (var company in known.Except(named))
        {
            log.LogWarning(
                "Company {Company} is enrolled but stands in no setting; its people can sign in", company.Name);
        }
    }

    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken ct) => Task.CompletedTask;

    private async Task<Company> EnrolAsync(
        CompanionDb db, List<Company> known, CompanySettings wanted, CancellationToken ct)
    {
        var owners = known.Where(c => c.Tenants.Any(t => wanted.TenantIds.Contains(t.TenantId))).ToList();
        if (owners.Count > 1)
        {
            throw new InvalidOperationException(
                $"Setting {wanted.Path}:TenantIds joins tenants of {owners[0].Name} and {owners[1].Name}; " +
                "expected the tenants of one company.");
        }

        var company = owners.FirstOrDefault() ?? await AddAsync(db, wanted, ct);
        await TakeDomainsAsync(db, company, wanted, ct);
        db.CompanyTenants.RemoveRange(company.Tenants.Where(t => !wanted.TenantIds.Contains(t.TenantId)).ToList());
        foreach (var tenant in wanted.TenantIds.Except(company.Tenants.Select(t => t.TenantId)).ToList())
        {
            await RefuseForeignPeopleAsync(db, company, tenant, wanted, ct);
            db.CompanyTenants.Add(new CompanyTenant { TenantId = tenant, CompanyId = company.Id });
        }

        await SettleFirstAdminAsync(db, company, wanted, ct);
        return company;
    }

    private async Task<Company> AddAsync(CompanionDb db, CompanySettings wanted, CancellationToken ct)
    {
        if (await db.MailNames.AnyAsync(n => n.Name == wanted.MailName, ct))
        {
            throw new InvalidOperationException(
                $"Setting {wanted.Path}:MailName is \"{wanted.MailName}\", which another company has or had; " +
                "expected one that was never used.");
        }

        var company = new Company { Name = wanted.Name, MailName = wanted.MailName };
        db.Companies.Add(company);
        await db.SaveChangesAsync(ct);
        db.MailNames.Add(new MailName { Name = wanted.MailName, CompanyId = company.Id });
        log.LogInformation("Company {Company} is enrolled", wanted.Name);
        return company;
    }

    private static async Task TakeDomainsAsync(
        CompanionDb db, Company company, CompanySettings wanted, CancellationToken ct)
    {
        var foreign = await db.CompanyDomains
            .Where(d => d.CompanyId != company.Id && wanted.Domains.Contains(d.Domain)).FirstOrDefaultAsync(ct);
        if (foreign is not null)
        {
            throw new InvalidOperationException(
                $"Setting {wanted.Path}:Domains holds {foreign.Domain}, a domain of another company; " +
                "expected its own.");
        }

        db.CompanyDomains.RemoveRange(company.Domains.Where(d => !wanted.Domains.Contains(d.Domain)).ToList());
        db.CompanyDomains.AddRange(wanted.Domains.Except(company.Domains.Select(d => d.Domain))
            .Select(domain => new CompanyDomain { Domain = domain, CompanyId = company.Id }).ToList());
    }

    /// <summary>A tenant that changed companies would bring the people of its old company along.</summary>
    private static async Task RefuseForeignPeopleAsync(
        CompanionDb db, Company company, Guid tenant, CompanySettings wanted, CancellationToken ct)
    {
        if (await db.Users.IgnoreQueryFilters().AnyAsync(u => u.TenantId == tenant && u.CompanyId != company.Id, ct))
        {
            throw new InvalidOperationException(
                $"Setting {wanted.Path}:TenantIds holds {tenant}, whose people belong to another company; " +
                "expected a tenant that was in no company before.");
        }
    }

    /// <summary>
    /// Of people whose tenant stands in the settings no more: their mailboxes end with their next turn, as a leaver's (S57).
    /// </summary>
    private static Task EndMailboxesAsync(CompanionDb db, DateTimeOffset now, CancellationToken ct)
    {
        var gone = db.Users.IgnoreQueryFilters().Where(
            u => !db.CompanyTenants.Any(t => t.TenantId == u.TenantId && t.CompanyId == u.CompanyId));
        return db.MailAccounts.IgnoreQueryFilters()
            .Where(a => a.Trouble != MailAccount.StewardLeft && gone.Any(u => u.Id == a.UserId))
            .ExecuteUpdateAsync(a => a.SetProperty(account => account.DueAt, now), ct);
    }

    /// <summary>
    /// An address of the settings makes one admin, once: no start makes an admin again of who was demoted, or of who took
    /// over a leaver's address. Another address counts where nobody is left who could make an admin.
    /// </summary>
    private static async Task SettleFirstAdminAsync(
        CompanionDb db, Company company, CompanySettings wanted, CancellationToken ct)
    {
        var admins = db.Users.IgnoreQueryFilters()
            .Where(u => u.CompanyId == company.Id && (u.Role == Role.Admin || u.IsAdminByClaim));
        if (wanted.FirstAdmin == company.SpentFirstAdmin ||
            await admins.AnyAsync(u => u.LeftAt == null && wanted.TenantIds.Contains(u.TenantId), ct) ||
            (company.SpentFirstAdmin is null && (await admins.AnyAsync(ct) || await HadAdminAsync(db, company, ct))))
        {
            company.SpendFirstAdmin(wanted.FirstAdmin);
        }
        else
        {
            company.FirstAdmin = wanted.FirstAdmin;
        }
    }

    /// <summary>Of a company from before it was kept who is spent: users are changed by admins alone.</summary>
    private static Task<bool> HadAdminAsync(CompanionDb db, Company company, CancellationToken ct) =>
        db.Changes.IgnoreQueryFilters().AnyAsync(c => c.CompanyId == company.Id && c.Kind == ChangeKind.UserChanged, ct);
}
