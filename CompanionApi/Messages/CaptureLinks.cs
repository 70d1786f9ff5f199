using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// Whose a captured mail is: its persons, matched or made (R25); the record it was addressed to (R27); the only open
/// one (R26). Runs for every arrival and adds what is missing, never against a hand (S7).
/// </summary>
internal sealed class CaptureLinks(Write write, IncomingMessage incoming, Change change, OwnAddresses own)
{
    private readonly CompanionDb db = write.Db;
    private readonly LinkFinder links = new(write.Db, incoming.OwnerId);

    public async Task ApplyAsync(Message message)
    {
        var outside = MessageRows.Outside(incoming.Mail, own);
        var persons = await LinkPersonsAsync(message, outside);
        var mayAutoLink = await LinkAddressedAsync(message);
        await AutoLinkAsync(message, persons, [.. outside.Select(o => o.Address)], mayAutoLink);
        await db.SaveChangesAsync();
        if (message.IsShared)
        {
            await LinkedMail.WidenNewPersonsAsync(write, [message.Id], change);
        }
    }

    private async Task<IReadOnlyList<Person>> LinkPersonsAsync(Message message, IReadOnlyList<OutsideAddress> outside)
    {
        var finder = new PersonFinder(db, incoming.OwnerId);
        var found = await finder.FindAsync([.. outside.Select(o => o.Address)]);
        var missing = outside.Where(o => !found.Contains(o.Address) && IsSomebody(o.Address)).ToList();
        var makes = incoming.MakesPersons && !incoming.Mail.IsAutomatic;
        if (makes && missing.Count > PersonFinder.MaxMade)
        {
            Notice(message, NoticeCodes.TooManyPersons, new { count = missing.Count });
            makes = false;
        }

        var linked = await db.MessageLinks.Where(l => l.MessageId == message.Id).Select(l => l.RecordId).ToHashSetAsync();
        var removed = await db.RemovedLinks.Where(l => l.MessageId == message.Id).Select(l => l.RecordId).ToHashSetAsync();
        var persons = new List<Person>();
        foreach (var who in outside)
        {
            persons.AddRange(found[who.Address]);
            if (finder.Best(found[who.Address]) is { } person)
            {
                if (!removed.Contains(person.Id) && linked.Add(person.Id))
                {
                    Link(message, person, LinkRule.Participant, who.Address);
                }
            }
            else if (makes && IsSomebody(who.Address))
            {
                var made = finder.Make(who, write.Now);
                await db.SaveChangesAsync();
                persons.Add(made);
                change.Items.Add(new ChangeItem
                {
                    RecordId = made.Id, MessageId = message.Id, Field = ChangeField.RecordCreated,
                    After = nameof(RecordKind.Person), Rule = "made_by_mail",
                });
                Link(message, made, LinkRule.MadeByMail, who.Address);
            }
        }

        return persons;
    }

    /// <summary>Addresses that only machines answer make no persons (S36).</summary>
    private static bool IsSomebody(string address)
    {
        var local = address[..Math.Max(address.IndexOf('@'), 0)].Replace("-", "").Replace("_", "").Replace(".", "");
        return local.Length > 0 && local is not ("noreply" or "donotreply" or "mailerdaemon" or "postmaster" or "bounce" or
            "bounces" or "autoreply" or "notification" or "notifications");
    }

