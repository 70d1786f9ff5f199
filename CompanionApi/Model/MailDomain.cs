using System.Text.RegularExpressions;

namespace CompanionApi.Model;

/// <summary>The domain of mail addresses, as settings name it: at least two labels, in the form that is compared.</summary>
public static partial class MailDomain
{
    public static bool IsOne(string domain) => Pattern().IsMatch(domain);

    [GeneratedRegex(@"\A(?=.{1,253}\z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
