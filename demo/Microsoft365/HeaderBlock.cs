using System.Text;

namespace Demo.Microsoft365;

/// <summary>
/// The header of a message as bytes, for what a mail server does to it: read a field, take one out, put one on top.
/// Everything else of the message stays byte for byte as it came, so that signatures keep holding.
/// </summary>
public sealed class HeaderBlock
{
    private readonly List<Field> fields;
    private readonly ReadOnlyMemory<byte> rest;

    private HeaderBlock(List<Field> fields, ReadOnlyMemory<byte> rest)
    {
        this.fields = fields;
        this.rest = rest;
    }

    public static HeaderBlock Parse(ReadOnlyMemory<byte> mime)
    {
        var fields = new List<Field>();
        var position = 0;
        while (position < mime.Length)
        {
            var end = EndOfLine(mime.Span, position);
            var line = Encoding.Latin1.GetString(mime.Span[position..end]);
            if (line.Trim('\r', '\n').Length == 0)
            {
                break;
            }

            var colon = line.IndexOf(':');
            if (line[0] is ' ' or '\t' && fields.Count > 0)
            {
                fields[^1] = fields[^1] with { Raw = fields[^1].Raw + line };
            }
            else if (colon > 0)
            {
                fields.Add(new Field(line[..colon].TrimEnd(), line));
            }
            else
            {
                break;
            }

            position = end;
        }

        return new HeaderBlock(fields, mime[position..]);
    }

    /// <summary>The first field of that name, unfolded, its encoded words and raw UTF-8 still as on the wire.</summary>
    public string? Get(string name) => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) => fields.Where(field => field.Is(name)).Select(field => field.Value);

    public HeaderBlock Without(string name) => new([.. fields.Where(field => !field.Is(name))], rest);

    /// <summary>Puts a field on top, as every server on the way does.</summary>
    public HeaderBlock WithFirst(string name, string value) =>
        new([new Field(name, $"{name}: {value}\r\n"), .. fields], rest);

    public byte[] HeaderBytes() => Encoding.Latin1.GetBytes(string.Concat(fields.Select(field => field.Raw)));

    public byte[] ToBytes()
    {
        var head = HeaderBytes();
        byte[] separator = rest.Length == 0 ? "\r\n"u8.ToArray() : [];
        return [.. head, .. separator, .. rest.Span];
    }

    private static int EndOfLine(ReadOnlySpan<byte> span, int from)
    {
        var newline = span[from..].IndexOf((byte)'\n');
        return newline < 0 ? span.Length : from + newline + 1;
    }

    private sealed record Field(string Name, string Raw)
    {
        public string Value => Raw[(Raw.IndexOf(':') + 1)..].Replace("\r", "").Replace("\n", "").Trim();

        public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
