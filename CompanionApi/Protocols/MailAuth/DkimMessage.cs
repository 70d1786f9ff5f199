using System.Text;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>A header field as it came: all its lines, without the last line end. The name is in lower case.</summary>
internal readonly record struct DkimField(string Name, ReadOnlyMemory<byte> Raw);

/// <summary>
/// A message cut into fields and body, nothing copied. Lines end in LF with or without CR before it: a message that
/// came with bare LFs is signed as if it had CRLFs (RFC 6376 section 5.3).
/// </summary>
internal sealed class DkimMessage
{
    private readonly Dictionary<string, List<DkimField>> byName = [];

    public required IReadOnlyList<DkimField> Fields { get; init; }
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What is wrong with the header, so that readers may see another than was signed; or null.</summary>
    public string? Problem { get; private init; }

    /// <summary>The fields of a name, from the top.</summary>
    public IReadOnlyList<DkimField> Named(string name) => byName.TryGetValue(name, out var fields) ? fields : [];

    public static DkimMessage Read(ReadOnlyMemory<byte> message, DkimLimits limits)
    {
        var fields = new List<DkimField>();
        string? problem = null;
        var bytes = message.Span;
        int start = -1, end = 0, at = 0;
        while (at < bytes.Length)
        {
            if (at > limits.HeaderBytes || fields.Count > limits.HeaderFields)
            {
                problem = $"more than {limits.HeaderBytes} bytes or {limits.HeaderFields} fields of header";
                break;
            }
            var (lineEnd, next) = LineAt(bytes, at);
            var isContinuation = lineEnd > at && bytes[at] is (byte)' ' or (byte)'\t';
            if (!isContinuation)
            {
                if (start >= 0) Add(fields, message[start..end], ref problem);
                start = at;
            }
            else if (start < 0) problem ??= "the header begins with white space";
            if (lineEnd == at)
            {
                start = -1;
                at = next;
                break;
            }
            (end, at) = (lineEnd, next);
        }
        if (start >= 0) Add(fields, message[start..end], ref problem);
        var result = new DkimMessage { Fields = fields, Body = message[at..], Problem = problem };
        foreach (var field in fields)
        {
            if (!result.byName.TryGetValue(field.Name, out var same)) result.byName[field.Name] = same = [];
            same.Add(field);
        }
        return result;
    }

    /// <summary>Where the line ends and where the next begins.</summary>
    public static (int End, int Next) LineAt(ReadOnlySpan<byte> bytes, int at)
    {
        var length = bytes[at..].IndexOf((byte)'\n');
        if (length < 0) return (bytes.Length, bytes.Length);
        var end = at + length;
        return end > at && bytes[end - 1] == '\r' ? (end - 1, end + 1) : (end, end + 1);
    }

    // To some readers it ends a line, and what follows is a field that nobody signed.
    private static bool HasBareReturn(ReadOnlySpan<byte> field)
    {
        while (field.IndexOf((byte)'\r') is >= 0 and var at)
        {
            if (at + 1 >= field.Length || field[at + 1] != '\n') return true;
            field = field[(at + 1)..];
        }
        return false;
    }

    private static void Add(List<DkimField> fields, ReadOnlyMemory<byte> raw, ref string? problem)
    {
        var colon = raw.Span.IndexOf((byte)':');
        var name = colon < 0 ? [] : raw.Span[..colon].TrimEnd(" \t"u8);
        // Some readers take such a line for the end of the header: they would show a body that nobody signed.
        if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            problem ??= "a line of the header is no field";
        else if (HasBareReturn(raw.Span))
            problem ??= "the header has a CR without LF";
        else
            fields.Add(new DkimField(Encoding.ASCII.GetString(name).ToLowerInvariant(), raw));
    }
}
