using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Address fields (RFC 5322 section 3.4 with the obsolete forms of 4.4, RFC 6532) and addresses.</summary>
public static class Addresses
{
    // RFC 5322 section 3.2.3, and the dot between atoms.
    private const string AtomSigns = "!#$%&'*+-/=?^_`{|}~.";
    // Twice what an address may have (RFC 5321 section 4.5.3.1): to normalise more marks takes the square of their number.
    private const int MaxNormalized = 640;
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false, AllowUnassigned = true };

    /// <summary>Parses an address list in characters, such as a field's <see cref="HeaderField.Text"/>. Groups are
    /// flattened. Never throws; takes no more than <paramref name="max"/>.</summary>
    public static IReadOnlyList<MailAddress> Parse(string? list, int max = 5_000) =>
        new AddressListReader(list ?? "", max, null, "").Read();

    /// <summary>The form addresses are compared in: trimmed, angle brackets off, Unicode NFC, lower case throughout (a
    /// mail system that tells Bob@ from bob@ is unheard of), needless quotes around the local part off, an
    /// international domain in its ASCII form (xn--), since some mailers write one form and some the other, no dot at
    /// the domain's end. What is no address, or longer than any, comes back trimmed and in lower case.</summary>
    public static string Normalize(string? address)
    {
        var bare = (address ?? "").Trim().TrimStart('<').TrimEnd('>').Trim();
        if (bare.Length > MaxNormalized) return bare.ToLowerInvariant();
        bare = Nfc(bare).ToLowerInvariant();
        var at = bare.LastIndexOf('@');
        return at < 0 ? bare : Local(bare[..at]) + "@" + Domain(bare[(at + 1)..]);
    }

    /// <summary>The domain of an address as <see cref="Normalize"/> writes it; "" without one.</summary>
    public static string DomainOf(string? address)
    {
        var normalized = Normalize(address);
        return normalized[(normalized.LastIndexOf('@') + 1)..] is var domain && normalized.Contains('@') ? domain : "";
    }

    private static string Local(string local)
    {
        if (local is not ['"', .., '"'] || local.Length < 3) return local;
        var inner = local[1..^1];
        return inner.All(c => c > 0x7F || char.IsAsciiLetterOrDigit(c) || AtomSigns.Contains(c)) ? inner : local;
    }

    private static string Domain(string domain)
    {
        domain = domain.Trim().TrimEnd('.');
        if (Ascii.IsValid(domain)) return domain;
        try
        {
            return Idn.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    private static string Nfc(string text)
    {
        if (Ascii.IsValid(text)) return text;
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
