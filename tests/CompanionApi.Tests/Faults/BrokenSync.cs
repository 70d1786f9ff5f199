using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace CompanionApi.Tests.Faults;

/// <summary>
/// Makes the next flush of the log of one connection fail, as a dying disk does: SQLite has written the whole commit by then
/// and hears that it may not be there. The connection's own table of file methods is replaced by a copy with another xSync.
/// </summary>
internal static class BrokenSync
{
    // sqlite3.h: SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_IOERR_FSYNC.
    private const int LogPointer = 28;
    private const int FlushFailed = 10 | (4 << 8);

    // sqlite3_io_methods: iVersion, xClose, xRead, xWrite, xTruncate, xSync and thirteen more.
    private const int Methods = 19;
    private const int SyncAt = 5;

    // Held, so that they are there as long as SQLite may call them.
    private static readonly ConcurrentBag<Sync> Broken = [];

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Sync(IntPtr file, int flags);

    /// <summary>From now on, for as long as the connection is open; <paramref name="before"/> looks at the disk as it is then.</summary>
    public static void Of(SqliteConnection open, Action? before)
    {
        Sync broken = (_, _) =>
        {
            before?.Invoke();
            return FlushFailed;
        };
        Broken.Add(broken);
        Assert.Equal(0, Control(open.Handle!.DangerousGetHandle(), "main", LogPointer, out var file));
        var methods = Marshal.ReadIntPtr(file);
        // Never freed: the file is closed through it, whenever that is.
        var copy = Marshal.AllocHGlobal(Methods * IntPtr.Size);
        for (var at = 0; at < Methods; at++)
        {
            Marshal.WriteIntPtr(copy, at * IntPtr.Size, Marshal.ReadIntPtr(methods, at * IntPtr.Size));
        }

        Marshal.WriteIntPtr(copy, SyncAt * IntPtr.Size, Marshal.GetFunctionPointerForDelegate(broken));
        Marshal.WriteIntPtr(file, copy);
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    private static extern int Control(
        IntPtr database, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int operation, out IntPtr value);
}
