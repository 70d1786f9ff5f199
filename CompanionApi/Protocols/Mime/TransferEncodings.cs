using System.Buffers;

namespace CompanionApi.Protocols.Mime;

/// <summary>Decoding of a part's bytes by the name of its encoding: a row of offset, length and encoding is all that is
/// needed to cut an attachment from the stored source. Unknown names, 7bit, 8bit and binary leave the bytes as they
/// are. Nothing here throws on broken input; only the streams can fail.</summary>
public static class TransferEncodings
{
    private const int Piece = 1 << 14;

    /// <summary>base64, quoted-printable, x-uuencode, 7bit, 8bit or binary; another name as it stands, in lower case.
    /// Missing: 7bit (RFC 2045 section 6.1).</summary>
    public static string Normalize(string? name)
    {
        var bare = (name ?? "").Trim().Trim('"', '\'', ';', ' ', '\t').ToLowerInvariant();
        var end = bare.AsSpan().IndexOfAny([' ', ';', '\t', '(']);
        if (end > 0) bare = bare[..end];
        return bare switch
        {
            "" => "7bit",
            "base64" or "base-64" or "base_64" or "b64" or "x-base64" => "base64",
            "quoted-printable" or "quotedprintable" or "quoted_printable" or "qp" => "quoted-printable",
            "x-uuencode" or "uuencode" or "x-uue" or "uue" => "x-uuencode",
            "7bit" or "7-bit" or "7bits" or "7-bits" => "7bit",
            "8bit" or "8-bit" or "8bits" or "8-bits" => "8bit",
            _ => bare,
        };
    }

    public static bool IsKnown(string encoding) =>
        encoding is "7bit" or "8bit" or "binary" or "base64" or "quoted-printable" or "x-uuencode";

    public static byte[] Decode(string encoding, ReadOnlySpan<byte> encoded) => Decode(encoding, encoded, out _);

    /// <summary>How many bytes <see cref="Decode(string, ReadOnlySpan{byte})"/> would give.</summary>
    public static int DecodedLength(string encoding, ReadOnlySpan<byte> encoded)
    {
        if (Normalize(encoding) == "base64" && Base64Decoder.TryCount(encoded, out var counted)) return counted;
        var length = 0;
        InPieces(encoding, encoded, piece => length += piece.Length);
        return length;
    }

    /// <summary>Decodes into <paramref name="target"/> piece by piece.</summary>
    public static void WriteTo(string encoding, ReadOnlySpan<byte> encoded, Stream target) =>
        InPieces(encoding, encoded, target.Write);

    private static void InPieces(string encoding, ReadOnlySpan<byte> encoded, Action<ReadOnlySpan<byte>> take)
    {
        var decoder = TransferDecoder.For(Normalize(encoding));
        var buffer = new ArrayBufferWriter<byte>(Piece);
        while (!encoded.IsEmpty)
        {
            var piece = encoded[..Math.Min(Piece, encoded.Length)];
            encoded = encoded[piece.Length..];
            decoder.Write(piece, buffer);
            take(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }
        decoder.Finish(buffer);
        take(buffer.WrittenSpan);
    }

    /// <summary>Decodes the next <paramref name="length"/> bytes of <paramref name="source"/>, which stands at the
    /// part's offset, into <paramref name="target"/>. A source that ends early ends the part.</summary>
    public static async Task CopyAsync(
        string encoding, Stream source, long length, Stream target, CancellationToken cancellation = default)
    {
        var decoder = TransferDecoder.For(Normalize(encoding));
        var decoded = new ArrayBufferWriter<byte>(Piece);
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (length > 0)
            {
                var read = await source.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, length)), cancellation);
                if (read == 0) break;
                length -= read;
                decoder.Write(piece.AsSpan(0, read), decoded);
                await target.WriteAsync(decoded.WrittenMemory, cancellation);
                decoded.ResetWrittenCount();
            }
            decoder.Finish(decoded);
            await target.WriteAsync(decoded.WrittenMemory, cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    // Some programs write the label and forget the encoding. Words have spaces between them, base64 has none.
    internal static bool LooksLikeBase64(ReadOnlySpan<byte> encoded)
    {
        const int sample = 1024, tolerated = 4;
        var spaces = 0;
        encoded = encoded[..Math.Min(sample, encoded.Length)];
        for (var i = 1; i + 1 < encoded.Length; i++)
            if (encoded[i] == ' ' && encoded[i - 1] > ' ' && encoded[i + 1] > ' ') spaces++;
        return spaces <= tolerated;
    }

    internal static byte[] Decode(string encoding, ReadOnlySpan<byte> encoded, out bool isBroken)
    {
        var decoder = TransferDecoder.For(Normalize(encoding));
        var output = new ArrayBufferWriter<byte>(encoded.Length + 4);
        decoder.Write(encoded, output);
        decoder.Finish(output);
        isBroken = decoder.IsBroken;
        return output.WrittenSpan.ToArray();
    }
}
