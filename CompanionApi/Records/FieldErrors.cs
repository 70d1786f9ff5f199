using CompanionApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompanionApi.Records;

/// <summary>What is wrong with a body, field by field, told all at once.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> codes = [];
    private readonly List<string> details = [];

    /// <summary>The answer; null while nothing is wrong.</summary>
    public ProblemHttpResult? Problem => codes.Count == 0 ? null : Problems.Invalid(codes, string.Join(' ', details));

    /// <summary>A field has one error, the first found; <paramref name="expected"/> says what would be right.</summary>
    public void Add(string field, string code, string expected)
    {
        if (codes.TryAdd(field, [code]))
        {
            details.Add($"{field}: {expected}");
        }
    }
}
