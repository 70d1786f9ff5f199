using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace CompanionApi.Data;

/// <summary>The source of a message is missing or was changed after it was stored; only a backup has it.</summary>
public sealed class ContentDamagedException(string message) : Exception(message);

/// <summary>What a row keeps of its source: where it is, and the SHA-256 to know it again.</summary>
public sealed record StoredContent(string Key, byte[] Hash);

/// <summary>
/// The sources of messages, one object each, never shared between messages (S74). Written and flushed to the disk
/// before the row that names it is committed.
/// </summary>
public sealed partial class ContentStore(string folder)
{
    private const int KeyLength = 35;

    /// <summary>Stores the bytes and answers what names them once they are on the disk.</summary>
    /// <exception cref="IOException">The disk is full, read-only or gone: nothing was stored.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public async Task<StoredContent> PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct = default)
    {
        var key = NewKey();
        await Task.Run(() => Write(key, bytes.Span, flush: true), ct);
        FlushFolder(Path.GetDirectoryName(PathOf(key))!);
        return new StoredContent(key, HashOf(bytes.Span));
    }

    /// <summary>The same of many at once, which are on the disk together: a flush of each would take most of the time.</summary>
    /// <exception cref="IOException">The disk is full, read-only or gone: none was stored.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public async Task<IReadOnlyList<StoredContent>> PutAllAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> contents, CancellationToken ct = default)
    {
        var stored = new List<StoredContent>(contents.Count);
        try
        {
            // To hand each small file to another thread takes longer than to write it.
            await Task.Run(
                () =>
                {
                    foreach (var bytes in contents)
                    {
                        ct.ThrowIfCancellationRequested();
                        var key = NewKey();
                        Write(key, bytes.Span, flush: !FlushesAtOnce);
                        stored.Add(new StoredContent(key, HashOf(bytes.Span)));
                    }
                },
                ct);

            if (FlushesAtOnce)
            {
                FlushAll();
            }
            else
            {
                foreach (var parent in stored.Select(s => Path.GetDirectoryName(PathOf(s.Key))!).Distinct())
                {
                    FlushFolder(parent);
                }
            }

            return stored;
        }
        catch
        {
            stored.ForEach(s => Delete(s.Key));
            throw;
        }
    }

    // The last two digits are random: 256 folders that fill evenly.
    private static string NewKey()
    {
        var name = Guid.CreateVersion7().ToString("N");
        return $"{name[^2..]}/{name}";
    }

    private void Write(string key, ReadOnlySpan<byte> bytes, bool flush)
    {
        var path = PathOf(key);
        try
        {
            // Its size is not said beforehand: to reserve blocks costs more than to write them.
            using var file = Create(path);
            RandomAccess.Write(file, bytes, 0);
            if (flush)
            {
                RandomAccess.FlushToDisk(file);
            }
        }
        catch
        {
            Delete(key);
            throw;
        }
    }

    private SafeFileHandle Create(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (DirectoryNotFoundException)
        {
            if (!Directory.Exists(folder))
            {
                throw new DirectoryNotFoundException("The content folder is gone.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            FlushFolder(folder);
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
    }

    /// <summary>SHA-256.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes);

    /// <summary>The whole source.</summary>
    /// <exception cref="ContentDamagedException">It is missing, or not what was stored.</exception>
    /// <exception cref="IOException">The store cannot be read now.</exception>
    public async Task<byte[]> ReadAsync(string key, byte[] hash, CancellationToken ct = default)
    {
        using var file = Open(key);
        return await ReadAsync(file, key, 0, RandomAccess.GetLength(file), hash, ct);
    }

    /// <summary>The encoded bytes of one part.</summary>
    /// <exception cref="ContentDamagedException">They are missing, or not what was stored.</exception>
    /// <exception cref="IOException">The store cannot be read now.</exception>
    public async Task<byte[]> ReadAsync(string key, int offset, int length, byte[] hash, CancellationToken ct = default)
    {
        using var file = Open(key);
        return await ReadAsync(file, key, offset, length, hash, ct);
    }

    /// <summary>Everything stored before <paramref name="before"/>, named or not: a key tells when it was made.</summary>
    public IEnumerable<string> KeysBefore(DateTimeOffset before) =>
        from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        let key = Path.GetRelativePath(folder, path).Replace('\\', '/')
        where TimeOf(key) is { } at && at < before
        select key;

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

    private static async Task<byte[]> ReadAsync(
        SafeFileHandle file, string key, long offset, long length, byte[] hash, CancellationToken ct)
    {
        var bytes = new byte[length];
        var read = await RandomAccess.ReadAsync(file, bytes, offset, ct);
        return read == length && HashOf(bytes).AsSpan().SequenceEqual(hash)
            ? bytes
            : throw new ContentDamagedException($"The source {key} is not what was stored.");
    }

    private SafeFileHandle Open(string key)
    {
        try
        {
            return File.OpenHandle(PathOf(key));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException && Directory.Exists(folder))
        {
            throw new ContentDamagedException($"The source {key} is missing.");
        }
    }

    /// <summary>When it was stored, by its UUIDv7; null: no file of ours.</summary>
    private static DateTimeOffset? TimeOf(string key) =>
        key.Length == KeyLength && Guid.TryParseExact(key[3..], "N", out var name) && name.Version == 7
            ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(key.AsSpan(3, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            : null;

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

    // Before 5.8 it does not tell of what could not be written (syncfs(2)).
    private static bool FlushesAtOnce { get; } = OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 8);

    /// <summary>All of the file system that the content lies in: one flush, however many files.</summary>
    private void FlushAll()
    {
        var descriptor = Open(folder, 0);
        try
        {
            if (descriptor < 0 || SyncFileSystem(descriptor) != 0)
            {
                throw new IOException($"The content could not be flushed (errno {Marshal.GetLastPInvokeError()}).");
            }
        }
        finally
        {
            _ = descriptor < 0 ? 0 : Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
