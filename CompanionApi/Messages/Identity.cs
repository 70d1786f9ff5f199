using System.Security.Cryptography;
using System.Text;
using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>What makes a mail the same mail within one owner (S50).</summary>
internal sealed record Identity(string InternetMessageId, string FromAddress, string Subject, DateTimeOffset SentAt)
{
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Identity Of(IncomingMessage incoming)
    {
        var mail = incoming.Mail;
        // A date from the future or before mail was would stand on top of, or under, every list.
        var credible = mail.Date is { } date && date > Earliest && date < incoming.ReceivedAt + MaxAhead;
        return new Identity(
            mail.MessageId ?? MessageIds.Make(mail),
            mail.From.Count > 0 ? Addresses.Normalize(mail.From[0].Address) : "",
            mail.Subject,
            credible ? mail.Date!.Value.ToUniversalTime() : incoming.ReceivedAt);
    }

    /// <summary>What a tombstone keeps of it.</summary>
    public byte[] Hash() => HashOf(InternetMessageId, FromAddress);

    public static byte[] HashOf(string internetMessageId, string fromAddress) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{internetMessageId}\n{fromAddress}"));
}

/// <summary>What the owner has, or had, under an identity.</summary>
internal sealed record Known(Message? Message, int NextVariant, bool IsGone);

internal sealed class KnownMessages(CompanionDb db, long ownerId)
{
    private static readonly TimeSpan SameMail = TimeSpan.FromHours(24);

    /// <summary>
    /// A message under the same Message-ID and From is the same mail, unless another subject and a date more than a day
    /// apart say that the id was used twice (S50).
    /// </summary>
    public async Task<Known> FindAsync(Identity identity)
    {
        var there = await db.Messages
            .Where(m => m.OwnerId == ownerId && m.InternetMessageId == identity.InternetMessageId &&
                m.FromAddress == identity.FromAddress)
            .OrderBy(m => m.Variant).ToListAsync();
        var same = there.FirstOrDefault(m => m.Subject == identity.Subject ||
            (m.SentAt - identity.SentAt).Duration() <= SameMail);
        if (same is not null)
        {
            return new Known(same, same.Variant, same.DeletedAt is not null);
        }

        var next = there.Count == 0 ? 0 : there[^1].Variant + 1;
        var hash = identity.Hash();
        var buried = there.Count == 0 && await db.Tombstones.AnyAsync(t => t.OwnerId == ownerId && t.IdentityHash == hash);
        return new Known(null, next, buried);
    }
}
