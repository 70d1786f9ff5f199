using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CompanionApi.Protocols.Smtp;

/// <summary>
/// A path of MAIL or RCPT (RFC 5321 4.1.2, with UTF-8 by RFC 6531 3.3). Where honest mail breaks the grammar we follow
/// the mail: dots anywhere in a local part (Japanese phones), underscores in host names, a sender's local part longer
/// than 64 octets (SRS, VERP), blanks after the colon.
/// </summary>
internal readonly record struct SmtpPath(string Address, bool IsLiteral)
{
    private const int MaxLocalPart = 64;
    private const int MaxDomain = 255;
    private const int MaxLabel = 63;
    private const int MaxAddress = 254;

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> Atom = SearchValues.Create(Alphanumeric + "!#$%&'*+-/=?^_`{|}~");

    private static readonly SearchValues<char> Label = SearchValues.Create(Alphanumeric + "-_");

    public bool IsAscii => Ascii.IsValid(Address);

    /// <summary>Reads what stands in angle brackets at the start of the text; the rest is left.</summary>
    public static bool TryReadSender(ReadOnlySpan<char> text, out SmtpPath path, out ReadOnlySpan<char> rest)
    {
        if (!text.StartsWith("<>")) return TryRead(text, out path, out rest);
        path = new SmtpPath("", false);
        rest = text[2..];
        return EndsWell(rest);
    }

    public static bool TryReadRecipient(ReadOnlySpan<char> text, out SmtpPath path, out ReadOnlySpan<char> rest)
    {
        const string postmaster = "<postmaster>"; // the one address without a domain (4.1.1.3)
        if (text.StartsWith(postmaster, StringComparison.OrdinalIgnoreCase))
        {
            path = new SmtpPath("postmaster", false);
            rest = text[postmaster.Length..];
            return EndsWell(rest);
        }
        return TryRead(text, out path, out rest)
            && Encoding.UTF8.GetByteCount(path.Address) <= MaxAddress
            && Encoding.UTF8.GetByteCount(path.Address.AsSpan(0, path.Address.LastIndexOf('@'))) <= MaxLocalPart;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out SmtpPath path, out ReadOnlySpan<char> rest)
    {
        path = default;
        rest = default;
        if (text.IsEmpty || text[0] != '<') return false;
        text = text[1..];
        if (!TrySkipRoute(ref text) || !TryReadLocalPart(ref text, out var local)) return false;
        if (text.IsEmpty || text[0] != '@') return false;
        text = text[1..];
        var end = text.IndexOf('>');
        if (end < 0) return false;
        var domain = text[..end];
        var literal = domain.StartsWith("[");
        if (literal ? !IsLiteralAddress(domain) : !IsDomain(domain)) return false;
        path = new SmtpPath($"{local}@{domain}", literal);
        rest = text[(end + 1)..];
        return EndsWell(rest);
    }

    private static bool EndsWell(ReadOnlySpan<char> rest) => rest.IsEmpty || rest[0] == ' ';

    // 4.1.1.3: a source route is to be read and ignored.
    private static bool TrySkipRoute(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '@') return true;
        var colon = text.IndexOf(':');
        if (colon < 0) return false;
        var route = text[..colon];
        text = text[(colon + 1)..];
        foreach (var hop in route.Split(','))
            if (route[hop] is not ['@', .. var domain] || !IsDomain(domain)) return false;
        return true;
    }

    private static bool TryReadLocalPart(ref ReadOnlySpan<char> text, out string local)
    {
        if (!text.IsEmpty && text[0] == '"') return TryReadQuoted(ref text, out local);
        var length = 0;
        while (length < text.Length && IsAtomOrDot(text[length])) length++;
        local = text[..length].ToString();
        text = text[length..];
        return length > 0;
    }

    private static bool TryReadQuoted(ref ReadOnlySpan<char> text, out string local)
    {
        var content = new StringBuilder();
        local = "";
        for (var i = 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"')
            {
                text = text[(i + 1)..];
                local = Unquoted(content.ToString());
                return true;
            }
            if (c == '\\' && (++i == text.Length || (c = text[i]) > '~')) return false;
            if (c < ' ' || (c > '~' && !IsUtf8(c))) return false;
            content.Append(c);
        }
        return false;
    }

    // "anna"@x and anna@x are the same mailbox (4.1.2): the application sees one form.
    private static string Unquoted(string content)
    {
        var plain = content.Length > 0 && content[0] != '.' && content[^1] != '.' && !content.Contains("..");
        foreach (var c in content) plain &= IsAtomOrDot(c);
        return plain ? content : $"\"{content.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.IsEmpty || Encoding.UTF8.GetByteCount(domain) > MaxDomain) return false;
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-') return false;
            if (Encoding.UTF8.GetByteCount(label) > MaxLabel) return false;
            foreach (var c in label)
                if (!Label.Contains(c) && !IsUtf8(c)) return false;
        }
        return true;
    }

    private static bool IsLiteralAddress(ReadOnlySpan<char> text)
    {
        if (text is not ['[', .. var inner, ']']) return false;
        var v6 = inner.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase);
        return IPAddress.TryParse(v6 ? inner[5..] : inner, out var address)
            && address.AddressFamily == (v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork)
            && (v6 || inner.Count('.') == 3)
            && !inner.ContainsAny("%[]");
    }

    private static bool IsAtomOrDot(char c) => Atom.Contains(c) || c == '.' || IsUtf8(c);

    private static bool IsUtf8(char c) => c >= 0x80 && !char.IsControl(c) && !char.IsWhiteSpace(c);
}
