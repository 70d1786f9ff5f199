using System.Collections.Concurrent;
using System.Security.Claims;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SignIn;

/// <summary>
/// From a checked token to its user (S20), keyed by tenant and object id. The usual request costs one indexed read and
/// no write; a user is written when first seen, and when a newer token names them differently.
/// </summary>
public sealed class TokenSignIn(
    DatabaseOptions database, Writer writer, EnrolledTenants enrolled)
{
    public const string AdminRole = "MailCrm.Admin";

    private const int MaxText = 320;

    private sealed record Asked(Guid TenantId, Guid ObjectId);

    private sealed record Known(
        long Id, int CompanyId, Guid PublicId, string Email, string DisplayName, Role Role, bool IsAdminByClaim,
        DateTimeOffset? LeftAt)
    {
        public static Known Of(User user) => new(
            user.Id, user.CompanyId, user.PublicId, user.Email, user.DisplayName, user.Role, user.IsAdminByClaim, user.LeftAt);
    }

    private static readonly PreparedQuery<Asked, Known> Users = new((db, asked) =>
        from user in db.Users
        where user.TenantId == asked.TenantId && user.ObjectId == asked.ObjectId
        select new Known(
            user.Id, user.CompanyId, user.PublicId, user.Email, user.DisplayName, user.Role, user.IsAdminByClaim, user.LeftAt));

    // When the newest token that was compared with the row was issued: an older one, still in use, tells nothing new.
    private readonly ConcurrentDictionary<long, long> comparedUntil = new();

    /// <exception cref="SignInRefused">The user has left.</exception>
    public async Task<CurrentUser> SignInAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        var seen = Seen.Of(principal);
        var company = await enrolled.FindAsync(seen.TenantId) ?? throw SignInRefused.NotEnrolled();
        var user = await FindAsync(company, seen, ct);
        if (user is null || IsNews(user, seen, company))
        {
            user = Known.Of(await writer.WriteAsync(company.Id, write => RefreshAsync(write, company, seen), ct));
        }

        if (user.LeftAt is not null)
        {
            throw SignInRefused.HasLeft();
        }

        comparedUntil.AddOrUpdate(user.Id, seen.IssuedAt, (_, before) => Math.Max(before, seen.IssuedAt));
        return new CurrentUser(
            user.Id, user.CompanyId, user.PublicId, user.Email, user.DisplayName, seen.IsAdmin ? Role.Admin : user.Role,
            seen.TenantId, seen.ObjectId);
    }

    private Task<Known?> FindAsync(EnrolledCompany company, Seen seen, CancellationToken ct) => database.ReadAsync(reader =>
        Users.FirstAsync(reader.Of(company.Id), new Asked(seen.TenantId, seen.ObjectId), ct));

    private bool IsNews(Known user, Seen seen, EnrolledCompany company) =>
        user.LeftAt is null && seen.IssuedAt > comparedUntil.GetValueOrDefault(user.Id) &&
        (user.Email != seen.Email || user.DisplayName != seen.DisplayName || user.IsAdminByClaim != seen.IsAdmin ||
         (user.Role != Role.Admin && company.FirstAdmin == seen.Email));

    private static async Task<User> RefreshAsync(Write write, EnrolledCompany company, Seen seen)
    {
        var user = await write.Db.Users
            .FirstOrDefaultAsync(u => u.TenantId == seen.TenantId && u.ObjectId == seen.ObjectId);
        if (user is { LeftAt: not null })
        {
            return user;
        }

        var isNew = user is null;
        if (user is null)
        {
            user = new User
            {
                TenantId = seen.TenantId,
                ObjectId = seen.ObjectId,
                Email = seen.Email,
                DisplayName = seen.DisplayName,
                CreatedAt = write.Now,
            };
            user.MailSettings.DefaultVisibilitySince = write.Now;
            write.Db.Users.Add(user);
            await write.Db.SaveChangesAsync();
        }

        if (isNew || user.Email != seen.Email)
        {
            await SignInAddresses.MoveAsync(write, user, seen.Email, company.Domains.Contains(seen.Domain));
        }

        if (user.Email != seen.Email)
        {
            user.Remember(user.Email);
        }

        user.Email = seen.Email;
        user.DisplayName = seen.DisplayName;
        user.IsAdminByClaim = seen.IsAdmin;
        await AppointFirstAdminAsync(write, user);
        return user;
    }

    /// <summary>Once: whoever takes over the address later does not become admin by it.</summary>
    private static async Task AppointFirstAdminAsync(Write write, User user)
    {
        var company = await write.Db.Companies.FirstAsync(c => c.Id == write.Db.CompanyId);
        if (company.FirstAdmin is not null && company.FirstAdmin == user.Email)
        {
            user.Role = Role.Admin;
            company.SpendFirstAdmin(company.FirstAdmin);
        }
    }

    /// <summary>What a token says of its bearer. Address and name change: they are never a key.</summary>
    private sealed record Seen(
        Guid TenantId, Guid ObjectId, string Email, string DisplayName, bool IsAdmin, long IssuedAt)
    {
        public string Domain => Addresses.DomainOf(Email);

        public static Seen Of(ClaimsPrincipal principal)
        {
            string Value(string claim) =>
                principal.FindFirstValue(claim)?.Trim() is { Length: <= MaxText } text ? text : "";
            var email = Addresses.Normalize(Value("preferred_username"));
            var name = Value("name");
            return new Seen(
                Guid.Parse(Value("tid")), Guid.Parse(Value("oid")), email, name.Length > 0 ? name : email,
                principal.HasClaim("roles", AdminRole), long.TryParse(Value("iat"), out var at) ? at : 0);
        }
    }
}
