using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>
/// The list of publicsuffix.org: under which names anybody may register. Its private part counts too, since two
/// customers of one hosting domain have no more in common than two of a country's. What it lacks stands in a short list of
/// our own.
/// </summary>
public static class PublicSuffixes
{
    private static readonly string[] Lists =
    [
        "CompanionApi.Protocols.MailAuth.public_suffix_list.dat", "CompanionApi.Protocols.MailAuth.further_suffixes.dat",
    ];

    private static readonly Lazy<Rules> Loaded = new(Load);

    /// <summary>
    /// The organizational domain (RFC 7489 section 3.2): one label more than the public suffix. In lower case, and in
    /// A-labels or not as asked.
    /// </summary>
    /// <returns>Null for a public suffix itself, and for what is no domain name.</returns>
    public static string? OrganizationalDomain(string domain)
    {
        if (DomainName.ToAscii(domain) is not { } ascii) return null;
        var start = OrganizationalStart(ascii);
        if (start < 0) return null;
        var result = ascii[start..];
        return Ascii.IsValid(domain) ? result : ToUnicode(result);
    }

    private static string ToUnicode(string ascii)
    {
        try
        {
            return new IdnMapping().GetUnicode(ascii);
        }
        catch (ArgumentException)
        {
            // A label that only looks like an encoded one stays what it is.
            return ascii;
        }
    }

    /// <summary>Where in the name its organizational domain begins; -1 where it has none.</summary>
    private static int OrganizationalStart(string ascii)
    {
        var rules = Loaded.Value;
        var name = ascii.AsSpan();
        // From the longest candidate to the shortest, so the first rule that fits is the one that prevails.
        for (int previous = -1, start = 0; ;)
        {
            var parent = name[start..].IndexOf('.') is >= 0 and var dot ? start + dot + 1 : -1;
            if (rules.IsException(name[start..])) return start;
            // A name under no rule at all has its last label for a suffix.
            if (parent < 0 || rules.IsSuffix(name[start..]) || rules.IsWildcard(name[parent..])) return previous;
            (previous, start) = (start, parent);
        }
    }

    private static Rules Load()
    {
        var rules = new Rules();
        foreach (var list in Lists) Load(list, rules);
        return rules;
    }

    private static void Load(string list, Rules rules)
    {
        using var stream = typeof(PublicSuffixes).Assembly.GetManifestResourceStream(list)
            ?? throw new InvalidOperationException($"The resource {list} is not in the program.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var end = line.AsSpan().IndexOfAny(' ', '\t');
            var rule = end < 0 ? line : line[..end];
            if (rule.Length > 0 && !rule.StartsWith("//", StringComparison.Ordinal)) rules.Add(rule);
        }
    }

    private sealed class Rules
    {
        private readonly HashSet<string> suffixes = new(12_000);
        private readonly HashSet<string> wildcards = [];
        private readonly HashSet<string> exceptions = [];

        public void Add(string rule)
        {
            var set = rule[0] switch { '!' => exceptions, '*' => wildcards, _ => suffixes };
            if (DomainName.ToAscii(rule.TrimStart('!', '*', '.')) is { } name) set.Add(name);
        }

        public bool IsSuffix(ReadOnlySpan<char> name) => Contains(suffixes, name);

        /// <summary>Whether every name directly below this one is a suffix.</summary>
        public bool IsWildcard(ReadOnlySpan<char> name) => Contains(wildcards, name);

        public bool IsException(ReadOnlySpan<char> name) => Contains(exceptions, name);

        private static bool Contains(HashSet<string> set, ReadOnlySpan<char> name) =>
            set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);
    }
}
