using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>
/// Keeps or takes away records that mail made, as one change (S10). Taken away goes only what no hand has touched; the
/// others are named with the reason.
/// </summary>
internal sealed class ReviewChange(Write write, CurrentUser me)
{
    private readonly CompanionDb db = write.Db;
    private readonly Visible visible = new(write.Db, me);
    private readonly List<ChangeItem> items = [];

    /// <summary>Null: there is no such person to give the addresses to.</summary>
    /// <exception cref="WouldExposeException">Mail would be shown, and <paramref name="agreed"/> is not said.</exception>
    public async Task<Reviewed?> RunAsync(
        IReadOnlyList<Guid> ids, ReviewAct act, Guid? personId, bool agreed, CancellationToken ct)
    {
        var standing = await ReviewList.Of(visible, me).Include(r => r.Emails).Where(r => ids.Contains(r.PublicId))
            .ToListAsync(ct);
        var heir = act == ReviewAct.MoveAddress && !ids.Contains(personId ?? Guid.Empty)
            ? await visible.Records.OfType<Person>().Include(p => p.Emails)
                .FirstOrDefaultAsync(p => p.PublicId == personId, ct)
            : null;
        if (act == ReviewAct.MoveAddress && heir is null)
        {
            return null;
        }

        var inUse = act == ReviewAct.Keep
            ? new Dictionary<long, string>()
            : await MadeByMail.InUseAsync(db, me.Id, [.. standing.Select(r => r.Id)], ct);
        var taken = standing.Where(r => !inUse.ContainsKey(r.Id)).ToList();
        var change = act switch
        {
            ReviewAct.Keep => await KeepAsync(taken, ct),
            ReviewAct.Remove => await RemoveAsync(taken, ChangeKind.RecordDeleted, ct),
            _ => await MoveAsync(taken, heir!, agreed, ct),
        };
        var skipped = standing.Where(r => inUse.ContainsKey(r.Id)).Select(r => new ReviewSkipped(r.PublicId, inUse[r.Id]))
            .Concat(ids.Distinct().Except(standing.Select(r => r.PublicId)).Select(id => new ReviewSkipped(id, "not_found")));
        return new Reviewed(ChangeRef.Of(change), [.. taken.Select(r => r.PublicId)], [.. skipped]);
    }

    private Task<Change?> KeepAsync(IReadOnlyList<Record> taken, CancellationToken ct)
    {
        foreach (var record in taken)
        {
            items.Add(new ChangeItem
            {
                RecordId = record.Id, Field = ChangeField.RecordFields, Before = """{"isNewByMail":true}""",
                After = """{"isNewByMail":false}""",
            });
            record.IsNewByMail = false;
            record.Version++;
        }

        return FinishAsync(ChangeKind.RecordEdited, taken, ct);
    }

    private async Task<Change?> RemoveAsync(IReadOnlyList<Record> taken, ChangeKind kind, CancellationToken ct)
    {
        // A colleague's private mail keeps its link to what is gone: nobody writes to another's mail (S5).
        var ids = taken.Select(r => r.Id).ToList();
        var links = await MyLinks(ids).ToListAsync(ct);
        var ofConversations = await db.ConversationLinks.Where(l => ids.Contains(l.RecordId) &&
            Visible.ConversationsOf(db, me.Id).Any(c => c.Id == l.ConversationId)).ToListAsync(ct);
        items.AddRange(links.Select(link => new ChangeItem
        {
            MessageId = link.MessageId, RecordId = link.RecordId, Field = ChangeField.PersonLink, Before = LinkState.Of(link),
        }));
        items.AddRange(ofConversations.Select(link => new ChangeItem
        {
            ConversationId = link.ConversationId, RecordId = link.RecordId, Field = ChangeField.ConversationLink,
            Before = LinkState.Of(link),
        }));
        db.MessageLinks.RemoveRange(links);
        db.ConversationLinks.RemoveRange(ofConversations);
        foreach (var record in taken)
        {
            items.Add(new ChangeItem
            {
                RecordId = record.Id, Field = ChangeField.RecordDeleted, After = record.Kind.ToString(),
            });
            record.DeletedAt = write.Now;
            record.Version++;
        }

        return await FinishAsync(kind, taken, ct);
    }

