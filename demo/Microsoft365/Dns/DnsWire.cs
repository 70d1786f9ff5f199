using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Demo.Microsoft365.Dns;

internal enum DnsCode : byte
{
    NoError = 0,
    FormatError = 1,
    ServerFailure = 2,
    NameError = 3,
    NotImplemented = 4,
    Refused = 5,
}

/// <summary>A question as it came; <c>Code</c> other than NoError when it cannot be answered.</summary>
internal sealed record DnsQuery(ushort Id, byte[] Question, string Name, ushort Type, bool WantsRecursion, DnsCode Code);

/// <summary>Questions from bytes, answers to bytes (RFC 1035 section 4). It shares no code with the product's client.</summary>
internal static class DnsWire
{
    public const int MaxUdpBytes = 512;
    private const int HeaderBytes = 12;
    private const ushort InternetClass = 1;
    private const ushort NameOfQuestion = 0xC00C;

    /// <summary>Null for what is no query at all and gets no answer.</summary>
    public static DnsQuery? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || (bytes[2] & 0x80) != 0)
        {
            return null;
        }

        var id = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var recursion = (bytes[2] & 0x01) != 0;
        DnsQuery Bad(DnsCode code) => new(id, [], "", 0, recursion, code);
        if ((bytes[2] & 0x78) != 0)
        {
            return Bad(DnsCode.NotImplemented);
        }

        var at = HeaderBytes;
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) != 1 || ReadName(bytes, ref at) is not { } name
            || at + 4 > bytes.Length)
        {
            return Bad(DnsCode.FormatError);
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
        var isInternet = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]) is InternetClass or 255;
        var question = bytes[HeaderBytes..(at + 4)].ToArray();
        return new DnsQuery(id, question, name, type, recursion, isInternet ? DnsCode.NoError : DnsCode.Refused);
    }

    /// <summary>An answer of the name's own server that also asks on for its clients. Too long for UDP: empty, TC set.</summary>
    public static byte[] Write(
        DnsQuery query, DnsCode code, IReadOnlyList<DnsAnswerRecord> answers, string? zone, int limit)
    {
        var message = new List<byte>(HeaderBytes + 256);
        var isNegative = answers.Count == 0 && zone is not null;
        Write16(message, query.Id);
        message.Add((byte)(0x84 | (query.WantsRecursion ? 1 : 0)));
        message.Add((byte)(0x80 | (byte)code));
        Write16(message, (ushort)(query.Question.Length > 0 ? 1 : 0));
        Write16(message, (ushort)answers.Count);
        Write16(message, (ushort)(isNegative ? 1 : 0));
        Write16(message, 0);
        message.AddRange(query.Question);
        foreach (var answer in answers)
        {
            WriteRecord(message, answer.Owner, answer.Type, Data(answer.Type, answer.Value));
        }

        if (isNegative)
        {
            WriteRecord(message, EncodeName(zone!)!, DnsRecordType.SOA, StartOfAuthority(zone!));
        }

        return message.Count <= limit ? [.. message] : Truncated(message, query);
    }

    public static byte[]? EncodeName(string name)
    {
        var bytes = new List<byte>();
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > 63 || label.Any(c => c > 0xff))
            {
                return null;
            }

            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.Latin1.GetBytes(label));
        }

        bytes.Add(0);
        return bytes.Count <= 255 ? [.. bytes] : null;
    }

    /// <summary>The owner written as a pointer back to the question's name.</summary>
    public static byte[] QuestionName { get; } = [NameOfQuestion >> 8, NameOfQuestion & 0xff];

    private static string? ReadName(ReadOnlySpan<byte> bytes, ref int at)
    {
        var name = new StringBuilder();
        while (at < bytes.Length && bytes[at] != 0)
        {
            int length = bytes[at];
            if (length > 63 || at + 1 + length > bytes.Length || name.Length > 255)
            {
                return null;
            }

            name.Append(Encoding.Latin1.GetString(bytes.Slice(at + 1, length))).Append('.');
            at += length + 1;
        }

        at++;
        return at <= bytes.Length ? name.ToString().TrimEnd('.') : null;
    }

    private static byte[] Truncated(List<byte> message, DnsQuery query)
    {
        var head = message.Take(HeaderBytes + query.Question.Length).ToArray();
        head[2] |= 0x02;
        head.AsSpan(6, 6).Clear();
        return head;
    }

    private static void WriteRecord(List<byte> message, byte[] owner, DnsRecordType type, byte[] data)
    {
        message.AddRange(owner);
        Write16(message, (ushort)type);
        Write16(message, InternetClass);
        Write16(message, 0);
        Write16(message, 0);
        Write16(message, (ushort)data.Length);
        message.AddRange(data);
    }

    private static byte[] Data(DnsRecordType type, string value)
    {
        switch (type)
        {
            case DnsRecordType.A or DnsRecordType.AAAA:
                return IPAddress.Parse(value).GetAddressBytes();
            case DnsRecordType.MX:
                var parts = value.Split(' ');
                var preference = new List<byte>();
                Write16(preference, ushort.Parse(parts[0], CultureInfo.InvariantCulture));
                return [.. preference, .. parts[1] == "." ? [0] : EncodeName(parts[1])!];
            case DnsRecordType.TXT:
                var strings = value.Length == 0 ? [""] : value.Chunk(255).Select(chunk => new string(chunk));
                return [.. strings.SelectMany(text => Encoding.Latin1.GetBytes(text).Prepend((byte)text.Length))];
            default:
                return EncodeName(value)!;
        }
    }

    // All times zero: "not there" may not be remembered either (RFC 2308 section 5).
    private static byte[] StartOfAuthority(string zone) =>
        [.. EncodeName("ns.simulated.example")!, .. EncodeName($"hostmaster.{zone}") ?? [0], .. new byte[20]];

    private static void Write16(List<byte> bytes, ushort value)
    {
        bytes.Add((byte)(value >> 8));
        bytes.Add((byte)value);
    }
}

/// <param name="Owner">The owner's name on the wire.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its value as text.</param>
internal sealed record DnsAnswerRecord(byte[] Owner, DnsRecordType Type, string Value);
