namespace AddinWeb.Tests.Support;

/// <summary>Material of others to test against, beside the repository; absent in most clones.</summary>
public static class Corpus
{
    public static string? Folder(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MailCrm.sln")))
            folder = folder.Parent;
        var corpus = folder is null ? null : Path.Combine(folder.FullName, "..", "shared", "corpus", name);
        return Directory.Exists(corpus) ? corpus : null;
    }
}
