using System.Buffers.Binary;
using System.Globalization;
using CompanionApi.Protocols.Mime;

namespace Demo.Microsoft365.Generated;

/// <summary>
/// The mail of a large mailbox, none of it kept anywhere: message <c>n</c> is made from the seed when asked for, the same
/// each time. The times alone depend on how many there are, which share the span from <c>Since</c> to <c>Until</c>.
/// </summary>
public sealed class GeneratedMail
{
    public static readonly GeneratedMail None = new(Guid.Empty, new MailAddress("", ""), new GeneratedMailPlan());
    private const int FurthestReply = 30;
    private readonly Guid mailbox;
    private readonly GeneratedMailPlan plan;
    private readonly Draw draw;
    private readonly long stepSeconds;

    public GeneratedMail(Guid mailbox, MailAddress owner, GeneratedMailPlan plan)
    {
        this.mailbox = mailbox;
        this.plan = plan;
        Owner = owner;
        draw = new Draw(plan.Seed);
        stepSeconds = Math.Max(1, (long)(plan.Until - plan.Since).TotalSeconds / Math.Max(1, plan.Messages));
        Templates = BodyTemplates.Of(plan.MeanBytes);
        Folders = [.. Enumerable.Range(0, plan.Folders).Select(OwnFolders.Of)];
        Counts = Counted();
    }

    public int Count => plan.Messages;

    /// <summary>The person's own folders that some of the mail is filed in; a parent stands before its child.</summary>
    public IReadOnlyList<(string Key, string Name, string Parent)> Folders { get; }

    public IReadOnlyDictionary<string, FolderCounts> Counts { get; }

    internal MailAddress Owner { get; }

    internal BodyTemplates Templates { get; }

    internal GeneratedMailPlan Plan => plan;

    internal int Below(int limit, int number, Ask ask) => draw.Below(limit, number, ask);

    public DateTimeOffset ReceivedAt(int number) =>
        plan.Since.AddSeconds(number * stepSeconds + (long)(draw.Of(number, Ask.Time) % (ulong)stepSeconds));

    /// <summary>The first message that arrived at this time or later.</summary>
    public int FirstAt(DateTimeOffset time)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = ReceivedAt(middle) < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public string FolderOf(int number)
    {
        if (IsOutbound(number))
        {
            return WellKnownFolder.SentItems;
        }

        var (share, isMachine) = (Below(100, number, Ask.Folder), IsMachine(number));
        return share switch
        {
            < 50 => WellKnownFolder.Inbox,
            < 70 when !isMachine && Folders.Count > 0 => Folders[Below(Folders.Count, number, Ask.OwnFolder)].Key,
            < 85 => WellKnownFolder.Archive,
            < 95 => WellKnownFolder.DeletedItems,
            _ => isMachine ? WellKnownFolder.JunkEmail : WellKnownFolder.Inbox,
        };
    }

    public bool IsRead(int number) => IsOutbound(number) || Below(100, number, Ask.Read) < 92;

    public MailItem Item(int number)
    {
        var (folder, key, receivedAt) = (FolderOf(number), Key(number), ReceivedAt(number));
        return new MailItem(
            key,
            ItemIds.Item(mailbox, folder, key),
            folder,
            $"<{MessageId(number)}>",
            ItemIds.Conversation(mailbox, Key(Root(number))),
            receivedAt,
            IsRead(number),
            false,
            [],
            Templates.Of(this, number).MimeSize)
        {
            Version = number + 1,
            CreatedAt = receivedAt,
            ModifiedAt = receivedAt,
        };
    }

    internal GeneratedMessage Message(int number) => new(this, number);

    public Guid Key(int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, plan.Seed);
        "made"u8.CopyTo(bytes[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], number);
        return new Guid(bytes);
    }

    public int? NumberOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        var number = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        return number >= 0 && number < Count && Key(number) == key ? number : null;
    }

    /// <summary>Without angle brackets.</summary>
    public string MessageId(int number)
    {
        var outbound = IsOutbound(number);
        var whose = outbound ? mailbox.ToString("N")[..8] : "in";
        var domain = outbound ? MailAddresses.DomainOf(Owner.Address) : Outsiders.Of(Contact(number)).Domain;
        return $"{plan.Seed:x}.{number:x}.{draw.Of(number, Ask.Id) >> 32:x8}.{whose}@{domain}";
    }

    public int? NumberOfMessageId(string id)
    {
        var parts = id.Split('.', 3);
        return parts.Length == 3
            && int.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
            && number >= 0 && number < Count && MessageId(number) == id
                ? number
                : null;
    }

    internal bool IsMachine(int number) => Below(100, number, Ask.Kind) < 18;

    internal bool IsOutbound(int number) => !IsMachine(number) && Below(100, number, Ask.Direction) < 32;

    /// <summary>The message that this one answers.</summary>
    internal int? Parent(int number)
    {
        if (IsMachine(number) || Below(100, number, Ask.Reply) >= 60)
        {
            return null;
        }

        var parent = number - 1 - Below(FurthestReply, number, Ask.Parent);
        return parent >= 0 && !IsMachine(parent) ? parent : null;
    }

    /// <summary>The message that began the conversation.</summary>
    internal int Root(int number)
    {
        while (Parent(number) is { } parent)
        {
            number = parent;
        }

        return number;
    }

    // Few people write most of the mail.
    internal int Contact(int number)
    {
        var even = (draw.Of(Root(number), Ask.Contact) >> 40) / (double)(1 << 24);
        return (int)(even * even * Outsiders.Count);
    }

    private Dictionary<string, FolderCounts> Counted()
    {
        var counts = new Dictionary<string, FolderCounts>();
        for (var number = 0; number < Count; number++)
        {
            var folder = FolderOf(number);
            var before = counts.GetValueOrDefault(folder);
            counts[folder] = new FolderCounts(before.Total + 1, before.Unread + (IsRead(number) ? 0 : 1));
        }

        return counts;
    }
}

/// <summary>
/// How a mailbox is filled. <c>MeanBytes</c> is the mean size of the HTML bodies; <c>Folders</c> how many folders of the
/// person's own there are; <c>Attachments</c> the share of the mail that has one.
/// </summary>
public sealed record GeneratedMailPlan
{
    public int Messages { get; init; }
    public long Seed { get; init; } = 1;
    public int Folders { get; init; } = 6;
    public int MeanBytes { get; init; } = 26_000;
    public double Attachments { get; init; } = 0.15;
    public DateTimeOffset Since { get; init; } = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public DateTimeOffset Until { get; init; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
}
