using System.Buffers.Binary;

namespace MailCrm.Benchmarks;

/// <summary>Numbers that only look like chance: the same for the same seed, stream and number, in any order of asking.</summary>
internal readonly record struct Seeded(int Seed)
{
    /// <summary>0 to <paramref name="below"/>, exclusive.</summary>
    public int Number(int stream, long of, int below) => (int)(Mixed(stream, of) % (ulong)below);

    /// <summary>A UUIDv7 of this time.</summary>
    public Guid Id(int stream, long of, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Mixed(stream, of));
        BinaryPrimitives.WriteInt64BigEndian(bytes, (at.ToUnixTimeMilliseconds() << 16) | (of & 0xfff));
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0f));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3f));
        return new Guid(bytes, true);
    }

    // SplitMix64.
    private ulong Mixed(int stream, long of)
    {
        var z = ((ulong)(uint)Seed << 40) + ((ulong)(uint)stream << 32) + ((ulong)of * 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
