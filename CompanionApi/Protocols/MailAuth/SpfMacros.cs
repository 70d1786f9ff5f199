using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>What macros can speak of.</summary>
internal sealed record SpfMacroValues(IPAddress Client, string Helo, string LocalPart, string SenderDomain)
{
    public required string Receiver { get; init; }
    public required TimeProvider Clock { get; init; }

    /// <summary>Finds the value of %{p} for a domain, only when a macro wants it, because it asks DNS.</summary>
    public required Func<string, Task<string>> ValidatedNameAsync { get; init; }

    public string Sender => $"{LocalPart}@{SenderDomain}";
}

/// <summary>The macros of RFC 7208 section 7, inside domain-specs and explanations.</summary>
internal static class SpfMacros
{
    private const string DomainLetters = "slodiphv";
    private const string ExplanationLetters = "crt";
    private const string Delimiters = ".-+,/_=";

    // What a macro may make of a record's few bytes; a name beyond 253 is cut anyway.
    private const int MaxExpandedChars = 4096;
    private const int MaxNameChars = 253;

    /// <summary>domain-spec: a macro-string that ends in a macro or in a top label (section 7.1).</summary>
    public static bool IsDomainSpec(string text)
    {
        if (text.Length == 0 || !IsMacroString(text)) return false;
        var lastEnd = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%') continue;
            i = text[i + 1] == '{' ? text.IndexOf('}', i) : i + 1;
            lastEnd = i + 1;
        }
        if (lastEnd == text.Length) return true;
        var literal = text.AsSpan(lastEnd);
        if (literal.EndsWith(".")) literal = literal[..^1];
        var dot = literal.LastIndexOf('.');
        return dot >= 0 && IsTopLabel(literal[(dot + 1)..]);
    }

    /// <summary>Whether every '%' begins a macro that is allowed here.</summary>
    public static bool IsMacroString(string text, bool isExplanation = false)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%') continue;
            if (++i >= text.Length) return false;
            if (text[i] is '%' or '_' or '-') continue;
            if (text[i] != '{' || ReadMacro(text, ref i, isExplanation) is null) return false;
        }
        return true;
    }

    /// <summary>A domain-spec as a name: expanded, without a dot at its end, cut from the left to 253 chars.</summary>
    public static async Task<string> ExpandDomainAsync(string spec, string domain, SpfMacroValues values)
    {
        var name = await ExpandAsync(spec, domain, values, false);
        if (name.EndsWith('.')) name = name[..^1];
        while (name.Length > MaxNameChars && name.IndexOf('.') is >= 0 and var dot) name = name[(dot + 1)..];
        return name;
    }

    public static async Task<string> ExpandAsync(string text, string domain, SpfMacroValues values, bool isExplanation)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length && result.Length < MaxExpandedChars; i++)
        {
            if (text[i] != '%') result.Append(text[i]);
            else if (text[++i] != '{') result.Append(text[i] switch { '_' => " ", '-' => "%20", _ => "%" });
            else
            {
                var macro = ReadMacro(text, ref i, isExplanation)!.Value;
                var value = Transform(await ValueAsync(char.ToLowerInvariant(macro.Letter), domain, values), macro);
                result.Append(char.IsAsciiLetterUpper(macro.Letter) ? Uri.EscapeDataString(value) : value);
            }
        }
        return result.ToString();
    }

    /// <summary>Reads from '{' to '}' and leaves <paramref name="at"/> on the latter.</summary>
    private static Macro? ReadMacro(string text, ref int at, bool isExplanation)
    {
        var end = text.IndexOf('}', at);
        if (end < at + 2) return null;
        var letter = text[at + 1];
        var isKnown = DomainLetters.Contains(char.ToLowerInvariant(letter))
            || isExplanation && ExplanationLetters.Contains(char.ToLowerInvariant(letter));
        if (!isKnown || !char.IsAsciiLetter(letter)) return null;
        var rest = text.AsSpan(at + 2, end - at - 2);
        at = end;
        var digits = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var length ? length : rest.Length;
        var parts = int.MaxValue;
        if (digits > 0)
        {
            // More labels than an int can count are simply all of them; none at all is an error (section 7.1).
            if (!int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out parts))
                parts = int.MaxValue;
            if (parts == 0) return null;
        }
        rest = rest[digits..];
        var isReversed = rest.Length > 0 && rest[0] is 'r' or 'R';
        if (isReversed) rest = rest[1..];
        return rest.ContainsAnyExcept(Delimiters) ? null : new Macro(letter, parts, isReversed, rest.ToString());
    }

    private static string Transform(string value, Macro macro)
    {
        if (macro is { Parts: int.MaxValue, IsReversed: false, Delimiters: "" }) return value;
        var parts = value.Split((macro.Delimiters.Length > 0 ? macro.Delimiters : ".").ToCharArray());
        if (macro.IsReversed) Array.Reverse(parts);
        return string.Join('.', parts.TakeLast(macro.Parts));
    }

    private static async Task<string> ValueAsync(char letter, string domain, SpfMacroValues values) => letter switch
    {
        's' => values.Sender,
        'l' => values.LocalPart,
        'o' => values.SenderDomain,
        'd' => domain,
        'i' => Dotted(values.Client),
        'p' => await values.ValidatedNameAsync(domain),
        'v' => values.Client.AddressFamily == AddressFamily.InterNetwork ? "in-addr" : "ip6",
        'h' => values.Helo,
        'c' => values.Client.ToString(),
        'r' => values.Receiver,
        _ => values.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>IPv4 as usual, IPv6 as 32 nibbles with dots (section 7.3).</summary>
    public static string Dotted(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.ToString()
        : string.Join('.', Convert.ToHexString(address.GetAddressBytes()).ToCharArray());

    /// <summary>Letters, digits and inner hyphens, not digits alone.</summary>
    private static bool IsTopLabel(ReadOnlySpan<char> label)
    {
        var hasOtherThanDigits = false;
        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
            hasOtherThanDigits |= !char.IsAsciiDigit(c);
        }
        return hasOtherThanDigits && label[0] != '-' && label[^1] != '-';
    }

    private readonly record struct Macro(char Letter, int Parts, bool IsReversed, string Delimiters);
}
