namespace Demo.Microsoft365.Graph;

/// <summary>Whose mailbox a request is for, and whether its caller may do there what it asks (facts: sections 2, 12).</summary>
internal sealed class GraphAccess(Directory directory, Mailboxes mailboxes)
{
    /// <summary><paramref name="user"/> is an id or a principal name; null: /me.</summary>
    public SimUser Owner(GraphCaller caller, string? user)
    {
        if (user is null)
        {
            return caller.Person
                ?? throw GraphException.BadRequest("/me request is only valid with delegated authentication flow.");
        }

        var owner = directory.FindById(caller.TenantId, user) ?? directory.Find(user);
        return owner is not null && owner.TenantId == caller.TenantId ? owner : throw GraphException.InvalidUser(user);
    }

    public Mailbox Open(GraphCaller caller, SimUser owner, GraphNeed need)
    {
        var mailbox = mailboxes.For(owner.Address);
        if (!caller.IsApp && caller.Person != owner)
        {
            RequireShared(caller, mailbox, need);
        }
        else if (!caller.Has(Sufficient(need, caller.IsApp)))
        {
            throw GraphException.AccessDenied();
        }

        return mailbox.IsEnabled ? mailbox : throw new GraphException(
            404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
    }

    /// <summary>Only Mail.ReadBasic stands behind this: bodies and attachments are not shown.</summary>
    public static bool SeesBasicsOnly(GraphCaller caller) => !caller.Has(Sufficient(GraphNeed.Read, caller.IsApp));

    private static void RequireShared(GraphCaller caller, Mailbox mailbox, GraphNeed need)
    {
        var shared = Sufficient(need, isApp: false).Where(scope => scope.EndsWith(".Shared", StringComparison.Ordinal));
        if (need == GraphNeed.Settings)
        {
            shared = Sufficient(need, isApp: false);
        }

        if (!caller.Has([.. shared]) || !mailbox.MayBeOpenedBy(caller.Person!.Address))
        {
            throw GraphException.AccessDenied();
        }
    }

    private static string[] Sufficient(GraphNeed need, bool isApp) => (need, isApp) switch
    {
        (GraphNeed.Basic, true) => ["Mail.ReadBasic", "Mail.ReadBasic.All", "Mail.Read", "Mail.ReadWrite"],
        (GraphNeed.Basic, false) =>
            ["Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite", "Mail.ReadBasic.Shared", "Mail.Read.Shared", "Mail.ReadWrite.Shared"],
        (GraphNeed.Read, true) => ["Mail.Read", "Mail.ReadWrite"],
        (GraphNeed.Read, false) => ["Mail.Read", "Mail.ReadWrite", "Mail.Read.Shared", "Mail.ReadWrite.Shared"],
        (GraphNeed.Write, true) => ["Mail.ReadWrite"],
        (GraphNeed.Write, false) => ["Mail.ReadWrite", "Mail.ReadWrite.Shared"],
        (GraphNeed.Send, true) => ["Mail.Send"],
        (GraphNeed.Send, false) => ["Mail.Send", "Mail.Send.Shared"],
        (GraphNeed.Settings, _) => ["MailboxSettings.Read", "MailboxSettings.ReadWrite"],
        (GraphNeed.User, true) => ["User.Read.All"],
        (GraphNeed.User, false) => ["User.Read", "User.Read.All"],
        _ => [],
    };
}
