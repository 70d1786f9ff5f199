namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>The public suites beside the repository, which are not part of it.</summary>
internal static class AuthCorpus
{
    /// <summary>A file of the corpus, or null where this machine has none.</summary>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "MailCrm.sln"))) continue;
            var found = Path.Combine(folder.FullName, "..", "shared", "corpus", path);
            return File.Exists(found) ? Path.GetFullPath(found) : null;
        }
        return null;
    }
}
