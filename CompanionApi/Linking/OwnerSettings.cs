using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;

namespace CompanionApi.Linking;

/// <summary>What the owner of a mail that comes has set for it.</summary>
public static class OwnerSettings
{
    private sealed record Asked(long OwnerId);

    private sealed record Set(
        Visibility DefaultVisibility, DateTimeOffset Since, bool AutoLinkDeals, bool AutoLinkLeads, bool AutoLinkProjects);

    private static readonly PreparedQuery<Asked, Set> Settings = new((db, asked) =>
        db.Users.Where(u => u.Id == asked.OwnerId).Select(u => new Set(
            u.MailSettings.DefaultVisibility, u.MailSettings.DefaultVisibilitySince, u.MailSettings.AutoLinkDeals,
            u.MailSettings.AutoLinkLeads, u.MailSettings.AutoLinkProjects)));

    /// <summary>Default visibility and the switches of auto-link; nothing else is filled in.</summary>
    public static async Task<MailSettings> OfAsync(CompanionDb db, long ownerId)
    {
        var set = (await Settings.FirstAsync(db, new Asked(ownerId)))!;
        return new MailSettings
        {
            DefaultVisibility = set.DefaultVisibility,
            DefaultVisibilitySince = set.Since,
            AutoLinkDeals = set.AutoLinkDeals,
            AutoLinkLeads = set.AutoLinkLeads,
            AutoLinkProjects = set.AutoLinkProjects,
        };
    }
}