    /// <summary>The person takes their addresses and stands in their mail's place.</summary>
    private async Task<Change?> MoveAsync(IReadOnlyList<Record> taken, Person heir, bool agreed, CancellationToken ct)
    {
        var ids = taken.Select(r => r.Id).ToList();
        var links = await MyLinks(ids).AsNoTracking().ToListAsync(ct);
        var mail = links.Select(l => l.MessageId).Distinct().ToList();
        return await Exposure.GuardAsync(
            db, mail, agreed,
            async () =>
            {
                await TakeAddressesAsync(taken, heir, ct);
                var there = await db.MessageLinks.Where(l => l.RecordId == heir.Id && mail.Contains(l.MessageId))
                    .Select(l => l.MessageId).ToListAsync(ct);
                foreach (var link in links.Where(l => !there.Contains(l.MessageId)).DistinctBy(l => l.MessageId))
                {
                    db.MessageLinks.Add(new MessageLink
                    {
                        MessageId = link.MessageId, RecordId = heir.Id, SentAt = link.SentAt, Rule = LinkRule.ByHand,
                        ByUserId = me.Id, Address = link.Address, At = write.Now,
                    });
                    items.Add(new ChangeItem
                    {
                        MessageId = link.MessageId, RecordId = heir.Id, Field = ChangeField.PersonLink, After = $"{heir.Id}",
                    });
                }

                var change = await RemoveAsync(taken, ChangeKind.AddressMoved, ct);
                if (change is not null)
                {
                    var shared = await visible.Mine.Where(m => mail.Contains(m.Id) && m.Visibility == Visibility.Shared)
                        .Select(m => m.Id).ToListAsync(ct);
                    await LinkedMail.WidenNewPersonsAsync(write, shared, change, ct);
                    await LinkedMail.AnnounceRecordsAsync(write, [heir.Id], null, ct);
                }

                return change;
            },
            ct);
    }

    private IQueryable<MessageLink> MyLinks(IReadOnlyCollection<long> recordIds) =>
        db.MessageLinks.Where(l => recordIds.Contains(l.RecordId) && visible.Mine.Any(m => m.Id == l.MessageId));

    private async Task TakeAddressesAsync(IReadOnlyList<Record> taken, Person heir, CancellationToken ct)
    {
        if (taken.Count == 0)
        {
            return;
        }

        var before = await RecordFields.ReadAsync(db, heir, ct);
        heir.PutEmails([
            .. heir.Emails.OrderBy(e => e.Position).Select(e => e.Address)
                .Union(taken.SelectMany(r => r.Emails.OrderBy(e => e.Position).Select(e => e.Address))),
        ]);
        await db.SaveChangesAsync(ct);
        if (RecordFields.Difference(heir, before, await RecordFields.ReadAsync(db, heir, ct)) is { } fields)
        {
            heir.Version++;
            items.Add(fields);
        }
    }

    private async Task<Change?> FinishAsync(ChangeKind kind, IReadOnlyList<Record> taken, CancellationToken ct)
    {
        if (items.Count == 0)
        {
            return null;
        }

        var change = Change.By(me.Id, write.Now, kind, items);
        db.Changes.Add(change);
        await db.SaveChangesAsync(ct);
        await LinkedMail.AnnounceRecordsAsync(write, [.. taken.Select(r => r.Id)], null, ct);
        var messages = items.Select(i => i.MessageId).OfType<long>().Distinct().ToList();
        foreach (var id in await visible.Mine.Where(m => messages.Contains(m.Id)).Select(m => m.PublicId).ToListAsync(ct))
        {
            write.Announce(new LiveEvent("message", id, [me.Id]));
        }

        return change;
    }
}
