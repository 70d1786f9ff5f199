using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.Dns;

/// <summary>
/// Domain names between text and wire (RFC 1035 section 3.1). In text one char is one byte, labels are parted by dots,
/// and a dot or backslash inside a label bears a backslash, so that no label can pose as two.
/// </summary>
internal static class DnsName
{
    public const int MaxLabelBytes = 63;
    public const int MaxWireBytes = 255;

    // A name of 255 bytes holds at most 127 labels, so a chain of more pointers than that leads nowhere.
    private const int MaxPointers = 127;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>The form that names are compared and cached in: A-labels, lower case, no dot at the end.</summary>
    /// <returns>Null where DNS cannot carry the name: empty, a label empty or too long, too long in all.</returns>
    public static string? Normalize(string name)
    {
        if (name.EndsWith('.') && !name.EndsWith("\\.", StringComparison.Ordinal)) name = name[..^1];
        if (name.Length is 0 or > 4 * MaxWireBytes) return null;
        if (!Ascii.IsValid(name))
        {
            try
            {
                name = Idn.GetAscii(name);
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
        return Encode(name) is null ? null : name.ToLowerInvariant();
    }

    public static byte[]? Encode(string name)
    {
        Span<byte> wire = stackalloc byte[MaxWireBytes];
        var lengthAt = 0;
        var end = 1;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '.')
            {
                if (!CloseLabel(wire, lengthAt, end) || end >= MaxWireBytes) return null;
                lengthAt = end++;
                continue;
            }
            if (name[i] == '\\' && i + 1 < name.Length) i++;
            if (name[i] > 0xFF || end >= MaxWireBytes) return null;
            wire[end++] = (byte)name[i];
        }
        if (!CloseLabel(wire, lengthAt, end) || end >= MaxWireBytes) return null;
        wire[end++] = 0;
        return wire[..end].ToArray();
    }

    private static bool CloseLabel(Span<byte> wire, int lengthAt, int end)
    {
        var length = end - lengthAt - 1;
        if (length is 0 or > MaxLabelBytes) return false;
        wire[lengthAt] = (byte)length;
        return true;
    }

    /// <summary>Reads a name, following compression (section 4.1.4). The root reads as "".</summary>
    public static bool TryDecode(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        name = "";
        var text = new StringBuilder();
        int? afterPointer = null;
        var wireBytes = 1;
        for (int position = at, pointers = 0; ;)
        {
            if (position >= message.Length) return false;
            var length = message[position];
            if (length == 0)
            {
                at = afterPointer ?? position + 1;
                name = text.ToString();
                return true;
            }
            if ((length & 0xC0) == 0xC0)
            {
                if (position + 1 >= message.Length || ++pointers > MaxPointers) return false;
                var target = (length & 0x3F) << 8 | message[position + 1];
                // Only backwards: a pointer "to a prior occurrence" can then never come round in a circle.
                if (target >= position) return false;
                afterPointer ??= position + 2;
                position = target;
                continue;
            }
            wireBytes += length + 1;
            if (length > MaxLabelBytes || wireBytes > MaxWireBytes) return false;
            if (position + 1 + length > message.Length) return false;
            if (text.Length > 0) text.Append('.');
            foreach (var octet in message.Slice(position + 1, length))
            {
                if (octet is (byte)'.' or (byte)'\\') text.Append('\\');
                text.Append((char)octet);
            }
            position += 1 + length;
        }
    }
}
