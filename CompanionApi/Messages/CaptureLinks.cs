using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// Whose a captured mail is: its persons, matched or made (R25); the record it was addressed to (R27); the only open
/// one (R26). Runs for every arrival and adds what is missing, never against a hand (S7).
/// </summary>
internal sealed class CaptureLinks(Write write, LinkWish wish, Change change)
{
    private readonly CompanionDb db = write.Db;
    private sealed record AskedMessage(long Id);

    private static readonly PreparedQuery<AskedMessage, long> Linked = new((db, asked) =>
        db.MessageLinks.Where(l => l.MessageId == asked.Id).Select(l => l.RecordId));

    private static readonly PreparedQuery<AskedMessage, long> Removed = new((db, asked) =>
        db.RemovedLinks.Where(l => l.MessageId == asked.Id).Select(l => l.RecordId));

    private sealed record AskedSlot(long ConversationId, long Slot);

    private static readonly PreparedQuery<AskedSlot, ConversationLink> Standing = new((db, asked) =>
        db.ConversationLinks.Where(l => l.ConversationId == asked.ConversationId && (long)l.Slot == asked.Slot));

    private readonly LinkFinder links = new(write.Db, wish.OwnerId);
    private readonly PersonFinder finder = new(write.Db, wish.OwnerId);

    public async Task ApplyAsync(Message message)
    {
        // All outside people of the message count together, also those that an earlier arrival had and this one has not
        // (S38): of several open records a part is not the only one.
        var all = wish.Outside.Select(o => o.Address).ToList();
        if (!wish.IsNew)
        {
            all = [.. all.Union((await wish.Strangers.OutsideAsync(message.Id)).Select(o => o.Address))];
        }

        var facts = wish.IsNew && wish.Facts is { } asked ? asked : await LinkFacts.LoadAsync(db, wish.OwnerId, all);
        await LinkPersonsAsync(message, facts.Persons);
        var mayAutoLink = await LinkAddressedAsync(message);
        await AutoLinkAsync(message, facts.OpenOf(all), facts.Settings, mayAutoLink);
        await db.SaveChangesAsync();
        if (message.IsShared)
        {
            await LinkedMail.WidenNewPersonsAsync(write, [message.Id], change);
        }
    }

    private async Task LinkPersonsAsync(Message message, ILookup<string, PersonMatch> found)
    {
        var missing = wish.NewPersons > 0
            ? await finder.MissingAsync([.. wish.Outside.Select(o => o.Address).Where(a => !found.Contains(a))])
            : [];
        if (wish.IsForward || message.SenderReadFrom is not null)
        {
            // Of a forward only its sender becomes a person (S36).
            missing.RemoveWhere(address => address != message.FromAddress);
        }

        if (missing.Count > wish.NewPersons)
        {
            await NoticeAsync(message, NoticeCodes.TooManyPersons);
            missing.Clear();
        }

        var linked = wish.IsNew ? [] : (await Linked.ToListAsync(db, new AskedMessage(message.Id))).ToHashSet();
        var removed = wish.IsNew ? [] : (await Removed.ToListAsync(db, new AskedMessage(message.Id))).ToHashSet();
        foreach (var who in wish.Outside)
        {
            if (finder.Best(found[who.Address]) is { } person)
            {
                if (!removed.Contains(person.Id) && linked.Add(person.Id))
                {
                    Link(message, person.Id, LinkRule.Participant, who.Address);
                }
            }
            else if (missing.Contains(who.Address))
            {
                var made = finder.Make(who, write.Now);
                await db.SaveChangesAsync();
                change.Items.Add(new ChangeItem
                {
                    RecordId = made.Id, MessageId = message.Id, Field = ChangeField.RecordCreated,
                    After = nameof(RecordKind.Person), Rule = "made_by_mail",
                });
                Link(message, made.Id, LinkRule.MadeByMail, who.Address);
            }
        }
    }

    /// <summary>
    /// Links to the record it was addressed to. False: no rule may choose a deal or lead in the place of one that is not
    /// available (S34).
    /// </summary>
    private async Task<bool> LinkAddressedAsync(Message message)
    {
        if (wish.Addressed.Count == 0)
        {
            return true;
        }

        var first = wish.Addressed[0];
        if (message.PlacedBy == PlacedBy.RecordAddress)
        {
            await NoticeAsync(message, NoticeCodes.ConversationOfItsOwn);
        }

        if (wish.Addressed.Count > 1)
        {
            await NoticeAsync(message, NoticeCodes.OtherRecordAddresses,
                new NoticeParameters { Addresses = [.. wish.Addressed.Skip(1).Select(a => a.Address)] });
        }

        if (await links.AddressedAsync(first.RecordId) is not { } record)
        {
            await NoticeAsync(message, NoticeCodes.AddressNotAvailable, new NoticeParameters { Addresses = [first.Address] });
            return false;
        }

        var slot = ConversationLink.SlotOf(record.Kind);
        var standing = await ConversationSides.Living(db, message.ConversationId).FirstOrDefaultAsync(l => l.Slot == slot);
        if (standing is null)
        {
            // A repeat does not put back what a hand has removed (S7).
            if (!await db.RemovedLinks.AnyAsync(
                l => l.ConversationId == message.ConversationId && l.RecordId == record.Id))
            {
                await LinkAsync(message, slot, record.Id, LinkRule.RecordAddress, null, first.Address);
            }
        }
        else if (standing.RecordId != record.Id)
        {
            // It came again, now to another record's address: the conversation belongs already (S35).
            await NoticeAsync(message, NoticeCodes.OtherRecordAddresses, new NoticeParameters { Addresses = [first.Address] });
        }

        return true;
    }

