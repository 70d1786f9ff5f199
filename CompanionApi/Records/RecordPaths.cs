using CompanionApi.Model;

namespace CompanionApi.Records;

/// <summary>What the kinds are called on the wire.</summary>
internal static class RecordPaths
{
    public static IReadOnlyList<(string Path, RecordKind Kind)> All { get; } =
    [
        ("persons", RecordKind.Person), ("organizations", RecordKind.Organization), ("leads", RecordKind.Lead),
        ("deals", RecordKind.Deal), ("projects", RecordKind.Project),
    ];

    public static string Code(RecordKind kind) => kind.ToString().ToLowerInvariant();
}
