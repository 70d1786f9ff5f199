using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace CompanionApi.Protocols.Dns;

/// <summary>One question; the name in its <see cref="DnsName.Normalize"/> form.</summary>
internal readonly record struct DnsQuestion(string Name, DnsType Type);

internal enum DnsResponseCode
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
}

/// <summary>A record with what the client needs to follow and to keep it.</summary>
internal sealed record DnsEntry(string Owner, DnsType Type, TimeSpan TimeToLive, DnsRecord Record);

/// <summary>Questions to bytes and bytes to answers (RFC 1035 section 4).</summary>
internal sealed record DnsMessage
{
    private const int HeaderBytes = 12;
    private const int InternetClass = 1;
    private const int StartOfAuthority = 6;
    private const int MaxRecords = 512;

    public required bool Truncated { get; init; }
    public required DnsResponseCode Code { get; init; }
    public required IReadOnlyList<DnsEntry> Answers { get; init; }

    /// <summary>How long "not there" may be remembered (RFC 2308 section 5); null without an SOA record.</summary>
    public TimeSpan? NegativeTimeToLive { get; init; }

    /// <summary>From neither the owner of the name nor one who asks on: being empty, it says nothing.</summary>
    public required bool IsReferral { get; init; }

    public static byte[] Query(ushort id, DnsQuestion question)
    {
        var name = DnsName.Encode(question.Name) ?? throw new ArgumentException("not a name for DNS", nameof(question));
        var bytes = new byte[HeaderBytes + name.Length + 4];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, id);
        bytes[2] = 0x01; // recursion desired
        bytes[5] = 1; // one question
        name.CopyTo(bytes, HeaderBytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(HeaderBytes + name.Length), (ushort)question.Type);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(HeaderBytes + name.Length + 2), InternetClass);
        return bytes;
    }

    /// <summary>Whether these bytes answer this question: the guard against late and forged packets.</summary>
    public static bool IsAnswerTo(ReadOnlySpan<byte> bytes, ushort id, DnsQuestion question)
    {
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt16BigEndian(bytes) != id) return false;
        var isStandardResponse = (bytes[2] & 0xF8) == 0x80;
        if (!isStandardResponse || BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) != 1) return false;
        var at = HeaderBytes;
        return DnsName.TryDecode(bytes, ref at, out var name)
            && at + 4 <= bytes.Length
            && name.Equals(question.Name, StringComparison.OrdinalIgnoreCase)
            && BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) == (ushort)question.Type
            && BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]) == InternetClass;
    }

    /// <summary>Reads bytes that passed <see cref="IsAnswerTo"/>; null where they are broken further in.</summary>
    public static DnsMessage? Parse(ReadOnlySpan<byte> bytes)
    {
        var at = HeaderBytes;
        if (bytes.Length < HeaderBytes || !DnsName.TryDecode(bytes, ref at, out _)) return null;
        at += 4;
        var truncated = (bytes[2] & 0x02) != 0;
        var knowsTheName = (bytes[2] & 0x04) != 0 || (bytes[3] & 0x80) != 0;
        int answers = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        int authorities = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        var entries = new List<DnsEntry>();
        TimeSpan? negative = null;
        // What was cut off is asked again over TCP, so a truncated message need not be whole.
        for (var i = 0; i < answers + authorities && !truncated; i++)
        {
            if (i >= MaxRecords || !TryReadRecord(bytes, ref at, out var type, out var entry, out var soa)) return null;
            if (i < answers && entry is not null) entries.Add(entry);
            if (i >= answers && type == StartOfAuthority) negative = soa;
        }
        return new DnsMessage
        {
            Truncated = truncated,
            Code = (DnsResponseCode)(bytes[3] & 0x0F),
            Answers = entries,
            NegativeTimeToLive = negative,
            IsReferral = answers == 0 && authorities > 0 && negative is null && !knowsTheName,
        };
    }

    private static bool TryReadRecord(
        ReadOnlySpan<byte> bytes, ref int at, out int type, out DnsEntry? entry, out TimeSpan? soa)
    {
        (type, entry, soa) = (0, null, null);
        if (!DnsName.TryDecode(bytes, ref at, out var owner) || at + 10 > bytes.Length) return false;
        type = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
        var kind = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        var seconds = BinaryPrimitives.ReadInt32BigEndian(bytes[(at + 4)..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 8)..]);
        at += 10;
        var end = at + length;
        if (end > bytes.Length) return false;
        // A set top bit counts as zero (RFC 2181 section 8).
        var timeToLive = TimeSpan.FromSeconds(Math.Max(seconds, 0));
        var isRead = true;
        if (kind == InternetClass && type == StartOfAuthority)
            isRead = TryReadNegativeTimeToLive(bytes[..end], at, timeToLive, out soa);
        else if (kind == InternetClass && Enum.IsDefined((DnsType)type))
        {
            var record = ReadRecord(bytes[..end], at, (DnsType)type);
            isRead = record is not null;
            if (record is not null) entry = new DnsEntry(owner, (DnsType)type, timeToLive, record);
        }
        at = end;
        return isRead;
    }

    private static bool TryReadNegativeTimeToLive(ReadOnlySpan<byte> bytes, int at, TimeSpan own, out TimeSpan? result)
    {
        result = null;
        if (!DnsName.TryDecode(bytes, ref at, out _) || !DnsName.TryDecode(bytes, ref at, out _)) return false;
        if (at + 20 > bytes.Length) return false;
        var minimum = TimeSpan.FromSeconds(Math.Max(BinaryPrimitives.ReadInt32BigEndian(bytes[(at + 16)..]), 0));
        result = minimum < own ? minimum : own;
        return true;
    }

    private static DnsRecord? ReadRecord(ReadOnlySpan<byte> bytes, int at, DnsType type)
    {
        var rest = bytes[at..];
        switch (type)
        {
            case DnsType.A when rest.Length == 4:
            case DnsType.Aaaa when rest.Length == 16:
                return new AddressRecord(new IPAddress(rest));
            case DnsType.Txt:
                return ReadText(rest);
            case DnsType.Mx when rest.Length > 2:
                var preference = BinaryPrimitives.ReadUInt16BigEndian(rest);
                at += 2;
                return DnsName.TryDecode(bytes, ref at, out var host) ? new MxRecord(preference, host) : null;
            case DnsType.Ptr or DnsType.CName:
                return DnsName.TryDecode(bytes, ref at, out var name) ? new NameRecord(name) : null;
            default:
                return null;
        }
    }

    private static TxtRecord? ReadText(ReadOnlySpan<byte> rest)
    {
        var text = new StringBuilder(rest.Length);
        while (rest.Length > 0)
        {
            int length = rest[0];
            if (length >= rest.Length) return null;
            text.Append(Encoding.Latin1.GetString(rest.Slice(1, length)));
            rest = rest[(1 + length)..];
        }
        return new TxtRecord(text.ToString());
    }
}
