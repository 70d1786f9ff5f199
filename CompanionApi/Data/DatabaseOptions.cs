using System.Data.Common;
using System.Runtime.CompilerServices;
using CompanionApi.Data.Prepared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace CompanionApi.Data;

/// <summary>Where the database is.</summary>
public sealed class DatabaseOptions(string connectionString, int busySeconds = DatabaseOptions.UsualBusySeconds)
{
    public const int UsualBusySeconds = 5;

    // SQLite would make a new, empty database in the place of one that is gone: only the schema update may.
    private readonly string existing =
        new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite }.ToString();

    private readonly DatabaseFiles files =
        new(Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource));

    private DbContextOptions<SqliteCompanionDb>? shared;
    private ReadPool? reads;

    /// <summary>A context of its own connection, for reading; it has no company until <see cref="CompanionDb.Of"/>.</summary>
    /// <exception cref="IOException">The database is gone or another one lies in its place.</exception>
    public CompanionDb Open()
    {
        EnsureThere();
        return new SqliteCompanionDb(shared ??= Reading(existing));
    }

    /// <summary>Reads by prepared queries, on a connection that is open already (S73): for the doors.</summary>
    /// <exception cref="IOException">The database is gone or another one lies in its place.</exception>
    public Task<T> ReadAsync<T>(Func<Reader, Task<T>> read) => Reads.ReadAsync(read);

    /// <summary>The connections that stay open for reading.</summary>
    internal ReadPool Reads => reads ?? Interlocked.CompareExchange(ref reads, new ReadPool(this), null) ?? reads;

    /// <summary>The same for the schema update, which makes the database where there is none.</summary>
    internal CompanionDb OpenOrCreate() => new SqliteCompanionDb(Reading(connectionString));

    /// <summary>The files that lie there now are the database from here to the end of the program.</summary>
    internal void Witness() => files.Witness(Connect());

    internal void Close()
    {
        files.Dispose();
        // The witness waits for nobody: its connection is not to be used again.
        DropIdle();
    }

    /// <summary>Connections that wait for their next use may remember what was damaged.</summary>
    internal void DropIdle()
    {
        reads?.Clear();
        using var any = new SqliteConnection(existing);
        SqliteConnection.ClearPool(any);
    }

    /// <summary>Changes when connections that stand must be dropped.</summary>
    internal int Opening => files.Opening;

    /// <inheritdoc cref="DatabaseFiles.EnsureThere"/>
    internal void EnsureThere() => files.EnsureThere();

    /// <summary>A connection; where it finds the database locked it waits for the busy time, no longer.</summary>
    internal SqliteConnection Connect()
    {
        var connection = new SqliteConnection(existing) { DefaultTimeout = busySeconds };
        try
        {
            connection.Open();
            new SqlitePragmas(busySeconds).Apply(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private DbContextOptions<SqliteCompanionDb> Reading(string connection) =>
        new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(connection)
            .AddInterceptors(new SqlitePragmas(busySeconds), new DamagedPages()).Options;

    internal DbContextOptions<SqliteCompanionDb> For(SqliteConnection open, params IEnumerable<IInterceptor> interceptors) =>
        new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(open).AddInterceptors(interceptors).Options;
}

/// <summary>
/// What every connection is set to (S73): readers wait for a writer, and a commit is on the disk. A context that has opened
/// its connection keeps it to its end, and one that comes from the pool is set already: a request asks dozens of times.
/// </summary>
internal sealed class SqlitePragmas(int busySeconds) : DbConnectionInterceptor
{
    // By what the pool keeps: the connection's handle, which lives from one use to the next.
    private static readonly ConditionalWeakTable<object, string> Applied = [];

    private readonly string pragmas = $"PRAGMA busy_timeout={busySeconds * 1000}; " +
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

    public void Apply(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (Applied.TryGetValue(handle, out var before) && before == pragmas)
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        try
        {
            command.ExecuteNonQuery();
            KeepPlans(handle);
            Applied.AddOrUpdate(handle, pragmas);
        }
        catch (SqliteException trouble)
        {
            DamagedPages.Forget(connection, trouble);
            throw;
        }
    }

    /// <summary>
    /// Else a statement is planned anew whenever a value is bound to it, in case another value wants another plan
    /// (sqlite.org/c3ref, SQLITE_DBCONFIG_ENABLE_QPSG): what is prepared would be prepared each time.
    /// </summary>
    private static void KeepPlans(sqlite3 handle)
    {
        const int enablePlannerStability = 1007;
        raw.sqlite3_db_config(handle, enablePlannerStability, 1, out _);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData data) => Apply(connection);

    // SQLite does nothing asynchronously.
    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData data, CancellationToken ct = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    public override InterceptionResult ConnectionClosing(
        DbConnection connection, ConnectionEventData data, InterceptionResult result) => InterceptionResult.Suppress();

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(
        DbConnection connection, ConnectionEventData data, InterceptionResult result) =>
        ValueTask.FromResult(InterceptionResult.Suppress());
}

/// <summary>
/// A connection that met damage keeps the damaged pages in its memory, and so may its like: none is used again, so that
/// the program goes on by itself when the file is right.
/// </summary>
internal sealed class DamagedPages : DbCommandInterceptor
{
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    public static void Forget(DbConnection? connection, Exception trouble)
    {
        if (connection is SqliteConnection sqlite &&
            trouble is SqliteException { SqliteErrorCode: InputOutput or Corrupt or NoDatabase })
        {
            SqliteConnection.ClearPool(sqlite);
        }
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData data) =>
        Forget(command.Connection, data.Exception);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData data, CancellationToken ct = default)
    {
        Forget(command.Connection, data.Exception);
        return Task.CompletedTask;
    }
}
