using CompanionApi.Data;
using CompanionApi.Model;

namespace CompanionApi.MailAccounts;

/// <summary>
/// The viewer's own mailboxes, and the shared ones whose steward the viewer is: nobody else's are ever shown or changed (R1, S11).
/// </summary>
internal static class MyMailAccounts
{
    public static IQueryable<MailAccount> MailAccountsOf(this CompanionDb db, CurrentUser me) =>
        db.MailAccounts.Where(a => a.UserId == me.Id);
}
