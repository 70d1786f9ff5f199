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
    /// Who wrote the mail; without address where none stands there, as between colleagues on one Exchange. Of
    /// "a list on behalf of Taro" it is Taro: the list's address would be another's.
    /// </summary>
    public static MailAddress Sender(string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return new MailAddress("", "");
        var plain = Plain(value.Length > MaxSender ? value[..MaxSender] : value);
        foreach (var words in OnBehalf)
        {
            var at = plain.IndexOf(words, StringComparison.OrdinalIgnoreCase);
            if (at >= 0) plain = plain[(at + words.Length)..];
        }
        var people = Addresses.Parse(plain, MaxPeople).Select(Clean).ToList();
        return people.Find(one => one.Address.Length > 0) ?? new MailAddress(people.FirstOrDefault()?.Name ?? plain.Trim(' ', '<', '>'), "");
    }

    /// <summary>The address of the first mailto link in a piece of HTML.</summary>
    public static string? Linked(string html)
    {
        var link = Link().Match(html);
        return link.Success && IsAddress(link.Groups[1].Value) ? link.Groups[1].Value : null;
    }

    private static string Plain(string value)
    {
        var plain = value.Replace('＜', '<').Replace('＞', '>').Replace('\t', ' ').Replace('\u00A0', ' ');
        return WithoutLinks(Bracketed().Replace(plain, "<$1>"));
    }

    // "taro@x.example<mailto:taro@x.example>" says it twice; "Taro<mailto:taro@x.example>" once.
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
            if (!word.Contains('@')) plain.Append(" <").Append(pieces[i], 0, end).Append('>');
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
    private static partial Regex Bracketed();

    [GeneratedRegex(@"href\s*=\s*[""']?mailto:([^""'?>\s]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
