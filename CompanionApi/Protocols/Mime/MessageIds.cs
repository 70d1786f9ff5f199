using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Message ids (RFC 5322 section 3.6.4) in the one form they are stored and compared in.</summary>
public static class MessageIds
{
    private const int MaxLength = 500;

    /// <summary>The first id in <paramref name="raw"/> without angle brackets, comments and white space; case stays, since
    /// ids differ by it. Null where there is none. An absurdly long id becomes its own digest, so that it can still
    /// be a key.</summary>
    public static string? Normalize(string? raw)
    {
        if (raw is null) return null;
        var reader = new IdReader(raw, isSingle: true);
        return reader.Next(out var id) ? id : null;
    }

    /// <summary>All ids of a References or In-Reply-To field in order, each once. Words around the ids, which old mailers
    /// wrote there, are passed over.</summary>
    public static IReadOnlyList<string> ParseList(string? raw)
    {
        var ids = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var reader = new IdReader(raw ?? "", isSingle: false);
        while (reader.Next(out var id)) if (seen.Add(id)) ids.Add(id);
        return ids;
    }

    /// <summary>An id for a mail that has none: the same for every copy of the same mail, whichever way it came, because it
    /// is made only of what no transport touches. The domain ends in .invalid (RFC 2606), which no sender has.</summary>
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
        string.Join(',', addresses.Select(address => Addresses.Normalize(address.Address)).Order(StringComparer.Ordinal));

    private static string Collapsed(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void Line(StringBuilder canonical, string name, string value) =>
        canonical.Append(name).Append(':').Append(value.Length).Append(':').Append(value).Append('\n');
}

/// <summary>Finds ids one by one: what stands in angle brackets, else, where there are no brackets at all, each word.
/// </summary>
internal ref struct IdReader(string text, bool isSingle)
{
    private readonly bool hasBrackets = text.Contains('<');
    private int at;

    public bool Next(out string id)
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '(') { SkipComment(); continue; }
            if (c == '<' || (!hasBrackets && !IsSeparator(c)))
            {
                id = Read(c == '<');
                // A lone word is an id only where it is the whole field.
                if (id.Length > 0 && (hasBrackets || isSingle || id.Contains('@'))) return true;
                continue;
            }
            at++;
        }
        id = "";
        return false;
    }

    private static bool IsSeparator(char c) => HeaderText.IsWhiteSpace(c) || c is ',' or ';' or '"' or '>';

    private string Read(bool inBrackets)
    {
        var id = new StringBuilder();
        if (inBrackets) at++;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (inBrackets ? c == '>' : IsSeparator(c)) break;
            // "<<id>>", or a bracket never closed before the next one.
            if (c == '<') { if (id.Length == 0) continue; break; }
            if (c == '(' && inBrackets && EndOfComment() is var end and > 0) { at = end; continue; }
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) id.Append(c);
        }
        return MessageIds.Shortened(id.ToString());
    }

    // Of a comment within the brackets, and without nesting: no mailer writes more.
    private readonly int EndOfComment()
    {
        for (var i = at + 1; i < text.Length && text[i] is not ('>' or '<' or '('); i++) if (text[i] == ')') return i;
        return -1;
    }

    private void SkipComment()
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == '(') depth++;
            else if (text[at] == ')' && --depth == 0) { at++; return; }
        }
    }
}
