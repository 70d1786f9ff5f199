using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Message ids (RFC 5322 section 3.6.4) in the one form they are stored and compared in.</summary>
public static class MessageIds
{
    private const int MaxLength = 500;

    /// <summary>The first id in <paramref name="raw"/> without angle brackets, comments and white space; case stays,
    /// since ids differ by it. Null where there is none. An absurdly long id becomes its own digest, so that it can
    /// still be a key.</summary>
    public static string? Normalize(string? raw)
    {
        if (raw is null) return null;
        var reader = new MessageIdReader(raw, isSingle: true);
        return reader.Next(out var id) ? id : null;
    }

    /// <summary>All ids of a References or In-Reply-To field in order, each once. Words around the ids, which old
    /// mailers wrote there, are passed over.</summary>
    public static IReadOnlyList<string> ParseList(string? raw)
    {
        var ids = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var reader = new MessageIdReader(raw ?? "", isSingle: false);
        while (reader.Next(out var id)) if (seen.Add(id)) ids.Add(id);
        return ids;
    }

    /// <summary>An id for a mail that has none: the same for every copy of the same mail, whichever way it came,
    /// because it is made only of what no transport touches. Its domain ends in .invalid (RFC 2606).</summary>
    public static string Make(ParsedMail mail)
    {
        var canonical = new StringBuilder();
        Line(canonical, "from", Joined(mail.From));
        Line(canonical, "to", Joined(mail.To));
        Line(canonical, "cc", Joined(mail.Cc));
        Line(canonical, "date", mail.Date?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "");
        Line(canonical, "subject", Collapsed(mail.Subject));
        Line(canonical, "body", Collapsed(mail.Text ?? mail.Html ?? ""));
        foreach (var part in mail.Attachments) Line(canonical, part.ContentType, part.FileName ?? "");
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString()));
        return Convert.ToHexStringLower(digest.AsSpan(0, 20)) + "@made.invalid";
    }

    public static string Make(ReadOnlyMemory<byte> source) => Make(MailParser.Parse(source));

    internal static string Shortened(string id) => id.Length <= MaxLength
        ? id
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))) + "@overlong.invalid";

    private static string Joined(IReadOnlyList<MailAddress> addresses) =>
        string.Join(',', addresses.Select(a => Addresses.Normalize(a.Address)).Order(StringComparer.Ordinal));

    private static string Collapsed(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void Line(StringBuilder canonical, string name, string value) =>
        canonical.Append(name).Append(':').Append(value.Length).Append(':').Append(value).Append('\n');
}
