using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Finds the tree of parts (RFC 2046 section 5.1) in one walk over the lines that begin with "--".
/// <code>
/// field block -> leaf ------- delimiter of an open multipart -> next part of it, those inside it end
///            \-> multipart -- its own delimiter -------------> first part
///                             closing delimiter -------------> epilogue, passed over
/// </code>
/// A message/rfc822 is a leaf: its bytes are a mail to be parsed by itself.</summary>
internal sealed class MimeTreeReader
{
    private const int MaxBoundarySearch = 1 << 14;

    private readonly ReadOnlyMemory<byte> source;
    private readonly MailLimits limits;
    private readonly DefectLog log;
    private readonly HeaderBlock headers;
    private readonly byte[] delimiterStart;
    private readonly List<OpenMultipart> open = [];
    private int partCount;

    private sealed class OpenMultipart(MimeEntity entity, byte[] boundary)
    {
        public MimeEntity Entity => entity;
        public byte[] Boundary => boundary;
        public bool IsClosed { get; set; }
    }

    public MimeTreeReader(ReadOnlyMemory<byte> source, MailLimits limits, DefectLog log)
    {
        this.source = source;
        this.limits = limits;
        this.log = log;
        var lineEnd = source.Span.Contains((byte)'\n') || !source.Span.Contains((byte)'\r') ? (byte)'\n' : (byte)'\r';
        headers = new HeaderBlock(source, lineEnd, limits, log);
        delimiterStart = [lineEnd, (byte)'-', (byte)'-'];
    }

    /// <summary>The mail's own header; its parts come by <see cref="ReadParts"/>, once.</summary>
    public MimeEntity ReadRoot() => Begin(0, null);

    public void ReadParts(MimeEntity root)
    {
        var leaf = open.Count == 0 ? root : null;
        var at = root.BodyStart;
        while (open.Count > 0 && FindDelimiter(at, out var line, out var next, out var level, out var isClosing))
        {
            if (!isClosing && partCount >= limits.MaxParts)
            {
                log.Add(MailDefectKind.TooManyParts, "message");
                break;
            }
            if (leaf is not null) leaf.BodyEnd = EndBefore(line, leaf.BodyStart);
            leaf = null;
            CloseAbove(level, line);
            var multipart = open[level];
            if (multipart.IsClosed && !isClosing) log.Add(MailDefectKind.PartAfterClosingBoundary, Place());
            multipart.IsClosed = isClosing;
            multipart.Entity.BodyEnd = next;
            at = next;
            if (isClosing) continue;
            var depth = open.Count;
            var part = Begin(next, multipart.Entity);
            multipart.Entity.Children.Add(part);
            if (open.Count == depth) leaf = part;
            at = part.BodyStart;
        }
        if (leaf is not null) leaf.BodyEnd = source.Length;
        CloseAbove(-1, source.Length);
    }

    private MimeEntity Begin(int start, MimeEntity? parent)
    {
        partCount++;
        var fields = headers.Read(start, parent is null, IsDelimiter, Place(), out var bodyStart);
        var contentType = ReadContentType(fields);
        var type = TypeOf(contentType, fields, parent);
        var entity = new MimeEntity
        {
            Headers = fields,
            ContentType = contentType,
            Type = type,
            Depth = parent is null ? 0 : parent.Depth + 1,
            Parent = parent,
            TransferEncoding = TransferEncodings.Normalize(fields.First("Content-Transfer-Encoding")?.Text),
            Start = start,
            BodyStart = bodyStart,
            BodyEnd = bodyStart,
        };
        if (type.StartsWith("multipart/", StringComparison.Ordinal)) Open(entity);
        return entity;
    }

    private void Open(MimeEntity entity)
    {
        if (entity.TransferEncoding is "base64" or "quoted-printable")
            log.Add(MailDefectKind.EncodedMultipart, Place());
        if (entity.Depth >= limits.MaxDepth)
        {
            log.Add(MailDefectKind.TooDeep, Place());
            return;
        }
        var boundary = entity.ContentType["boundary"]?.TrimEnd();
        if (string.IsNullOrEmpty(boundary))
        {
            log.Add(MailDefectKind.MissingBoundary, Place());
            if (GuessBoundary(entity.BodyStart) is { } guessed) open.Add(new OpenMultipart(entity, guessed));
            else AsText(entity);
            return;
        }
        open.Add(new OpenMultipart(entity, Encoding.Latin1.GetBytes(boundary)));
    }

    private bool FindDelimiter(int at, out int line, out int next, out int level, out bool isClosing)
    {
        var bytes = source.Span;
        (line, next, level, isClosing) = (at, at, -1, false);
        if (at >= bytes.Length) return false;
        if (!bytes[at..].StartsWith("--"u8))
        {
            var found = bytes[at..].IndexOf(delimiterStart);
            if (found < 0) return false;
            line = at + found + 1;
        }
        while (true)
        {
            level = LevelOf(headers.LineAt(line, out next), out isClosing);
            if (level >= 0) return true;
            // The line end may start the next candidate.
            var found = bytes[(next - 1)..].IndexOf(delimiterStart);
            if (found < 0) return false;
            line = next + found;
        }
    }

