using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CompanionApi.Data;

/// <summary>
/// Brings what was written into the content folder to the disk. Who comes while a flush runs waits for the next one, and all
/// who wait have one together: a flush of each file would take most of the time.
/// </summary>
internal sealed partial class ContentFlush(string folder) : IDisposable
{
    private readonly Lock gate = new();
    private List<Waiting> next = [];
    private bool isRunning;
    private int failures;
    private int descriptor = -1;
    private FileState opened;

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
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var opened = Open(path, 0);
        if (opened >= 0)
        {
            _ = Fsync(opened);
            _ = Close(opened);
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
            if (FlushesAtOnce && together.Sum(waiting => waiting.Files.Count) > 1)
            {
                FlushFileSystem();
            }
            else
            {
                var files = together.SelectMany(waiting => waiting.Files).ToList();
                files.ForEach(written => RandomAccess.FlushToDisk(written.File));
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

    // Before 5.8 it does not tell of what could not be written (syncfs(2)).
    private static bool FlushesAtOnce { get; } = OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 8);

    /// <summary>All of the file system that the content lies in, by a descriptor that stays: it tells what went wrong since it was opened.</summary>
    private void FlushFileSystem()
    {
        var there = FileState.Of(folder) ?? throw new DirectoryNotFoundException("The content folder is gone.");
        lock (gate)
        {
            if (descriptor < 0 || !there.IsSameAs(opened))
            {
                _ = descriptor < 0 ? 0 : Close(descriptor);
                (descriptor, opened) = (Open(folder, 0), there);
            }
        }

        if (descriptor < 0 || SyncFileSystem(descriptor) != 0)
        {
            throw new IOException($"The content could not be flushed (errno {Marshal.GetLastPInvokeError()}).");
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

    private sealed record Waiting(int Begun, IReadOnlyList<(SafeFileHandle File, string Path)> Files, TaskCompletionSource Done);
}
