using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CompanionApi.Data;

/// <summary>Where the database is.</summary>
public sealed class DatabaseOptions(string connectionString, int busySeconds = DatabaseOptions.UsualBusySeconds)
{
    public const int UsualBusySeconds = 5;

    private readonly DbContextOptions<SqliteCompanionDb> shared = new DbContextOptionsBuilder<SqliteCompanionDb>()
        .UseSqlite(connectionString).AddInterceptors(new SqlitePragmas(busySeconds)).Options;

    public string ConnectionString { get; } = connectionString;

    /// <summary>A context of its own connection, for reading; it has no company until <see cref="CompanionDb.Of"/>.</summary>
    public CompanionDb Open() => new SqliteCompanionDb(shared);

    /// <summary>The writer's connection; one that finds the database locked waits for the busy time, no longer.</summary>
    internal async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection(ConnectionString) { DefaultTimeout = busySeconds };
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
