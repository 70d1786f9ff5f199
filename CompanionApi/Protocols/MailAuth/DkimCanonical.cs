using System.Security.Cryptography;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>Header and body in the forms that are hashed (RFC 6376 section 3.4), fed to the hash in pieces.</summary>
internal static class DkimCanonical
{
    /// <summary>The hash of the body's first canonical bytes up to the limit, and how many it has in all.</summary>
    public static (byte[] Hash, long Length) HashBody(
        ReadOnlySpan<byte> body, bool isRelaxed, long? limit, HashAlgorithmName algorithm)
    {
        using var sink = new Sink(algorithm, limit ?? long.MaxValue);
        var emptyLines = 0L;
        for (var at = 0; at < body.Length;)
        {
            var (end, next) = DkimMessage.LineAt(body, at);
            var line = body[at..end];
            at = next;
            if (isRelaxed) line = line.TrimEnd(" \t"u8);
            if (line.IsEmpty)
            {
                emptyLines++;
                continue;
            }
            // Empty lines count only once something follows them.
            for (; emptyLines > 0; emptyLines--) sink.Write("\r\n"u8);
            if (isRelaxed) WriteRelaxed(line, sink);
            else sink.Write(line);
            sink.Write("\r\n"u8);
        }
        if (!isRelaxed && sink.Length == 0) sink.Write("\r\n"u8);
        return (sink.Finish(), sink.Length);
    }

    /// <summary>The hash that is signed: the chosen fields, then the signature itself with an empty b=.</summary>
    public static byte[] HashHeader(DkimMessage message, DkimSignature signature, HashAlgorithmName algorithm)
    {
        using var sink = new Sink(algorithm, long.MaxValue);
        var left = new Dictionary<string, int>();
        foreach (var name in signature.Headers)
        {
            // From the bottom up; a name without a field left to take signs that there is none (section 5.4.2).
            var fields = message.Named(name);
            var index = left.GetValueOrDefault(name, fields.Count) - 1;
            // Signatures may sign each other; this one signs itself below, and only there.
            if (index >= 0 && fields[index].Raw.Equals(signature.Field.Raw)) index--;
            left[name] = Math.Max(index, 0);
            if (index < 0) continue;
            WriteField(fields[index].Raw.Span, signature.HasRelaxedHeader, sink);
            sink.Write("\r\n"u8);
        }
        WriteField(WithoutValue(signature.Field.Raw.Span), signature.HasRelaxedHeader, sink);
        return sink.Finish();
    }

    private static void WriteField(ReadOnlySpan<byte> field, bool isRelaxed, Sink sink)
    {
        if (!isRelaxed)
        {
            while (!field.IsEmpty)
            {
                var (end, next) = DkimMessage.LineAt(field, 0);
                sink.Write(field[..end]);
                if (next > end) sink.Write("\r\n"u8);
                field = field[next..];
            }
            return;
        }
        var colon = field.IndexOf((byte)':');
        foreach (var octet in field[..colon].TrimEnd(" \t"u8))
            sink.Write((byte)(octet is >= (byte)'A' and <= (byte)'Z' ? octet | 0x20 : octet));
        sink.Write((byte)':');
        WriteRelaxed(field[(colon + 1)..].Trim(" \t\r\n"u8), sink);
    }

    /// <summary>White space in a row becomes one space, line ends inside a field go.</summary>
    private static void WriteRelaxed(ReadOnlySpan<byte> text, Sink sink)
    {
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(" \t\n"u8);
            if (plain < 0) plain = text.Length;
            var isFolded = plain < text.Length && text[plain] == '\n' && plain > 0 && text[plain - 1] == '\r';
            sink.Write(text[..(isFolded ? plain - 1 : plain)]);
            var hasSpace = false;
            for (; plain < text.Length && IsWhiteSpace(text, plain); plain++)
                hasSpace |= text[plain] is (byte)' ' or (byte)'\t';
            if (hasSpace) sink.Write((byte)' ');
            text = text[plain..];
        }
    }

    private static bool IsWhiteSpace(ReadOnlySpan<byte> text, int at) =>
        text[at] is (byte)' ' or (byte)'\t' or (byte)'\n'
        || text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n';

    /// <summary>The field with nothing between "b=" and the next semicolon.</summary>
    private static byte[] WithoutValue(ReadOnlySpan<byte> field)
    {
        var at = field.IndexOf((byte)':') + 1;
        while (at < field.Length)
        {
            var length = field[at..].IndexOf((byte)';');
            if (length < 0) length = field.Length - at;
            var tag = field.Slice(at, length);
            var equals = tag.IndexOf((byte)'=');
            if (equals > 0 && tag[..equals].Trim(" \t\r\n"u8).SequenceEqual("b"u8))
                return [.. field[..(at + equals + 1)], .. field[(at + length)..]];
            at += length + 1;
        }
        return field.ToArray();
    }

    /// <summary>Gathers small pieces into larger ones for the hash, and stops at the limit.</summary>
    private sealed class Sink(HashAlgorithmName algorithm, long limit) : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(algorithm);
        private readonly byte[] buffer = new byte[4096];
        private int filled;

        /// <summary>What was written, beyond the limit too.</summary>
        public long Length { get; private set; }

        public void Write(byte octet) => Write([octet]);

        public void Write(ReadOnlySpan<byte> bytes)
        {
            var room = limit - Length;
            Length += bytes.Length;
            if (room <= 0) return;
            if (bytes.Length > room) bytes = bytes[..(int)room];
            if (filled + bytes.Length > buffer.Length) Flush();
            if (bytes.Length > buffer.Length) hash.AppendData(bytes);
            else
            {
                bytes.CopyTo(buffer.AsSpan(filled));
                filled += bytes.Length;
            }
        }

        public byte[] Finish()
        {
            Flush();
            return hash.GetHashAndReset();
        }

        public void Dispose() => hash.Dispose();

        private void Flush()
        {
            hash.AppendData(buffer, 0, filled);
            filled = 0;
        }
    }
}
