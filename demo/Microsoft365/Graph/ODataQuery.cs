using System.Globalization;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// The query options of a request. Each route names those it takes; another one of OData's that Graph would take is a
/// hole, and one that is none is refused, as Graph does.
/// </summary>
internal sealed class ODataQuery
{
    private static readonly string[] Known =
        ["$select", "$top", "$skip", "$filter", "$orderby", "$expand", "$search", "$count", "$format", "$skiptoken", "$deltatoken"];

    private readonly Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);

    private ODataQuery()
    {
    }

    public string? this[string name] => options.GetValueOrDefault(name);

    public int? Top => Number("$top", 1, Preferences.LargestPage);

    public int Skip => Number("$skip", 0, int.MaxValue) ?? 0;

    public IReadOnlyList<string>? Select => this["$select"] is { } names ? SplitNames(names) : null;

    public static ODataQuery Of(HttpRequest request)
    {
        var query = new ODataQuery();
        foreach (var (name, values) in request.Query)
        {
            if (values.Count > 1)
            {
                throw GraphException.BadRequest($"Query option '{name}' was specified more than once, but it must be specified at most once.");
            }

            query.options[name] = values.ToString();
        }

        return query;
    }

    public static IReadOnlyList<string> SplitNames(string names) =>
        names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public void Allow(params ReadOnlySpan<string> names)
    {
        foreach (var name in options.Keys)
        {
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            throw name.StartsWith('$') && !Known.Contains(name, StringComparer.OrdinalIgnoreCase)
                ? GraphException.BadRequest($"The query specified in the URI is not valid. The query parameter '{name}' is not supported.")
                : GraphException.NotSimulated($"the query option {name}={options[name]}");
        }
    }

    private int? Number(string name, int least, int most)
    {
        if (this[name] is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw GraphException.Parse($"Invalid value '{text}' for {name} query option found. The {name} query option requires an integer from {least} to {most}.");
    }
}
