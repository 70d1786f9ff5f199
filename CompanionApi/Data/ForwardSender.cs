using System.Text.Json;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>The sender of a forwarded message and whence it is known, as the trail keeps it and undo puts it back.</summary>
public sealed record ForwardSender(string Name, string Address, SenderReadFrom ReadFrom, bool IsSent)
{
    /// <summary>Null: all of the message is the mail's own, its sender too.</summary>
    public static ForwardSender? Of(Message message) => message.SenderReadFrom is { } readFrom
        ? new ForwardSender(message.FromName, message.FromAddress, readFrom, message.IsSent)
        : null;

    public static ForwardSender Read(string text) => JsonSerializer.Deserialize<ForwardSender>(text)!;

    public string ToText() => JsonSerializer.Serialize(this);

    /// <summary>Makes it the message's sender. False, and nothing done, where this mail of his is here already.</summary>
    public async Task<bool> PutAsync(CompanionDb db, Message message, CancellationToken ct = default)
    {
        if (await db.Messages.AnyAsync(m => m.Id != message.Id && m.OwnerId == message.OwnerId && m.FromAddress == Address &&
            m.InternetMessageId == message.InternetMessageId && m.Variant == message.Variant, ct))
        {
            return false;
        }

        (message.FromName, message.FromAddress) = (Name, Address);
        (message.SenderReadFrom, message.IsSent) = (ReadFrom, IsSent);
        foreach (var sender in await db.Participants
            .Where(p => p.MessageId == message.Id && p.Role == ParticipantRole.From).ToListAsync(ct))
        {
            (sender.Name, sender.Address) = (Name, Address);
        }

        foreach (var forward in await db.Forwards.Where(f => f.MessageId == message.Id).ToListAsync(ct))
        {
            // The mail itself will come from this sender, under the subject that it has.
            forward.MatchKey = Address + forward.MatchKey[forward.MatchKey.IndexOf('\n')..];
        }

        await db.SaveChangesAsync(ct);
        return true;
    }
}
