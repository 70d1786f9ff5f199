using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Pane;

/// <summary>
/// Whether a mailbox is a colleague's (S15): its mail is the colleague's, whoever opens it, also where the address is that of
/// one who has left (S57), or of before a rename.
/// </summary>
internal sealed class MailboxOwners(CompanionDb db, CurrentUser me)
{
    private sealed record Asked(string Address, long UserId, string Line);

    private sealed record Owner(Guid PublicId, string DisplayName);

    private static readonly PreparedQuery<Asked, Owner> Others = new((db, asked) =>
        from sender in db.SenderAddresses
        where sender.Address == asked.Address && sender.ConfirmedAt != null && sender.UserId != asked.UserId
        join user in db.Users on sender.UserId equals user.Id
        select new Owner(user.PublicId, user.DisplayName));

    private static readonly PreparedQuery<Asked, long> Mine = new((db, asked) =>
        db.SenderAddresses.Where(s => s.Address == asked.Address && s.ConfirmedAt != null && s.UserId == asked.UserId)
            .Select(s => s.UserId));

    private static readonly PreparedQuery<Asked, Owner> OnceOthers = new((db, asked) =>
        db.Users.Where(u => u.Id != asked.UserId && (u.Email == asked.Address || u.FormerAddresses.Contains(asked.Line)))
            .Select(u => new Owner(u.PublicId, u.DisplayName)));

    /// <summary>The colleague; null for the viewer's own mailbox and for one that is no user's.</summary>
    public async Task<UserRef?> OfAsync(string? mailbox, CancellationToken ct)
    {
        var address = Addresses.Normalize(mailbox);
        if (address.Length == 0)
        {
            return null;
        }

        var asked = new Asked(address, me.Id, $"\n{address}\n");
        var owner = await Others.FirstAsync(db, asked, ct) ??
            (await IsMineAsync(asked, ct) ? null : await OnceOthers.FirstAsync(db, asked, ct));
        return owner is null ? null : new UserRef(owner.PublicId, owner.DisplayName);
    }

    /// <summary>Whether the viewer signs in or sends with the address.</summary>
    public Task<bool> IsMineAsync(string? mailbox, CancellationToken ct)
    {
        var address = Addresses.Normalize(mailbox);
        return IsMineAsync(new Asked(address, me.Id, ""), ct);
    }

    private async Task<bool> IsMineAsync(Asked asked, CancellationToken ct) =>
        asked.Address == Addresses.Normalize(me.Email) || await Mine.FirstAsync(db, asked, ct) != 0;
}
