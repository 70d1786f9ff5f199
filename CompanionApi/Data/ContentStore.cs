using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace CompanionApi.Data;

/// <summary>The source of a message is missing or was changed after it was stored; only a backup has it.</summary>
public sealed class ContentDamagedException(string message) : Exception(message);

/// <summary>What a row keeps of its source: where it is, and the SHA-256 to know it again.</summary>
public sealed record StoredContent(string Key, byte[] Hash);

/// <summary>What is being stored: its key and hash are known, and it counts once <see cref="OnDisk"/> has ended.</summary>
/// <param name="Content">What a row will name it by.</param>
/// <param name="OnDisk">Fails with an <see cref="IOException"/> where it was not stored; then nothing of it is left.</param>
public sealed record PendingContent(StoredContent Content, Task OnDisk);

/// <summary>
/// The sources of messages, one object each, never shared between messages (S74). Written and flushed to the disk
/// before the row that names it is committed.
/// </summary>
public sealed class ContentStore(string folder) : IDisposable
{
    private const int KeyLength = 35;

    private readonly ContentFlush flush = new(folder);

    /// <summary>Writes the bytes; their flush goes on beside the caller.</summary>
    /// <exception cref="IOException">The disk is full, read-only or gone: nothing was stored.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public PendingContent Put(ReadOnlyMemory<byte> bytes)
    {
        var begun = flush.Begin();
        var written = Write(bytes.Span);
        return new PendingContent(new StoredContent(written.Key, HashOf(bytes.Span)), FlushAsync(begun, [written]));
    }

    /// <summary>Stores the bytes and answers what names them once they are on the disk.</summary>
    /// <inheritdoc cref="Put"/>
    public async Task<StoredContent> PutAsync(ReadOnlyMemory<byte> bytes)
    {
        var pending = Put(bytes);
        await pending.OnDisk;
        return pending.Content;
    }

    /// <summary>The same of many at once.</summary>
    /// <exception cref="IOException">The disk is full, read-only or gone: none was stored.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public async Task<IReadOnlyList<StoredContent>> PutAllAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> contents, CancellationToken ct = default)
    {
        var begun = flush.Begin();
        var (stored, written) = (new List<StoredContent>(contents.Count), new List<(string Key, SafeFileHandle File)>(contents.Count));
        try
        {
            foreach (var bytes in contents)
            {
                ct.ThrowIfCancellationRequested();
                written.Add(Write(bytes.Span));
                stored.Add(new StoredContent(written[^1].Key, HashOf(bytes.Span)));
            }
        }
        catch
        {
            End(written, keeps: false);
            throw;
        }

        await FlushAsync(begun, written);
        return stored;
    }

    public void Dispose() => flush.Dispose();

    // The last two digits are random: 256 folders that fill evenly.
    private static string NewKey()
    {
        var name = Guid.CreateVersion7().ToString("N");
        return $"{name[^2..]}/{name}";
    }

    private (string Key, SafeFileHandle File) Write(ReadOnlySpan<byte> bytes)
    {
        var key = NewKey();
        SafeFileHandle? file = null;
        try
        {
            // Its size is not said beforehand: to reserve blocks costs more than to write them.
            file = Create(PathOf(key));
            RandomAccess.Write(file, bytes, 0);
            return (key, file);
        }
        catch
        {
            file?.Dispose();
            Delete(key);
            throw;
        }
    }

    private async Task FlushAsync(int begun, IReadOnlyList<(string Key, SafeFileHandle File)> written)
    {
        var isOnDisk = false;
        try
        {
            await flush.JoinAsync(begun, [.. written.Select(w => (w.File, PathOf(w.Key)))]);
            isOnDisk = true;
        }
        finally
        {
            End(written, keeps: isOnDisk);
        }
    }

    private void End(IReadOnlyList<(string Key, SafeFileHandle File)> written, bool keeps)
    {
        foreach (var (key, file) in written)
        {
            file.Dispose();
            if (!keeps)
            {
                Delete(key);
            }
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
            ContentFlush.FlushFolder(folder);
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
}