    /// <summary>
    /// Links to the record it was addressed to. False: no rule may choose a deal or lead in the place of one that is not
    /// available (S34).
    /// </summary>
    private async Task<bool> LinkAddressedAsync(Message message)
    {
        if (incoming.Addressed.Count == 0)
        {
            return true;
        }

        var first = incoming.Addressed[0];
        if (message.PlacedBy == PlacedBy.RecordAddress)
        {
            Notice(message, NoticeCodes.ConversationOfItsOwn, null);
        }

        if (incoming.Addressed.Count > 1)
        {
            Notice(message, NoticeCodes.OtherRecordAddresses,
                new { addresses = incoming.Addressed.Skip(1).Select(a => a.Address) });
        }

        if (await links.AddressedAsync(first.RecordId) is not { } record)
        {
            Notice(message, NoticeCodes.AddressNotAvailable, new { addresses = new[] { first.Address } });
            return false;
        }

        var slot = ConversationLink.SlotOf(record.Kind);
        var standing = await db.ConversationLinks.FirstOrDefaultAsync(l =>
            l.ConversationId == message.ConversationId && l.Slot == slot);
        if (standing is null)
        {
            // A repeat does not put back what a hand has removed (S7).
            if (!await db.RemovedLinks.AnyAsync(
                l => l.ConversationId == message.ConversationId && l.RecordId == record.Id))
            {
                Link(message, slot, record.Id, LinkRule.RecordAddress, null);
            }
        }
        else if (standing.RecordId != record.Id)
        {
            // It came again, now to another record's address: the conversation belongs already (S35).
            Notice(message, NoticeCodes.OtherRecordAddresses, new { addresses = new[] { first.Address } });
        }

        return true;
    }

    private async Task AutoLinkAsync(
        Message message, IReadOnlyList<Person> persons, IReadOnlyCollection<string> addresses,
        bool mayChooseDealOrLead)
    {
        var switches = await db.Users.AsNoTracking().Where(u => u.Id == incoming.OwnerId)
            .Select(u => u.MailSettings).FirstAsync();
        var open = await links.OpenOfAsync([.. persons.Select(p => p.Id)], addresses);
        if (mayChooseDealOrLead)
        {
            await FillAsync(message, LinkSlot.DealOrLead, LinkFinder.DealOrLead(open, switches));
        }

        await FillAsync(message, LinkSlot.Project, LinkFinder.Project(open, switches));
    }

    private async Task FillAsync(Message message, LinkSlot slot, AutoLink auto)
    {
        var justLinked = db.ConversationLinks.Local.Any(l =>
            l.ConversationId == message.ConversationId && l.Slot == slot);
        if (auto == AutoLink.Nothing || justLinked || !await links.IsFreeAsync(message.ConversationId, slot))
        {
            return;
        }

        if (auto.Only is { } only)
        {
            Link(message, slot, only.RecordId, LinkRule.OnlyOpen, only.PersonId);
            return;
        }

        var several = auto.Several.Select(c => c.RecordId).ToList();
        var ids = await db.Records.Where(r => several.Contains(r.Id)).Select(r => r.PublicId).ToListAsync();
        Notice(message, NoticeCodes.SeveralOpen, new { records = ids });
    }

    private void Link(Message message, Person person, LinkRule rule, string address)
    {
        db.MessageLinks.Add(new MessageLink
        {
            MessageId = message.Id, RecordId = person.Id, SentAt = message.SentAt, Rule = rule, Address = address,
            At = write.Now,
        });
        change.Items.Add(new ChangeItem
        {
            MessageId = message.Id, RecordId = person.Id, Field = ChangeField.PersonLink, After = $"{person.Id}",
            Rule = JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.ToString()),
        });
    }

    private void Link(Message message, LinkSlot slot, long recordId, LinkRule rule, long? personId)
    {
        db.ConversationLinks.Add(new ConversationLink
        {
            ConversationId = message.ConversationId, RecordId = recordId, Slot = slot, Rule = rule, PersonId = personId,
            At = write.Now,
        });
        change.Items.Add(new ChangeItem
        {
            ConversationId = message.ConversationId, RecordId = recordId, Field = ChangeField.ConversationLink,
            After = $"{recordId}", Rule = JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.ToString()),
        });
    }

    private void Notice(Message message, string code, object? parameters)
    {
        if (!db.Notices.Any(n => n.MessageId == message.Id && n.Code == code))
        {
            db.Notices.Add(new Notice
            {
                MessageId = message.Id, Code = code,
                Parameters = parameters is null ? null : JsonSerializer.Serialize(parameters),
            });
        }
    }
}
