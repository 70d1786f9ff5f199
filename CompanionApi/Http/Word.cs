using System.Text.Json;

namespace CompanionApi.Http;

/// <summary>
/// A word of an enum in a query or a path, written as in JSON. A parameter of the enum itself is compared with the names
/// in the code, and takes numbers.
/// </summary>
public readonly record struct Word<T>(T Value)
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Known = Enum.GetValues<T>()
        .ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => Known.Keys;

    public static bool TryParse(string? text, out Word<T> word)
    {
        var isKnown = Known.TryGetValue(text ?? "", out var value);
        word = new Word<T>(value);
        return isKnown;
    }
}
