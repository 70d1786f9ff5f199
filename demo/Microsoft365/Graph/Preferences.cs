using System.Globalization;
using System.Text.RegularExpressions;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// The Prefer fields of a request; several may stand in one, comma-separated. Graph ignores what it does not know, and
/// says in Preference-Applied what it went by.
/// </summary>
internal sealed partial class Preferences
{
    public const int LargestPage = 1000;
    private readonly List<string> applied = [];

    private Preferences(string prefer)
    {
        foreach (Match match in Preference().Matches(prefer))
        {
            Take(match.Groups["name"].Value.ToLowerInvariant(), match.Groups["value"].Value.Trim('"'));
        }
    }

    public int? MaxPageSize { get; private set; }

    public bool ImmutableIds { get; private set; }

    public bool TextBodies { get; private set; }

    public string Applied => string.Join(", ", applied);

    public static Preferences Of(HttpRequest request) => new(request.Headers["Prefer"].ToString());

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "odata.maxpagesize" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0:
                MaxPageSize = Math.Min(size, LargestPage);
                applied.Add($"odata.maxpagesize={MaxPageSize}");
                break;
            case "idtype" when value.Equals("ImmutableId", StringComparison.OrdinalIgnoreCase):
                ImmutableIds = true;
                applied.Add("IdType=\"ImmutableId\"");
                break;
            case "outlook.body-content-type" when value.ToLowerInvariant() is "text" or "html":
                TextBodies = value.Equals("text", StringComparison.OrdinalIgnoreCase);
                applied.Add($"outlook.body-content-type=\"{value.ToLowerInvariant()}\"");
                break;
            case "outlook.allow-unsafe-html":
                applied.Add(name);
                break;
        }
    }

    [GeneratedRegex("""(?<name>[A-Za-z.-]+)\s*(?:=\s*(?<value>"[^"]*"|[^,;\s]+))?""")]
    private static partial Regex Preference();
}
