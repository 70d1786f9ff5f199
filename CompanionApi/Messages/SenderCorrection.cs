using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using CompanionApi.Search;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// The owner puts right who wrote a mail that she forwarded (S37). What rules made of the wrong sender goes, and the
/// rules run again for the right one; what a hand did stays (S7).
/// </summary>
internal sealed class SenderCorrection(Write write, CurrentUser me, BccDomain bccDomain, NewPersonLimit limit)
{
    private readonly CompanionDb db = write.Db;
    private readonly Change change = Change.By(me.Id, write.Now, ChangeKind.SenderCorrected, []);

    /// <summary>Null: it stood so already. <paramref name="mine"/> was read out of a forward.</summary>
    /// <exception cref="WouldExposeException">More people would see mail, and <paramref name="expose"/> is not set.</exception>
    /// <exception cref="AlreadyHereException">This mail of that sender is here as a message of its own.</exception>
    public async Task<Change?> RunAsync(Message mine, string name, string address, bool expose, CancellationToken ct)
    {
        var before = ForwardSender.Of(mine)!;
        if ((before.Name, before.Address) == (name, address))
        {
            return null;
        }

        return await Exposure.GuardAsync(
            db, await TouchedAsync(mine, address, ct), expose, () => PutAsync(mine, before, name, address, ct), ct);
    }

    private async Task<Change> PutAsync(
        Message mine, ForwardSender before, string name, string address, CancellationToken ct)
    {
        var own = await OwnAddresses.LoadAsync(db, mine.OwnerId, await AddressesAsync(mine, address, ct), bccDomain.Name, ct);
        var after = new ForwardSender(name, address, SenderReadFrom.Corrected, own.IsOwners(address));
        if (!await after.PutAsync(db, mine, ct))
        {
            throw new AlreadyHereException();
        }

        change.Items.Add(new ChangeItem
        {
            MessageId = mine.Id, Field = ChangeField.Sender, Before = before.ToText(), After = after.ToText(),
        });
        if (before.Address != address)
        {
            await UnlinkAsync(mine, before.Address, ct);
            await LinkAsync(mine, own, ct);
            await JoinReplacedAsync(ct);
        }

        await MailIndex.RenewAsync(db, mine, ct);
        db.Changes.Add(change);
        await db.SaveChangesAsync(ct);
        await AnnounceAsync(mine, ct);
        return change;
    }

    /// <summary>
    /// Mail that may be seen by others afterwards: the conversation's, and that of persons who become visible by it (S10).
    /// All of it: what is left out would be shown without a word.
    /// </summary>
    private async Task<IReadOnlyCollection<long>> TouchedAsync(Message mine, string address, CancellationToken ct)
    {
        var widening = (await new PersonFinder(db, me.Id).FindAsync([address], ct))[address]
            .Where(p => p is { IsNewByMail: true, VisibleTo: VisibleTo.Owner }).Select(p => p.Id).ToList();
        var whole = await db.Messages.Where(m => m.ConversationId == mine.ConversationId).Select(m => m.Id).ToListAsync(ct);
        var theirs = await db.MessageLinks.Where(l => widening.Contains(l.RecordId)).Select(l => l.MessageId).ToListAsync(ct);
        return [.. whole.Union(theirs)];
    }

    private async Task<IReadOnlyCollection<string>> AddressesAsync(Message mine, string address, CancellationToken ct) =>
        [.. await db.Participants.Where(p => p.MessageId == mine.Id).Select(p => p.Address).ToListAsync(ct), address];

    private async Task UnlinkAsync(Message mine, string wrong, CancellationToken ct)
    {
        if (await db.Participants.AnyAsync(p => p.MessageId == mine.Id && p.Address == wrong &&
            (p.Role == ParticipantRole.To || p.Role == ParticipantRole.Cc), ct))
        {
            return;
        }

        var links = await db.MessageLinks.Where(l => l.MessageId == mine.Id && l.Address == wrong &&
            (l.Rule == LinkRule.Participant || l.Rule == LinkRule.MadeByMail)).ToListAsync(ct);
        foreach (var link in links)
        {
            db.MessageLinks.Remove(link);
            change.Items.Add(new ChangeItem
            {
                MessageId = mine.Id, RecordId = link.RecordId, Field = ChangeField.PersonLink,
                Before = LinkState.Of(link),
            });
            await db.SaveChangesAsync(ct);
            await RemoveIfBareAsync(link.RecordId, ct);
        }

        await UnlinkOnlyOpenAsync(mine, wrong, links.ConvertAll(l => l.RecordId), ct);
    }

