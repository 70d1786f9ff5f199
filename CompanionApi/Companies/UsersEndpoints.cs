using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Companies;

/// <summary>The company's people: found by every rep, managed by its admins (S20, S57).</summary>
public static class UsersEndpoints
{
    private const int MaxQuery = 100;

    public static void MapUsers(this RouteGroupBuilder api)
    {
        api.MapGet("/users", FindAsync).WithTags("Users").AddEndpointFilter<NoStore>();
        var users = api.MapGroup("/admin/users").RequireAdmin().WithTags("Admin");
        users.MapGet("", ListAsync);
        users.MapPatch("/{id:guid}", PatchAsync);
    }

    /// <summary>Active users of my company whose name or address begins a word with <c>q</c>, by name.</summary>
    private static async Task<Results<Ok<Page<UserFound>>, ProblemHttpResult>> FindAsync(
        CompanionDb db, string? q, int? limit, CancellationToken ct)
    {
        if (q is { Length: > MaxQuery })
        {
            return Problems.Invalid("q", "too_long", $"expected at most {MaxQuery} characters.");
        }

        var wanted = Folding.FoldName(q ?? "");
        var users = await db.Users.Where(u => u.LeftAt == null)
            .Select(u => new UserFound(u.PublicId, u.DisplayName, u.Email)).ToListAsync(ct);
        var found = users
            .Where(u => wanted.Length <= 1 || Folding.FoldName(u.DisplayName).Contains(wanted) ||
                Folding.FoldName(u.Email).Contains(wanted))
            .OrderBy(u => u.DisplayName, StringComparer.InvariantCultureIgnoreCase)
            .ThenBy(u => u.Email, StringComparer.Ordinal)
            .Take(new PageRequest(limit, null).Size);
        return TypedResults.Ok(new Page<UserFound>([.. found], null));
    }

    /// <summary>All users of the company, newest first, those who have left included.</summary>
    private static async Task<Results<Ok<Page<AdminUser>>, ProblemHttpResult>> ListAsync(
        CompanionDb db, int? limit, string? cursor, CancellationToken ct)
    {
        var page = new PageRequest(limit, cursor);
        if (await db.Users.AsNoTracking().PageAsync(u => u.CreatedAt, "admin/users", page, ct) is not var (users, next))
        {
            return Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");
        }

        return TypedResults.Ok(new Page<AdminUser>(await AdminUser.OfAsync(db, users, ct), next));
    }

    /// <summary>
    /// Changes a user's role, or marks the user as having left: sign-in and intake stop at once, shared mail stays,
    /// private mail stays unseen. The company keeps at least one admin.
    /// </summary>
    private static async Task<Results<Ok<AdminUserWritten>, ProblemHttpResult>> PatchAsync(
        Guid id, UserChange wanted, CurrentUser me, Writer writer, CancellationToken ct) =>
        await writer.WriteAsync(me.CompanyId, write => ChangeAsync(write, me, id, wanted), ct);

    private static async Task<Results<Ok<AdminUserWritten>, ProblemHttpResult>> ChangeAsync(
        Write write, CurrentUser me, Guid id, UserChange wanted)
    {
        var user = await write.Db.Users.FirstOrDefaultAsync(u => u.PublicId == id);
        if (user is null)
        {
            return Problems.NotFound();
        }

        if (wanted.Role == Role.Standard && user.IsAdminByClaim)
        {
            return Problems.Conflict("role_from_directory", "The directory makes this user an admin; change it there.");
        }

        var staysAdmin = ((wanted.Role ?? user.Role) == Role.Admin || user.IsAdminByClaim) &&
            !(wanted.Left ?? user.LeftAt is not null);
        if (user is { IsAdmin: true, LeftAt: null } && !staysAdmin && !await HasOtherAdminAsync(write.Db, user))
        {
            return Problems.Conflict("last_admin", "The company needs an admin; make somebody else one first.");
        }

        var before = UserTrail.Of(user);
        user.Role = wanted.Role ?? user.Role;
        await MarkAsync(write, user, wanted.Left);
        var change = SettingsTrail.Add(write, me, ChangeKind.UserChanged, before, UserTrail.Of(user));
        write.Announce(new LiveEvent("me", user.PublicId, [user.Id]));
        var written = await AdminUser.OfAsync(write.Db, [user], CancellationToken.None);
        return TypedResults.Ok(new AdminUserWritten(written[0]) { Change = change });
    }

