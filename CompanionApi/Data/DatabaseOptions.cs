using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CompanionApi.Data;

/// <summary>Where the database is.</summary>
public sealed class DatabaseOptions(string connectionString)
{
    private readonly DbContextOptions<SqliteCompanionDb> shared = new DbContextOptionsBuilder<SqliteCompanionDb>()
        .UseSqlite(connectionString).AddInterceptors(new SqlitePragmas()).Options;

    public string ConnectionString { get; } = connectionString;

    /// <summary>A context of its own connection, for reading; it has no company until <see cref="CompanionDb.Of"/>.</summary>
    public CompanionDb Open() => new SqliteCompanionDb(shared);

    internal DbContextOptions<SqliteCompanionDb> For(SqliteConnection open) =>
        new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(open).Options;
}

/// <summary>What every connection is set to (S73): readers wait for a writer, and a commit is on the disk.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas =
        "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

    public static async Task ApplyAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData data)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData data, CancellationToken ct = default) => ApplyAsync(connection);
}