    /// <summary>The deal or lead that was linked as the wrong sender's only open one.</summary>
    private async Task UnlinkOnlyOpenAsync(Message mine, string wrong, List<long> persons, CancellationToken ct)
    {
        if (await db.Participants.AnyAsync(p => p.Address == wrong &&
            db.Messages.Any(m => m.Id == p.MessageId && m.ConversationId == mine.ConversationId), ct))
        {
            return;
        }

        foreach (var link in await db.ConversationLinks.Where(l => l.ConversationId == mine.ConversationId &&
            l.Rule == LinkRule.OnlyOpen && (l.Address == wrong || (l.PersonId != null && persons.Contains(l.PersonId.Value)))).ToListAsync(ct))
        {
            db.ConversationLinks.Remove(link);
            change.Items.Add(new ChangeItem
            {
                ConversationId = mine.ConversationId, RecordId = link.RecordId, Field = ChangeField.ConversationLink,
                Before = LinkState.Of(link),
            });
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>A person whom mail made for the wrong address alone, and whom nobody has looked at, goes with it.</summary>
    private async Task RemoveIfBareAsync(long personId, CancellationToken ct)
    {
        var person = await db.Records.OfType<Person>().FirstOrDefaultAsync(
            p => p.Id == personId && p.OwnerId == me.Id && p.IsNewByMail && p.DeletedAt == null && p.OrganizationId == null, ct);
        if (person is null || await db.MessageLinks.AnyAsync(l => l.RecordId == personId, ct) ||
            await db.RecordPersons.AnyAsync(l => l.PersonId == personId, ct) ||
            await db.Notes.AnyAsync(n => n.RecordId == personId, ct))
        {
            return;
        }

        person.DeletedAt = write.Now;
        person.Version++;
        change.Items.Add(new ChangeItem
        {
            RecordId = personId, Field = ChangeField.RecordDeleted, After = nameof(RecordKind.Person),
        });
        await db.SaveChangesAsync(ct);
    }

    private async Task LinkAsync(Message mine, OwnAddresses own, CancellationToken ct)
    {
        await db.Notices.Where(n => n.MessageId == mine.Id && n.Code == NoticeCodes.SeveralOpen).ExecuteDeleteAsync(ct);
        var people = await db.Participants.Where(p => p.MessageId == mine.Id && p.Role <= ParticipantRole.Cc)
            .OrderBy(p => p.Role).ThenBy(p => p.Position).Select(p => new OutsideAddress(p.Address, p.Name)).ToListAsync(ct);
        var makes = !mine.IsAutomatic && await db.Arrivals.AnyAsync(
            a => a.MessageId == mine.Id && (a.Door == Door.SmartBcc || a.Door == Door.Dropbox), ct);
        var wish = new LinkWish(
            mine.OwnerId, MessageRows.Outside(people, own), makes ? limit.PerMail : 0, [], new Strangers(db, mine.OwnerId, bccDomain));
        await new CaptureLinks(write, wish, change).ApplyAsync(mine);
    }

    /// <summary>A link that another took the place of is one item, as undo puts one back for the other.</summary>
    private async Task JoinReplacedAsync(CancellationToken ct)
    {
        var links = change.Items.Where(i => i.Field == ChangeField.ConversationLink).ToList();
        var ids = links.Select(i => i.RecordId).ToList();
        var slots = await db.Records.Where(r => ids.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => ConversationLink.SlotOf(r.Kind), ct);
        foreach (var gone in links.Where(i => i.After is null))
        {
            if (links.Find(i => i.Before is null && slots[i.RecordId!.Value] == slots[gone.RecordId!.Value]) is { } put)
            {
                put.Before = gone.Before;
                change.Items.Remove(gone);
            }
        }
    }

    private async Task AnnounceAsync(Message mine, CancellationToken ct)
    {
        write.Announce(new LiveEvent("message", mine.PublicId, [me.Id]));
        var records = change.Items.Select(i => i.RecordId).OfType<long>().Distinct().ToList();
        await LinkedMail.AnnounceRecordsAsync(write, records, mine.IsShared ? null : [me.Id], ct);
    }
}

/// <summary>The mail is here already as a message of its own.</summary>
internal sealed class AlreadyHereException() : Exception("This mail is here already.");
