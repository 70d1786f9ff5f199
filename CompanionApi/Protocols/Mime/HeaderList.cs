using System.Collections;

namespace CompanionApi.Protocols.Mime;

/// <summary>One header field as it stood in the source.</summary>
public sealed class HeaderField
{
    private readonly ReadOnlyMemory<byte> raw;
    private readonly HeaderReading reading;
    private string? text;
    private string? decoded;

    internal HeaderField(string name, ReadOnlyMemory<byte> raw, HeaderReading reading)
    {
        Name = name;
        this.raw = raw;
        this.reading = reading;
    }

    public string Name { get; }

    /// <summary>The bytes after the colon, folds included, without the last line end; a slice of the source.</summary>
    public ReadOnlyMemory<byte> RawValue => raw;

    /// <summary>Unfolded and in characters, encoded words still encoded: what structured fields are parsed from.</summary>
    public string Text => text ??= HeaderText.Unfold(HeaderText.ToCharacters(raw.Span, reading.CharsetHint, null, Name));

    /// <summary>Unfolded, encoded words decoded, control characters made spaces.</summary>
    public string Decoded => decoded ??= HeaderText.Clean(EncodedWords.Decode(Text, null, Name));

    internal void ReportTo(DefectLog log)
    {
        HeaderText.ToCharacters(raw.Span, reading.CharsetHint, log, Name);
        EncodedWords.Decode(Text, log, Name);
        if (HeaderText.HasBareCarriageReturn(raw.Span)) log.Add(MailDefectKind.BareCarriageReturn, Name);
    }
}

/// <summary>The fields of one header block, in order. Names compare without case.</summary>
public sealed class HeaderList : IReadOnlyList<HeaderField>
{
    private readonly List<HeaderField> fields;

    internal HeaderList(List<HeaderField> fields, HeaderReading reading, int fromCount)
    {
        this.fields = fields;
        Reading = reading;
        FromCount = fromCount;
    }

    public int Count => fields.Count;
    public HeaderField this[int index] => fields[index];

    public HeaderField? First(string name) =>
        fields.Find(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<HeaderField> All(string name) =>
        fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public IEnumerator<HeaderField> GetEnumerator() => fields.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal HeaderReading Reading { get; }

    /// <summary>From fields seen, those beyond the limits included.</summary>
    internal int FromCount { get; }
}

/// <summary>What the reading of raw 8-bit fields hangs on; known only once the body's charset is.</summary>
internal sealed class HeaderReading
{
    public string? CharsetHint { get; set; }
}
