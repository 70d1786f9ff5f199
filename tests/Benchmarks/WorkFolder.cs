namespace MailCrm.Benchmarks;

/// <summary>
/// A folder for one run, on the disk that the system keeps temporary files on; gone afterwards unless kept. With
/// <c>--stores FOLDER</c> and a name it lies there, and stays.
/// </summary>
public sealed class WorkFolder : IDisposable
{
    private readonly bool keep;

    public WorkFolder(Options options, string? name = null)
    {
        var stores = name is null ? "" : options.Text("stores", "");
        keep = options.Has("keep") || stores.Length > 0;
        Path = stores.Length > 0
            ? Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetFullPath(stores), name!)).FullName
            : Directory.CreateTempSubdirectory("mailcrm-bench-").FullName;
        Console.Error.WriteLine($"Working in {Path}");
    }

    public string Path { get; }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (!keep)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
