using System.Text;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Records;

/// <summary>
/// Which text is a mail address that somebody could be written to: RFC 5321's mailbox with RFC 6531's letters, in a
/// domain of at least two labels, no address literal.
/// </summary>
internal static class EmailGrammar
{
    private const int MaxAddress = 254;
    private const int MaxLocal = 64;
    private const int MaxLabel = 63;
    private const string AtomSigns = "!#$%&'*+-/=?^_`{|}~";

    /// <summary>The address as it is compared; null when it is none.</summary>
    public static string? Read(string? text)
    {
        var address = Addresses.Normalize(text);
        var at = address.LastIndexOf('@');
        return at > 0 && Encoding.UTF8.GetByteCount(address) <= MaxAddress && IsLocal(address[..at]) &&
            IsDomain(address[(at + 1)..])
            ? address
            : null;
    }

    private static bool IsLocal(string local) =>
        Encoding.UTF8.GetByteCount(local) <= MaxLocal && (IsQuoted(local) || local.Split('.').All(IsAtom));

    private static bool IsQuoted(string local) =>
        local is ['"', .. { Length: > 0 } inner, '"'] && inner.All(c => !char.IsControl(c) && c is not ('"' or '\\'));

    private static bool IsAtom(string atom) => atom.Length > 0 && atom.All(c =>
        char.IsAsciiLetterOrDigit(c) || AtomSigns.Contains(c) ||
        (c > '\u007f' && !char.IsControl(c) && !char.IsWhiteSpace(c)));

    private static bool IsDomain(string domain) => domain.Split('.') is { Length: > 1 } labels && labels.All(label =>
        label.Length is > 0 and <= MaxLabel && label[0] != '-' && label[^1] != '-' &&
        label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
