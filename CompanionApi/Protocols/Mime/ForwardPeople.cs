using System.Text;
using System.Text.RegularExpressions;

namespace CompanionApi.Protocols.Mime;

/// <summary>The people in a forward's block, as mail programs write them there: with and without address, with links
/// beside the names, one in the name of another.</summary>
internal static partial class ForwardPeople
{
    private const int MaxPeople = 500;
    private const int MaxSender = 1_000;

    private static readonly string[] OnBehalf = [" on behalf of ", " im auftrag von ", " の代理で送信: ", " が次の人の代理で送信: "];

    public static IReadOnlyList<MailAddress> Of(string? value) =>
        value is null ? [] : [.. Addresses.Parse(Plain(value), MaxPeople).Select(Clean)];

    /// <summary>
    /// Who wrote the mail, as far as that is the mail program's own word. A program prints the name as the sender chose it,
    /// without quotes, and the address behind it: so of several addresses the bracket at the very end is the program's, and
    /// where none stands there nobody can tell. Without address where it prints the name alone, as between colleagues on one
    /// Exchange, or where it says "a list on behalf of Taro": the list's address would be another's, and behind those words
    /// stands what Taro calls himself.
    /// </summary>
    /// <returns>Null where two addresses stand there, and either may be a part of the name.</returns>
    public static MailAddress? Sender(string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return new MailAddress("", "");
        // What is cut off may be the address.
        if (value.Length > MaxSender) return null;
        var plain = Plain(value).Trim();
        var sender = plain;
        foreach (var words in OnBehalf)
        {
            var at = sender.IndexOf(words, StringComparison.OrdinalIgnoreCase);
            if (at >= 0) sender = sender[(at + words.Length)..];
        }
        if (sender.Length < plain.Length && sender.Contains('@') && plain[..^sender.Length].Contains('@')) return null;
        if (sender.EndsWith('>')) return Bracketed(sender);
        var people = Addresses.Parse(sender, MaxPeople).Select(Clean).ToList();
        var addressed = people.FindAll(one => one.Address.Length > 0);
        if (addressed.Count == 0 && !sender.Contains('@'))
            return new MailAddress(people.FirstOrDefault()?.Name ?? sender.Trim(' ', '<', '>'), "");
        return addressed.Count == 1 && sender.Count(c => c == '@') == 1 ? addressed[0] : null;
    }

    // The name may hold what looks like an address, quotes and brackets: none of it is read.
    private static MailAddress? Bracketed(string sender)
    {
        var open = sender.LastIndexOf('<');
        if (open < 0) return null;
        var address = sender[(open + 1)..^1].Trim();
        var name = HeaderText.Clean(EncodedWords.Decode(sender[..open], null, "From"));
        // "Taro </O=EXCHANGELABS/CN=TARO>" is a name alone.
        if (!sender.Contains('@')) return Clean(new MailAddress(name, ""));
        return IsAddress(address) && !address.Contains('>') ? Clean(new MailAddress(name, address)) : null;
    }

    /// <summary>The addresses of the mailto links in a piece of HTML.</summary>
    public static IReadOnlyList<string> Linked(string html) =>
        [.. Link().Matches(html).Select(link => link.Groups[1].Value).Where(IsAddress).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string Plain(string value)
    {
        var plain = value.Replace('＜', '<').Replace('＞', '>').Replace('\t', ' ').Replace('\u00A0', ' ');
        return WithoutLinks(InBrackets().Replace(plain, "<$1>"));
    }

    // "taro@x.example<mailto:taro@x.example>" says it twice; "Taro<mailto:taro@x.example>" once, also where the name is
    // an address, too.
    private static string WithoutLinks(string value)
    {
        var pieces = value.Split("<mailto:");
        var plain = new StringBuilder(pieces[0]);
        for (var i = 1; i < pieces.Length; i++)
        {
            var end = pieces[i].IndexOf('>');
            if (end < 0) end = pieces[i].Length;
            var before = pieces[i - 1].AsSpan().TrimEnd();
            var word = before[(before.LastIndexOfAny(" ,;<>") + 1)..];
            var link = pieces[i].AsSpan(0, end);
            if (link.IndexOf('?') is >= 0 and var query) link = link[..query];
            if (!word.Equals(link, StringComparison.OrdinalIgnoreCase)) plain.Append(" <").Append(link).Append('>');
            if (end < pieces[i].Length) plain.Append(pieces[i].AsSpan(end + 1));
        }
        return plain.ToString();
    }

    private static MailAddress Clean(MailAddress one)
    {
        var address = IsAddress(one.Address) ? one.Address : "";
        var name = one.Name.Trim().Trim('\'', '"', '*').Trim();
        return new MailAddress(name.Equals(address, StringComparison.OrdinalIgnoreCase) ? "" : name, address);
    }

    private static bool IsAddress(string address) =>
        address.IndexOf('@') is > 0 and var at && at < address.Length - 1 && !address.Any(char.IsWhiteSpace);

    [GeneratedRegex(@"\[mailto:([^\]\s]+)\]", RegexOptions.IgnoreCase)]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"href\s*=\s*[""']?mailto:([^""'?>\s]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
