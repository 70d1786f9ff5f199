namespace Demo;

/// <summary>Where a demo keeps its state: a folder that was named and stays, or a fresh one that goes with the demo.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly bool isTemporary;
    private readonly FileStream ownership;

    private DataFolder(string path, bool isTemporary)
    {
        Path = path;
        this.isTemporary = isTemporary;
        var file = System.IO.Path.Combine(path, "in-use");
        ownership = new FileStream(
            file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    public string Path { get; }

    /// <exception cref="WrongFlagException">The named folder cannot be written, or another demo is using it.</exception>
    public static DataFolder Open(string? named)
    {
        if (named is null)
        {
            return new DataFolder(Directory.CreateTempSubdirectory("mailcrm-demo-").FullName, isTemporary: true);
        }

        try
        {
            Directory.CreateDirectory(named);
            return new DataFolder(named, isTemporary: false);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new WrongFlagException($"--data: {named} cannot be used: {trouble.Message}");
        }
    }

    public void Dispose()
    {
        ownership.Dispose();
        if (isTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
