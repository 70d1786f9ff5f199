using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>The conversation that a message entered, and what a hand decided for what comes later (S7).</summary>
internal sealed record Placed(long Id, Visibility? LaterVisibility, DateTimeOffset? LaterSince);

/// <summary>
/// Gives a captured message its conversation, and joins the others that it holds together (S52): a parent that comes
/// late may find its answers apart. What differs in its links, was decided by a hand, or would show mail to others is not
/// joined but offered.
/// </summary>
internal sealed class Threading(Write write, long ownerId, Change change, OwnAddresses own)
{
    private const int MaxOffers = 3;

    private sealed record AskedConversation(long Id);

    private static readonly PreparedQuery<AskedConversation, Placed> Standing = new((db, asked) =>
        db.Conversations.Where(c => c.Id == asked.Id).Select(c => new Placed(c.Id, c.LaterVisibility, c.LaterSince)));

    private readonly CompanionDb db = write.Db;
    private readonly List<Near> offered = [];

    /// <inheritdoc cref="CaptureFacts.Traces"/>
    public MailTraces? Traces { get; init; }

    /// <summary>Places a message that is not stored yet. Call <see cref="OfferAsync"/> when it is.</summary>
    public async Task<Placed> PlaceAsync(Message message, IncomingMessage incoming)
    {
        // What may not be the rep's at all joins nothing: it would be linked through its conversation (S30).
        var near = incoming.IsDoubtful ? [] : await NearAsync(message, [.. MessageRows.Mentions(incoming.Mail)]);
        var sides = near.Count == 0 ? ConversationSides.None
            : await ConversationSides.LoadAsync(db, [.. near.Select(n => n.ConversationId)]);
        var addressed = incoming.Addressed.Count == 0 ? null
            : await new LinkFinder(db, ownerId).AddressedAsync(incoming.Addressed[0].RecordId);
        var target = addressed is null ? near.FirstOrDefault()
            : near.FirstOrDefault(n => LinkedTo(sides.Of(n.ConversationId)) == addressed.Id) ??
              near.FirstOrDefault(n => LinkedTo(sides.Of(n.ConversationId)) is null &&
                  !sides.Of(n.ConversationId).Removed.Contains(addressed.Id));
        var conversation = await EnterAsync(target);
        message.ConversationId = conversation.Id;
        // S35: the record that it was sent to keeps it out of where it belongs.
        message.PlacedBy = target?.By ?? (near.Count > 0 ? PlacedBy.RecordAddress : PlacedBy.First);
        if (target is null)
        {
            sides.Set(conversation.Id, ConversationSide.Empty);
        }

        if (addressed is not null)
        {
            sides.Set(conversation.Id, sides.Of(conversation.Id).LinkedTo(ConversationLink.SlotOf(addressed.Kind), addressed.Id));
        }

        if (near.Count > 1 || (near.Count == 1 && target is null))
        {
            var into = await db.Conversations.FirstAsync(c => c.Id == conversation.Id);
            await JoinAsync(into, [.. near.Where(n => n != target)], sides);
            return new Placed(into.Id, into.LaterVisibility, into.LaterSince);
        }

        return conversation;
    }

    /// <summary>A message that was here learnt its mailbox's conversation: what that says of it holds now, too.</summary>
    public async Task LearnAsync(Message known, IncomingMessage incoming)
    {
        if (incoming.IsDoubtful || incoming.ProviderConversationId is not { } provider || known.ProviderConversationId is not null)
        {
            return;
        }

        known.ProviderConversationId = provider;
        var near = (await NearAsync(known, [.. MessageRows.Mentions(incoming.Mail)])).Where(n => n.By != PlacedBy.Subject).ToList();
        if (near.Count > 0)
        {
            var sides = await ConversationSides.LoadAsync(db, [.. near.Select(n => n.ConversationId), known.ConversationId]);
            await JoinAsync(await db.Conversations.FirstAsync(c => c.Id == known.ConversationId), near, sides);
            await OfferAsync(known);
        }
    }

