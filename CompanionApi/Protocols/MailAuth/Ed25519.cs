using System.Numerics;
using System.Security.Cryptography;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>
/// Verification of Ed25519 signatures (RFC 8032 section 5.1.7), which the runtime does not have. Only public values go
/// in, so nothing here needs to take the same time for every input.
/// </summary>
public static class Ed25519
{
    public const int KeyBytes = Ed25519Field.Bytes;
    private const int SignatureBytes = 64;

    private static readonly BigInteger Order =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    private static readonly BigInteger D =
        -121665 * BigInteger.ModPow(121666, Ed25519Field.Prime - 2, Ed25519Field.Prime);

    private static readonly Ed25519Field CurveD = Ed25519Field.From(D);
    private static readonly Ed25519Field TwiceD = Ed25519Field.From(2 * D);

    private static readonly Ed25519Field RootOfMinusOne =
        Ed25519Field.From(BigInteger.ModPow(2, (Ed25519Field.Prime - 1) / 4, Ed25519Field.Prime));

    private static readonly Point Base = Point.Decode(
        Convert.FromHexString("5866666666666666666666666666666666666666666666666666666666666666"))!.Value;

    /// <summary>Whether the 64 bytes of the signature sign the message by this key of 32 bytes; never throws.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeyBytes || signature.Length != SignatureBytes) return false;
        if (Point.Decode(publicKey) is not { } key) return false;
        var s = new BigInteger(signature[32..], isUnsigned: true);
        if (s >= Order) return false;
        var hash = SHA512.HashData([.. signature[..32], .. publicKey, .. message]);
        var k = new BigInteger(hash, isUnsigned: true) % Order;
        return Sum(s, Base, k, key.Negate()).Encode().AsSpan().SequenceEqual(signature[..32]);
    }

    /// <summary>a times p plus b times q, bit by bit for both at once.</summary>
    private static Point Sum(BigInteger a, in Point p, BigInteger b, in Point q)
    {
        Span<byte> aBytes = stackalloc byte[KeyBytes], bBytes = stackalloc byte[KeyBytes];
        a.TryWriteBytes(aBytes, out _, isUnsigned: true);
        b.TryWriteBytes(bBytes, out _, isUnsigned: true);
        var both = p.Add(q);
        var result = Point.Neutral;
        for (var bit = KeyBytes * 8 - 1; bit >= 0; bit--)
        {
            result = result.Double();
            var (inA, inB) = ((aBytes[bit / 8] >> bit % 8 & 1) != 0, (bBytes[bit / 8] >> bit % 8 & 1) != 0);
            if (inA || inB) result = result.Add(inA ? inB ? both : p : q);
        }
        return result;
    }

    /// <summary>A point in extended homogeneous coordinates (section 5.1.4).</summary>
    private readonly record struct Point(Ed25519Field X, Ed25519Field Y, Ed25519Field Z, Ed25519Field T)
    {
        public static readonly Point Neutral =
            new(Ed25519Field.Zero, Ed25519Field.One, Ed25519Field.One, Ed25519Field.Zero);

        public Point Negate() => new(Ed25519Field.Zero - X, Y, Z, Ed25519Field.Zero - T);

        public Point Add(in Point other)
        {
            var a = (Y - X) * (other.Y - other.X);
            var b = (Y + X) * (other.Y + other.X);
            var c = T * TwiceD * other.T;
            var d = (Z + Z) * other.Z;
            var (e, f, g, h) = (b - a, d - c, d + c, b + a);
            return new Point(e * f, g * h, f * g, e * h);
        }

        public Point Double()
        {
            var (a, b, z) = (X * X, Y * Y, Z * Z);
            var h = a + b;
            var sum = X + Y;
            var (e, g) = (h - sum * sum, a - b);
            var f = z + z + g;
            return new Point(e * f, g * h, f * g, e * h);
        }

        public byte[] Encode()
        {
            var inverse = Z.Inverse();
            var bytes = (Y * inverse).ToBytes();
            if ((X * inverse).IsOdd) bytes[^1] |= 0x80;
            return bytes;
        }

        /// <summary>Section 5.1.3; null where the bytes are no point, or not its one encoding.</summary>
        public static Point? Decode(ReadOnlySpan<byte> bytes)
        {
            var y = Ed25519Field.From(bytes);
            var isOdd = (bytes[^1] & 0x80) != 0;
            var canonical = y.ToBytes();
            if (isOdd) canonical[^1] |= 0x80;
            if (!bytes.SequenceEqual(canonical)) return null;
            var square = y * y;
            var (u, v) = (square - Ed25519Field.One, square * CurveD + Ed25519Field.One);
            var v3 = v * v * v;
            var x = u * v3 * (u * v3 * v3 * v).RootPower();
            var check = v * x * x;
            if (!(check - u).IsZero)
            {
                if (!(check + u).IsZero) return null;
                x *= RootOfMinusOne;
            }
            if (x.IsZero && isOdd) return null;
            if (x.IsOdd != isOdd) x = Ed25519Field.Zero - x;
            return new Point(x, y, Ed25519Field.One, x * y);
        }
    }
}
