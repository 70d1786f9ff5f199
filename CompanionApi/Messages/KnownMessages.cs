using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>What the owner has, or had, of a mail that comes, and the identity and variant that it has after all.</summary>
internal sealed record Known(Message? Message, Identity Identity, int Variant, bool IsGone);

internal sealed class KnownMessages(CompanionDb db, IncomingMessage incoming, CaptureFacts facts)
{
    /// <summary>The sender's place in the tombstone of a forward: the mail that carried it.</summary>
    public const string OfForward = "forward";

    private static readonly TimeSpan SameMail = TimeSpan.FromHours(24);

    private sealed record Asked(
        long OwnerId, string Id, string From, string Outer, string MatchKey, byte[] Hash, byte[] MadeHash, byte[] OuterHash);

    // 0 rows: nothing here or buried has anything to do with the mail.
    private static readonly PreparedQuery<Asked, long> Traces = new((db, asked) =>
        db.Messages.Where(m => m.OwnerId == asked.OwnerId && m.InternetMessageId == asked.Id && m.FromAddress == asked.From)
            .Select(m => m.Id)
            .Concat(db.Forwards.Where(f => f.OwnerId == asked.OwnerId && f.OuterMessageId == asked.Outer).Select(f => f.Id))
            .Concat(db.Forwards.Where(f => f.OwnerId == asked.OwnerId && f.MatchKey == asked.MatchKey).Select(f => f.Id))
            .Concat(db.Tombstones.Where(t => t.OwnerId == asked.OwnerId &&
                (t.IdentityHash == asked.Hash || t.IdentityHash == asked.MadeHash || t.IdentityHash == asked.OuterHash))
                .Select(t => t.Id)));

    private readonly long ownerId = incoming.OwnerId;
    private readonly ForwardMatch match = new(db, incoming.OwnerId);

    /// <summary>
    /// A mail is known by the forward that carried it, by its Message-ID and From, or as the same mail that a forward
    /// told of without its id.
    /// </summary>
    public async Task<Known> FindAsync(Identity identity)
    {
        if (incoming.Forward is null &&
            (facts.Traces?.MayBeKnown(identity) == false || await Traces.FirstAsync(db, AskedOf(identity)) == 0))
        {
            return new Known(null, identity, 0, false);
        }

        if (await CarriedAsync(identity) is { } carried)
        {
            return new Known(carried, identity, carried.Variant, carried.DeletedAt is not null);
        }

        if (incoming.Forward?.ClaimedId is not null && await IsAnothersAsync(identity))
        {
            identity = identity.WithMadeId();
        }

        var there = await ByIdAsync(identity);
        if (there.FirstOrDefault(m => IsSame(m, identity)) is { } same)
        {
            return new Known(same, identity, same.Variant, same.DeletedAt is not null);
        }

        var next = there.Count == 0 ? 0 : there[^1].Variant + 1;
        return await match.FindAsync(incoming, identity) is { } matched
            ? new Known(matched, identity, next, matched.DeletedAt is not null)
            : new Known(null, identity, next, there.Count == 0 && await IsBuriedAsync(identity));
    }

    private Asked AskedOf(Identity identity) => new(
        ownerId, identity.InternetMessageId, identity.FromAddress, identity.InternetMessageId,
        ForwardMatch.KeyOf(identity.FromAddress, identity.Subject),
        identity.Hash(), identity.WithMadeId().Hash(), Identity.HashOf(identity.InternetMessageId, OfForward));

    /// <summary>The same forward again, or the copy of it that lies in Sent (R30).</summary>
    private async Task<Message?> CarriedAsync(Identity identity)
    {
        var outer = incoming.Forward?.OuterMessageId ?? (facts.Own.IsOwners(identity.FromAddress) ? identity.InternetMessageId : "");
        // The copy in Sent is that of all mails that hung on it, the first of which a list may have kept out.
        var number = incoming.Forward?.Number;
        return outer.Length == 0
            ? null
            : await (
                from known in db.Forwards
                where known.OwnerId == ownerId && known.OuterMessageId == outer && (number == null || known.Number == number)
                orderby known.Number
                join message in db.Messages on known.MessageId equals message.Id
                select message).FirstOrDefaultAsync();
    }

    /// <summary>The id that the forward claims is that of a mail from somebody else: it is not the mail forwarded.</summary>
    private Task<bool> IsAnothersAsync(Identity identity) => db.Messages.AnyAsync(m =>
        m.OwnerId == ownerId && m.InternetMessageId == identity.InternetMessageId && m.FromAddress != identity.FromAddress);

    private async Task<List<Message>> ByIdAsync(Identity identity)
    {
        var there = await db.Messages
            .Where(m => m.OwnerId == ownerId && m.InternetMessageId == identity.InternetMessageId &&
                m.FromAddress == identity.FromAddress)
            .OrderBy(m => m.Variant).ToListAsync();
        foreach (var claim in there.Where(m => m.SenderReadFrom is not null).ToList())
        {
            var isCertain = await db.Forwards.AnyAsync(f => f.MessageId == claim.Id && f.IsIdCertain);
            if (!isCertain && incoming.Forward is null && !await match.IsSameAsync(claim, incoming, identity))
            {
                // The mail that has the id by right is another one than the forward told of.
                claim.InternetMessageId = ForwardMatch.MakeId(claim.FromAddress, claim.Subject, claim.SentAt);
                await db.SaveChangesAsync();
                there.Remove(claim);
            }
        }

        return there;
    }

    /// <summary>
    /// Under one Message-ID and From it is the same mail, unless another subject and a date more than a day apart say
    /// that the id was used twice (S50).
    /// </summary>
    private static bool IsSame(Message there, Identity identity) =>
        there.Subject == identity.Subject || (there.SentAt - identity.SentAt).Duration() <= SameMail;

    private Task<bool> IsBuriedAsync(Identity identity)
    {
        byte[][] hashes =
        [
            identity.Hash(), identity.WithMadeId().Hash(),
            Identity.HashOf(incoming.Forward?.OuterMessageId ?? identity.InternetMessageId, OfForward),
        ];
        return db.Tombstones.AnyAsync(t => t.OwnerId == ownerId && hashes.Contains(t.IdentityHash));
    }
}
