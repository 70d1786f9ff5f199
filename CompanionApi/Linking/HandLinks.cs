using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Linking;

/// <summary>
/// Links that the rep makes and removes, on her own mail alone (S5). What a hand did, no rule undoes (S7). Each act
/// answers the item for the caller's change, null when the state asked for already stood; nothing is found out about
/// mail or records that are not the rep's to see: load both through the gate first.
/// </summary>
public sealed class HandLinks(Write write, CurrentUser me)
{
    private readonly CompanionDb db = write.Db;

    /// <summary>Links the conversation to a deal, lead or project, in the place of one that stood in the slot (R66).</summary>
    public async Task<ChangeItem?> LinkAsync(Conversation mine, Record record, CancellationToken ct = default)
    {
        var slot = ConversationLink.SlotOf(record.Kind);
        var standing = await db.ConversationLinks.FirstOrDefaultAsync(
            l => l.ConversationId == mine.Id && l.Slot == slot, ct);
        if (standing?.RecordId == record.Id)
        {
            return null;
        }

        var before = standing is null ? null : LinkState.Of(standing);
        var left = standing?.RecordId ?? record.Id;
        if (standing is not null)
        {
            db.ConversationLinks.Remove(standing);
            await db.SaveChangesAsync(ct);
        }

        db.ConversationLinks.Add(new ConversationLink
        {
            ConversationId = mine.Id, RecordId = record.Id, Slot = slot, Rule = LinkRule.ByHand, ByUserId = me.Id,
            At = write.Now,
        });
        await AnnounceAsync(mine, [record.Id, left], ct);
        return new ChangeItem
        {
            ConversationId = mine.Id, RecordId = record.Id, Field = ChangeField.ConversationLink,
            Before = before, After = $"{record.Id}",
        };
    }

    /// <summary>
    /// Removes the conversation's link of this kind, where <paramref name="recordId"/> is given only the one to that
    /// record; also one to a record that the rep may no longer see.
    /// </summary>
    public async Task<ChangeItem?> UnlinkAsync(
        Conversation mine, RecordKind kind, Guid? recordId, CancellationToken ct = default)
    {
        var standing = await (
            from link in db.ConversationLinks
            where link.ConversationId == mine.Id
            join record in db.Records on link.RecordId equals record.Id
            where record.Kind == kind && (recordId == null || record.PublicId == recordId)
            select link).FirstOrDefaultAsync(ct);
        if (standing is null)
        {
            return null;
        }

        await AnnounceAsync(mine, [standing.RecordId], ct);
        db.ConversationLinks.Remove(standing);
        db.RemovedLinks.Add(new RemovedLink
        {
            ConversationId = mine.Id, RecordId = standing.RecordId, Slot = standing.Slot,
        });
        return new ChangeItem
        {
            ConversationId = mine.Id, RecordId = standing.RecordId, Field = ChangeField.ConversationLink,
            Before = LinkState.Of(standing),
        };
    }

    /// <summary>Links one message to a person.</summary>
    public async Task<ChangeItem?> LinkAsync(Message mine, Person person, CancellationToken ct = default)
    {
        if (await db.MessageLinks.AnyAsync(l => l.MessageId == mine.Id && l.RecordId == person.Id, ct))
        {
            return null;
        }

        var addresses = await db.RecordEmails.Where(e => e.RecordId == person.Id).Select(e => e.Address).ToListAsync(ct);
        db.MessageLinks.Add(new MessageLink
        {
            MessageId = mine.Id, RecordId = person.Id, SentAt = mine.SentAt, Rule = LinkRule.ByHand, ByUserId = me.Id,
            At = write.Now,
            Address = await db.Participants.Where(p => p.MessageId == mine.Id && addresses.Contains(p.Address))
                .Select(p => p.Address).FirstOrDefaultAsync(ct),
        });
        await AnnounceAsync(mine, person.Id, ct);
        return new ChangeItem
        {
            MessageId = mine.Id, RecordId = person.Id, Field = ChangeField.PersonLink, After = $"{person.Id}",
        };
    }

    /// <summary>Removes the message's link to the person, seen or not.</summary>
    public async Task<ChangeItem?> UnlinkAsync(Message mine, Guid personId, CancellationToken ct = default)
    {
        var standing = await (
            from link in db.MessageLinks
            where link.MessageId == mine.Id
            join person in db.Records on link.RecordId equals person.Id
            where person.PublicId == personId
            select link).FirstOrDefaultAsync(ct);
        if (standing is null)
        {
            return null;
        }

        await AnnounceAsync(mine, standing.RecordId, ct);
        db.MessageLinks.Remove(standing);
        db.RemovedLinks.Add(new RemovedLink { MessageId = mine.Id, RecordId = standing.RecordId });
        return new ChangeItem
        {
            MessageId = mine.Id, RecordId = standing.RecordId, Field = ChangeField.PersonLink,
            Before = LinkState.Of(standing),
        };
    }

    private async Task AnnounceAsync(Conversation mine, long[] recordIds, CancellationToken ct)
    {
        write.Announce(new LiveEvent("conversation", mine.PublicId, [me.Id]));
        var anyShared = await db.Messages.AnyAsync(
            m => m.ConversationId == mine.Id && m.Visibility == Visibility.Shared && m.DeletedAt == null, ct);
        await LinkedMail.AnnounceRecordsAsync(write, recordIds, anyShared ? null : [me.Id], ct);
    }

    private Task AnnounceAsync(Message mine, long personId, CancellationToken ct)
    {
        write.Announce(new LiveEvent("message", mine.PublicId, [me.Id]));
        return LinkedMail.AnnounceRecordsAsync(write, [personId], mine.IsShared ? null : [me.Id], ct);
    }
}
