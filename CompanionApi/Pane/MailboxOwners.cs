using CompanionApi.Data;
using CompanionApi.Protocols.Mime;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Pane;

/// <summary>Whether a mailbox is a colleague's (S15): its mail is the colleague's, whoever opens it.</summary>
internal sealed class MailboxOwners(CompanionDb db, CurrentUser me)
{
    /// <summary>The colleague; null for the viewer's own mailbox and for one that is no user's.</summary>
    public async Task<UserRef?> OfAsync(string? mailbox, CancellationToken ct)
    {
        var address = Addresses.Normalize(mailbox);
        return address.Length == 0
            ? null
            : await (
                from sender in db.SenderAddresses
                where sender.Address == address && sender.ConfirmedAt != null && sender.UserId != me.Id
                join user in db.Users on sender.UserId equals user.Id
                select new UserRef(user.PublicId, user.DisplayName)).FirstOrDefaultAsync(ct);
    }
}
