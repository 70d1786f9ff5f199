using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CompanionApi.Data;

/// <summary>
/// Brings what was written into the content folder to the disk. Who comes while a flush runs waits for the next one, and all
/// who wait have one together: a flush of each file would take most of the time.
/// </summary>
internal sealed partial class ContentFlush(string folder) : IDisposable
{
    private const int InvalidArgument = 22;

    private readonly Lock gate = new();
    private List<Waiting> next = [];
    private bool isRunning;
    private int failures;
    private int descriptor = -1;
    private FileState opened;
    private bool isOneFlushEnough;

    /// <summary>What a writer takes before it writes, and brings to <see cref="JoinAsync"/>.</summary>
    public int Begin() => Volatile.Read(ref failures);

    /// <summary>Ends once everything that was written before is on the disk.</summary>
    /// <param name="begun">What <see cref="Begin"/> gave before the first byte was written.</param>
    /// <param name="files">The files, open, with their paths.</param>
    /// <exception cref="IOException">It may not be on the disk: it counts as not written.</exception>
    public Task JoinAsync(int begun, IReadOnlyList<(SafeFileHandle File, string Path)> files)
    {
        var waiting = new Waiting(begun, files, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            next.Add(waiting);
            if (!isRunning)
            {
                isRunning = true;
                _ = Task.Run(Run);
            }
        }

        return waiting.Done.Task;
    }

    /// <summary>A new name is safe only when its folder is on the disk too.</summary>
    /// <exception cref="IOException">It may not be.</exception>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var opened = Open(path, 0);
        var (result, error) = opened < 0 ? (-1, Marshal.GetLastPInvokeError()) : (Fsync(opened), Marshal.GetLastPInvokeError());
        _ = opened < 0 ? 0 : Close(opened);
        // Some file systems have nothing to flush of a folder, and say so by this.
        if (result != 0 && error != InvalidArgument)
        {
            throw new IOException($"The folder {path} could not be flushed (errno {error}).");
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            _ = descriptor < 0 ? 0 : Close(descriptor);
            descriptor = -1;
        }
    }

    private void Run()
    {
        while (true)
        {
            List<Waiting> together;
            lock (gate)
            {
                if (next.Count == 0)
                {
                    isRunning = false;
                    return;
                }

                (together, next) = (next, []);
            }

            var trouble = Try(together);
            foreach (var waiting in together)
            {
                // The kernel tells of a page that it could not write once: to the flush of those who failed before.
                var failed = trouble ?? (waiting.Begun == failures ? null : new IOException("A flush beside it failed."));
                if (failed is null)
                {
                    waiting.Done.SetResult();
                }
                else
                {
                    waiting.Done.SetException(failed);
                }
            }
        }
    }

    private Exception? Try(IReadOnlyList<Waiting> together)
    {
        try
        {
            var files = together.SelectMany(waiting => waiting.Files).ToList();
            if (files.Count < 2 || !TryFlushFileSystem())
            {
                files.ForEach(written => FlushFile(written.File, written.Path));
                files.Select(written => Path.GetDirectoryName(written.Path)!).Distinct().ToList().ForEach(FlushFolder);
            }

            return null;
        }
        catch (Exception trouble)
        {
            Interlocked.Increment(ref failures);
            return trouble;
        }
    }

    private static void FlushFile(SafeFileHandle file, string path)
    {
        // .NET's own says nothing of a file system that has become read-only meanwhile.
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (FsyncFile(file) != 0)
        {
            throw new IOException($"{path} could not be flushed (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>
    /// All of the file system that the content lies in, by a descriptor that stays: it tells what went wrong since it was opened.
    /// False: not every file system does by that what it does for each file (those in user space hear nothing of it), nor every
    /// kernel tells what failed (syncfs(2)); then each file is flushed.
    /// </summary>
    private bool TryFlushFileSystem()
    {
        if (!TellsAll)
        {
            return false;
        }

        var there = FileState.Of(folder) ?? throw new DirectoryNotFoundException("The content folder is gone.");
        lock (gate)
        {
            if (descriptor < 0 || !there.IsSameAs(opened))
            {
                _ = descriptor < 0 ? 0 : Close(descriptor);
                (descriptor, opened) = (Open(folder, 0), there);
                isOneFlushEnough = descriptor >= 0 && FileSystem.Of(descriptor) is { IsKnown: true };
            }
        }

        if (!isOneFlushEnough)
        {
            return false;
        }

        if (SyncFileSystem(descriptor) != 0)
        {
            throw new IOException($"The content could not be flushed (errno {Marshal.GetLastPInvokeError()}).");
        }

        // Of one that has become read-only meanwhile it flushes nothing, and calls that success.
        return FileSystem.Of(descriptor) is { IsReadOnly: false } ? true
            : throw new IOException("The content's file system has become read-only.");
    }

    private static bool TellsAll { get; } =
        OperatingSystem.IsLinux() && Environment.Is64BitProcess && Environment.OSVersion.Version >= new Version(5, 17);

    /// <summary>What statfs(2) tells of a file system; null: nothing.</summary>
    private readonly record struct FileSystem(long Type, long Flags)
    {
        private const int Length = 120;
        private const int FlagsAt = 80;
        private const long ReadOnlyFlag = 1;

        // ext2 to ext4, XFS, Btrfs (linux/magic.h).
        public bool IsKnown => Type is 0xEF53 or 0x58465342 or 0x9123683E;

        public bool IsReadOnly => (Flags & ReadOnlyFlag) != 0;

        public static FileSystem? Of(int descriptor)
        {
            Span<byte> facts = stackalloc byte[Length];
            return StatFileSystem(descriptor, facts) == 0
                ? new FileSystem(BinaryPrimitives.ReadInt64LittleEndian(facts), BinaryPrimitives.ReadInt64LittleEndian(facts[FlagsAt..]))
                : null;
        }
    }

    [LibraryImport("libc", EntryPoint = "fstatfs")]
    private static partial int StatFileSystem(int descriptor, Span<byte> facts);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FsyncFile(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    private sealed record Waiting(int Begun, IReadOnlyList<(SafeFileHandle File, string Path)> Files, TaskCompletionSource Done);
}
