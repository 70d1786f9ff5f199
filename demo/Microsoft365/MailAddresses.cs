using System.Text.RegularExpressions;

namespace Demo.Microsoft365;

/// <summary>The bare addresses in a To, Cc, Bcc or From field; names, comments and group words are left out.</summary>
public static partial class MailAddresses
{
    public static IReadOnlyList<string> Of(string? fieldValue)
    {
        if (fieldValue is null)
        {
            return [];
        }

        var plain = QuotedOrComment().Replace(fieldValue, " ");
        return [.. Address().Matches(plain).Select(match => Normalise(match.Value)).Distinct()];
    }

    public static string Normalise(string address) => address.Trim().ToLowerInvariant();

    public static string DomainOf(string address) => Normalise(address[(address.LastIndexOf('@') + 1)..]);

    [GeneratedRegex("""  "(?:[^"\\]|\\.)*"(?!@)  |  \([^()]*\)  """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex QuotedOrComment();

    [GeneratedRegex("""(?:"(?:[^"\\]|\\.)*"|[^\s<>@,;:"()]+)@[^\s<>@,;:"()]+""")]
    private static partial Regex Address();
}
