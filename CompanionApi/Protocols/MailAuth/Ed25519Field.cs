using System.Buffers.Binary;
using System.Numerics;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>
/// A number modulo 2^255 - 19, in five limbs of 51 bits. Limbs may run a little over between operations: products come
/// out below 2^52, sums are not carried, and factors may have limbs below 2^54.
/// </summary>
internal readonly struct Ed25519Field(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
{
    public const int Bytes = 32;

    private const int LimbBits = 51;
    private const ulong Mask = (1UL << LimbBits) - 1;

    // Four times the prime, limb by limb, so that no difference falls below zero.
    private const ulong FourPrime0 = 4 * (Mask - 18);
    private const ulong FourPrime = 4 * Mask;

    private readonly ulong l0 = l0, l1 = l1, l2 = l2, l3 = l3, l4 = l4;

    public static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    public static readonly Ed25519Field Zero = new(0, 0, 0, 0, 0);
    public static readonly Ed25519Field One = new(1, 0, 0, 0, 0);

    public bool IsZero => ToBytes().AsSpan().IndexOfAnyExcept((byte)0) < 0;
    public bool IsOdd => (ToBytes()[0] & 1) != 0;

    public static Ed25519Field From(BigInteger number)
    {
        number = (number % Prime + Prime) % Prime;
        Span<byte> bytes = stackalloc byte[Bytes];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return From(bytes);
    }

    /// <summary>Little-endian; the top bit is left out.</summary>
    public static Ed25519Field From(ReadOnlySpan<byte> bytes)
    {
        var a = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var b = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        var c = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        var d = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        return new Ed25519Field(
            a & Mask,
            (a >> 51 | b << 13) & Mask,
            (b >> 38 | c << 26) & Mask,
            (c >> 25 | d << 39) & Mask,
            (d >> 12) & Mask);
    }

    /// <summary>Little-endian, below the prime.</summary>
    public byte[] ToBytes()
    {
        var reduced = Carry(Carry(this));
        // Adding 19 overflows 255 bits exactly when the number is not below the prime.
        var over = (reduced.l0 + 19) >> LimbBits;
        over = (reduced.l1 + over) >> LimbBits;
        over = (reduced.l2 + over) >> LimbBits;
        over = (reduced.l3 + over) >> LimbBits;
        over = (reduced.l4 + over) >> LimbBits;
        var n0 = reduced.l0 + 19 * over;
        var n1 = reduced.l1 + (n0 >> LimbBits);
        var n2 = reduced.l2 + (n1 >> LimbBits);
        var n3 = reduced.l3 + (n2 >> LimbBits);
        var n4 = reduced.l4 + (n3 >> LimbBits);
        (n0, n1, n2, n3, n4) = (n0 & Mask, n1 & Mask, n2 & Mask, n3 & Mask, n4 & Mask);
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, n0 | n1 << 51);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), n1 >> 13 | n2 << 38);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), n2 >> 26 | n3 << 25);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), n3 >> 39 | n4 << 12);
        return bytes;
    }

    public static Ed25519Field operator +(in Ed25519Field a, in Ed25519Field b) =>
        new(a.l0 + b.l0, a.l1 + b.l1, a.l2 + b.l2, a.l3 + b.l3, a.l4 + b.l4);

    public static Ed25519Field operator -(in Ed25519Field a, in Ed25519Field b) => Carry(new Ed25519Field(
        a.l0 + FourPrime0 - b.l0,
        a.l1 + FourPrime - b.l1,
        a.l2 + FourPrime - b.l2,
        a.l3 + FourPrime - b.l3,
        a.l4 + FourPrime - b.l4));

    public static Ed25519Field operator *(in Ed25519Field a, in Ed25519Field b)
    {
        // 2^255 is 19, so what a product has beyond its fifth limb comes back nineteenfold.
        var (a0, a1, a2, a3, a4) = (a.l0, a.l1, a.l2, a.l3, a.l4);
        var (b0, b1, b2, b3, b4) = (b.l0, b.l1, b.l2, b.l3, b.l4);
        var (c1, c2, c3, c4) = (19 * b1, 19 * b2, 19 * b3, 19 * b4);
        var r0 = Product(a0, b0) + Product(a1, c4) + Product(a2, c3) + Product(a3, c2) + Product(a4, c1);
        var r1 = Product(a0, b1) + Product(a1, b0) + Product(a2, c4) + Product(a3, c3) + Product(a4, c2);
        var r2 = Product(a0, b2) + Product(a1, b1) + Product(a2, b0) + Product(a3, c4) + Product(a4, c3);
        var r3 = Product(a0, b3) + Product(a1, b2) + Product(a2, b1) + Product(a3, b0) + Product(a4, c4);
        var r4 = Product(a0, b4) + Product(a1, b3) + Product(a2, b2) + Product(a3, b1) + Product(a4, b0);
        r1 += (ulong)(r0 >> LimbBits);
        r2 += (ulong)(r1 >> LimbBits);
        r3 += (ulong)(r2 >> LimbBits);
        r4 += (ulong)(r3 >> LimbBits);
        var n0 = ((ulong)r0 & Mask) + 19 * (ulong)(r4 >> LimbBits);
        return new Ed25519Field(
            n0 & Mask,
            ((ulong)r1 & Mask) + (n0 >> LimbBits),
            (ulong)r2 & Mask,
            (ulong)r3 & Mask,
            (ulong)r4 & Mask);
    }

    /// <summary>The power 2^252 - 3, from which square roots are made (RFC 8032 section 5.1.3).</summary>
    public Ed25519Field RootPower() => Power(252, 1);

    /// <summary>The inverse, as the power 2^255 - 21 (Fermat).</summary>
    public Ed25519Field Inverse() => Power(255, 2, 4);

    /// <summary>The power with this many bits, all set but the named ones.</summary>
    private Ed25519Field Power(int bits, params ReadOnlySpan<int> zeros)
    {
        var result = One;
        for (var bit = bits - 1; bit >= 0; bit--)
        {
            result *= result;
            if (!zeros.Contains(bit)) result *= this;
        }
        return result;
    }

    private static UInt128 Product(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return new UInt128(high, low);
    }

    private static Ed25519Field Carry(in Ed25519Field a)
    {
        var n0 = (a.l0 & Mask) + 19 * (a.l4 >> LimbBits);
        var n1 = a.l1 + (n0 >> LimbBits);
        var carried = a.l0 >> LimbBits;
        n1 += carried;
        var n2 = a.l2 + (n1 >> LimbBits);
        var n3 = a.l3 + (n2 >> LimbBits);
        var n4 = (a.l4 & Mask) + (n3 >> LimbBits);
        return new Ed25519Field(n0 & Mask, n1 & Mask, n2 & Mask, n3 & Mask, n4);
    }
}
