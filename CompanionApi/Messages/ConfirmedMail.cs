using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// "It is mine": a doubtful mail becomes what it would have been (S30): placed, visible as the default says, its persons
/// and links found, in one change.
/// </summary>
internal sealed class ConfirmedMail(Write write, CurrentUser me, BccDomain bccDomain, NewPersonLimit limit)
{
    private readonly CompanionDb db = write.Db;

    /// <summary>Null: nothing was asked.</summary>
    /// <exception cref="WouldExposeException">It would be shared, and <paramref name="agreed"/> is not said.</exception>
    public async Task<Change?> ConfirmAsync(Message mine, bool agreed, CancellationToken ct)
    {
        var change = Change.By(me.Id, write.Now, ChangeKind.Confirmed, []);
        var doubt = new Doubt(write, mine, change);
        var strangers = new Strangers(db, me.Id, bccDomain);
        var outside = await strangers.OutsideAsync(mine.Id, ct);
        var own = await OwnAddresses.LoadAsync(db, me.Id, [.. outside.Select(o => o.Address)], bccDomain.Name, ct);
        if (!await doubt.EndAsync(own))
        {
            return null;
        }

        var seenWith = await new Visible(db, me).Mine.Where(m => m.ConversationId == mine.ConversationId).Select(m => m.Id)
            .ToListAsync(ct);
        var wish = new LinkWish(
            me.Id, outside, !mine.IsAutomatic && await MayMakePersonsAsync(mine, ct) ? limit.PerMail : 0,
            await AddressedAsync(mine, ct), strangers);
        await Exposure.GuardAsync(
            db, [.. seenWith.Append(mine.Id).Distinct()], agreed,
            async () =>
            {
                await doubt.TakeDefaultVisibilityAsync();
                await new CaptureLinks(write, wish, change).ApplyAsync(mine);
                return true;
            },
            ct);
        db.Changes.Add(change);
        await db.SaveChangesAsync(ct);
        await AnnounceAsync(mine, ct);
        return change;
    }

    /// <summary>As the door that it came by has it (S36); never for a null sender (R31).</summary>
    private Task<bool> MayMakePersonsAsync(Message mine, CancellationToken ct) =>
        db.Arrivals.AnyAsync(a => a.MessageId == mine.Id &&
            (a.Door == Door.SmartBcc || a.Door == Door.Dropbox) && a.MailFrom != "", ct);

    /// <summary>The records' addresses that stood in its envelope, in their order (R27).</summary>
    private async Task<IReadOnlyList<Addressed>> AddressedAsync(Message mine, CancellationToken ct)
    {
        var recipients = await db.Arrivals.Where(a => a.MessageId == mine.Id && a.Recipients != null).OrderBy(a => a.Id)
            .Select(a => a.Recipients!).ToListAsync(ct);
        var addresses = recipients.SelectMany(lines => lines.Split('\n'))
            .Select(address => (Address: address, Record: bccDomain.RecordIn(address))).Where(a => a.Record is not null)
            .DistinctBy(a => a.Record).ToList();
        var given = await GivenAddresses.FindAsync(db, [.. addresses.Select(a => a.Record!.Value.Token)], ct);
        return [.. addresses.Select(a => new Addressed(given.GetValueOrDefault(a.Record!.Value), a.Address))];
    }

    private async Task AnnounceAsync(Message mine, CancellationToken ct)
    {
        write.Announce(new LiveEvent("message", mine.PublicId, [me.Id]));
        if (mine.IsShared)
        {
            await LinkedMail.AnnounceAsync(write, [mine.Id], ct);
        }
    }
}
