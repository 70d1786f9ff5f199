using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace CompanionApi.Protocols.MailAuth;

internal enum SpfMechanismKind
{
    All,
    Include,
    A,
    Mx,
    Ptr,
    Ip4,
    Ip6,
    Exists,
}

/// <summary>One directive: "-a:mail.example.com/24". <paramref name="Text"/> is the directive as published.</summary>
internal sealed record SpfMechanism(string Text, SpfResult Qualifier, SpfMechanismKind Kind)
{
    /// <summary>The domain-spec, macros and all; null where the current domain is meant.</summary>
    public string? DomainSpec { get; init; }

    public IPAddress? Address { get; init; }
    public int Prefix4 { get; init; } = 32;
    public int Prefix6 { get; init; } = 128;
}

/// <summary>The grammar of RFC 7208 section 12; a record that breaks it anywhere is no record.</summary>
internal sealed partial record SpfRecord(
    IReadOnlyList<SpfMechanism> Mechanisms, string? Redirect, string? Explanation)
{
    private const string Version = "v=spf1";

    /// <summary>Whether a TXT record claims to be a policy at all (section 4.5).</summary>
    public static bool IsPolicy(string text) =>
        text.StartsWith(Version, StringComparison.OrdinalIgnoreCase)
        && (text.Length == Version.Length || text[Version.Length] == ' ');

    public static SpfRecord? Parse(string text, out string problem)
    {
        problem = "";
        var mechanisms = new List<SpfMechanism>();
        string? redirect = null, explanation = null;
        foreach (var term in text[Version.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (term.AsSpan().ContainsAnyExceptInRange('!', '~')) problem = "a character beyond visible ASCII";
            else if (Modifier().Match(term) is { Success: true } modifier)
            {
                var value = modifier.Groups["value"].Value;
                problem = modifier.Groups["name"].Value.ToLowerInvariant() switch
                {
                    "redirect" => SetOnce(ref redirect, value, term),
                    "exp" => SetOnce(ref explanation, value, term),
                    _ => SpfMacros.IsMacroString(value) ? "" : $"bad macro in '{term}'",
                };
            }
            else if (ParseMechanism(term) is { } mechanism) mechanisms.Add(mechanism);
            else problem = $"'{term}' is no mechanism and no modifier";
            if (problem.Length > 0) return null;
        }
        return new SpfRecord(mechanisms, redirect, explanation);
    }

    private static string SetOnce(ref string? modifier, string value, string term)
    {
        if (modifier is not null) return $"a second '{term}'";
        if (!SpfMacros.IsDomainSpec(value)) return $"no domain in '{term}'";
        modifier = value;
        return "";
    }

    private static SpfMechanism? ParseMechanism(string term)
    {
        var match = Mechanism().Match(term);
        if (!match.Success) return null;
        if (!Enum.TryParse<SpfMechanismKind>(match.Groups["name"].Value, true, out var kind)) return null;
        var qualifier = match.Groups["qualifier"].Value switch
        {
            "-" => SpfResult.Fail,
            "~" => SpfResult.SoftFail,
            "?" => SpfResult.Neutral,
            _ => SpfResult.Pass,
        };
        var rest = match.Groups["rest"].Value;
        var mechanism = new SpfMechanism(term, qualifier, kind);
        return kind switch
        {
            SpfMechanismKind.All => rest.Length == 0 ? mechanism : null,
            SpfMechanismKind.Include or SpfMechanismKind.Exists => rest.Length > 0 ? WithDomain(mechanism, rest) : null,
            SpfMechanismKind.Ptr => WithDomain(mechanism, rest),
            SpfMechanismKind.A or SpfMechanismKind.Mx => WithDomainAndPrefixes(mechanism, rest),
            _ => WithNetwork(mechanism, rest),
        };
    }

    private static SpfMechanism? WithDomain(SpfMechanism mechanism, string rest)
    {
        if (rest.Length == 0) return mechanism;
        return rest[0] == ':' && SpfMacros.IsDomainSpec(rest[1..]) ? mechanism with { DomainSpec = rest[1..] } : null;
    }

    private static SpfMechanism? WithDomainAndPrefixes(SpfMechanism mechanism, string rest)
    {
        // A slash may also belong to the domain-spec, so the prefixes are sought from the end.
        var prefixes = Prefixes().Match(rest);
        var (four, six) = (prefixes.Groups["four"], prefixes.Groups["six"]);
        if (four.Success)
        {
            if (!TryReadPrefix(four.Value, 32, out var prefix)) return null;
            mechanism = mechanism with { Prefix4 = prefix };
        }
        if (six.Success)
        {
            if (!TryReadPrefix(six.Value, 128, out var prefix)) return null;
            mechanism = mechanism with { Prefix6 = prefix };
        }
        return WithDomain(mechanism, rest[..prefixes.Index]);
    }

    private static SpfMechanism? WithNetwork(SpfMechanism mechanism, string rest)
    {
        var isFour = mechanism.Kind == SpfMechanismKind.Ip4;
        var network = Network().Match(rest);
        if (!network.Success) return null;
        var text = network.Groups["address"].Value;
        if (isFour ? !DottedQuad().IsMatch(text) : !text.Contains(':') || text.AsSpan().ContainsAny("[]%")) return null;
        if (!IPAddress.TryParse(text, out var address)) return null;
        if (address.AddressFamily != (isFour ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6)) return null;
        var prefix = isFour ? 32 : 128;
        if (network.Groups["prefix"] is { Success: true } given && !TryReadPrefix(given.Value, prefix, out prefix))
            return null;
        return isFour
            ? mechanism with { Address = address, Prefix4 = prefix }
            : mechanism with { Address = address, Prefix6 = prefix };
    }

    private static bool TryReadPrefix(string digits, int most, out int prefix) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
        && prefix <= most
        && (digits.Length == 1 || digits[0] != '0');

    [GeneratedRegex(@"\A(?<name>[A-Za-z][A-Za-z0-9_.-]*)=(?<value>.*)\z")]
    private static partial Regex Modifier();

    [GeneratedRegex(@"\A(?<qualifier>[-+?~]?)(?<name>[A-Za-z]+[46]?)(?<rest>|[:/].*)\z")]
    private static partial Regex Mechanism();

    [GeneratedRegex(@"(/(?<four>[0-9]+))?(//(?<six>[0-9]+))?\z")]
    private static partial Regex Prefixes();

    [GeneratedRegex(@"\A:(?<address>[^/]+)(/(?<prefix>[0-9]+))?\z")]
    private static partial Regex Network();

    // IPAddress alone would also take "1.2.3", octal and hexadecimal.
    [GeneratedRegex(@"\A(?:(?:0|[1-9][0-9]{0,2})(?:\.|\z)){4}(?<!\.)\z")]
    private static partial Regex DottedQuad();
}
