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
        return new StoredContent(key, HashOf(bytes.Span));
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

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
