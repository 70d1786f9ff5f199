namespace MailCrm.Benchmarks;

/// <summary>A folder for one run, on the disk that the system keeps temporary files on; gone afterwards unless kept.</summary>
public sealed class WorkFolder : IDisposable
{
    private readonly bool keep;

    public WorkFolder(Options options)
    {
        keep = options.Has("keep");
        Path = Directory.CreateTempSubdirectory("mailcrm-bench-").FullName;
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