    /// <summary>A message that stood alone, since it was doubted, goes where the rules know a better place (S30).</summary>
    public async Task SettleAsync(Message known, IReadOnlyList<string> mentions)
    {
        var near = await NearAsync(known, mentions);
        if (near.Count == 0)
        {
            return;
        }

        var sides = await ConversationSides.LoadAsync(db, [.. near.Select(n => n.ConversationId), known.ConversationId]);
        if (await JoinSight.WouldShowAsync(db, ownerId, near[0].ConversationId, known.ConversationId, sides))
        {
            offered.AddRange(near);
            await OfferAsync(known);
            return;
        }

        var alone = await db.Conversations.FirstAsync(c => c.Id == known.ConversationId);
        var target = await db.Conversations.FirstAsync(c => c.Id == near[0].ConversationId);
        await new ConversationMoves(write, change).JoinAsync(target, alone, near[0].By, RuleOf(near[0].By));
        sides.Merge(target.Id, alone.Id);
        target.LastEnteredAt = write.Now;
        await db.Entry(known).ReloadAsync();
        await JoinAsync(target, [.. near.Skip(1)], sides);
        await OfferAsync(known);
    }

    /// <summary>Offers what no rule may join, unless it is offered between these conversations already.</summary>
    public async Task OfferAsync(Message message)
    {
        foreach (var other in offered.Take(MaxOffers))
        {
            var asked = await (
                from offer in db.JoinOffers
                join one in db.Messages on offer.MessageId equals one.Id
                join two in db.Messages on offer.OtherMessageId equals two.Id
                where (one.ConversationId == message.ConversationId && two.ConversationId == other.ConversationId) ||
                    (one.ConversationId == other.ConversationId && two.ConversationId == message.ConversationId)
                select offer.Id).AnyAsync();
            if (!asked)
            {
                db.JoinOffers.Add(new JoinOffer { MessageId = message.Id, OtherMessageId = other.MessageId, By = other.By });
            }
        }
    }

    private async Task<IReadOnlyList<Near>> NearAsync(Message message, IReadOnlyList<string> mentions)
    {
        if (message.Id != 0)
        {
            await db.Entry(message).Collection(m => m.Participants).LoadAsync();
        }

        // The traces are those of mails that come; one that is here may have another id.
        return await new ConversationFinder(db, own, message.Id == 0 ? Traces : null)
            .FindAsync(new Placing(ownerId, message, mentions));
    }

    private static long? LinkedTo(ConversationSide side) =>
        side.Links.TryGetValue(LinkSlot.DealOrLead, out var record) ? record : null;

    private static string RuleOf(PlacedBy by) => JsonNamingPolicy.SnakeCaseLower.ConvertName(by.ToString());

    private async Task<Placed> EnterAsync(Near? target)
    {
        if (target is null)
        {
            var begun = new Conversation { OwnerId = ownerId, LastEnteredAt = write.Now };
            db.Put(begun);
            return new Placed(begun.Id, null, null);
        }

        ConversationEntries.Note(db, target.ConversationId, write.Now);
        return (await Standing.FirstAsync(db, new AskedConversation(target.ConversationId)))!;
    }

    private async Task JoinAsync(Conversation into, IReadOnlyList<Near> others, ConversationSides sides)
    {
        foreach (var other in others)
        {
            if (sides.MayJoinByRule(into.Id, other.ConversationId) &&
                !await JoinSight.WouldShowAsync(db, ownerId, into.Id, other.ConversationId, sides))
            {
                var from = await db.Conversations.FirstAsync(c => c.Id == other.ConversationId);
                await new ConversationMoves(write, change).JoinAsync(into, from, other.By, RuleOf(other.By));
                sides.Merge(into.Id, other.ConversationId);
            }
            else if (!sides.AreKeptApart(into.Id, other.ConversationId))
            {
                offered.Add(other);
            }
        }
    }
}
