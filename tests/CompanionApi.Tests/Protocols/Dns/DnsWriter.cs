using System.Buffers.Binary;
using System.Text;
using CompanionApi.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.Dns;

/// <summary>Writes a server's answers, with names compressed as servers do.</summary>
internal sealed class DnsWriter
{
    private readonly Dictionary<string, int> suffixes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<byte> bytes = [];

    public static byte[] Answer(ReadOnlySpan<byte> query, int code, bool isTruncated,
        IReadOnlyList<(string Owner, DnsType Type, DnsRecord Record)> answers, int timeToLive, int? negativeTimeToLive)
    {
        var writer = new DnsWriter();
        var at = 12;
        var name = ReadName(query, ref at);
        writer.bytes.AddRange(query[..2]);
        writer.bytes.AddRange([(byte)(0x81 | (isTruncated ? 2 : 0)), (byte)(0x80 | code)]);
        writer.Number(1, 2).Number(isTruncated ? 0 : answers.Count, 2);
        writer.Number(negativeTimeToLive is null ? 0 : 1, 2).Number(0, 2).Question(name, query[12..(at + 4)]);
        if (!isTruncated)
        {
            foreach (var (owner, type, record) in answers) writer.Record(owner, (int)type, timeToLive, record);
        }
        if (negativeTimeToLive is { } minimum) writer.Authority("example", minimum);
        return [.. writer.bytes];
    }

    public static string ReadName(ReadOnlySpan<byte> query, ref int at)
    {
        var labels = new List<string>();
        while (query[at] is > 0 and var length)
        {
            labels.Add(Encoding.Latin1.GetString(query.Slice(at + 1, length)));
            at += length + 1;
        }
        at++;
        return string.Join('.', labels);
    }

    private void Record(string owner, int type, int timeToLive, DnsRecord record)
    {
        Name(owner).Number(type, 2).Number(1, 2).Number(timeToLive, 4);
        WithLength(() =>
        {
            switch (record)
            {
                case AddressRecord address:
                    bytes.AddRange(address.Address.GetAddressBytes());
                    break;
                case NameRecord name:
                    Name(name.Name);
                    break;
                case MxRecord mx:
                    Number(mx.Preference, 2).Name(mx.Host);
                    break;
                case TxtRecord text:
                    foreach (var part in text.Text.Chunk(255).DefaultIfEmpty([]))
                    {
                        Number(part.Length, 1);
                        bytes.AddRange(Encoding.Latin1.GetBytes(part));
                    }
                    break;
            }
        });
    }

    private void Authority(string zone, int minimum)
    {
        Name(zone).Number(6, 2).Number(1, 2).Number(minimum, 4);
        WithLength(() => Name($"ns.{zone}").Name($"hostmaster.{zone}")
            .Number(1, 4).Number(3600, 4).Number(600, 4).Number(86400, 4).Number(minimum, 4));
    }

    private void WithLength(Action content)
    {
        var at = bytes.Count;
        Number(0, 2);
        content();
        var length = bytes.Count - at - 2;
        (bytes[at], bytes[at + 1]) = ((byte)(length >> 8), (byte)length);
    }

    // As it was asked: a label may hold a dot, which the name as text does not tell from one between labels.
    private DnsWriter Question(string name, ReadOnlySpan<byte> asked)
    {
        suffixes[name] = bytes.Count;
        bytes.AddRange(asked);
        return this;
    }

    private DnsWriter Name(string name)
    {
        for (var rest = name; rest.Length > 0;)
        {
            if (suffixes.TryGetValue(rest, out var known)) return Number(0xC000 | known, 2);
            if (bytes.Count < 0x3FFF) suffixes[rest] = bytes.Count;
            var dot = rest.IndexOf('.');
            var label = dot < 0 ? rest : rest[..dot];
            Number(label.Length, 1);
            bytes.AddRange(Encoding.Latin1.GetBytes(label));
            rest = dot < 0 ? "" : rest[(dot + 1)..];
        }
        return Number(0, 1);
    }

    private DnsWriter Number(int value, int size)
    {
        var big = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(big, value);
        bytes.AddRange(big[(4 - size)..]);
        return this;
    }
}
