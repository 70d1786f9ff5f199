using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>Domain names as SPF, DKIM and DMARC publish and compare them (RFC 8616): in A-labels.</summary>
internal static class DomainName
{
    private const int MaxChars = 253;
    private const int MaxLabelChars = 63;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>Lower case, A-labels, no dot at the end; null where that is no domain name.</summary>
    public static string? ToAscii(string domain)
    {
        if (domain.EndsWith('.')) domain = domain[..^1];
        if (domain.Length is 0 or > MaxChars) return null;
        if (!Ascii.IsValid(domain))
        {
            try
            {
                domain = Idn.GetAscii(domain);
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
        if (domain.Length > MaxChars) return null;
        foreach (var label in domain.AsSpan().Split('.'))
        {
            if (domain.AsSpan(label).Length is 0 or > MaxLabelChars) return null;
        }
        return domain.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : domain.ToLowerInvariant();
    }

    public static bool IsSameOrBelow(string name, string domain) =>
        name.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || name.Length > domain.Length
            && name[^(domain.Length + 1)] == '.'
            && name.EndsWith(domain, StringComparison.OrdinalIgnoreCase);
}
