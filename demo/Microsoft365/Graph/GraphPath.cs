using System.Text.RegularExpressions;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// A path of Graph in one form: segments in lower case, keys apart, whether they were written <c>/messages/x</c> or
/// <c>/messages('x')</c>, and <c>microsoft.graph.move</c> or <c>delta()</c> by their short names.
/// </summary>
internal sealed partial class GraphPath
{
    // After these, a segment is a key unless it is a function or a $word.
    private static readonly string[] Collections =
        ["users", "mailfolders", "childfolders", "messages", "attachments", "subscriptions", "extensions", "messagerules"];

    private static readonly string[] Functions = ["delta", "$count", "$value", "createuploadsession", "$ref"];

    private GraphPath(IReadOnlyList<string> segments, IReadOnlyList<string> keys)
    {
        Segments = segments;
        Keys = keys;
    }

    /// <summary>A key is written <c>{}</c>.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The keys as they were given, in order.</summary>
    public IReadOnlyList<string> Keys { get; }

    public static GraphPath Parse(string path)
    {
        var (segments, keys) = (new List<string>(), new List<string>());
        foreach (var raw in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var segment = Uri.UnescapeDataString(raw);
            var isAfterCollection = segments.Count > 0 && Collections.Contains(segments[^1]);
            if (isAfterCollection && !Functions.Contains(Short(segment)))
            {
                AddKey(segment);
            }
            else if (Parenthesised().Match(segment) is { Success: true } match)
            {
                segments.Add(Short(match.Groups["name"].Value));
                AddKey(match.Groups["key"].Value.Replace("''", "'"));
            }
            else
            {
                segments.Add(Short(segment));
            }
        }

        return new GraphPath(segments, keys);

        void AddKey(string key)
        {
            segments.Add("{}");
            keys.Add(key);
        }
    }

    private static string Short(string segment)
    {
        var name = segment.ToLowerInvariant();
        name = name.StartsWith("microsoft.graph.", StringComparison.Ordinal) ? name["microsoft.graph.".Length..] : name;
        return name.EndsWith("()", StringComparison.Ordinal) ? name[..^2] : name;
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z]+)\('(?<key>.*)'\)$")]
    private static partial Regex Parenthesised();
}