    private async Task AutoLinkAsync(
        Message message, IReadOnlyList<Candidate> open, MailSettings switches, bool mayChooseDealOrLead)
    {
        if (mayChooseDealOrLead)
        {
            await FillAsync(message, LinkSlot.DealOrLead, LinkFinder.DealOrLead(open, switches));
        }

        await FillAsync(message, LinkSlot.Project, LinkFinder.Project(open, switches));
    }

    private async Task FillAsync(Message message, LinkSlot slot, AutoLink auto)
    {
        if (auto == AutoLink.Nothing || !await links.IsFreeAsync(message.ConversationId, slot))
        {
            return;
        }

        if (auto.Only is { } only)
        {
            if (wish.NewerThan is null || only.CreatedAt < wish.NewerThan)
            {
                await LinkAsync(message, slot, only.RecordId, LinkRule.OnlyOpen, only.PersonId, only.Address);
            }

            return;
        }

        var several = auto.Several.Select(c => c.RecordId).ToList();
        var ids = await db.Records.Where(r => several.Contains(r.Id)).Select(r => r.PublicId).ToListAsync();
        await NoticeAsync(message, NoticeCodes.SeveralOpen, new NoticeParameters { Records = ids });
    }

    private void Link(Message message, long personId, LinkRule rule, string address)
    {
        db.Put(new MessageLink
        {
            MessageId = message.Id, RecordId = personId, SentAt = message.SentAt, Rule = rule, Address = address,
            At = write.Now,
        });
        change.Items.Add(new ChangeItem
        {
            MessageId = message.Id, RecordId = personId, Field = ChangeField.PersonLink, After = $"{personId}",
            Rule = JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.ToString()),
        });
    }

    /// <summary>One to a deleted record gives way; if that comes back, the slot is taken and stays so.</summary>
    private async Task LinkAsync(
        Message message, LinkSlot slot, long recordId, LinkRule rule, long? personId, string? address)
    {
        var dead = await Standing.FirstAsync(db, new AskedSlot(message.ConversationId, (long)slot));
        if (dead is not null)
        {
            await db.ConversationLinks.Where(l => l.Id == dead.Id).ExecuteDeleteAsync();
        }

        db.Put(new ConversationLink
        {
            ConversationId = message.ConversationId, RecordId = recordId, Slot = slot, Rule = rule, PersonId = personId,
            Address = address, At = write.Now,
        });
        change.Items.Add(new ChangeItem
        {
            ConversationId = message.ConversationId, RecordId = recordId, Field = ChangeField.ConversationLink,
            Before = dead is null ? null : LinkState.Of(dead), After = $"{recordId}", Rule = JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.ToString()),
        });
    }

    /// <summary>A second arrival adds to the notice of the first; one that was put away stays away (S7).</summary>
    private async Task NoticeAsync(Message message, string code, NoticeParameters? parameters = null)
    {
        var standing = db.Notices.Local.FirstOrDefault(n => n.MessageId == message.Id && n.Code == code) ??
            await db.Notices.FirstOrDefaultAsync(n => n.MessageId == message.Id && n.Code == code);
        if (standing is null)
        {
            standing = new Notice { MessageId = message.Id, Code = code };
            db.Notices.Add(standing);
        }

        if (parameters is not null)
        {
            standing.Parameters = NoticeParameters.Parse(standing.Parameters).And(parameters).ToJson();
        }
    }
}

/// <summary>
/// What is to be linked, from a mail on its way in or from one that its owner has just confirmed. <paramref name="NewPersons"/>:
/// so many may be made; 0: none.
/// </summary>
internal sealed record LinkWish(
    long OwnerId, IReadOnlyList<OutsideAddress> Outside, int NewPersons, IReadOnlyList<Addressed> Addressed,
    Strangers Strangers)
{
    /// <summary>Set for synced mail: it is linked to an only open record that was there before it (S38).</summary>
    public DateTimeOffset? NewerThan { get; init; }

    /// <summary>The message has just been put in: nothing stands on it, and its rows are what is wished here.</summary>
    public bool IsNew { get; init; }

    /// <summary>Of a new message: what was asked before; null: it is asked here.</summary>
    public LinkFacts? Facts { get; init; }

    /// <summary>Read out of a forward: its To and Cc are matched and make nobody.</summary>
    public bool IsForward { get; init; }
}