    private bool IsDelimiter(ReadOnlySpan<byte> line) => LevelOf(line, out _) >= 0;

    /// <summary>The innermost open multipart whose delimiter the line is, white space after it allowed. The whole line
    /// must agree, since one boundary is often the beginning of another; those already closed come last, since nested
    /// multiparts sometimes share a boundary.</summary>
    private int LevelOf(ReadOnlySpan<byte> line, out bool isClosing)
    {
        isClosing = false;
        if (!line.StartsWith("--"u8)) return -1;
        var rest = line[2..].TrimEnd(" \t\r"u8);
        var closed = -1;
        for (var level = open.Count - 1; level >= 0; level--)
        {
            var boundary = open[level].Boundary;
            var isEnd = rest.Length == boundary.Length + 2 && rest.EndsWith("--"u8) && rest.StartsWith(boundary);
            if (!isEnd && !rest.SequenceEqual(boundary)) continue;
            if (!open[level].IsClosed)
            {
                isClosing = isEnd;
                return level;
            }
            if (closed < 0 && !isEnd) closed = level;
        }
        return closed;
    }

    private void CloseAbove(int level, int end)
    {
        for (var i = open.Count - 1; i > level; i--)
        {
            var entity = open[i].Entity;
            if (!open[i].IsClosed)
            {
                log.Add(MailDefectKind.UnterminatedMultipart, Place());
                entity.BodyEnd = EndBefore(end, entity.BodyStart);
            }
            if (entity.Children.Count == 0)
            {
                log.Add(MailDefectKind.MultipartWithoutParts, Place());
                AsText(entity);
            }
            open.RemoveAt(i);
        }
    }

    // Nothing in it can be told apart: what it holds is shown as text rather than lost.
    private static void AsText(MimeEntity entity) => entity.Type = "text/plain";

    // The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1).
    private int EndBefore(int end, int start)
    {
        var bytes = source.Span;
        if (end == bytes.Length) return end;
        if (end > start && bytes[end - 1] == delimiterStart[0]) end--;
        if (end > start && delimiterStart[0] == '\n' && bytes[end - 1] == '\r') end--;
        return end;
    }

    private byte[]? GuessBoundary(int start)
    {
        var bytes = source.Span;
        var at = start;
        while (at < bytes.Length && at - start < MaxBoundarySearch)
        {
            var line = headers.LineAt(at, out var next).TrimEnd(" \t"u8);
            if (line.Length > 4 && line.StartsWith("--"u8) && next < bytes.Length
                && headers.LineAt(next, out _).StartsWithIgnoreCase("content-")) return line[2..].ToArray();
            at = next;
        }
        return null;
    }

    private HeaderValue ReadContentType(HeaderList fields)
    {
        var field = fields.All("Content-Type")
            .FirstOrDefault(field => field.RawValue.Span.IndexOfAnyExcept(" \t\r\n"u8) >= 0);
        if (field is null) return HeaderValue.Parse("", null, "Content-Type");
        // The boundary is bytes: one character each. Japanese in escapes would break the quotes of the value, though.
        var text = field.RawValue.Span.Contains((byte)0x1B)
            ? field.Text
            : HeaderText.Unfold(Encoding.Latin1.GetString(field.RawValue.Span));
        return HeaderValue.Parse(text, null, Place());
    }

    private string TypeOf(HeaderValue contentType, HeaderList fields, MimeEntity? parent)
    {
        var isDigest = parent?.Type == "multipart/digest";
        var type = contentType.Value;
        if (IsWellFormed(type)) return type;
        if (type.Length > 0 || contentType["boundary"] is not null)
            log.Add(MailDefectKind.MalformedContentType, Place());
        if (type.StartsWith("multipart", StringComparison.Ordinal)
            || (type.Length == 0 && contentType["boundary"] is not null))
            return "multipart/mixed";
        if (type.Length > 0 && contentType["name"] is not null) return "application/octet-stream";
        // RFC 2046 section 5.1.5, and RFC 2045 section 5.2 for what cannot be read.
        return isDigest && fields.First("Content-Type") is null ? "message/rfc822" : "text/plain";
    }

    private static bool IsWellFormed(string type)
    {
        var slash = type.IndexOf('/');
        return slash > 0 && slash < type.Length - 1 && type.IndexOf('/', slash + 1) < 0
            && !type.AsSpan().ContainsAny("\"(),;<>@\\") && type.All(c => c is > ' ' and < '\x7F');
    }

    private string Place() => partCount <= 1 ? "message" : "entity " + partCount;
}
