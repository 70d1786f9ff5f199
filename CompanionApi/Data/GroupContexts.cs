using CompanionApi.Data.Prepared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// The contexts of one group of writes, one for each company: making one costs more than a small write. Nothing that a
/// job tracked outlives it.
/// </summary>
internal sealed class GroupContexts(
    DbContextOptions<SqliteCompanionDb> options, PreparedStatements prepared, SqliteTransaction transaction) : IAsyncDisposable
{
    private readonly Dictionary<int, SqliteCompanionDb> contexts = [];

    public async Task<CompanionDb> OfAsync(int company)
    {
        if (!contexts.TryGetValue(company, out var db))
        {
            db = new SqliteCompanionDb(options) { Prepared = prepared };
            contexts.Add(company, db);
            await db.Database.UseTransactionAsync(transaction);
            db.Database.AutoSavepointsEnabled = false;
        }

        db.ChangeTracker.Clear();
        return db.Of(company);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var db in contexts.Values)
        {
            await db.DisposeAsync();
        }
    }
}