    private static Task<bool> HasOtherAdminAsync(CompanionDb db, User user) => ActiveUsers.Of(db).AnyAsync(
        u => u.Id != user.Id && (u.Role == Role.Admin || u.IsAdminByClaim));

    private static async Task MarkAsync(Write write, User user, bool? left)
    {
        if (left is true && user.LeftAt is null)
        {
            user.LeftAt = write.Now;
            var addresses = await write.Db.SenderAddresses.Where(a => a.UserId == user.Id).ToListAsync();
            foreach (var address in addresses.Where(a => a.ConfirmedAt != null))
            {
                user.Remember(address.Address);
            }

            write.Db.SenderAddresses.RemoveRange(addresses);
            // Their next turn ends them: sign-in and subscription go.
            await write.Db.MailAccounts.Where(a => a.UserId == user.Id)
                .ExecuteUpdateAsync(a => a.SetProperty(account => account.DueAt, write.Now));
        }
        else if (left is false && user.LeftAt is not null)
        {
            user.LeftAt = null;
            await GiveBackAddressAsync(write, user);
        }
    }

    // Who came after and has the address now keeps it; the next sign-in tells which address is the returner's.
    private static async Task GiveBackAddressAsync(Write write, User user)
    {
        var isTaken = await write.Db.SenderAddresses.AnyAsync(
            a => a.Address == user.Email && (a.IsSignIn || a.ConfirmedAt != null));
        if (!isTaken)
        {
            var domain = Addresses.DomainOf(user.Email);
            var isOfCompany = await write.Db.CompanyDomains.AnyAsync(
                d => d.CompanyId == user.CompanyId && d.Domain == domain);
            await SignInAddresses.MoveAsync(write, user, user.Email, isOfCompany);
        }
    }

    private sealed record UserTrail(Guid User, Role Role, bool Left)
    {
        public static UserTrail Of(User user) => new(user.PublicId, user.Role, user.LeftAt is not null);
    }
}

public sealed record UserFound(Guid Id, string DisplayName, string Email);

/// <summary>
/// A user as admins see one; <c>roleFromDirectory</c>: admin by the directory's app role. <c>records</c>: how many the
/// user owns, by number alone (S11). Who has left stands in no team, though records for it stay open to it.
/// </summary>
public record AdminUser(
    Guid Id, string Email, string DisplayName, Role Role, bool RoleFromDirectory, DateTimeOffset CreatedAt,
    DateTimeOffset? LeftAt, IReadOnlyList<TeamRef> Teams, int Records)
{
    internal static async Task<IReadOnlyList<AdminUser>> OfAsync(
        CompanionDb db, IReadOnlyList<User> users, CancellationToken ct)
    {
        var ids = users.Select(u => u.Id).ToList();
        var records = await LeaverRecords.CountByOwnerAsync(db, ids, ct);
        var teams = (await TeamMembership.OfUsersAsync(db, ids, ct)).ToLookup(m => m.UserId, m => m.Team);
        return [.. users.Select(user => new AdminUser(
            user.PublicId, user.Email, user.DisplayName, user.IsAdmin ? Role.Admin : Role.Standard,
            user.IsAdminByClaim, user.CreatedAt, user.LeftAt,
            [.. teams[user.Id].OrderBy(t => t.Name, StringComparer.InvariantCultureIgnoreCase)],
            records.GetValueOrDefault(user.Id)))];
    }
}

public sealed record TeamRef(Guid Id, string Name);

public sealed record AdminUserWritten : AdminUser
{
    internal AdminUserWritten(AdminUser user)
        : base(user)
    {
    }

    public required ChangeRef? Change { get; init; }
}

/// <summary>What is absent stays as it is; <c>left: false</c> takes a leaver back.</summary>
public sealed record UserChange(Role? Role, bool? Left);
