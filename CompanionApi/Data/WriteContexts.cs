using CompanionApi.Data.Prepared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// The writer's contexts on one connection, one for each company. A new one costs more than a small write, and EF then
/// defines its functions on the connection again, upon which SQLite makes every prepared statement of it anew. Nothing
/// that a job tracked outlives it.
/// </summary>
internal sealed class WriteContexts(DbContextOptions<SqliteCompanionDb> options, PreparedStatements prepared) : IAsyncDisposable
{
    private const int MaxCompanies = 32;

    private readonly Dictionary<int, SqliteCompanionDb> contexts = [];
    private readonly HashSet<SqliteCompanionDb> inGroup = [];
    private SqliteTransaction? group;

    /// <summary>What is written from here on belongs to the transaction.</summary>
    public void Begin(SqliteTransaction transaction) => group = transaction;

    public async Task<CompanionDb> OfAsync(int company)
    {
        if (!contexts.TryGetValue(company, out var db))
        {
            db = new SqliteCompanionDb(options) { Prepared = prepared };
            db.Database.AutoSavepointsEnabled = false;
            contexts.Add(company, db);
        }

        if (inGroup.Add(db))
        {
            await db.Database.UseTransactionAsync(group);
        }

        db.ChangeTracker.Clear();
        return db.Of(company);
    }

    /// <summary>The transaction has ended.</summary>
    public async Task EndAsync()
    {
        foreach (var db in inGroup)
        {
            db.ChangeTracker.Clear();
            await db.Database.UseTransactionAsync(null);
        }

        inGroup.Clear();
        group = null;
        if (contexts.Count > MaxCompanies)
        {
            await DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var db in contexts.Values)
        {
            await db.DisposeAsync();
        }

        contexts.Clear();
    }
}
