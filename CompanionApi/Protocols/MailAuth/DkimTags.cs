namespace CompanionApi.Protocols.MailAuth;

/// <summary>A tag list: "v=1; a=rsa-sha256; …" (RFC 6376 section 3.2).</summary>
internal sealed class DkimTags
{
    private static readonly char[] FoldingWhiteSpace = [' ', '\t', '\r', '\n'];

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public string? First { get; private set; }

    /// <summary>The value without white space around it; null where the tag is missing.</summary>
    public string? this[string tag] => values.GetValueOrDefault(tag);

    /// <summary>Null where the list breaks the grammar or names a tag twice.</summary>
    public static DkimTags? Parse(string text)
    {
        var tags = new DkimTags();
        foreach (var range in text.AsSpan().Split(';'))
        {
            var tag = text.AsSpan(range).Trim(FoldingWhiteSpace);
            // The grammar has no empty tag but after the last; nothing is lost by reading over one.
            if (tag.IsEmpty) continue;
            var equals = tag.IndexOf('=');
            if (equals < 1) return null;
            var name = tag[..equals].TrimEnd(FoldingWhiteSpace).ToString();
            var value = tag[(equals + 1)..].TrimStart(FoldingWhiteSpace);
            if (!IsName(name) || HasControls(value) || !tags.values.TryAdd(name, value.ToString())) return null;
            tags.First ??= name;
        }
        return tags;
    }

    /// <summary>A value that is a list with colons, white space around its parts left out.</summary>
    public IReadOnlyList<string> List(string tag) =>
        this[tag]?.Split(':').Select(part => part.Trim(FoldingWhiteSpace)).ToList() ?? [];

    /// <summary>A value in base64, with white space anywhere; null where it is none.</summary>
    public byte[]? Base64(string tag)
    {
        if (!values.TryGetValue(tag, out var value)) return null;
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length) ? bytes[..length] : null;
    }

    private static bool IsName(string name)
    {
        if (!char.IsAsciiLetter(name[0])) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        }
        return true;
    }

    private static bool HasControls(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (c is < ' ' or '\x7F' && !FoldingWhiteSpace.Contains(c)) return true;
        }
        return false;
    }
}
