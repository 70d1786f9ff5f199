using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>Brings the database to the present schema before anything is served.</summary>
public sealed class SchemaUpdate(DatabaseOptions database) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken ct)
    {
        try
        {
            await using var db = database.OpenOrCreate();
            // Asked first: an update of nothing still compares the whole model with the last one.
            if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
            {
                await db.Database.MigrateAsync(ct);
            }

            await db.Database.OpenConnectionAsync(ct);
            PlannerStatistics.Put((SqliteConnection)db.Database.GetDbConnection());
            database.Witness();
        }
        catch (SqliteException trouble)
        {
            throw new InvalidOperationException(
                $"Setting Database:ConnectionString names a database that cannot be used ({trouble.Message}); expected " +
                "a sound one, or none. A backup is put back with the command restore.",
                trouble);
        }
    }

    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken ct)
    {
        database.Close();
        return Task.CompletedTask;
    }
}
