using System.Buffers.Binary;
using System.IO.Compression;

namespace Demo.Seed;

/// <summary>
/// The picture in Tom's mail: bean temperature over twelve minutes, with the dip that he complains about.
/// </summary>
internal static class RoastCurve
{
    private const int Width = 480;
    private const int Height = 220;
    private const byte Paper = 0;
    private const byte Grid = 1;
    private const byte Curve = 2;
    private static readonly byte[] Palette = [0xFF, 0xFD, 0xF8, 0xE3, 0xDC, 0xCF, 0xA4, 0x4A, 0x12];

    public static byte[] Png()
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        header[8] = 8;
        header[9] = 3;
        return
        [
            0x89, .. "PNG\r\n\x1a\n"u8,
            .. Chunk("IHDR"u8, header), .. Chunk("PLTE"u8, Palette),
            .. Chunk("IDAT"u8, Pixels()), .. Chunk("IEND"u8, []),
        ];
    }

    private static byte[] Pixels()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            for (var y = 0; y < Height; y++)
            {
                zip.WriteByte(0);
                for (var x = 0; x < Width; x++)
                {
                    zip.WriteByte(Colour(x, y));
                }
            }
        }

        return packed.ToArray();
    }

    private static byte Colour(int x, int y) =>
        Math.Abs(y - Y(x)) < 2.5 ? Curve : x % 40 == 0 || y % 44 == 0 ? Grid : Paper;

    // Down while the beans take the heat, then up towards the drop, but for six minutes in, where the burner gives up.
    private static double Y(int x)
    {
        var minutes = x * 12.0 / Width;
        var bean = minutes < 1.2 ? 188 - (80 * minutes) : 92 + (121 * (1 - Math.Exp(-(minutes - 1.2) / 4.2)) * 1.08);
        var dip = 26 * Math.Exp(-Math.Pow((minutes - 6) / 0.35, 2));
        return Height - 12 - ((bean - dip - 80) * 1.4);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        var sum = Crc(chunk.AsSpan(4, 4 + content.Length));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), sum);
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }
}
