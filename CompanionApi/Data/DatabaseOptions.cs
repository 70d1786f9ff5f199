using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CompanionApi.Data;

/// <summary>Where the database is.</summary>
public sealed class DatabaseOptions(string connectionString, int busySeconds = DatabaseOptions.UsualBusySeconds)
{
    public const int UsualBusySeconds = 5;

    // SQLite would make a new, empty database in the place of one that is gone: only the schema update may.
    private readonly string existing =
        new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite }.ToString();

    private readonly string file = new SqliteConnectionStringBuilder(connectionString).DataSource;

    private DbContextOptions<SqliteCompanionDb>? shared;

    /// <summary>A context of its own connection, for reading; it has no company until <see cref="CompanionDb.Of"/>.</summary>
    public CompanionDb Open() => new SqliteCompanionDb(shared ??= Reading(existing));

    /// <summary>The same for the schema update, which makes the database where there is none.</summary>
    internal CompanionDb OpenOrCreate() => new SqliteCompanionDb(Reading(connectionString));

    /// <summary>
    /// A file that is removed while it is open goes on taking writes that nobody will ever read: asked before each commit.
    /// </summary>
    /// <exception cref="FileNotFoundException">The database is gone.</exception>
    internal void EnsureThere()
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException("The database is gone.", file);
        }
    }

    /// <summary>The writer's connection; one that finds the database locked waits for the busy time, no longer.</summary>
    internal async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection(existing) { DefaultTimeout = busySeconds };
        try
        {
            await connection.OpenAsync();
            await new SqlitePragmas(busySeconds).ApplyAsync(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private DbContextOptions<SqliteCompanionDb> Reading(string connection) =>
        new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(connection)
            .AddInterceptors(new SqlitePragmas(busySeconds)).Options;

    internal DbContextOptions<SqliteCompanionDb> For(SqliteConnection open) =>
        new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(open).Options;
}

/// <summary>What every connection is set to (S73): readers wait for a writer, and a commit is on the disk.</summary>
internal sealed class SqlitePragmas(int busySeconds) : DbConnectionInterceptor
{
    private readonly string pragmas = $"PRAGMA busy_timeout={busySeconds * 1000}; " +
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

    public async Task ApplyAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        await command.ExecuteNonQueryAsync();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData data)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData data, CancellationToken ct = default) => ApplyAsync(connection);
}
