using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// Whether a rule's join would show shared mail to anyone who does not see it now, through the records that it would come to: no
/// rule shows mail to others unasked (S6). Private mail may come there, since its owner alone sees it.
/// </summary>
internal static class JoinSight
{
    public static async Task<bool> WouldShowAsync(CompanionDb db, long ownerId, long one, long other, ConversationSides sides)
    {
        foreach (var (conversation, records) in sides.Gaining(one, other))
        {
            var shared = await db.Messages
                .Where(m => m.ConversationId == conversation && m.DeletedAt == null && m.Visibility == Visibility.Shared)
                .Select(m => m.Id).ToListAsync();
            if (shared.Count == 0)
            {
                continue;
            }

            var seen = await db.Records.Where(r => records.Contains(r.Id) && r.DeletedAt == null)
                .Select(r => new SeenRecord(r.Id, r.OwnerId, r.VisibleTo, r.IsNewByMail)).ToListAsync();
            var through = (await Audiences.LoadAsync(db)).Through(seen, ownerId);
            var now = await Audiences.SeenByAsync(db, shared);
            if (shared.Any(message => through.Except(now.GetValueOrDefault(message) ?? []).Any()))
            {
                return true;
            }
        }

        return false;
    }
}
