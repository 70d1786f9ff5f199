using System.Runtime.InteropServices;

namespace CompanionApi.Data;

/// <summary>
/// The sources of messages, one object each, never shared between messages (S74). Written and flushed to the disk
/// before the row that names it is committed.
/// </summary>
public sealed partial class ContentStore(string folder)
{
    /// <summary>Stores the bytes and answers their key once they are on the disk.</summary>
    /// <exception cref="IOException">The disk is full, read-only or gone: nothing was stored.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public async Task<string> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct = default)
    {
        var name = Guid.CreateVersion7().ToString("N");
        // The last two digits are random: 256 folders that fill evenly.
        var key = $"{name[^2..]}/{name}";
        var path = PathOf(key);
        var parent = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException("The content folder is gone.");
        }

        if (!Directory.Exists(parent))
        {
            Directory.CreateDirectory(parent);
            FlushFolder(folder);
        }

        try
        {
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None,
                FileOptions.None, bytes.Length);
            await RandomAccess.WriteAsync(file, bytes, 0, ct);
            RandomAccess.FlushToDisk(file);
        }
        catch
        {
            Delete(key);
            throw;
        }

        FlushFolder(parent);
        return key;
    }

    /// <summary>The whole source.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    public Task<byte[]> ReadAsync(string key, CancellationToken ct = default) => File.ReadAllBytesAsync(PathOf(key), ct);

    /// <summary>The encoded bytes of one part.</summary>
    public async Task<byte[]> ReadAsync(string key, int offset, int length, CancellationToken ct = default)
    {
        using var file = File.OpenHandle(PathOf(key));
        var bytes = new byte[length];
        var read = await RandomAccess.ReadAsync(file, bytes, offset, ct);
        return read == length ? bytes : bytes[..read];
    }

    /// <summary>Removes it; one that is not there is no error.</summary>
    public void Delete(string key)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing to remove.
        }
    }

    private string PathOf(string key) => Path.Combine(folder, key);

    // A new name is safe only when its folder is on the disk too.
    private static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(path, 0);
        if (descriptor >= 0)
        {
            _ = Fsync(descriptor);
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
