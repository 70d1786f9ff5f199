namespace CompanionApi.Protocols.Mime;

/// <summary>One header field as it stood in the source.</summary>
public sealed class HeaderField
{
    private readonly ReadOnlyMemory<byte> raw;
    private readonly HeaderReading reading;
    private string? text;
    private string? decoded;
    private string? hint;

    internal HeaderField(string name, ReadOnlyMemory<byte> raw, HeaderReading reading)
    {
        Name = name;
        this.raw = raw;
        this.reading = reading;
    }

    public string Name { get; }

    /// <summary>The bytes after the colon, folds included, without the last line end; a slice of the source.</summary>
    public ReadOnlyMemory<byte> RawValue => raw;

    /// <summary>Unfolded and in characters, encoded words still encoded: for structured fields.</summary>
    public string Text
    {
        get
        {
            if (text is not null && hint == reading.CharsetHint) return text;
            (hint, decoded) = (reading.CharsetHint, null);
            return text = HeaderText.Unfold(HeaderText.ToCharacters(raw.Span, hint, null, Name));
        }
    }

    /// <summary>Unfolded, encoded words decoded, control characters made spaces.</summary>
    public string Decoded
    {
        get
        {
            var read = Text;
            return decoded ??= HeaderText.Clean(EncodedWords.Decode(read, null, Name));
        }
    }

    internal void ReportTo(DefectLog log)
    {
        HeaderText.ToCharacters(raw.Span, reading.CharsetHint, log, Name);
        EncodedWords.Decode(Text, log, Name);
        if (HeaderText.HasBareCarriageReturn(raw.Span)) log.Add(MailDefectKind.BareCarriageReturn, Name);
    }
}

/// <summary>What the reading of raw 8-bit fields hangs on; known only once the body's charset is.</summary>
internal sealed class HeaderReading
{
    public string? CharsetHint { get; set; }
}
