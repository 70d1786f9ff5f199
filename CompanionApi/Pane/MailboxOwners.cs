using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Pane;

/// <summary>Whether a mailbox is a colleague's (S15): its mail is the colleague's, whoever opens it.</summary>
internal sealed class MailboxOwners(CompanionDb db, CurrentUser me)
{
    private sealed record Asked(string Address, long UserId);

    private sealed record Owner(Guid PublicId, string DisplayName);

    private static readonly PreparedQuery<Asked, Owner> Others = new((db, asked) =>
        from sender in db.SenderAddresses
        where sender.Address == asked.Address && sender.ConfirmedAt != null && sender.UserId != asked.UserId
        join user in db.Users on sender.UserId equals user.Id
        select new Owner(user.PublicId, user.DisplayName));

    /// <summary>The colleague; null for the viewer's own mailbox and for one that is no user's.</summary>
    public async Task<UserRef?> OfAsync(string? mailbox, CancellationToken ct)
    {
        var address = Addresses.Normalize(mailbox);
        return address.Length > 0 && await Others.FirstAsync(db, new Asked(address, me.Id), ct) is { } owner
            ? new UserRef(owner.PublicId, owner.DisplayName)
            : null;
    }
}
