using Xunit.Abstractions;

namespace CompanionApi.Tests.Support;

/// <summary>
/// Public suites and the tools of others: where they are, and how many of their cases passed. The file that
/// MAILCRM_SUITES names gets each line too, so that the test command can print them all.
/// </summary>
public static class Suites
{
    private static readonly Lock OneByOne = new();

    /// <summary>A file or folder of the corpus beside the repository; null in a plain clone.</summary>
    public static string? Find(string path)
    {
        if (Repository() is not { } repository) return null;
        var found = Path.GetFullPath(Path.Combine(repository, "..", "shared", "corpus", path));
        return Path.Exists(found) ? found : null;
    }

    public static void Passed(this ITestOutputHelper output, string suite, int passed, int count) =>
        output.Tell($"{suite}: {passed} of {count} cases passed");

    public static void Skipped(this ITestOutputHelper output, string suite, string missing) =>
        output.Tell($"{suite}: SKIPPED, {missing} is not here");

    public static void Tell(this ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("MAILCRM_SUITES") is not { Length: > 0 } file) return;
        lock (OneByOne) File.AppendAllText(file, line + "\n");
    }

    private static string? Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MailCrm.sln"))) folder = folder.Parent;
        return folder?.FullName;
    }
}
