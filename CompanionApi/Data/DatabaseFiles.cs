using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace CompanionApi.Data;

/// <summary>
/// The files of the database as they were when the program opened them. SQLite goes on writing into files that were
/// removed or replaced under it, and what is promised then is lost: so we look before each commit and each read. A
/// witness holds them open, so that their numbers are given to no other file.
/// </summary>
internal sealed class DatabaseFiles(string file) : IDisposable
{
    private readonly string logFile = file + "-wal";
    private readonly Lock mending = new();
    private SqliteConnection? witness;
    private FileState database;
    private FileState log;
    private long longest;

    /// <summary>Counts how often the files were opened anew; connections of an earlier time are to be dropped.</summary>
    public int Opening { get; private set; }

    /// <summary>These are the files from now on.</summary>
    public void Witness(SqliteConnection open)
    {
        // Opens the log; and what it may have to wait for later would be waited for in vain.
        Ask(open, "PRAGMA busy_timeout=0", "SELECT count(*) FROM sqlite_master");
        database = FileState.Of(file) ?? throw Gone();
        log = FileState.Of(logFile) ?? throw Gone();
        witness = open;
    }

    /// <exception cref="IOException">They are gone, replaced or cut: nothing may be read or written.</exception>
    public void EnsureThere()
    {
        // Read first: what another thread saw before this look is never longer than what lies there now.
        var known = Volatile.Read(ref longest);
        var now = FileState.Of(file) ?? throw Gone();
        if (witness is null)
        {
            return;
        }

        if (!now.IsSameAs(database))
        {
            throw new IOException("Another file is in the place of the database.");
        }

        if (now.Length < known)
        {
            throw new IOException("The database is shorter than it was.");
        }

        Volatile.Write(ref longest, now.Length);
        if (FileState.Of(logFile) is not { } lying || !lying.IsSameAs(log))
        {
            Mend();
        }
    }

    public void Dispose() => witness?.Dispose();

    /// <summary>
    /// The log was removed or replaced: the witness still has it, and writes it into the database before all connections
    /// begin anew. While a commit is under way it cannot; then the next one who looks does it.
    /// </summary>
    private void Mend()
    {
        lock (mending)
        {
            if (FileState.Of(logFile) is { } lying && lying.IsSameAs(log))
            {
                return;
            }

            if (Ask(witness!, "PRAGMA wal_checkpoint(TRUNCATE)") != 0)
            {
                throw new IOException("The log of the database is gone.");
            }

            var connection = witness!.ConnectionString;
            SqliteConnection.ClearPool(witness);
            witness.Dispose();
            var anew = new SqliteConnection(connection);
            SqliteConnection.ClearPool(anew);
            anew.Open();
            Witness(anew);
            Opening++;
        }
    }

    private FileNotFoundException Gone() => new("The database is gone.", file);

    private static long Ask(SqliteConnection open, params IEnumerable<string> questions)
    {
        using var command = open.CreateCommand();
        command.CommandText = string.Join(';', questions);
        return Convert.ToInt64(command.ExecuteScalar());
    }
}

/// <summary>Which file lies at a path, by device and number, and how long it is.</summary>
internal readonly partial record struct FileState(ulong Device, ulong Number, long Length)
{
    private const int CurrentFolder = -100;

    // Number and length. Its times are not asked for: the kernel keeps them exact for whoever asks, at a price for each write.
    private const uint Facts = 0x300;
    private const int FactsLength = 256;

    /// <summary>Null: there is none.</summary>
    public static FileState? Of(string path)
    {
        // Elsewhere an open file cannot be replaced (Windows), or only its absence is seen.
        if (!OperatingSystem.IsLinux())
        {
            return new FileInfo(path) is { Exists: true } there ? new FileState(0, 0, there.Length) : null;
        }

        Span<byte> facts = stackalloc byte[FactsLength];
        if (Stat(CurrentFolder, path, 0, Facts, facts) != 0)
        {
            return null;
        }

        // struct statx: ino at 32, size at 40, dev_major and dev_minor at 136.
        return new FileState(
            BinaryPrimitives.ReadUInt64LittleEndian(facts[136..]),
            BinaryPrimitives.ReadUInt64LittleEndian(facts[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(facts[40..]));
    }

    public bool IsSameAs(FileState other) => (Device, Number) == (other.Device, other.Number);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int folder, string path, int flags, uint mask, Span<byte> facts);
}
