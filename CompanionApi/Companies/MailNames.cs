using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Companies;

/// <summary>A company's mail name and those it had (R20, R32): never handed to another company (S20).</summary>
public static class MailNames
{
    /// <summary>False: another company has or had it. A name of the company's own past comes back to life.</summary>
    public static async Task<bool> ChangeAsync(Write write, Company company, string mailName)
    {
        var known = await write.Db.MailNames.FirstOrDefaultAsync(n => n.Name == mailName);
        if (known is not null && known.CompanyId != company.Id)
        {
            return false;
        }

        var present = await write.Db.MailNames.FirstAsync(n => n.Name == company.MailName);
        present.RetiredAt = write.Now;
        if (known is null)
        {
            write.Db.MailNames.Add(new MailName { Name = mailName, CompanyId = company.Id });
        }
        else
        {
            known.RetiredAt = null;
        }

        company.MailName = mailName;
        return true;
    }
}
