using CompanionApi.Data;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>Read state follows the mailbox (R64). It is no act of anybody here, so it leaves no trail and no undo.</summary>
public static class ReadStates
{
    public static async Task FollowAsync(Write write, IReadOnlyDictionary<long, bool> reads, long ownerId)
    {
        foreach (var group in reads.GroupBy(read => read.Value, read => read.Key))
        {
            var ids = group.ToList();
            var changed = await write.Db.Messages
                .Where(m => ids.Contains(m.Id) && m.IsRead != group.Key && m.DeletedAt == null).ToListAsync();
            foreach (var message in changed)
            {
                message.IsRead = group.Key;
                write.Announce(new LiveEvent("message", message.PublicId, [ownerId]));
            }
        }
    }
}
