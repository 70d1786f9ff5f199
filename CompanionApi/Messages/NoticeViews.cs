using System.Text.Json;
using System.Text.Json.Serialization;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// What the owner should know of a message, as long as there is a reason: judged when it is read, so that none stands
/// after its reason has gone, and each comes with what can be done about it.
/// </summary>
public sealed class NoticeViews(CompanionDb db, Visible visible, CurrentUser me, RecordCards cards, BccDomain bccDomain)
{
    private sealed record Asked(IReadOnlyCollection<long> MessageIds);

    private static readonly PreparedQuery<Asked, Notice> Standing = new((db, asked) =>
        db.Notices.Where(n => asked.MessageIds.Contains(n.MessageId) && n.DismissedAt == null).OrderBy(n => n.Id));

    public async Task<ILookup<long, MessageNotice>> OfAsync(IReadOnlyList<Message> mine, CancellationToken ct = default)
    {
        var rows = await Standing.ToListAsync(db, new Asked([.. mine.Select(m => m.Id)]), ct);
        var messages = mine.DistinctBy(m => m.Id).ToDictionary(m => m.Id);
        var told = new List<(long MessageId, MessageNotice Notice)>();
        foreach (var row in rows)
        {
            if (await OfAsync(messages[row.MessageId], row.Code, NoticeParameters.Parse(row.Parameters), ct) is { } notice)
            {
                told.Add((row.MessageId, notice));
            }
        }

        return told.ToLookup(t => t.MessageId, t => t.Notice);
    }

    private async Task<MessageNotice?> OfAsync(
        Message message, string code, NoticeParameters parameters, CancellationToken ct) => code switch
    {
        NoticeCodes.SeveralOpen => await SeveralOpenAsync(message, parameters, ct),
        NoticeCodes.OtherRecordAddresses => await OtherAddressesAsync(message, parameters, ct),
        NoticeCodes.TooManyPersons => await TooManyPersonsAsync(message, ct),
        NoticeCodes.ConversationOfItsOwn when message.PlacedBy != PlacedBy.RecordAddress => null,
        _ => new MessageNotice(code) { Addresses = parameters.Addresses },
    };

    /// <summary>Those that are still open and seen, where none was chosen yet (R26).</summary>
    private async Task<MessageNotice?> SeveralOpenAsync(Message message, NoticeParameters parameters, CancellationToken ct)
    {
        var named = parameters.Records ?? [];
        var open = await visible.Records.Where(r => named.Contains(r.PublicId) && r.Status == RecordStatus.Open)
            .Select(r => new { r.Id, r.Kind }).ToListAsync(ct);
        var taken = await ConversationSides.Living(db, message.ConversationId).Select(l => l.Slot).ToListAsync(ct);
        var free = open.Where(r => !taken.Contains(ConversationLink.SlotOf(r.Kind))).Select(r => r.Id).ToList();
        var shown = await cards.LoadAsync(db, visible, free, ct);
        return shown.Count == 0
            ? null
            : new MessageNotice(NoticeCodes.SeveralOpen) { Records = [.. shown.Values.OrderBy(r => named.IndexOf(r.Id))] };
    }

    /// <summary>
    /// The rest of the addresses (R27) with the records behind them that the owner sees, to move the link to; of the
    /// others the address alone, hidden and deleted alike (S34). Gone once a hand has decided.
    /// </summary>
    private async Task<MessageNotice?> OtherAddressesAsync(
        Message message, NoticeParameters parameters, CancellationToken ct)
    {
        var link = await ConversationSides.Living(db, message.ConversationId).AsNoTracking()
            .FirstOrDefaultAsync(l => l.Slot == LinkSlot.DealOrLead, ct);
        if (link?.Rule == LinkRule.ByHand)
        {
            return null;
        }

        var finder = new LinkFinder(db, me.Id);
        var offered = new List<long>();
        var standing = new List<string>();
        var addresses = parameters.Addresses ?? [];
        var given = await GivenAddresses.FindAsync(
            db, [.. addresses.Select(bccDomain.RecordIn).OfType<(RecordKind, string Token)>().Select(a => a.Token)], ct);
        foreach (var address in addresses)
        {
            var record = bccDomain.RecordIn(address) is { } written
                ? await finder.AddressedAsync(given.GetValueOrDefault(written), ct)
                : null;
            if (record is not null && record.Id == link?.RecordId)
            {
                continue;
            }

            standing.Add(address);
            offered.AddRange(record is null ? [] : [record.Id]);
        }

        var shown = await cards.LoadAsync(db, visible, offered, ct);
        return standing.Count == 0
            ? null
            : new MessageNotice(NoticeCodes.OtherRecordAddresses) { Addresses = standing, Records = [.. shown.Values] };
    }

    /// <summary>The people of the mail who are still nobody's person, to choose from (S10).</summary>
    private async Task<MessageNotice?> TooManyPersonsAsync(Message message, CancellationToken ct)
    {
        var strangers = await new Strangers(db, me.Id, bccDomain).OfAsync(message.Id, ct);
        return strangers.Count == 0
            ? null
            : new MessageNotice(NoticeCodes.TooManyPersons)
            {
                People = [.. strangers.Select(s => new AddressView(s.Name, s.Address))],
            };
    }
}

/// <summary>Something the owner should know: a code, its parameters, and what to choose from.</summary>
public sealed record MessageNotice(string Code)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RecordCard>? Records { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Addresses { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AddressView>? People { get; init; }
}

/// <summary>What a notice holds, as its row keeps it.</summary>
internal sealed record NoticeParameters
{
    public List<Guid>? Records { get; init; }

    public List<string>? Addresses { get; init; }

    public static NoticeParameters Parse(string? json) =>
        json is null ? new() : JsonSerializer.Deserialize<NoticeParameters>(json, JsonSerializerOptions.Web)!;

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Both together, each thing once: a second arrival adds to what the first one told.</summary>
    public NoticeParameters And(NoticeParameters other) => new()
    {
        Records = Union(Records, other.Records),
        Addresses = Union(Addresses, other.Addresses),
    };

    private static List<T>? Union<T>(List<T>? one, List<T>? other) =>
        one is null ? other : other is null ? one : [.. one.Union(other)];
}
