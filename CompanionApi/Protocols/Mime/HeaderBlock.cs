using System.Text;

namespace CompanionApi.Protocols.Mime;

internal delegate bool LineTest(ReadOnlySpan<byte> line);

/// <summary>Splits a header block into fields (RFC 5322 section 2.2). A line end is LF with or without CR; a CR alone
/// is one only in a source that has no LF at all. A line of white space goes on with the field above (section 4.2),
/// however often it is meant as the end: a signature is checked over the header as RFC 6376 sees it, and no line of that
/// header may be shown as body.</summary>
internal sealed class HeaderBlock(ReadOnlyMemory<byte> source, byte lineEnd, MailLimits limits, DefectLog log)
{
    private const int MaxLookAhead = 6;

    // What a line must start with to be taken for the header going on after a line that is no field.
    private static readonly string[] KnownNames =
    [
        "content-", "x-", "received:", "from:", "to:", "cc:", "bcc:", "subject:", "date:", "message-id:", "reply-to:",
        "mime-version:", "return-path:", "sender:", "in-reply-to:", "references:", "dkim-", "arc-", "list-", "resent-",
        "delivered-to:", "authentication-results:", "importance:", "priority:", "thread-", "user-agent:", "precedence:",
        "auto-submitted:", "organization:", "errors-to:", "disposition-", "received-spf:", "domainkey-", "feedback-id:",
        "comments:",
    ];

    private readonly List<HeaderField> fields = [];
    private HeaderReading reading = new();
    private int fromCount, blockStart;
    private (int Start, int NameLength, int ValueStart, int End) open;

    /// <summary>Reads the block at <paramref name="start"/>; <paramref name="bodyStart"/> is the first byte after it,
    /// or the delimiter line that cut it short.</summary>
    public HeaderList Read(int start, bool isRoot, LineTest isDelimiter, string where, out int bodyStart)
    {
        var bytes = source.Span;
        fields.Clear();
        reading = new HeaderReading();
        (fromCount, open) = (0, default);
        var at = blockStart = isRoot ? SkipBeforeFirstField(bytes, start) : start;
        bodyStart = bytes.Length;
        while (at < bytes.Length)
        {
            var line = LineAt(at, out var next);
            if (line.IsEmpty) { bodyStart = next; break; }
            if (line[0] == '-' && isDelimiter(line))
            {
                log.Add(MailDefectKind.MissingHeaderEnd, where);
                bodyStart = at;
                break;
            }
            if (line[0] is (byte)' ' or (byte)'\t' && open.NameLength > 0) open.End = at + line.Length;
            else if (NameLength(line) is var name and > 0)
            {
                Close(where);
                open = (at, name, at + line.IndexOf((byte)':') + 1, at + line.Length);
            }
            else if (at == blockStart && (line.StartsWith("From "u8) || line.StartsWith(">From "u8))) blockStart = next;
            else if (IsBrokenFold(line, next))
            {
                log.Add(MailDefectKind.MalformedHeaderLine, where);
                if (open.NameLength > 0) open.End = at + line.Length;
            }
            else
            {
                log.Add(MailDefectKind.MissingHeaderEnd, where);
                bodyStart = at;
                break;
            }
            at = next;
        }
        Close(where);
        return new HeaderList([.. fields], reading, fromCount);
    }

    public ReadOnlySpan<byte> LineAt(int at, out int next)
    {
        var rest = source.Span[at..];
        var end = rest.IndexOf(lineEnd);
        next = end < 0 ? source.Length : at + end + 1;
        var line = end < 0 ? rest : rest[..end];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private void Close(string where)
    {
        var (start, nameLength, valueStart, end) = open;
        open = default;
        if (nameLength == 0) return;
        var name = source.Span.Slice(start, nameLength);
        if (Ascii.EqualsIgnoreCase(name, "from"u8)) fromCount++;
        if (fields.Count >= limits.MaxHeaders) log.Add(MailDefectKind.TooManyHeaders, where);
        else if (end - blockStart > limits.MaxHeaderBytes) log.Add(MailDefectKind.HeaderTooLarge, where);
        else fields.Add(new HeaderField(Encoding.ASCII.GetString(name), source[valueStart..end], reading));
    }

    // A byte order mark or empty lines that some program put before the first field.
    private int SkipBeforeFirstField(ReadOnlySpan<byte> bytes, int start)
    {
        if (bytes[start..].StartsWith("\uFEFF"u8)) start += 3;
        var at = start;
        while (at < bytes.Length)
        {
            var line = LineAt(at, out var next);
            if (!IsBlank(line)) return at > start && StartsKnownField(at) ? at : start;
            at = next;
        }
        return start;
    }

    // Past the folded lines of a field whose first line is broken.
    private bool StartsKnownFieldSoon(int at)
    {
        for (var i = 0; i < MaxLookAhead && at < source.Length; i++)
        {
            var line = LineAt(at, out var next);
            if (line.IsEmpty || line[0] is not ((byte)' ' or (byte)'\t')) return StartsKnownField(at);
            at = next;
        }
        return false;
    }

    private bool IsBrokenFold(ReadOnlySpan<byte> line, int next)
    {
        if (StartsKnownFieldSoon(next)) return true;
        if (open.NameLength == 0) return false;
        // name="report.pdf" at the line's start belongs to the Content-Type above it.
        var equals = line.IndexOf((byte)'=');
        return equals is > 0 and < 30 && !line[..equals].ContainsAny(" \t<"u8)
            && source.Span.Slice(open.Start, 8).StartsWithIgnoreCase("content-");
    }

    private bool StartsKnownField(int at)
    {
        var line = LineAt(at, out _);
        if (NameLength(line) is var length && length == 0) return false;
        var name = line[..length];
        foreach (var known in KnownNames)
        {
            // A name that stands whole may have blanks before its colon (section 4.5).
            if (known[^1] == ':' ? Ascii.EqualsIgnoreCase(name, known.AsSpan()[..^1]) : name.StartsWithIgnoreCase(known)) return true;
        }
        return false;
    }

    // Of "Name:" or, in the obsolete form, "Name  :"; 0 when the line is no field.
    private static int NameLength(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return 0;
        var name = line[..colon].TrimEnd(" \t"u8);
        return name.IndexOfAnyExceptInRange((byte)33, (byte)126) < 0 ? name.Length : 0;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t"u8) < 0;
}

internal static class AsciiSpans
{
    public static bool StartsWithIgnoreCase(this ReadOnlySpan<byte> bytes, string lowerCase) =>
        bytes.Length >= lowerCase.Length && Ascii.EqualsIgnoreCase(bytes[..lowerCase.Length], lowerCase);
}
