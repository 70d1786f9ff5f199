namespace Demo.Microsoft365.Generated;

/// <summary>Folders as people make them: some within others, some in Japanese.</summary>
internal static class OwnFolders
{
    private static readonly (string Name, int? Parent)[] First =
    [
        ("Projects", null), ("Rotterdam", 0), ("お客様", null), ("東京", 2), ("Suppliers", null), ("Invoices/Receipts", 4),
        ("Travel", null), ("Phase 2", 1), ("Newsletters", null), ("見積", 3),
    ];

    public static (string Key, string Name, string Parent) Of(int number)
    {
        var (name, parent) = First[number % First.Length];
        var round = number / First.Length;
        return (
            KeyOf(number),
            round == 0 ? name : $"{name} {round + 1}",
            parent is { } index ? KeyOf(round * First.Length + index) : WellKnownFolder.Root);
    }

    private static string KeyOf(int number) => $"own{number}";
}
