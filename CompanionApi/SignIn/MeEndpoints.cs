using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SignIn;

public static class MeEndpoints
{
    public static void MapMe(this RouteGroupBuilder api) => api.MapGet("/me", GetAsync).WithTags("Me");

    /// <summary>Who is signed in, and in which company.</summary>
    private static async Task<Ok<Me>> GetAsync(CurrentUser me, CompanionDb db, CancellationToken ct)
    {
        var company = await db.Companies.Where(c => c.Id == me.CompanyId)
            .Select(c => new MyCompany(c.PublicId, c.Name, c.MailName)).FirstAsync(ct);
        return TypedResults.Ok(new Me(
            me.PublicId, me.Email, me.DisplayName, me.Role, company, me.IsAdmin ? ["administer"] : []));
    }
}

public sealed record Me(
    Guid Id, string Email, string DisplayName, Role Role, MyCompany Company, IReadOnlyList<string> Permissions);

public sealed record MyCompany(Guid Id, string Name, string MailName);
