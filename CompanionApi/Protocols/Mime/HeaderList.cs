using System.Collections;

namespace CompanionApi.Protocols.Mime;

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
